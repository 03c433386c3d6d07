// Theme: 10,000 items of one partition, read to the end from DynamoDB Local (Java), in pages of 100.
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { hasJava, startDynamoDBLocal } from '../scripts/dynamodb-local.mjs'
import { median } from './harness/measure.mjs'
import { chunks, storeOrder, tableName } from './harness/order.mjs'
import { reportOf } from './harness/processes.mjs'

const contenders = ['document-client', 'electrodb', 'dynamodb-toolbox', 'onetable', 'dynamoose', 'dyntastic']
const items = 10_000

/**
 * The rows of this theme; none without Java. The engine's own time does not count: what is compared is the CPU time of
 * the process that reads.
 */
export async function measure({ quick, only = contenders }) {
  if (!hasJava()) {
    console.log('SKIPPED: stream (DynamoDB Local needs Java)')
    return []
  }
  const engine = await startDynamoDBLocal()
  const settings = {
    endpoint: engine.endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  }
  const client = new DynamoDBClient(settings)
  try {
    const rows = []
    for (const contender of only) {
      const { stored } = await import(`./contenders/${contender}.mjs`)
      await fill(client, stored)
      const report = reportOf(new URL('harness/stream-all.mjs', import.meta.url), [
        contender,
        JSON.stringify(settings),
        String(items),
        quick ? '1' : '3',
      ])
      rows.push({
        mode: `DynamoDB Local: ${items} items in pages of 100; CPU relative to the raw SDK`,
        contender,
        value: median(report.ratios),
        range: [Math.min(...report.ratios), Math.max(...report.ratios)],
        base: median(report.base),
        note: `raw ${Math.round(median(report.base) / 1_000)} ms`,
      })
    }
    return rows
  } finally {
    client.destroy()
    await engine.stop()
  }
}

// The items of each contender are its own: some of them carry a mark.
async function fill(client, stored) {
  await client.send(new DeleteTableCommand({ TableName: tableName })).catch(() => {})
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'customerId', AttributeType: 'S' },
        { AttributeName: 'orderId', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'customerId', KeyType: 'HASH' },
        { AttributeName: 'orderId', KeyType: 'RANGE' },
      ],
    }),
  )
  const numbers = Array.from({ length: items }, (_, number) => number)
  for (const chunk of chunks(numbers, 25)) {
    let left = chunk.map((number) => ({ PutRequest: { Item: stored(storeOrder(number)) } }))
    while (left.length > 0) {
      const { UnprocessedItems } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }),
      )
      left = UnprocessedItems?.[tableName] ?? []
    }
  }
}
