// Requests of every operation, damaged at random places: each gets a response of the service, and none makes the engine
// fail.
import { expect } from 'chai'
import fc from 'fast-check'
import { createEngine } from '../../../lib/testing/engine/engine.js'
import { operations } from '../../../lib/testing/engine/operations.js'
import { runCount, seed } from '../../properties/property-runs.js'
import { near, shelved, shelvesTable } from './shelves.js'
import { book, booksTable, keys } from './ways-in.js'

const TableName = 'books'
const Key = book('a')
const condition = {
  ConditionExpression: '#y > :y OR contains(tags, :t)',
  ExpressionAttributeNames: { '#y': 'year' },
  ExpressionAttributeValues: { ':y': { N: '1' }, ':t': { S: 'x' } },
}
const Item = { ...Key, genre: { S: 'g' }, year: { N: '2' }, tags: { SS: ['x', 'y'] } }
const legacy = { a: { ComparisonOperator: 'EQ', AttributeValueList: [{ N: '1' }] } }
const arn = (name: string) => `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`
const TimeToLiveSpecification = { Enabled: true, AttributeName: 'until' }
const index = { IndexName: 'added', KeySchema: keys('genre'), Projection: { ProjectionType: 'ALL' } }

/** Correct requests of each operation. */
const samples: { readonly [operation: string]: readonly object[] } = {
  GetItem: [
    { TableName, Key, ProjectionExpression: '#y, a[0].b', ExpressionAttributeNames: { '#y': 'year' } },
    { TableName, Key, AttributesToGet: ['year'], ConsistentRead: true, ReturnConsumedCapacity: 'INDEXES' },
  ],
  BatchGetItem: [
    { RequestItems: { [TableName]: { Keys: [Key, book('b')], ProjectionExpression: 'genre' } } },
  ],
  Query: [
    {
      TableName,
      KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)',
      FilterExpression: 'genre IN (:p, :s)',
      ExpressionAttributeValues: { ':p': { S: 'p' }, ':s': { S: 'a' } },
      ExclusiveStartKey: Key,
      Limit: 3,
    },
    {
      TableName,
      KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'p' }] } },
      QueryFilter: legacy,
    },
  ],
  Scan: [
    { TableName, IndexName: 'byGenre', Segment: 0, TotalSegments: 2, Select: 'COUNT' },
    { TableName, ScanFilter: legacy, ExclusiveStartKey: Key },
  ],
  SearchVectors: [
    {
      TableName: 'shelves',
      IndexName: 'scoped',
      TopK: 2,
      SearchVector: [{ N: '1' }, { N: '0' }, { N: '0.5' }],
      SearchConditionExpression: 'tenant = :t',
      ExpressionAttributeValues: { ':t': { S: 't' } },
      ReturnConsumedCapacity: 'TOTAL',
    },
  ],
  TransactGetItems: [
    { TransactItems: [{ Get: { TableName, Key } }, { Get: { TableName, Key: book('b') } }] },
  ],
  PutItem: [
    { TableName, Item, ...condition, ReturnValues: 'ALL_OLD', ReturnItemCollectionMetrics: 'SIZE' },
    { TableName, Item, Expected: legacy },
    { TableName: 'shelves', Item: shelved('s', [1, 0, 2], { tenant: { S: 't' } }) },
  ],
  DeleteItem: [{ TableName, Key, ...condition }],
  UpdateItem: [
    {
      TableName,
      Key,
      ...condition,
      UpdateExpression: 'SET a = if_not_exists(b, :y), l[1] = :t ADD n :y REMOVE c.d DELETE tags :s',
      ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ':s': { SS: ['x'] } },
      ReturnValues: 'UPDATED_NEW',
    },
    { TableName, Key, AttributeUpdates: { a: { Action: 'ADD', Value: { N: '1' } } }, Expected: legacy },
  ],
  BatchWriteItem: [
    { RequestItems: { [TableName]: [{ PutRequest: { Item } }, { DeleteRequest: { Key: book('b') } }] } },
  ],
  TransactWriteItems: [
    {
      ClientRequestToken: 'token',
      ReturnConsumedCapacity: 'TOTAL',
      TransactItems: [
        { Put: { TableName, Item } },
        { Delete: { TableName, Key: book('b') } },
        { Update: { TableName, Key: book('c'), UpdateExpression: 'REMOVE a' } },
        { ConditionCheck: { TableName, Key: book('d'), ConditionExpression: 'attribute_not_exists(pk)' } },
      ],
    },
  ],
  ExecuteStatement: [
    { Statement: `SELECT * FROM ${TableName} WHERE pk = ? AND sk > 'a'`, Parameters: [{ S: 'p' }], Limit: 2 },
    { Statement: `INSERT INTO ${TableName} VALUE {'pk': 'p', 'sk': ?}`, Parameters: [{ S: 'i' }] },
  ],
  BatchExecuteStatement: [
    {
      Statements: [
        { Statement: `SELECT * FROM ${TableName} WHERE pk = 'p' AND sk = ?`, Parameters: [{ S: 'a' }] },
        { Statement: `SELECT * FROM ${TableName} WHERE pk = 'p' AND sk = 'b'`, ConsistentRead: true },
      ],
    },
  ],
  ExecuteTransaction: [
    {
      ClientRequestToken: 'other',
      TransactStatements: [
        { Statement: `UPDATE ${TableName} SET a = ? WHERE pk = 'p' AND sk = 'a'`, Parameters: [{ N: '1' }] },
        { Statement: `DELETE FROM ${TableName} WHERE pk = 'p' AND sk = 'b'` },
      ],
    },
  ],
  CreateTable: [
    {
      ...booksTable,
      TableName: 'others',
      Tags: [{ Key: 'a', Value: 'b' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
    },
    { ...shelvesTable, TableName: 'others' },
  ],
  UpdateTable: [
    { TableName: 'shelves', VectorIndexUpdates: [{ Create: { ...near, IndexName: 'third' } }] },
    {
      TableName,
      AttributeDefinitions: booksTable.AttributeDefinitions,
      GlobalSecondaryIndexUpdates: [{ Create: index }],
    },
    {
      TableName,
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
      DeletionProtectionEnabled: false,
    },
  ],
  DeleteTable: [{ TableName }],
  DescribeTable: [{ TableName }],
  ListTables: [{ Limit: 1, ExclusiveStartTableName: 'a' }],
  UpdateTimeToLive: [{ TableName, TimeToLiveSpecification }],
  DescribeTimeToLive: [{ TableName }],
  TagResource: [{ ResourceArn: arn(TableName), Tags: [{ Key: 'a', Value: 'b' }] }],
  UntagResource: [{ ResourceArn: arn(TableName), TagKeys: ['a'] }],
  ListTagsOfResource: [{ ResourceArn: arn(TableName) }],
  DescribeLimits: [{}],
  ListStreams: [{ TableName, Limit: 1 }],
  DescribeStream: [{ StreamArn: `${arn(TableName)}/stream/x`, Limit: 1, ExclusiveStartShardId: 'shardId-x' }],
  GetShardIterator: [
    {
      StreamArn: `${arn(TableName)}/stream/x`,
      ShardId: 'shardId-x',
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: '1',
    },
  ],
  GetRecords: [{ ShardIterator: 'x', Limit: 1 }],
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', '0', 0, -1, 1.5, 1e300, true, false, [], {}, [null], [[]], {
    a: null,
  }),
  fc.constantFrom<unknown>(
    { S: 'x' },
    { N: '1' },
    { S: null },
    { L: [null] },
    { M: { a: {} } },
    { B: '=' },
    { SS: [''] },
  ),
  fc.constantFrom<unknown>('a.b', '#a', ':a', '(', 'a = :y', 'é😀\ud800', 'x'.repeat(300), '__proto__'),
)

