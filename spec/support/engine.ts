// The DynamoDB that engine specs run on: the embedded engine, or the endpoint that DYNTASTIC_TEST_ENDPOINT names.
import {
  type AttributeValue,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb'
import { startLocal } from '../../lib/testing/index.js'

/** An item as the SDK shows what is really stored. */
export type RawItem = Record<string, AttributeValue>

/** What a suite gets. Read its members inside hooks and tests, not while suites are being described. */
export interface TestEngine {
  readonly client: DynamoDBClient
  readonly kind: 'embedded' | 'dynamodb-local'
  /** A table name that nobody used before: `name('orders')` is `orders-k3f9-1`. */
  name(prefix?: string): string
}

interface Running {
  readonly client: DynamoDBClient
  stop(): Promise<void>
}

const endpoint = process.env['DYNTASTIC_TEST_ENDPOINT']
/**
 * How much longer a time limit must be than on the embedded engine: a busy machine may let DynamoDB Local, which is
 * another process, wait.
 */
export const patience = endpoint === undefined ? 1 : 4

const processTag = `${process.pid.toString(36)}${Date.now().toString(36)}`
let running: Promise<Running> | undefined
let users = 0
let names = 0

/**
 * Call it inside `describe`. Suites that are under way share one engine: the first starts it, the last stops it, so
 * that none keeps the process alive; fresh table names keep them apart.
 */
export function withEngine(): TestEngine {
  let client: DynamoDBClient | undefined
  const given: string[] = []
  before(async function () {
    this.timeout(60_000)
    users += 1
    running ??= endpoint === undefined ? startLocal() : connect(endpoint)
    client = (await running).client
  })
  after(async function () {
    this.timeout(60_000)
    // DynamoDB Local serves every suite of a run: tables that stay would fill its lists.
    if (endpoint !== undefined && client !== undefined) await deleteTables(client, given)
    client = undefined
    users -= 1
    if (users > 0 || running === undefined) return
    const last = running
    running = undefined
    await (await last).stop()
  })
  return {
    kind: endpoint === undefined ? 'embedded' : 'dynamodb-local',
    get client() {
      if (client === undefined)
        throw new Error('The engine runs only inside the hooks and tests of its suite')
      return client
    },
    name(prefix = 'spec') {
      names += 1
      const name = `${prefix}-${processTag}-${names}`
      given.push(name)
      return name
    },
  }
}

/** The stored item, read consistently and without the library. */
export async function rawGet(
  client: DynamoDBClient,
  table: string,
  key: RawItem,
): Promise<RawItem | undefined> {
  const output = await client.send(new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }))
  return output.Item
}

/** Stores an item without the library. */
export async function rawPut(client: DynamoDBClient, table: string, item: RawItem): Promise<void> {
  await client.send(new PutItemCommand({ TableName: table, Item: item }))
}

/** Every stored item of a table, in the table's order. */
export async function rawScan(client: DynamoDBClient, table: string): Promise<RawItem[]> {
  const items: RawItem[] = []
  for await (const page of paginateScan({ client }, { TableName: table, ConsistentRead: true }))
    items.push(...(page.Items ?? []))
  return items
}

async function deleteTables(client: DynamoDBClient, names: readonly string[]): Promise<void> {
  for (const TableName of names)
    await client.send(new DeleteTableCommand({ TableName })).catch((error: unknown) => {
      if (!(error instanceof ResourceNotFoundException)) throw error
    })
}

async function connect(url: string): Promise<Running> {
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  return { client, stop: async () => client.destroy() }
}
