// Two entities that specs share: a small one, and one with everything that a descriptor can say. Each call defines a
// new one.
import { attribute, Entity, type Table } from 'dyntastic'
import { array, date, enums, integer, number, object, optional, set, string } from 'superstruct'

/** A key of one attribute, and a default. */
export function userEntity(table: string | (() => string) | Table = 'users') {
  return new Entity({
    name: 'User',
    table,
    attributes: {
      userId: string(),
      name: string(),
      email: string(),
      age: attribute(integer(), { default: 0 }),
    },
    key: { partition: 'userId' },
    indexes: { byEmail: { partition: 'email' } },
  })
}

/** A key of two attributes, nested values, an alias, a version, timestamps and a time to live. */
export function orderEntity(table: string | (() => string) | Table = 'orders') {
  return new Entity({
    name: 'Order',
    table,
    attributes: {
      customerId: string(),
      orderId: attribute(string(), { default: () => crypto.randomUUID() }),
      status: attribute(enums(['open', 'paid', 'shipped']), { default: 'open' }),
      total: number(),
      placedAt: date(),
      lines: array(object({ sku: string(), quantity: integer() })),
      address: optional(object({ city: string(), zip: string() })),
      tags: optional(set(string())),
      note: attribute(optional(string()), { name: 'n' }),
      revision: integer(),
      createdAt: date(),
      updatedAt: date(),
      expiresAt: attribute(optional(date()), { as: 'epochSeconds' }),
    },
    key: { partition: 'customerId', sort: 'orderId' },
    indexes: {
      byStatus: { partition: 'status', sort: 'placedAt' },
      byTotal: { local: true, sort: 'total', projection: 'keys' },
      byCity: { partition: 'status', sort: 'total', projection: ['lines', 'note'] },
    },
    version: 'revision',
    timestamps: { created: 'createdAt', updated: 'updatedAt' },
    ttl: 'expiresAt',
  })
}

/** What a user is made of. */
export const aliceInput = { userId: 'u1', name: 'Alice', email: 'alice@example.com' } as const

/** What an order is made of. */
export const orderInput = {
  customerId: 'c1',
  orderId: 'o1',
  total: 12.5,
  placedAt: new Date('2026-03-01T10:00:00.000Z'),
  lines: [{ sku: 'a', quantity: 2 }],
}
