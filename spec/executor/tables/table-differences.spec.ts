// What an existing table lacks: another key, an index that does not exist, an index with another key.
import { expect } from 'chai'
import { tableDifferences, ttlDifferences } from '../../../lib/executor/tables/table-differences.js'

const key = [{ AttributeName: 'id', KeyType: 'HASH' }] as const
const byN = {
  IndexName: 'byN',
  KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }],
  Projection: {},
} as const
const AttributeDefinitions = [
  { AttributeName: 'id', AttributeType: 'S' },
  { AttributeName: 'n', AttributeType: 'N' },
] as const
const needed = {
  TableName: 't',
  KeySchema: [...key],
  AttributeDefinitions: [...AttributeDefinitions],
  GlobalSecondaryIndexes: [{ ...byN, KeySchema: [...byN.KeySchema] }],
}

describe('tableDifferences', () => {
  it('are empty for the expected table, one with more indexes, and one that is not described', () => {
    expect(tableDifferences(needed, needed)).deep.equal([])
    const more = [...needed.GlobalSecondaryIndexes, { ...byN, IndexName: 'other', KeySchema: [...key] }]
    expect(tableDifferences(needed, { ...needed, GlobalSecondaryIndexes: more })).deep.equal([])
    expect(tableDifferences(needed, {})).deep.equal([])
  })

  it('name a key of another attribute, or of another type', () => {
    expect(
      tableDifferences(needed, { ...needed, KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] }),
    ).deep.equal([{ what: 'key', expected: 'id (S, HASH)', found: 'pk (undefined, HASH)' }])
    const numbers = [{ AttributeName: 'id', AttributeType: 'N' as const }, AttributeDefinitions[1]]
    expect(tableDifferences(needed, { ...needed, AttributeDefinitions: numbers })).deep.equal([
      { what: 'key', expected: 'id (S, HASH)', found: 'id (N, HASH)' },
    ])
  })

  it('name an index that does not exist, and one with another key', () => {
    expect(tableDifferences({ ...needed }, { ...needed, GlobalSecondaryIndexes: [] })).deep.equal([
      { what: 'index', index: 'byN', expected: 'n (N, HASH)' },
    ])
    const other = [{ ...byN, KeySchema: [...key] }]
    expect(tableDifferences(needed, { ...needed, GlobalSecondaryIndexes: other })).deep.equal([
      { what: 'index', index: 'byN', expected: 'n (N, HASH)', found: 'id (S, HASH)' },
    ])
  })

  const projected = (ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE', ...NonKeyAttributes: string[]) => ({
    ...needed,
    GlobalSecondaryIndexes: [
      {
        ...byN,
        KeySchema: [...byN.KeySchema],
        Projection: { ProjectionType, ...(NonKeyAttributes.length === 0 ? {} : { NonKeyAttributes }) },
      },
    ],
  })

  it('name another projection, whatever the order of its attributes', () => {
    expect(tableDifferences(projected('INCLUDE', 'a', 'b'), projected('INCLUDE', 'b', 'a'))).deep.equal([])
    const pairs = [
      [projected('ALL'), projected('KEYS_ONLY'), 'ALL', 'KEYS_ONLY'],
      [projected('INCLUDE', 'b', 'a'), projected('INCLUDE', 'a'), 'INCLUDE a, b', 'INCLUDE a'],
      [projected('KEYS_ONLY'), projected('ALL'), 'KEYS_ONLY', 'ALL'],
    ] as const
    for (const [ours, theirs, expected, found] of pairs)
      expect(tableDifferences(ours, theirs)).deep.equal([
        { what: 'projection', index: 'byN', expected, found },
      ])
  })

  it('name an index of another kind', () => {
    const { GlobalSecondaryIndexes, ...rest } = needed
    expect(tableDifferences({ ...rest, LocalSecondaryIndexes: GlobalSecondaryIndexes }, needed)).deep.equal([
      { what: 'index', index: 'byN', expected: 'a local index', found: 'a global index' },
    ])
  })
})

describe('ttlDifferences', () => {
  const cases = [
    [{ TimeToLiveStatus: 'ENABLED', AttributeName: 'end' }, []],
    [{ TimeToLiveStatus: 'ENABLING', AttributeName: 'end' }, []],
    [{ TimeToLiveStatus: 'ENABLED', AttributeName: 'x' }, [{ what: 'ttl', expected: 'end', found: 'x' }]],
    [
      { TimeToLiveStatus: 'DISABLING', AttributeName: 'end' },
      [{ what: 'ttl', expected: 'end', found: 'end, which is being disabled' }],
    ],
    [{ TimeToLiveStatus: 'DISABLED' }, [{ what: 'ttl', expected: 'end' }]],
    [
      undefined,
      [{ what: 'ttl', expected: 'end', found: 'unknown, because DescribeTimeToLive is not allowed' }],
    ],
  ] as const
  for (const [description, differences] of cases)
    it(`are ${differences.length} for ${JSON.stringify(description)}`, () => {
      expect(ttlDifferences('end', description)).deep.equal(differences)
    })
})
