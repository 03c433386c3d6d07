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
