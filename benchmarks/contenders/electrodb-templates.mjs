// electrodb with keys that are made of attributes, as it makes them by itself.
import * as electrodb from './electrodb.mjs'

export const title = 'electrodb, templates'

const model = {
  ...electrodb.model,
  indexes: {
    primary: { pk: { field: 'pk', composite: ['customerId'] }, sk: { field: 'sk', composite: ['orderId'] } },
  },
}

export const stored = (item) => ({
  ...electrodb.stored(item),
  pk: { S: `$shop#customerid_${item.customerId.S}` },
  sk: { S: `$order_1#orderid_${item.orderId.S}` },
})

export const open = (canned) => electrodb.openWith(model, canned)

const indexed = {
  ...model,
  indexes: {
    ...model.indexes,
    byStatus: {
      index: 'gsi1',
      pk: { field: 'gsi1pk', composite: ['customerId'] },
      sk: { field: 'gsi1sk', composite: ['status', 'orderId'] },
    },
  },
}

export const storedIndexed = (item) => ({
  ...stored(item),
  gsi1pk: { S: `$shop#customerid_${item.customerId.S}` },
  gsi1sk: { S: `$order_1#status_${item.status.S}#orderid_${item.orderId.S}` },
})

export const openIndexed = (canned) => electrodb.openWith(indexed, canned)
