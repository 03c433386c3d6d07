// This library with keys that are made of attributes, in a table of several kinds.
import { Entity, Table } from '../../dist/esm/index.js'
import { tableName } from '../harness/order.mjs'
import * as dyntastic from './dyntastic.mjs'

export const title = 'dyntastic, templates'

const table = new Table({
  name: tableName,
  key: { partition: 'pk', sort: 'sk' },
  indexes: { gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' } },
})

export const Order = new Entity({
  name: 'Order',
  table,
  attributes: dyntastic.attributes,
  key: { partition: 'CUSTOMER#{customerId}', sort: 'ORDER#{orderId}' },
})

export const stored = (item) => ({
  ...item,
  pk: { S: `CUSTOMER#${item.customerId.S}` },
  sk: { S: `ORDER#${item.orderId.S}` },
  _type: { S: 'Order' },
})

export const open = (canned) => dyntastic.openWith(Order, canned)

/** The same item, which is also in an index whose sort key an update of its status makes anew. */
export const Indexed = new Entity({
  name: 'Indexed',
  table,
  attributes: dyntastic.attributes,
  key: { partition: 'INDEXED#{customerId}', sort: 'ORDER#{orderId}' },
  indexes: {
    byStatus: { index: 'gsi1', partition: 'INDEXED#{customerId}', sort: 'STATUS#{status}#{orderId}' },
  },
})

export const storedIndexed = (item) => ({
  ...item,
  pk: { S: `INDEXED#${item.customerId.S}` },
  sk: { S: `ORDER#${item.orderId.S}` },
  _type: { S: 'Indexed' },
  gsi1pk: { S: `INDEXED#${item.customerId.S}` },
  gsi1sk: { S: `STATUS#${item.status.S}#${item.orderId.S}` },
})

export const openIndexed = (canned) => dyntastic.openWith(Indexed, canned)
