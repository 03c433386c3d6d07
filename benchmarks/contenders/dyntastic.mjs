// This library, as it is built.
import { array, boolean, date, enums, integer, number, object, optional, set, string } from 'superstruct'
import { CommandExecutor, Entity, Repository } from '../../dist/esm/index.js'
import { change, key, question, tableName } from '../harness/order.mjs'

export const title = 'dyntastic'

export const attributes = {
  customerId: string(),
  orderId: string(),
  status: enums(['open', 'paid', 'shipped']),
  total: number(),
  currency: string(),
  paid: boolean(),
  quantity: integer(),
  customerName: string(),
  email: string(),
  note: optional(string()),
  placedAt: date(),
  address: object({
    street: string(),
    city: string(),
    zip: string(),
    country: string(),
    geo: object({ latitude: number(), longitude: number() }),
  }),
  lines: array(object({ sku: string(), title: string(), quantity: integer(), price: number() })),
  tags: optional(set(string())),
}

/** The same attributes as one struct, for the naive library. */
export const schema = object(attributes)

export const Order = new Entity({
  name: 'Order',
  table: tableName,
  attributes,
  key: { partition: 'customerId', sort: 'orderId' },
})

export const stored = (item) => item

export const open = (canned) => openWith(Order, canned)

/** The same item with two attributes that a program makes itself, for an index of its own. */
const More = new Entity({
  name: 'More',
  table: tableName,
  attributes: { ...attributes, gsi1pk: string(), gsi1sk: string() },
  key: { partition: 'customerId', sort: 'orderId' },
})

export const storedMore = (item) => ({
  ...item,
  gsi1pk: { S: `INDEXED#${item.customerId.S}` },
  gsi1sk: { S: `STATUS#${item.status.S}#${item.orderId.S}` },
})

export const openMore = (canned) =>
  openWith(More, canned, (update) =>
    update.set('gsi1pk', `INDEXED#${key.customerId}`).set('gsi1sk', `STATUS#${change.status}#${key.orderId}`),
  )

/** The operations of an entity with these attributes; `more`: what else an update changes. */
export function openWith(entity, { client, transport }, more = (update) => update) {
  const executor = new CommandExecutor({ client, transport })
  const orders = new Repository(entity, executor)
  const query = () =>
    orders
      .query()
      .where('customerId')
      .eq(question.customerId)
      .where('orderId')
      .beginsWith(question.orderIdPrefix)
      .where('total')
      .gt(question.totalAbove)
      .pageSize(100)
  const range = () =>
    orders
      .query()
      .where('customerId')
      .eq(question.customerId)
      .where('orderId')
      .between(question.fromOrderId, question.toOrderId)
      .where('total')
      .gt(question.totalAbove)
  const update = () =>
    orders
      .update(key)
      .set('status', change.status)
      .add('quantity', change.quantity)
      .append('lines', change.lines)
      .remove('note')
      .if('total')
      .gt(change.totalAbove)
  return {
    buildQuery: () => query().compile().input,
    readPages: async () => await query(),
    buildRange: () => range().compile().input,
    readRange: async () => await range(),
    buildUpdate: () => update().compile().input,
    update: async () => await more(update()),
    // Awaited, as a program does it.
    get: async (key) => await orders.get(key),
    save: async (order) => {
      await orders.save(order)
    },
    saveMany: async (all) => {
      await orders.saveMany(all, { concurrency: 1 })
    },
    getMany: async (keys) => await orders.getMany(keys, { concurrency: 1 }),
    transact: async (all) => {
      await executor.transaction(all.map((order) => orders.save(order)))
    },
    decode: (item) => entity.decode(item),
    encode: (order) => entity.codec.encode(entity.codec.parse(order, [])).M,
  }
}
