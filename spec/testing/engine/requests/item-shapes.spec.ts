import { expect } from 'chai'
import { openEngine } from '../ways-in.js'

describe('item shapes', () => {
  const { refusal } = openEngine()
  const one = '1 validation error detected: '
  const cases: [string, object, string][] = [
    [
      'GetItem',
      {},
      "2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null; Value null at 'key' failed to satisfy constraint: Member must not be null",
    ],
    [
      'PutItem',
      { Item: {}, ReturnValues: 'X' },
      `${one}Value null at 'tableName' failed to satisfy constraint: Member must not be null`,
    ],
    [
      'PutItem',
      { TableName: 'abc', ReturnValues: 'X' },
      "2 validation errors detected: Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; Value null at 'item' failed to satisfy constraint: Member must not be null",
    ],
    [
      'UpdateItem',
      { TableName: 'abc', ReturnValues: 'X' },
      `${one}Value 'X' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]`,
    ],
    [
      'Query',
      { TableName: 'abc', Select: 'X' },
      `${one}Value 'X' at 'select' failed to satisfy constraint: Member must satisfy enum value set: [SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]`,
    ],
    [
      'Scan',
      { TableName: 'abc', Limit: 0 },
      `${one}Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    ],
    [
      'Scan',
      { TableName: 'abc', Segment: 0, TotalSegments: 1_000_001 },
      `${one}Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to 1000000`,
    ],
    [
      'BatchGetItem',
      { RequestItems: {} },
      `${one}Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    ],
    [
      'BatchGetItem',
      { RequestItems: { abc: { Keys: [] } } },
      `${one}Value '[]' at 'requestItems.abc.member.keys' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    ],
    [
      'BatchWriteItem',
      { RequestItems: { abc: [] } },
      `${one}Value '{abc=[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]`,
    ],
    [
      'TransactWriteItems',
      { TransactItems: [] },
      `${one}Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1`,
    ],
    [
      'TransactGetItems',
      { TransactItems: [{ Get: { TableName: 'abc' } }] },
      `${one}Value null at 'transactItems.1.member.get.key' failed to satisfy constraint: Member must not be null`,
    ],
  ]
  for (const [operation, input, message] of cases)
    it(`${operation} refuses ${JSON.stringify(input)}`, () =>
      expect(refusal(operation, input).message).to.equal(message))
})
