// One page as a request: expressions by one allocator, keys, positions, flags, and nothing else.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import type { QueryOperation } from '../../../lib/operation/query/query.js'
import { type PageOptions, pageRequest, positionOf } from '../../../lib/operation/query/query-request.js'
import { FakeTable, Note } from '../fake-table.js'

type Query = QueryOperation<object, unknown, object>

const repository = new Repository(Note, new FakeTable([]))
const mine = repository.query().where('owner').eq('o')
const key = {
  TableName: 'notes',
  KeyConditionExpression: '#0 = :0',
  ExpressionAttributeNames: { '#0': 'owner' },
  ExpressionAttributeValues: { ':0': { S: 'o' } },
}
const start = { owner: { S: 'o' }, at: { N: '1' } }

function request(query: object, options: PageOptions = {}) {
  const { name, plan } = query as Query
  const state = (query as Query).state()
  return pageRequest(Note, name, plan.call(query), state, options)
}

describe('pageRequest', () => {
  for (const [what, query, options, input] of [
    ['the key condition', mine, {}, key],
    ['consistency', mine.consistent(), {}, { ...key, ConsistentRead: true }],
    ['descending order', mine.descending(), {}, { ...key, ScanIndexForward: false }],
    ['nothing for ascending order', mine.ascending(), {}, key],
    ['the other direction, going back', mine, { backward: true }, { ...key, ScanIndexForward: false }],
    ['the first direction, going back from the other', mine.descending(), { backward: true }, key],
    [
      'page size, position and capacity',
      mine,
      { limit: 5, start, capacity: true },
      { ...key, Limit: 5, ExclusiveStartKey: start, ReturnConsumedCapacity: 'TOTAL' },
    ],
    ['a count, without a projection', mine.select('text'), { count: true }, { ...key, Select: 'COUNT' }],
    [
      'the filter besides the key condition, names and values shared',
      mine.where('text').ne('x').where('rank').gt(1),
      {},
      {
        ...key,
        FilterExpression: '#1 <> :1 AND #2 > :2',
        ExpressionAttributeNames: { '#0': 'owner', '#1': 't', '#2': 'rank' },
        ExpressionAttributeValues: { ':0': { S: 'o' }, ':1': { S: 'x' }, ':2': { N: '1' } },
      },
    ],
    [
      'the selected paths, and the keys that a cursor needs',
      mine.select('text'),
      {},
      {
        ...key,
        ProjectionExpression: '#1, #0, #2',
        ExpressionAttributeNames: { '#0': 'owner', '#1': 't', '#2': 'at' },
      },
    ],
    [
      'an index, by its name in DynamoDB',
      repository.query().index('byText').where('text').eq('x'),
      {},
      {
        TableName: 'notes',
        IndexName: 'byText',
        KeyConditionExpression: '#0 = :0',
        ExpressionAttributeNames: { '#0': 't' },
        ExpressionAttributeValues: { ':0': { S: 'x' } },
      },
    ],
    [
      'keys alone where the items are fetched',
      mine.where('rank').eq(1).full(),
      {},
      {
        TableName: 'notes',
        IndexName: 'byRank',
        KeyConditionExpression: '#0 = :0 AND #1 = :1',
        ProjectionExpression: '#0, #2, #1',
        ExpressionAttributeNames: { '#0': 'owner', '#1': 'rank', '#2': 'at' },
        ExpressionAttributeValues: { ':0': { S: 'o' }, ':1': { N: '1' } },
      },
    ],
    ['no projection for whole items of a source that has them', mine.full(), {}, key],
    [
      'what a partial index holds',
      mine.where('rank').eq(1).index('byRank'),
      {},
      {
        TableName: 'notes',
        IndexName: 'byRank',
        KeyConditionExpression: '#0 = :0 AND #1 = :1',
        ExpressionAttributeNames: { '#0': 'owner', '#1': 'rank' },
        ExpressionAttributeValues: { ':0': { S: 'o' }, ':1': { N: '1' } },
      },
    ],
    ['nothing but the table, for a scan', repository.scan(), {}, { TableName: 'notes' }],
    [
      'the index of a scan, and its segment',
      repository.scan().index('byText').segments(3),
      { segment: { index: 2, total: 3 } },
      { TableName: 'notes', IndexName: 'byText', Segment: 2, TotalSegments: 3 },
    ],
    ['no direction for a scan', repository.scan(), { backward: true }, { TableName: 'notes' }],
  ] as const)
    it(`requests ${what}`, () => {
      expect(request(query, options).input).deep.equal(input)
    })

  it('tells the runner where it comes from, and which index it reads', () => {
    expect(request(mine)).include({ call: 'Query', entity: 'Note', operation: 'query', table: Note.table })
    expect(request(mine)).not.property('index')
    expect(request(repository.scan().index('byText'))).include({
      call: 'Scan',
      operation: 'scan',
      index: 'byText',
    })
  })

  it('a query with a partition key alone has one key condition', () => {
    expect(request(mine).input).property('KeyConditionExpression', '#0 = :0')
  })
})

describe('positionOf', () => {
  const stored = { owner: { S: 'o' }, at: { N: '1' }, t: { S: 'x' }, rank: { N: '5' } }

  for (const [what, query, names] of [
    ['the table', mine, ['owner', 'at']],
    ['a local index', mine.index('byRank'), ['owner', 'at', 'rank']],
    ['a global index', repository.scan().index('byText'), ['owner', 'at', 't', 'rank']],
  ] as const)
    it(`has the keys of ${what}`, () => {
      expect(Object.keys(positionOf(Note, query.plan(), stored)).sort()).deep.equal([...names].sort())
    })
})
