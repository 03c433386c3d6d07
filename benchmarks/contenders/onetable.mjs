// dynamodb-onetable, without timestamps: its type attribute is what each of its items carries.
import { createRequire } from 'node:module'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { change, chunks, key, question, tableName } from '../harness/order.mjs'

const require = createRequire(new URL('../peers/', import.meta.url))
const { Table } = require('dynamodb-onetable')
const { Dynamo } = require('dynamodb-onetable/Dynamo')

export const title = 'onetable'

const text = { type: String, required: true }
const number = { type: Number, required: true }

const schema = {
  format: 'onetable:1.1.0',
  version: '0.0.1',
  indexes: { primary: { hash: 'customerId', sort: 'orderId' } },
  models: {
    Order: {
      customerId: text,
      orderId: text,
      status: { ...text, enum: ['open', 'paid', 'shipped'] },
      total: number,
      currency: text,
      paid: { type: Boolean, required: true },
      quantity: number,
      customerName: text,
      email: text,
      note: { type: String },
      placedAt: { type: Date, required: true },
      address: {
        type: Object,
        required: true,
        schema: {
          street: text,
          city: text,
          zip: text,
          country: text,
          geo: { type: Object, schema: { latitude: number, longitude: number } },
        },
      },
      lines: {
        type: Array,
        required: true,
        items: { type: Object, schema: { sku: text, title: text, quantity: number, price: number } },
      },
      tags: { type: Set },
    },
  },
  params: { isoDates: true, timestamps: false },
}

export const stored = (item) => ({ ...item, _type: { S: 'Order' } })

export function open({ client }) {
  const table = new Table({ client: new Dynamo({ client }), name: tableName, schema, partial: false })
  const Order = table.getModel('Order')
  const condition = ({ total }) => ({ where: `\${total} > {${total}}` })
  const query = (options) =>
    Order.find(
      { customerId: question.customerId, orderId: { begins: question.orderIdPrefix } },
      { ...condition({ total: question.totalAbove }), limit: 100, ...options },
    )
  const update = (options) =>
    Order.update(key, {
      set: { status: change.status },
      add: { quantity: change.quantity },
      push: { lines: change.lines },
      remove: ['note'],
      ...condition({ total: change.totalAbove }),
      ...options,
    })
  return {
    buildQuery: () => query({ execute: false }),
    readPages: async () => {
      const orders = []
      let next
      do {
        const page = await query({ next })
        orders.push(...page)
        next = page.next
      } while (next !== undefined)
      return orders
    },
    buildUpdate: () => update({ execute: false }),
    update: () => update(),
    get: (key) => Order.get(key),
    save: async (order) => {
      await Order.create(order, { exists: null })
    },
    saveMany: async (orders) => {
      for (const chunk of chunks(orders, 25)) {
        const batch = {}
        for (const order of chunk) await Order.create(order, { batch, exists: null })
        await table.batchWrite(batch)
      }
    },
    getMany: async (keys) => {
      const found = new Map()
      for (const chunk of chunks(keys, 100)) {
        const batch = {}
        for (const key of chunk) await Order.get(key, { batch })
        for (const order of await table.batchGet(batch, { parse: true, hidden: false }))
          found.set(`${order.customerId} ${order.orderId}`, order)
      }
      return keys.map(({ customerId, orderId }) => found.get(`${customerId} ${orderId}`))
    },
    transact: async (orders) => {
      const transaction = {}
      for (const order of orders) await Order.create(order, { transaction, exists: null })
      await table.transact('write', transaction)
    },
    decode: (item) => Order.transformReadItem('get', unmarshall(item), {}, { parse: true, hidden: false }),
  }
}
