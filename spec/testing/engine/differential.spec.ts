// The embedded engine against DynamoDB Local: the same random requests, the same outcomes and the same data.
import {
  type AttributeValue,
  CreateTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import fc from 'fast-check'
import { type LocalDynamoDB, startLocal } from '../../../lib/testing/index.js'
import { rawGet, withEngine } from '../../support/engine.js'
import {
  anyCondition,
  anyItem,
  anyUpdate,
  type Expression,
  plainCondition,
  plainUpdate,
} from './random-requests.js'

type Item = Record<string, AttributeValue>

const runs = Number(process.env['DYNTASTIC_RUNS'] ?? 600)
const seed = Number(process.env['DYNTASTIC_SEED'] ?? 20_120_810)

describe('the embedded engine and DynamoDB Local', () => {
  const engine = withEngine()
  let embedded: LocalDynamoDB
  let table: string
  let clients: readonly DynamoDBClient[]

  before(async function () {
    if (engine.kind === 'embedded') {
      console.log(
        '    SKIPPED: it compares the embedded engine with DynamoDB Local; npm run test:local runs it',
      )
      this.skip()
    }
    embedded = await startLocal()
    clients = [embedded.client, engine.client]
    table = engine.name('differential')
    for (const client of clients)
      await client.send(
        new CreateTableCommand({
          TableName: table,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        }),
      )
  })
  after(() => embedded?.stop())

  it(`select the same items with ${runs} random filters`, async function () {
    this.timeout(300_000)
    const items = fc.sample(anyItem, { seed, numRuns: 40 })
    for (const [index, item] of items.entries()) await putOnBoth({ ...item, id: { S: `f${index}` } })
    await check(
      fc.asyncProperty(anyCondition, async ({ text, values }) => {
        await same((client) => filtered(client, { text, values }))
      }),
    )
  })

  it(`leave the same item behind after ${runs} random updates`, async function () {
    this.timeout(300_000)
    let run = 0
    await check(
      fc.asyncProperty(anyItem, anyUpdate, fc.option(anyCondition), async (item, update, condition) => {
        run += 1
        const key = { id: { S: `u${run}` } }
        await putOnBoth({ ...item, ...key })
        await same(async (client) => {
          const response = await client.send(
            new UpdateItemCommand({
              TableName: table,
              Key: key,
              ...together(update, condition ?? undefined),
              ReturnValues: 'ALL_NEW',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          )
          return normal(response.Attributes)
        })
        await same(async (client) => normal(await rawGet(client, table, key)))
      }),
    )
  })

  it(`commit or cancel ${runs} random transactions alike`, async function () {
    this.timeout(300_000)
    let run = 0
    // Mostly requests that are not refused for their form, so that whole transactions are committed or cancelled.
    const action = fc.tuple(
      fc.constantFrom('Put', 'Delete', 'Update', 'ConditionCheck'),
      anyItem,
      fc.oneof({ weight: 9, arbitrary: plainUpdate }, { weight: 1, arbitrary: anyUpdate }),
      fc.option(fc.oneof({ weight: 9, arbitrary: plainCondition }, { weight: 1, arbitrary: anyCondition })),
      fc.boolean(),
    )
    await check(
      fc.asyncProperty(
        fc.array(anyItem, { minLength: 5, maxLength: 5 }),
        fc.uniqueArray(fc.tuple(fc.nat(4), action), { minLength: 1, maxLength: 4, selector: ([key]) => key }),
        async (items, actions) => {
          run += 1
          const keys = items.map((_, index) => ({ id: { S: `t${run}-${index}` } }))
          for (const [index, item] of items.entries())
            if (index < 4) await putOnBoth({ ...item, ...keys[index] })
          const TransactItems = actions.map(
            ([at, [kind, item, update, condition, old]]): TransactWriteItem => {
              const key = keys[at] ?? {}
              const shared = {
                TableName: table,
                ...(old && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
              }
              if (kind === 'Put')
                return {
                  Put: {
                    ...shared,
                    Item: { ...item, ...key },
                    ...together(undefined, condition ?? undefined),
                  },
                }
              if (kind === 'Delete')
                return { Delete: { ...shared, Key: key, ...together(undefined, condition ?? undefined) } }
              if (kind === 'Update')
                return {
                  Update: {
                    ...shared,
                    Key: key,
                    UpdateExpression: '',
                    ...together(update, condition ?? undefined),
                  },
                }
              const wanted = condition ?? { text: 'attribute_exists(a)', values: {} }
              return {
                ConditionCheck: {
                  ...shared,
                  Key: key,
                  ConditionExpression: '',
                  ...together(undefined, wanted),
                },
              }
            },
          )
          await same((client) =>
            client.send(new TransactWriteItemsCommand({ TransactItems })).then(() => 'done'),
          )
          for (const key of keys) await same(async (client) => normal(await rawGet(client, table, key)))
        },
      ),
    )
  })

  function check<T>(property: fc.IAsyncProperty<T>) {
    return fc.assert(property, { seed, numRuns: runs, endOnFailure: true })
  }

  async function putOnBoth(item: Item) {
    for (const client of clients) await client.send(new PutItemCommand({ TableName: table, Item: item }))
  }

  async function same(act: (client: DynamoDBClient) => Promise<unknown>) {
    const [ours, theirs] = await Promise.all(clients.map((client) => act(client).catch(refusal)))
    expect(ours).to.deep.equal(theirs)
  }

  async function filtered(client: DynamoDBClient, { text, values }: Expression) {
    const page = await client.send(
      new ScanCommand({
        TableName: table,
        FilterExpression: text,
        ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
        ProjectionExpression: 'id',
      }),
    )
    return (page.Items ?? [])
      .map((item) => item['id']?.S)
      .filter((id) => id?.startsWith('f'))
      .sort()
  }
})

function together(update: Expression | undefined, condition: Expression | undefined) {
  // Two expressions in one request: the values of the second get names of their own.
  const renamed = condition?.text.replace(/:v/g, ':w')
  const values = {
    ...update?.values,
    ...Object.fromEntries(
      Object.entries(condition?.values ?? {}).map(([key, one]) => [key.replace(':v', ':w'), one]),
    ),
  }
  return {
    ...(update && { UpdateExpression: update.text }),
    ...(renamed && { ConditionExpression: renamed }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  }
}

interface Refusal {
  readonly name: string
  readonly Item?: Item
  readonly CancellationReasons?: readonly { readonly Code?: string; readonly Item?: Item }[]
}

function refusal(error: Refusal) {
  const reasons = error.CancellationReasons ?? []
  // DynamoDB cancels a transaction for an update that does not fit its item, with the reason ValidationError, and so
  // does the embedded engine; DynamoDB Local refuses the whole request.
  if (reasons.some(({ Code }) => Code === 'ValidationError'))
    return { name: 'ValidationException', item: undefined, reasons: [] }
  return {
    name: error.name,
    item: normal(error.Item),
    reasons: reasons.map(({ Code, Item }) => ({ Code, item: normal(Item) })),
  }
}

// Engines differ in the order of sets and of attributes, and in how they write a number.
function normal(item: Item | undefined): unknown {
  return item && Object.fromEntries(Object.entries(item).map(([name, one]) => [name, normalValue(one)]))
}

function normalValue(value: AttributeValue): unknown {
  if (value.N !== undefined) return { N: plain(value.N) }
  if (value.SS !== undefined) return { SS: [...value.SS].sort() }
  if (value.NS !== undefined) return { NS: value.NS.map(plain).sort() }
  if (value.L !== undefined) return { L: value.L.map(normalValue) }
  if (value.M !== undefined) return { M: normal(value.M) }
  return value.B === undefined ? value : { B: Buffer.from(value.B).toString('hex') }
}

function plain(text: string): string {
  return text.includes('E') || text.includes('e')
    ? String(Number(text))
    : text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}
