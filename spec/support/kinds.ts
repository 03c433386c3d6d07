// A shop of several kinds in one table: customers and orders under keys of their own, cats and dogs that can have the
// same ones.
import { attribute, type CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { date, enums, integer, number, optional, string } from 'superstruct'

export const placedAt = new Date('2026-01-05T00:00:00.000Z')
export const orderOne = { customerId: 'c1', orderId: 'o1', placedAt, total: 5 }

// DynamoDB Local does not have keys of several attributes: there the first one is the partition key.
const tenancy = (
  process.env['DYNTASTIC_TEST_ENDPOINT'] === undefined ? ['tenantId', 'status'] : ['tenantId']
) as readonly ['tenantId', 'status']

/** The table and its entities, under a table name. */
export function kindsOf(name: string) {
  const shop = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk', projection: 'keys' },
      gsi3: { partition: tenancy, sort: 'total' },
      inverted: { partition: 'sk', sort: 'pk' },
      lsi1: { local: true, sort: 'lsi1sk' },
    },
  })
  const Customer = new Entity({
    name: 'Customer',
    table: shop,
    attributes: {
      customerId: string(),
      email: string(),
      name: string(),
      visits: attribute(integer(), { default: 0 }),
    },
    key: { partition: 'CUSTOMER#{customerId}', sort: 'PROFILE' },
    indexes: { byEmail: { index: 'gsi1', partition: 'EMAIL#{email}', sort: 'CUSTOMER' } },
  })
  const Order = new Entity({
    name: 'Order',
    table: shop,
    attributes: {
      customerId: string(),
      orderId: string(),
      placedAt: date(),
      total: number(),
      note: optional(string()),
      tenantId: optional(string()),
      status: attribute(enums(['open', 'paid', 'shipped']), { default: 'open' }),
      shipBy: optional(date()),
    },
    key: { partition: 'CUSTOMER#{customerId}', sort: 'ORDER#{placedAt}#{orderId}' },
    indexes: {
      byStatus: { index: 'gsi1', partition: 'STATUS#{status}', sort: '{placedAt}#{orderId}' },
      byShipDay: { index: 'gsi2', partition: 'SHIP#{shipBy:day}', sort: '{orderId}' },
      byTenant: { index: 'gsi3' },
      bySort: { index: 'inverted' },
      large: {
        index: 'lsi1',
        sort: '{total:8.2}',
        when: (item) => item.total >= 100,
        attributes: ['total'],
      },
    },
  })
  const animal = { animalId: string(), name: string(), revision: integer() }
  const key = { partition: 'ANIMAL#{animalId}', sort: 'A' } as const
  const Cat = new Entity({ name: 'Cat', table: shop, attributes: { ...animal, lives: integer() }, key })
  const Dog = new Entity({ name: 'Dog', table: shop, attributes: { ...animal, barks: integer() }, key })
  const Tracked = new Entity({
    name: 'Tracked',
    table: shop,
    attributes: { ...animal, createdAt: date(), updatedAt: date() },
    key: { partition: 'TRACKED#{animalId}', sort: 'T#{name}' },
    version: 'revision',
    timestamps: { created: 'createdAt', updated: 'updatedAt' },
  })
  return { shop, Customer, Order, Cat, Dog, Tracked }
}

/** Their repositories, on an executor. */
export function repositoriesOf(name: string, executor: CommandExecutor) {
  const { Customer, Order, Cat, Dog, Tracked } = kindsOf(name)
  return {
    customers: new Repository(Customer, executor),
    orders: new Repository(Order, executor),
    cats: new Repository(Cat, executor),
    dogs: new Repository(Dog, executor),
    tracked: new Repository(Tracked, executor),
  }
}
