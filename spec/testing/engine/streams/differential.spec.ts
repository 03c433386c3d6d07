// Streams of the embedded engine and of DynamoDB Local: the same random writes, the same records.
import { expect } from 'chai'
import fc from 'fast-check'
import { createEngine } from '../../../../lib/testing/engine/engine.js'
import { withEngine } from '../../../support/engine.js'
import { keys } from '../ways-in.js'

type Json = Record<string, unknown>
type Send = (service: string, operation: string, input: object) => Promise<Json>

const endpoint = process.env['DYNTASTIC_TEST_ENDPOINT']
const seed = Number(process.env['FC_SEED'] ?? 20_120_810) || 1
const authorization =
  'AWS4-HMAC-SHA256 Credential=local/20120810/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none'

// Each test has a table of its own: streams of tables that are gone stay listed.
const TableName = 'stream-differential'
const tableOf = (StreamViewType: string) => `${TableName}-${StreamViewType}`
const key = fc.constantFrom('a', 'b', 'c').map((id) => ({ id: { S: id } }))
const more = fc.record(
  {
    n: fc.integer({ min: 0, max: 2 }).map((N) => ({ N: `${N}` })),
    s: fc.constantFrom({ SS: ['x', 'y'] }, { SS: ['x'] }),
    l: fc.constantFrom({ L: [{ M: { é: { S: '😀' } } }] }, { NULL: true }),
  },
  { requiredKeys: [] },
)
const condition = fc.constantFrom({}, {}, { ConditionExpression: 'attribute_exists(n)' })
const put = fc.tuple(key, more).map(([one, two]) => ({ ...one, ...two }))
const update = fc.constantFrom(
  { UpdateExpression: 'SET n = :n', ExpressionAttributeValues: { ':n': { N: '1' } } },
  { UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': { N: '0' } } },
  { UpdateExpression: 'REMOVE n, s' },
)
const write = fc.oneof(
  fc.tuple(put, condition).map(([Item, one]) => ['PutItem', { TableName, Item, ...one }] as const),
  fc.tuple(key, condition).map(([Key, one]) => ['DeleteItem', { TableName, Key, ...one }] as const),
  fc
    .tuple(key, update, condition)
    .map(([Key, one, two]) => ['UpdateItem', { TableName, Key, ...one, ...two }] as const),
  fc.uniqueArray(put, { minLength: 1, maxLength: 3, selector: ({ id }) => id.S }).map((all) => {
    const RequestItems = { [TableName]: all.map((Item) => ({ PutRequest: { Item } })) }
    return ['BatchWriteItem', { RequestItems }] as const
  }),
  fc.tuple(put, fc.constantFrom('d', 'e')).map(([Item, id]) => {
    const Delete = { TableName, Key: { id: { S: id } } }
    return ['TransactWriteItems', { TransactItems: [{ Put: { TableName, Item } }, { Delete }] }] as const
  }),
)

describe('streams of the embedded engine and of DynamoDB Local', () => {
  const local = withEngine()
  before(function () {
    if (local.kind !== 'embedded') return
    console.log(
      '    SKIPPED: it compares the embedded engine with DynamoDB Local; npm run test:local runs it',
    )
    this.skip()
  })

  for (const StreamViewType of ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'])
    it(`have the same records: ${StreamViewType}`, async function () {
      this.timeout(120_000)
      const engine = createEngine()
      const textOf = (input: object) =>
        JSON.stringify(input).replaceAll(`"${TableName}"`, `"${tableOf(StreamViewType)}"`)
      const ours: Send = async (service, operation, input) =>
        JSON.parse(engine.respond(`${service}.${operation}`, textOf(input)).body)
      const theirs: Send = async (service, operation, input) => {
        const headers = {
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': `${service}.${operation}`,
          'x-amz-date': '20120810T000000Z',
          authorization,
        }
        const reply = await fetch(String(endpoint), { method: 'POST', headers, body: textOf(input) })
        return (await reply.json()) as Json
      }
      const writes = fc.sample(write, { seed, numRuns: 80 })
      const [one, two] = [
        await recordsOf(ours, StreamViewType, writes),
        await recordsOf(theirs, StreamViewType, writes),
      ]
      expect(one.length).to.be.above(20)
      expect(one).to.deep.equal(two)
    })
})

async function recordsOf(
  send: Send,
  StreamViewType: string,
  writes: readonly (readonly [string, object])[],
): Promise<unknown[]> {
  const [items, streams] = ['DynamoDB_20120810', 'DynamoDBStreams_20120810'] as const
  await send(items, 'DeleteTable', { TableName })
  await send(items, 'CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys('id'),
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType },
  })
  for (const [operation, input] of writes) await send(items, operation, input)
  const { Streams } = await send(streams, 'ListStreams', { TableName })
  const StreamArn = (Streams as Json[]).at(-1)?.['StreamArn']
  const { StreamDescription } = await send(streams, 'DescribeStream', { StreamArn })
  const { Shards, ...described } = StreamDescription as Json
  expect([described['TableName'], described['StreamViewType'], described['StreamStatus']]).to.deep.equal([
    tableOf(StreamViewType),
    StreamViewType,
    'ENABLED',
  ])
  const ShardId = (Shards as Json[])[0]?.['ShardId']
  const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }
  let { ShardIterator } = await send(streams, 'GetShardIterator', start)
  const records: unknown[] = []
  for (let page = 0; page < 40; page += 1) {
    const reply: Json = await send(streams, 'GetRecords', { ShardIterator, Limit: 7 })
    const found = reply['Records'] as Json[]
    records.push(...found.map(comparable))
    if (found.length === 0) break
    ShardIterator = reply['NextShardIterator']
  }
  await send(items, 'DeleteTable', { TableName })
  return records
}

// Without times, numbers and regions, which are each engine's own.
function comparable({ eventName, dynamodb }: Json): Json {
  const { ApproximateCreationDateTime, SequenceNumber, ...record } = dynamodb as Json
  expect(ApproximateCreationDateTime).to.be.a('number')
  expect(SequenceNumber).to.match(/^\d+$/)
  return { eventName, ...record }
}
