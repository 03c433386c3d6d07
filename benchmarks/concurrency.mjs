// Theme: 5,000 items written to and read from DynamoDB Local (Java), by requests in flight; wall time relative to the
// raw SDK.
import { performance } from 'node:perf_hooks'
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { CommandExecutor, Repository } from '../dist/esm/index.js'
import { hasJava, startDynamoDBLocal } from '../scripts/dynamodb-local.mjs'
import { Order } from './contenders/dyntastic.mjs'
import { median } from './harness/measure.mjs'
import { chunks, makeOrder, tableName } from './harness/order.mjs'

const inFlight = [1, 4, 8, 16]

/**
 * The rows of this theme; none without Java. The engine runs on the same processors, so that figures are not those of
 * a service.
 */
export async function measure({ quick }) {
  if (!hasJava()) {
    console.log('SKIPPED: concurrency (DynamoDB Local needs Java)')
    return []
  }
  const engine = await startDynamoDBLocal()
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  try {
    return await contest(client, quick ? { items: 1_000, rounds: 1 } : { items: 5_000, rounds: 3 })
  } finally {
    client.destroy()
    await engine.stop()
  }
}

async function contest(client, { items, rounds }) {
  const orders = Array.from({ length: items }, (_, number) => makeOrder(number))
  const keys = orders.map(({ customerId, orderId }) => ({ customerId, orderId }))
  const rows = new Map()
  for (let round = 0; round <= rounds; round++)
    for (const most of inFlight) {
      const times = {}
      for (const [name, make] of Object.entries({ raw, dyntastic })) {
        await freshTable(client)
        const { write, read } = make(client, most)
        times[name] = { write: await timed(() => write(orders)) }
        times[name].read = await timed(async () => {
          const found = await read(keys)
          if (found.length !== items || found.some((order) => !(order.placedAt instanceof Date)))
            throw new Error(`${name} did not read what it wrote`)
        })
      }
      // The first round warms up.
      if (round > 0) collect(rows, most, times, items)
    }
  return [...rows.values()].map(({ ratios, speeds, ...row }) => ({
    ...row,
    value: median(ratios),
    note: `${Math.round(median(speeds.dyntastic))} items/s; raw ${Math.round(median(speeds.raw))}`,
  }))
}

function collect(rows, most, times, items) {
  for (const what of ['write', 'read']) {
    const key = `${what} ${most}`
    const row = rows.get(key) ?? {
      mode: `DynamoDB Local, batches: ${what}; time relative to the raw SDK`,
      contender: `${most} in flight`,
      ratios: [],
      speeds: { raw: [], dyntastic: [] },
    }
    rows.set(key, row)
    row.ratios.push(times.dyntastic[what] / times.raw[what])
    for (const name of ['raw', 'dyntastic']) row.speeds[name].push((items / times[name][what]) * 1_000)
  }
}

function dyntastic(client, concurrency) {
  const orders = new Repository(Order, new CommandExecutor({ client }))
  return {
    write: (items) => orders.saveMany(items, { concurrency }),
    read: (keys) => orders.getMany(keys, { concurrency }),
  }
}

// By hand: chunks in flight, and unprocessed elements sent again at once.
function raw(client, most) {
  return {
    write: (items) =>
      pool(chunks(items, 25), most, async (chunk) => {
        let left = chunk.map((order) => ({
          PutRequest: { Item: marshall({ ...order, placedAt: order.placedAt.toISOString() }) },
        }))
        while (left.length > 0) {
          const reply = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }))
          left = reply.UnprocessedItems?.[tableName] ?? []
        }
      }),
    async read(keys) {
      const found = []
      await pool(chunks(keys, 100), most, async (chunk) => {
        let left = chunk.map((key) => marshall(key))
        while (left.length > 0) {
          const RequestItems = { [tableName]: { Keys: left } }
          const reply = await client.send(new BatchGetItemCommand({ RequestItems }))
          for (const item of reply.Responses[tableName]) {
            const order = unmarshall(item)
            found.push({ ...order, placedAt: new Date(order.placedAt) })
          }
          left = reply.UnprocessedKeys?.[tableName]?.Keys ?? []
        }
      })
      return found
    },
  }
}

async function pool(all, most, work) {
  let next = 0
  const worker = async () => {
    while (next < all.length) await work(all[next++])
  }
  await Promise.all(Array.from({ length: most }, worker))
}

async function timed(work) {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function freshTable(client) {
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
}