/** The places of a request: those of its parts, and of the parts of these. */
function placesOf(value: unknown, place: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [place]
  return [place, ...Object.entries(value).flatMap(([name, part]) => placesOf(part, [...place, name]))]
}

/** A copy of a request with something else at one place; `undefined` removes it. */
function damaged(value: unknown, [name, ...rest]: readonly string[], other: unknown): unknown {
  if (name === undefined || typeof value !== 'object' || value === null) return other
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [...value] : { ...value }
  const parts = copy as Record<string, unknown>
  const part = damaged(parts[name], rest, other)
  if (part !== undefined) parts[name] = part
  else if (Array.isArray(copy)) copy.splice(Number(name), 1)
  else delete parts[name]
  return copy
}

describe('damaged requests', () => {
  const opened = () => {
    const engine = createEngine()
    const send = (operation: string, input: unknown) => {
      const service = operations.get(operation)?.service ?? 'DynamoDB_20120810'
      const { statusCode, body } = engine.respond(`${service}.${operation}`, JSON.stringify(input) ?? '')
      return { statusCode, body: JSON.parse(body) as { readonly __type?: string } }
    }
    for (const table of [booksTable, shelvesTable]) send('CreateTable', table)
    send('PutItem', { TableName, Item })
    send('PutItem', { TableName: 'shelves', Item: shelved('s', [1, 0, 0], { tenant: { S: 't' } }) })
    return send
  }

  it('are made of a correct one for each operation', () => {
    expect(Object.keys(samples).sort()).to.deep.equal([...operations.keys()].sort())
    for (const [operation, inputs] of Object.entries(samples))
      for (const input of inputs) {
        const { statusCode, body } = opened()(operation, input)
        const type = String(body.__type).replace(/^.*#/, '')
        // No stream is open, and no iterator; conditions may fail, and paths may be missing.
        if (statusCode !== 200)
          expect(type, `${operation} ${JSON.stringify(body)}`).to.match(
            /^(?:ResourceNotFoundException|ConditionalCheckFailedException|ValidationException)$/,
          )
      }
  })

  for (const [operation, inputs] of Object.entries(samples))
    it(`get a response of the service: ${operation}`, function () {
      this.timeout(60_000)
      const request = fc
        .constantFrom(...inputs)
        .chain((input) =>
          fc.tuple(
            fc.constant(input),
            fc.array(fc.tuple(fc.constantFrom(...placesOf(input)), fc.option(junk, { nil: undefined })), {
              minLength: 1,
              maxLength: 2,
            }),
          ),
        )
        .map(([input, damages]) =>
          damages.reduce<unknown>((one, [place, other]) => damaged(one, place, other), input),
        )
      fc.assert(
        fc.property(request, (input) => {
          const { statusCode, body } = opened()(operation, input)
          expect(statusCode, JSON.stringify(body)).to.be.oneOf([200, 400])
          if (statusCode === 400) expect(body.__type).to.match(/#\w+$/)
        }),
        { numRuns: runCount(60, 60), seed },
      )
    })
})
