import { expect } from 'chai'
import {
  applyWrite,
  checkWrite,
  planWrite,
  readWrite,
  writtenKey,
} from '../../../../lib/testing/engine/items/planned-write.js'
import { book, books, refusalOf } from '../ways-in.js'

describe('planned write', () => {
  const update = {
    TableName: 'books',
    Key: book('a'),
    UpdateExpression: 'ADD n :n',
    ExpressionAttributeValues: { ':n': { N: '1' } },
  }

  it('says what an item would become, and stores nothing before it is applied', () => {
    const { context, run } = books()
    const request = readWrite('Update', { ...update }, context)
    checkWrite(request)
    const outcome = planWrite(request)
    expect([outcome.current, outcome.next]).to.deep.equal([undefined, { ...book('a'), n: { N: '1' } }])
    const get = { TableName: 'books', Key: book('a') }
    expect(run('GetItem', get)).to.deep.equal({})
    applyWrite(request, outcome, context)
    expect(run('GetItem', get)['Item']).to.deep.equal(outcome.next)
    expect(writtenKey(request)).to.deep.equal(book('a'))
  })

  it('refuses paths into keys of the table and of its indexes, in conditions and in updates', () => {
    const { context } = books()
    const inside = (kind: 'Key' | 'IndexKey', name: string) =>
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${name}`
    const refusal = (kind: 'Put' | 'Delete' | 'Update' | 'ConditionCheck', more: object) => {
      const input = { TableName: 'books', Key: book('a'), Item: book('a'), ...more }
      return refusalOf(() => checkWrite(readWrite(kind, input, context))).message
    }
    for (const kind of ['Put', 'Delete', 'Update', 'ConditionCheck'] as const)
      for (const [ConditionExpression, message] of [
        ['attribute_not_exists(pk.x)', inside('Key', 'pk')],
        ['size(sk[0]) = size(a)', inside('Key', 'sk')],
        ['NOT genre.x = a', inside('IndexKey', 'genre')],
      ] as const)
        expect(refusal(kind, { ConditionExpression })).to.equal(message)
    for (const [UpdateExpression, message] of [
      ['SET a = if_not_exists(genre.x, pk)', inside('IndexKey', 'genre')],
      ['SET a = list_append(b, pk.x)', inside('Key', 'pk')],
      ['SET genre.x = a', inside('IndexKey', 'genre')],
      ['REMOVE genre[0]', inside('IndexKey', 'genre')],
    ] as const)
      expect(refusal('Update', { UpdateExpression })).to.equal(message)
  })

  it('fails for a condition, with the item only if it was requested', () => {
    const { context, run } = books()
    const Item = { ...book('a'), n: { N: '1' } }
    run('PutItem', { TableName: 'books', Item })
    const input = { TableName: 'books', Key: book('a'), ConditionExpression: 'attribute_not_exists(pk)' }
    const plan = (more: object) =>
      refusalOf(() => planWrite(readWrite('Delete', { ...input, ...more }, context)))
    expect(plan({}).body).not.to.have.property('Item')
    const shown = plan({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })
    expect(shown.type).to.equal('ConditionalCheckFailedException')
    expect(shown.body['Item']).to.deep.equal(Item)
  })

  it('refuses to change a key', () => {
    const { context } = books()
    const request = readWrite(
      'Update',
      { TableName: 'books', Key: book('a'), UpdateExpression: 'REMOVE sk' },
      context,
    )
    expect(() => checkWrite(request)).to.throw(
      /Cannot update attribute sk. This attribute is part of the key/,
    )
  })

  const refused: [string, object, RegExp][] = [
    [
      'an invalid condition',
      { UpdateExpression: 'REMOVE a', ConditionExpression: 'b' },
      /Invalid ConditionExpression/,
    ],
    ['unused names', { UpdateExpression: 'REMOVE a', ExpressionAttributeNames: { '#b': 'b' } }, /unused/],
    ['a long key', { Key: book('é'.repeat(513)) }, /Aggregated size of all range keys/],
    ['a missing table', { TableName: 'films' }, /resource not found/],
    ['both forms of updates', { UpdateExpression: 'REMOVE a', AttributeUpdates: {} }, /Can not use both/],
    [
      'a name without letters',
      { UpdateExpression: 'REMOVE #a', ExpressionAttributeNames: { '#a': '' } },
      /Empty attribute name for key #a/,
    ],
  ]
  for (const [title, more, message] of refused)
    it(`refuses ${title}`, () =>
      expect(books().refusal('UpdateItem', { TableName: 'books', Key: book('a'), ...more }).message).to.match(
        message,
      ))
})
