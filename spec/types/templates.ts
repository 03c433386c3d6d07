// Entities on a table that declares its key, as the compiler sees them: keys, inputs, index items, and mistakes.
import {
  attribute,
  CommandExecutor,
  Entity,
  type InputOf,
  type ItemOf,
  type KeyOf,
  Repository,
  Table,
} from 'dyntastic'
import { date, enums, integer, number, optional, set, string } from 'superstruct'

const shop = new Table({
  name: 'shop',
  key: { partition: 'pk', sort: 'sk' },
  indexes: {
    gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
    gsi2: { partition: 'gsi2pk', sort: 'gsi2sk', projection: 'keys' },
    gsi3: { partition: ['tenantId', 'status'], sort: 'total' },
    gsi4: { partition: 'gsi4pk', sort: 'gsi4sk', projection: 'keys' },
    lsi1: { local: true, sort: 'lsi1sk' },
  },
  kind: '_type',
  create: { BillingMode: 'PAY_PER_REQUEST' },
})

export const Customer = new Entity({
  name: 'Customer',
  table: shop,
  attributes: { customerId: string(), email: string(), name: string() },
  key: { partition: 'CUSTOMER#{customerId}', sort: 'PROFILE' },
  indexes: { byEmail: { index: 'gsi1', partition: 'EMAIL#{email}', sort: 'CUSTOMER' } },
})

export const Order = new Entity({
  name: 'Order',
  table: shop,
  attributes: {
    customerId: string(),
    orderId: string(),
    placedAt: date(),
    total: number(),
    status: attribute(enums(['open', 'paid', 'shipped']), { default: 'open' }),
    shipBy: optional(date()),
    tenantId: optional(string()),
  },
  key: { partition: 'CUSTOMER#{customerId}', sort: 'ORDER#{placedAt}#{orderId}' },
  indexes: {
    byStatus: { index: 'gsi1', partition: 'STATUS#{status}', sort: '{placedAt}#{orderId}', derive: 'refuse' },
    byShipDay: {
      index: 'gsi2',
      partition: 'SHIP#{shipBy:day}',
      sort: '{orderId}',
      when: (item) => item.status === 'open',
      attributes: ['status'],
    },
    begun: { index: 'gsi4', partition: 'TENANT#{tenantId}', sort: 'O#{orderId}#{total:8.2}', partial: true },
    byTenant: { index: 'gsi3' },
    byTotal: {
      index: 'lsi1',
      sort: {
        attributes: ['total'],
        encode: ({ total }) => total.toFixed(2).padStart(10, '0'),
        decode: (stored) => ({ total: Number(stored) }),
      },
    },
  },
})

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const sure = <T extends true>(): T => true as T

sure<Equal<KeyOf<typeof Order>, { customerId: string; placedAt: Date; orderId: string }>>()
sure<Equal<KeyOf<typeof Customer>, { customerId: string }>>()
sure<Equal<ItemOf<typeof Customer>, { customerId: string; email: string; name: string }>>()
sure<Equal<(typeof Order)['FIXED'], 'customerId' | 'placedAt' | 'orderId'>>()
sure<
  Equal<(typeof Order)['INDEX_ITEMS']['byShipDay'], { customerId: string; placedAt: Date; orderId: string }>
>()
sure<Equal<(typeof Order)['INDEX_ITEMS']['begun'], { customerId: string; placedAt: Date; orderId: string }>>()
sure<Equal<(typeof Order)['INDEX_ITEMS']['byStatus'], ItemOf<typeof Order>>>()
export const input: InputOf<typeof Order> = {
  customerId: 'c1',
  orderId: 'o1',
  placedAt: new Date(),
  total: 5,
}

const executor = new CommandExecutor()
const orders = new Repository(Order, executor)
const customers = new Repository(Customer, executor)
orders.get({ customerId: 'c1', placedAt: new Date(), orderId: 'o1' })
orders.get({ customerId: 'c1', placedAt: '2026-01-05T00:00:00.000Z', orderId: 'o1' })
customers.get('c1')
customers.get({ customerId: 'c1' })
// @ts-expect-error a part of the key is missing
orders.get({ customerId: 'c1', orderId: 'o1' })
// @ts-expect-error the key has several attributes
orders.get('c1')
// @ts-expect-error stored names are not part of a key
customers.get({ pk: 'CUSTOMER#c1' })

const attributes = { id: string(), b: optional(string()), n: integer(), tags: optional(set(string())) }
// @ts-expect-error there is no attribute 'nope'
new Entity({ name: 'E', table: shop, attributes, key: { partition: 'X#{nope}', sort: 'S' } })
// @ts-expect-error 'b' may be absent
new Entity({ name: 'E', table: shop, attributes, key: { partition: 'X#{b}', sort: 'S' } })
