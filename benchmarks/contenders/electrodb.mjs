// electrodb, with keys stored as they are, and dates converted by its attribute getters and setters.
import { createRequire } from 'node:module'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { change, key, question, tableName } from '../harness/order.mjs'
import { converted, documentClient } from './document-client.mjs'

const require = createRequire(new URL('../peers/', import.meta.url))
const { Entity, Service } = require('electrodb')

export const title = 'electrodb'

const text = { type: 'string', required: true }
const number = { type: 'number', required: true }

export const model = {
  model: { entity: 'order', version: '1', service: 'shop' },
  attributes: {
    customerId: text,
    orderId: text,
    status: { type: ['open', 'paid', 'shipped'], required: true },
    total: number,
    currency: text,
    paid: { type: 'boolean', required: true },
    quantity: number,
    customerName: text,
    email: text,
    note: { type: 'string' },
    placedAt: {
      type: 'any',
      required: true,
      get: (value) => new Date(value),
      set: (value) => value?.toISOString(),
    },
    address: {
      type: 'map',
      required: true,
      properties: {
        street: text,
        city: text,
        zip: text,
        country: text,
        geo: { type: 'map', properties: { latitude: number, longitude: number } },
      },
    },
    lines: {
      type: 'list',
      required: true,
      items: { type: 'map', properties: { sku: text, title: text, quantity: number, price: number } },
    },
    tags: { type: 'set', items: 'string' },
  },
  indexes: {
    primary: {
      pk: { field: 'customerId', composite: ['customerId'], casing: 'none' },
      sk: { field: 'orderId', composite: ['orderId'], casing: 'none' },
    },
  },
}

// Each item carries the entity's name and version, and is checked for them when it is read.
export const stored = (item) => ({ ...item, __edb_e__: { S: 'order' }, __edb_v__: { S: '1' } })

export const open = (canned) => openWith(model, canned)

/** The operations of a model with these attributes. */
export function openWith(model, canned) {
  const orders = new Entity(model, { client: documentClient(canned), table: tableName })
  const service = new Service({ orders })
  const query = () =>
    orders.query
      .primary({ customerId: question.customerId })
      .begins({ orderId: question.orderIdPrefix })
      .where(({ total }, { gt }) => gt(total, question.totalAbove))
  const range = () =>
    orders.query
      .primary({ customerId: question.customerId })
      .between({ orderId: question.fromOrderId }, { orderId: question.toOrderId })
      .where(({ total }, { gt }) => gt(total, question.totalAbove))
  const update = () =>
    orders
      .patch(key)
      .set({ status: change.status })
      .add({ quantity: change.quantity })
      .append({ lines: change.lines })
      .remove(['note'])
      .where(({ total }, { gt }) => gt(total, change.totalAbove))
  return {
    buildQuery: () => converted(query().params({ limit: 100 })),
    readPages: async () => (await query().go({ limit: 100, pages: 'all' })).data,
    buildRange: () => converted(range().params()),
    readRange: async () => (await range().go()).data,
    buildUpdate: () => converted(update().params({ response: 'all_new' })),
    update: async () => (await update().go({ response: 'all_new' })).data,
    get: async (key) => (await orders.get(key).go()).data,
    save: async (order) => {
      await orders.put(order).go()
    },
    saveMany: async (all) => {
      await orders.put(all).go({ concurrency: 1 })
    },
    getMany: async (keys) => (await orders.get(keys).go({ concurrency: 1, preserveBatchOrder: true })).data,
    transact: async (all) => {
      await service.transaction.write(({ orders }) => all.map((order) => orders.put(order).commit())).go()
    },
    decode: (item) => orders.parse({ Item: unmarshall(item) }).data,
  }
}
