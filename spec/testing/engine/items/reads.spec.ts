import { expect } from 'chai'
import { book, books, booksTable } from '../ways-in.js'

describe('reads', () => {
  it('get items and parts of them', () => {
    const { run } = books()
    const Item = { ...book('a'), l1: { L: [{ S: 'x' }, { S: 'y' }, { S: 'z' }] } }
    run('PutItem', { TableName: 'books', Item })
    const get = (more: object) => run('GetItem', { TableName: 'books', Key: book('a'), ...more })
    expect(get({ ProjectionExpression: 'l1[2], l1[0]' })).to.deep.equal({
      Item: { l1: { L: [{ S: 'x' }, { S: 'z' }] } },
    })
    expect(get({ AttributesToGet: ['sk', 'none'] })).to.deep.equal({ Item: { sk: { S: 'a' } } })
    expect(get({ Key: book('none') })).to.deep.equal({})
    const response = run('BatchGetItem', {
      RequestItems: { books: { Keys: [book('a'), book('b')], ProjectionExpression: 'sk' } },
    })
    expect(response).to.deep.equal({ Responses: { books: [{ sk: { S: 'a' } }] }, UnprocessedKeys: {} })
  })

  it('read up to 16 MB in one batch, and leave the rest unprocessed with its options', () => {
    const { run } = books()
    const Keys = Array.from({ length: 45 }, (_, n) => book(`s${n}`))
    for (const key of Keys)
      run('PutItem', { TableName: 'books', Item: { ...key, text: { S: 'x'.repeat(380_000) } } })
    const response = run('BatchGetItem', { RequestItems: { books: { Keys, ConsistentRead: true } } })
    const { books: read } = response['Responses'] as Record<string, object[]>
    expect(read).to.have.length(44)
    expect(response['UnprocessedKeys']).to.deep.equal({
      books: { Keys: [book('s44')], ConsistentRead: true },
    })
  })

  it('return what they cost: a unit for 4 KB, half of it if eventually consistent', () => {
    const { run } = books()
    run('PutItem', { TableName: 'books', Item: { ...book('a'), text: { S: 'x'.repeat(5_000) } } })
    const input = { TableName: 'books', Key: book('a'), ReturnConsumedCapacity: 'TOTAL' }
    expect(run('GetItem', input)['ConsumedCapacity']).to.deep.equal({ TableName: 'books', CapacityUnits: 1 })
    expect(run('GetItem', { ...input, ConsistentRead: true })['ConsumedCapacity']).to.have.property(
      'CapacityUnits',
      2,
    )
    expect(run('GetItem', { ...input, Key: book('none') })['ConsumedCapacity']).to.have.property(
      'CapacityUnits',
      0.5,
    )
    const batch = {
      RequestItems: { books: { Keys: [book('a'), book('none')] } },
      ReturnConsumedCapacity: 'INDEXES',
    }
    expect(run('BatchGetItem', batch)['ConsumedCapacity']).to.deep.equal([
      { TableName: 'books', CapacityUnits: 1.5, Table: { CapacityUnits: 1.5 } },
    ])
  })

  const get = { TableName: 'books', Key: book('a') }
  const refused: [string, string, object, string][] = [
    [
      'a long key',
      'GetItem',
      { ...get, Key: book('é'.repeat(513)) },
      'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    ],
    [
      'half a key',
      'GetItem',
      { ...get, Key: { pk: { S: 'p' } } },
      'The provided key element does not match the schema',
    ],
    [
      'an empty key',
      'GetItem',
      { ...get, Key: book('') },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: sk',
    ],
    [
      'a long projection',
      'GetItem',
      { ...get, ProjectionExpression: `a${' '.repeat(4096)}` },
      'Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
    ],
    [
      'paths that meet',
      'GetItem',
      { ...get, ProjectionExpression: 'a, a' },
      'Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
    ],
    [
      'names without an expression',
      'GetItem',
      { ...get, ExpressionAttributeNames: { '#a': 'a' } },
      'ExpressionAttributeNames can only be specified when using expressions',
    ],
    [
      'a key twice',
      'BatchGetItem',
      { RequestItems: { books: { Keys: [book('a'), book('a')] } } },
      'Provided list of item keys contains duplicates',
    ],
    [
      'a missing table',
      'BatchGetItem',
      { RequestItems: { films: { Keys: [book('a')] } } },
      'Requested resource not found',
    ],
    [
      '101 keys',
      'BatchGetItem',
      {
        RequestItems: {
          books: { Keys: Array.from({ length: 60 }, (_, n) => book(`${n}`)) },
          more: { Keys: Array.from({ length: 41 }, (_, n) => book(`${n}`)) },
        },
      },
      'Too many items requested for the BatchGetItem call',
    ],
    [
      'the old and the new form in one batch',
      'BatchGetItem',
      {
        RequestItems: {
          books: { Keys: [book('a')], ProjectionExpression: 'a' },
          more: { Keys: [book('a')], AttributesToGet: ['a'] },
        },
      },
      'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}',
    ],
  ]
  for (const [title, operation, input, message] of refused)
    it(`refuse ${title}`, () => {
      const engine = books()
      engine.run('CreateTable', { ...booksTable, TableName: 'more' })
      expect(engine.refusal(operation, input).message).to.equal(message)
    })
})
