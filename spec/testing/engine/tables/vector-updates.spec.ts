import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { near, numbers, scoped, shelved, shelves } from '../shelves.js'
import { keys } from '../ways-in.js'

const TableName = 'shelves'
const Create = { ...near, IndexName: 'later', DistanceFunction: 'EUCLIDEAN' }
const update = (...updates: object[]) => ({ TableName, VectorIndexUpdates: updates })
const search = (IndexName: string) => ({ TableName, IndexName, SearchVector: numbers(1, 0, 0), TopK: 10 })

describe('vector updates', () => {
  it('add an index with the items that are there, and take it away again', () => {
    const clock = engineClock(0)
    const engine = shelves({ clock })
    engine.run('PutItem', { TableName, Item: shelved('a', [1, 0, 0]) })
    engine.run('PutItem', { TableName, Item: { pk: { S: 'none' } } })
    engine.context.tableDelay = 1000
    const { TableDescription } = engine.run('UpdateTable', update({ Create }))
    expect(TableDescription).to.have.nested.property('VectorIndexes[2].IndexStatus', 'CREATING')
    expect(TableDescription).to.have.nested.property('VectorIndexes[2].Backfilling', true)
    expect(engine.refusal('SearchVectors', search('later'))).to.include({
      type: 'ValidationException',
      message: 'Cannot search backfilling vector index: later',
    })
    engine.run('PutItem', { TableName, Item: shelved('b', [0, 1, 0]) })
    clock.advance(1000)
    const { Table } = engine.run('DescribeTable', { TableName })
    expect(Table).to.have.nested.property('VectorIndexes[2].IndexStatus', 'ACTIVE')
    expect(Table).not.to.have.nested.property('VectorIndexes[2].Backfilling')
    expect(engine.run('SearchVectors', search('later'))['SearchResults']).to.have.length(2)
    engine.run('UpdateTable', update({ Delete: { IndexName: 'later' } }))
    expect(engine.refusal('SearchVectors', search('later')).message).to.equal(
      'The table does not have the specified index: later',
    )
  })

  it('index what fits of the items that were there before', () => {
    const engine = shelves()
    engine.run('UpdateTable', update({ Delete: { IndexName: 'near' } }))
    engine.run('UpdateTable', update({ Delete: { IndexName: 'scoped' } }))
    engine.run('PutItem', { TableName, Item: shelved('short', [1, 0]) })
    engine.run('PutItem', { TableName, Item: { pk: { S: 'text' }, embedding: { S: 'none' } } })
    engine.run('PutItem', { TableName, Item: shelved('whole', [1, 0, 0]) })
    engine.run('UpdateTable', update({ Create: near }))
    expect(engine.run('SearchVectors', search('near'))['SearchResults']).to.have.length(1)
    // What an update leaves alone is not looked at.
    engine.run('UpdateItem', {
      TableName,
      Key: { pk: { S: 'short' } },
      UpdateExpression: 'SET note = :n',
      ExpressionAttributeValues: { ':n': { S: 'x' } },
    })
    expect(engine.run('SearchVectors', search('near'))['SearchResults']).to.have.length(1)
  })

  it('come back with a snapshot', () => {
    const engine = shelves()
    const before = engine.context.database.snapshot()
    engine.run('PutItem', { TableName, Item: shelved('a', [1, 0, 0]) })
    engine.run('UpdateTable', update({ Create }))
    engine.context.database.restore(before)
    expect(engine.run('SearchVectors', search('near'))['SearchResults']).to.deep.equal([])
    expect(engine.refusal('SearchVectors', search('later')).message).to.match(
      /does not have the specified index/,
    )
  })

  const invalid = 'One or more parameter values were invalid: '
  const refused: [string, object, string, string][] = [
    [
      'a name that is taken',
      update({ Create: near }),
      'ValidationException',
      'Attempting to create an index which already exists',
    ],
    [
      'an index that is not there',
      update({ Delete: { IndexName: 'other' } }),
      'ResourceNotFoundException',
      'Requested resource not found',
    ],
    [
      'two at a time',
      update({ Create }, { Delete: { IndexName: 'near' } }),
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    ],
    [
      'one next to a global index',
      {
        ...update({ Create }),
        AttributeDefinitions: [{ AttributeName: 'lang', AttributeType: 'S' }],
        GlobalSecondaryIndexUpdates: [
          { Create: { IndexName: 'byLang', KeySchema: keys('lang'), Projection: { ProjectionType: 'ALL' } } },
        ],
      },
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    ],
    [
      'neither Create nor Delete',
      update({}),
      'ValidationException',
      `${invalid}One of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must not be null`,
    ],
    [
      'other dimensions for the same attribute',
      update({ Create: { ...Create, Dimensions: 4 } }),
      'ValidationException',
      `${invalid}Conflicting attribute definition for 'embedding'. All VectorIndexes on the same vector attribute must use the same dimensions.`,
    ],
    [
      'a search schema without definitions in the request',
      update({ Create: { ...scoped, IndexName: 'later' } }),
      'ValidationException',
      `${invalid}One element in SearchSchema is not defined in attribute definitions`,
    ],
    [
      'a key attribute as the vector',
      update({ Create: { ...Create, VectorAttribute: { AttributeName: 'pk' } } }),
      'ValidationException',
      `${invalid}Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. Attribute: pk`,
    ],
    [
      'a table that leaves on-demand mode',
      { TableName, BillingMode: 'PROVISIONED' },
      'ValidationException',
      `${invalid}Vector indexes are only supported for PAY_PER_REQUEST tables`,
    ],
  ]
  for (const [title, input, type, message] of refused)
    it(`refuse ${title}`, () => expect(shelves().refusal('UpdateTable', input)).to.include({ type, message }))

  it('refuse a sixth index', () => {
    const engine = shelves()
    for (const IndexName of ['one', 'two', 'three'])
      engine.run('UpdateTable', update({ Create: { ...near, IndexName } }))
    expect(engine.refusal('UpdateTable', update({ Create }))).to.include({
      type: 'LimitExceededException',
      message: 'Subscriber limit exceeded: Number of vector secondary indexes exceeds per-table limit of 5',
    })
  })
})
