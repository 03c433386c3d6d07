// dynamodb-toolbox, without its entity attribute and timestamps, and dates converted by a transformer.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { change, chunks, key, question, tableName } from '../harness/order.mjs'
import { converted, documentClient } from './document-client.mjs'

const require = createRequire(new URL('../peers/', import.meta.url))
const load = (path) => import(pathToFileURL(require.resolve(path)).href)
const { Table } = await load('dynamodb-toolbox/table')
const { Entity } = await load('dynamodb-toolbox/entity')
const { GetItemCommand } = await load('dynamodb-toolbox/entity/actions/get')
const { PutItemCommand } = await load('dynamodb-toolbox/entity/actions/put')
const { $add, $append, $remove, UpdateItemCommand } = await load('dynamodb-toolbox/entity/actions/update')
const { QueryCommand } = await load('dynamodb-toolbox/table/actions/query')
const { BatchGetRequest } = await load('dynamodb-toolbox/entity/actions/batchGet')
const { BatchPutRequest } = await load('dynamodb-toolbox/entity/actions/batchPut')
const { PutTransaction } = await load('dynamodb-toolbox/entity/actions/transactPut')
const transaction = await load('dynamodb-toolbox/entity/actions/transactWrite')
const batchGet = await load('dynamodb-toolbox/table/actions/batchGet')
const batchWrite = await load('dynamodb-toolbox/table/actions/batchWrite')
const { EntityFormatter } = await load('dynamodb-toolbox/entity/actions/format')
const { item, any, boolean, list, map, number, set, string } = await load('dynamodb-toolbox/schema')

export const title = 'dynamodb-toolbox'

const isoDate = { encode: (value) => value.toISOString(), decode: (value) => new Date(value) }

const schema = item({
  customerId: string().key(),
  orderId: string().key(),
  status: string().enum('open', 'paid', 'shipped'),
  total: number(),
  currency: string(),
  paid: boolean(),
  quantity: number(),
  customerName: string(),
  email: string(),
  note: string().optional(),
  placedAt: any().transform(isoDate),
  address: map({
    street: string(),
    city: string(),
    zip: string(),
    country: string(),
    geo: map({ latitude: number(), longitude: number() }),
  }),
  lines: list(map({ sku: string(), title: string(), quantity: number(), price: number() })),
  tags: set(string()).optional(),
})

export const stored = (item) => item

export const open = (canned) => openWith(canned, { names: ['customerId', 'orderId'], entity: {}, question })

/** The operations of an entity with these attributes; of computed keys, the question has the beginning. */
export function openWith(canned, { names: [partition, sort], entity, question }) {
  const table = new Table({
    name: tableName,
    documentClient: documentClient(canned),
    partitionKey: { name: partition, type: 'string' },
    sortKey: { name: sort, type: 'string' },
  })
  const Order = new Entity({
    name: 'Order',
    table,
    schema,
    timestamps: false,
    entityAttribute: false,
    ...entity,
  })
  const query = () =>
    table
      .build(QueryCommand)
      .entities(Order)
      .query({ partition: question.customerId, range: { beginsWith: question.orderIdPrefix } })
      .options({
        filters: { Order: { attr: 'total', gt: question.totalAbove } },
        limit: 100,
        maxPages: Number.POSITIVE_INFINITY,
      })
  const range = () =>
    table
      .build(QueryCommand)
      .entities(Order)
      .query({
        partition: question.customerId,
        range: { between: [question.fromOrderId, question.toOrderId] },
      })
      .options({ filters: { Order: { attr: 'total', gt: question.totalAbove } } })
  const update = () =>
    Order.build(UpdateItemCommand)
      .item({
        ...key,
        status: change.status,
        quantity: $add(change.quantity),
        lines: $append(change.lines),
        note: $remove(),
      })
      .options({ condition: { attr: 'total', gt: change.totalAbove }, returnValues: 'ALL_NEW' })
  return {
    buildQuery: () => converted(query().params()),
    readPages: async () => (await query().send()).Items,
    buildRange: () => converted(range().params()),
    readRange: async () => (await range().send()).Items,
    buildUpdate: () => converted(update().params()),
    update: async () => (await update().send()).Attributes,
    get: async (key) => (await Order.build(GetItemCommand).key(key).send()).Item,
    save: async (order) => {
      await Order.build(PutItemCommand).item(order).send()
    },
    // It makes one request of what it is given: the chunks are the program's.
    saveMany: async (orders) => {
      for (const chunk of chunks(orders, 25)) {
        const requests = chunk.map((order) => Order.build(BatchPutRequest).item(order))
        await batchWrite.execute(table.build(batchWrite.BatchWriteCommand).requests(...requests))
      }
    },
    getMany: async (keys) => {
      const found = []
      for (const chunk of chunks(keys, 100)) {
        const requests = chunk.map((key) => Order.build(BatchGetRequest).key(key))
        const { Responses } = await batchGet.execute(
          table.build(batchGet.BatchGetCommand).requests(...requests),
        )
        found.push(...Responses[0])
      }
      return found
    },
    transact: async (orders) => {
      await transaction.execute(...orders.map((order) => Order.build(PutTransaction).item(order)))
    },
    decode: (item) => Order.build(EntityFormatter).format(unmarshall(item)),
  }
}
