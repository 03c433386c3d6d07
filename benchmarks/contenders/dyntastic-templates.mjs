// This library with keys that are made of attributes, in a table of several kinds.
import { Entity, Table } from '../../dist/esm/index.js'
import { tableName } from '../harness/order.mjs'
import * as dyntastic from './dyntastic.mjs'

export const title = 'dyntastic, templates'

const table = new Table({ name: tableName, key: { partition: 'pk', sort: 'sk' } })

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
