// This library where it looks at items before it reads them: kinds that are told apart, deleted items, and bounds.
import { array, date, literal, number, object, optional, string, union } from 'superstruct'
import { Collection, CommandExecutor, Entity, Repository, Table } from '../../dist/esm/index.js'
import { key, tableName } from '../harness/order.mjs'
import { attributes } from './dyntastic.mjs'

export const title = 'dyntastic, views'

const plain = { key: { partition: 'customerId', sort: 'orderId' } }
const bare = () => new Table({ name: tableName })

const unionTable = bare()
const [Order, Return] = ['order', 'return'].map(
  (kind) =>
    new Entity({
      name: kind,
      table: unionTable,
      attributes: { ...attributes, kind: literal(kind) },
      ...plain,
    }),
)

const table = new Table({ name: tableName, key: { partition: 'pk', sort: 'sk' } })
const [MadeOrder, MadeReturn] = ['Order', 'Return'].map(
  (name) =>
    new Entity({
      name,
      table,
      attributes,
      key: { partition: 'CUSTOMER#{customerId}', sort: `${name.toUpperCase()}#{orderId}` },
    }),
)

const Marked = new Entity({
  name: 'Marked',
  table: bare(),
  attributes: { ...attributes, deletedAt: optional(date()) },
  ...plain,
  softDelete: { attribute: 'deletedAt' },
})

const payments = union([
  object({ by: literal('card'), holder: string(), digits: string(), month: number(), year: number() }),
  object({ by: literal('bank'), iban: string(), bic: string(), mandate: optional(string()) }),
])
const Paid = new Entity({
  name: 'Paid',
  table: bare(),
  attributes: { ...attributes, payment: payments, refunds: array(payments) },
  ...plain,
})
const card = {
  by: { S: 'card' },
  holder: { S: 'Alice Liddell' },
  digits: { S: '4242' },
  month: { N: '7' },
  year: { N: '2029' },
}
const bank = { iban: { S: 'FR7630006000011234567890189' }, by: { S: 'bank' }, bic: { S: 'AGRIFRPP' } }

const Loose = new Entity({ name: 'Loose', table: bare(), attributes, ...plain })

const made = (item, kind) => ({
  ...item,
  pk: { S: `CUSTOMER#${item.customerId.S}` },
  sk: { S: `${kind.toUpperCase()}#${item.orderId.S}` },
  _type: { S: kind },
})

// The end of the number of an order is even or odd.
const isReturn = ({ orderId }) => Number(orderId.S.at(-1)) % 2 === 1

/** What is read, and how each item is stored. */
export const views = {
  union: {
    stored: (item) => ({ ...item, kind: { S: isReturn(item) ? 'return' : 'order' } }),
    of: (executor) => new Repository(Entity.oneOf([Order, Return]), executor),
  },
  collection: {
    stored: (item) => made(item, isReturn(item) ? 'Return' : 'Order'),
    of: (executor) => new Collection({ orders: MadeOrder, returns: MadeReturn }, executor),
  },
  'soft delete': { stored: (item) => item, of: (executor) => new Repository(Marked, executor) },
  // An attribute that is one of several structs, and a list of such.
  structs: {
    stored: (item) => ({
      ...item,
      payment: { M: isReturn(item) ? card : bank },
      refunds: { L: [{ M: bank }, { M: card }] },
    }),
    of: (executor) => new Repository(Paid, executor),
  },
  selection: {
    stored: (item) => projected(item),
    of: (executor) => ({
      query: () => new Repository(Loose, executor).query().select(...selected),
    }),
  },
  bounds: {
    stored: (item) => item,
    of: (executor) => new Repository(Loose, executor).scoped({ currency: 'EUR' }),
  },
}

const selected = ['orderId', 'status', 'total', 'placedAt']
// What a projection returns has the key, too.
const projected = (item) => Object.fromEntries([...selected, 'customerId'].map((name) => [name, item[name]]))

/** Reads all items of a view. */
export function openView(view, client) {
  const orders = view.of(new CommandExecutor({ client }))
  return async () => {
    const found = await orders.query().where('customerId').eq(key.customerId).pageSize(100)
    return Array.isArray(found) ? found : Object.values(found).flat()
  }
}
