import { expect } from 'chai'
import { booksTable, openEngine } from '../ways-in.js'

describe('table shapes', () => {
  const { refusal } = openEngine()
  const cases: [string, object, RegExp][] = [
    [
      'CreateTable',
      { TableName: 'abc' },
      /^2 validation errors detected: Value null at 'attributeDefinitions' .*; Value null at 'keySchema' /,
    ],
    ['CreateTable', { ...booksTable, TableName: 'a;b' }, /regular expression pattern: \[a-zA-Z0-9_\.-\]\+$/],
    [
      'CreateTable',
      { ...booksTable, BillingMode: 'FREE' },
      /Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: \[PROVISIONED, PAY_PER_REQUEST\]/,
    ],
    [
      'CreateTable',
      { ...booksTable, AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'BOOL' }] },
      /Value 'BOOL' at 'attributeDefinitions\.1\.member\.attributeType' .* \[B, N, S\]/,
    ],
    [
      'CreateTable',
      { ...booksTable, KeySchema: [] },
      /Value '\[\]' at 'keySchema' failed .* greater than or equal to 1/,
    ],
    ['ListTables', { Limit: 101 }, /Value '101' at 'limit' failed .* less than or equal to 100/],
    ['ListTables', { ExclusiveStartTableName: 'ab' }, /at 'exclusiveStartTableName' failed/],
    ['UpdateTimeToLive', { TableName: 'abc' }, /Value null at 'timeToLiveSpecification'/],
    [
      'UpdateTimeToLive',
      { TableName: 'abc', TimeToLiveSpecification: {} },
      /timeToLiveSpecification\.enabled.*timeToLiveSpecification\.attributeName/,
    ],
    [
      'TagResource',
      { ResourceArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/abc', Tags: [{ Key: '' }] },
      /tags\.1\.member\.key.*tags\.1\.member\.value/,
    ],
  ]
  for (const [operation, input, message] of cases)
    it(`${operation} refuses what breaks ${message.source.slice(0, 40)}`, () =>
      expect(refusal(operation, input).message).to.match(message))
})
