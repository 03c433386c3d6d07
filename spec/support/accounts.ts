// Kinds of item of one partition that specs make collections of. Each call defines new ones.
import { attribute, Entity, Table } from 'dyntastic'
import { date, enums, integer, literal, optional, string } from 'superstruct'

/** A customer, their orders and their notes, in the partition of the customer. */
export function accountEntities(name = 'accounts') {
  const table = new Table({ name })
  const key = { partition: 'customerId', sort: 'sk' } as const
  const shared = { customerId: string(), sk: string(), city: optional(string()) }
  const Customer = new Entity({
    name: 'Customer',
    table,
    attributes: { ...shared, kind: literal('customer'), email: string() },
    key,
    indexes: { byCity: { partition: 'city', sort: 'sk', projection: ['kind'] } },
  })
  const Order = new Entity({
    name: 'Order',
    table,
    attributes: {
      ...shared,
      kind: literal('order'),
      status: attribute(enums(['open', 'paid']), { default: 'open' }),
      total: integer(),
      placedAt: optional(date()),
      revision: integer(),
    },
    key,
    indexes: {
      byStatus: { partition: 'status', sort: 'sk' },
      byCity: { partition: 'city', sort: 'sk', projection: ['kind'] },
    },
    version: 'revision',
  })
  const Note = new Entity({
    name: 'Note',
    table,
    attributes: { ...shared, kind: literal('note'), text: string(), total: optional(string()) },
    key,
  })
  return { table, Customer, Order, Note }
}
