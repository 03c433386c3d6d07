// What an existing table lacks: another key, an index that does not exist, an index with another key.
import { expect } from 'chai'
import { tableDifferences } from '../../../lib/executor/tables/table-differences.js'

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
  it('are none for the table that is needed, one with more indexes, and one that is not described', () => {
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
})
