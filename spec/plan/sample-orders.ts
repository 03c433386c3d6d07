// An entity with an index of each kind, and plans of it.
import { array, date, enums, integer, number, object, optional, set, string } from 'superstruct'
import { attribute } from '../../lib/entity/struct/attribute.js'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import type { Condition } from '../../lib/expression/condition/condition.js'
import type { ConditionNode } from '../../lib/expression/condition/condition-node.js'
import { resolvePath } from '../../lib/expression/path/resolved-path.js'
import { planQuery } from '../../lib/plan/planner.js'
import type { Plan, QuerySpec, Source } from '../../lib/plan/source/plan.js'
import { sourcesOf } from '../../lib/plan/source/source.js'
import { Entity } from '../../lib/repository/entity.js'

export const Order = new Entity({
  name: 'Order',
  table: 'orders',
  attributes: {
    customerId: string(),
    orderId: string(),
    status: enums(['open', 'paid', 'shipped']),
    total: number(),
    placedAt: date(),
    lines: array(object({ sku: string(), quantity: integer() })),
    tags: optional(set(string())),
    note: attribute(optional(string()), { name: 'n' }),
    region: optional(string()),
    priority: attribute(integer(), { default: 0 }),
  },
  key: { partition: 'customerId', sort: 'orderId' },
  indexes: {
    byStatus: { partition: 'status', sort: 'placedAt' },
    byTotal: { local: true, sort: 'total', projection: 'keys' },
    byLines: { partition: 'status', sort: 'total', projection: ['lines', 'note'], name: 'lines-index' },
    byDay: { partition: ['status', 'customerId'], sort: ['placedAt', 'total'] },
    byRegion: { partition: 'region', sort: 'placedAt' },
    byNote: { partition: 'status', sort: 'note' },
  },
})

export const root = { entity: 'Order', codec: Order.codec }

/** The paths of a select. */
export const paths = (...texts: string[]) => texts.map((text) => resolvePath(root, text))

/** What makes conditions: as the callback of `Entity.condition`, several at once. */
export type Where = Parameters<typeof Order.condition>[0]

/** Conditions of orders. */
export const conditions = (...where: readonly Where[]): Condition[] =>
  where.map((make) => Order.condition(make))

/** The nodes of conditions of orders. */
export const nodes = (...where: readonly Where[]): ConditionNode[] =>
  conditions(...where).map(({ node }) => node)

/** Wishes: nothing but what is given. */
export function spec(given: Partial<QuerySpec> = {}): QuerySpec {
  const nothing = {
    index: undefined,
    order: undefined,
    consistent: false,
    select: [],
    full: false,
    scan: false,
  }
  return { ...nothing, conditions: [], ...given }
}

/** The plan of a where-chain. */
export function planOf(where: readonly Where[], given: Partial<QuerySpec> = {}): Plan {
  return planQuery(Order, spec({ ...given, conditions: conditions(...where) }))
}

/** A source of orders. */
export function source(label: string): Source {
  const found = sourcesOf(Order).find((each) => each.label === label)
  if (found === undefined) throw new Error(`there is no ${label}`)
  return found
}

/** A plan in one line: `Query byStatus: status = (value) | total > (value)`. */
export function planText({ operation, source: { label }, key, filter }: Plan): string {
  return `${operation} ${label}: ${key ?? '-'} | ${filter ?? '-'}`
}

/** A stored order. */
export const storedOrder: StoredItem = {
  customerId: { S: 'c1' },
  orderId: { S: 'o1' },
  status: { S: 'open' },
  total: { N: '5' },
  placedAt: { S: '2026-03-01T00:00:00.000Z' },
  lines: { L: [] },
  priority: { N: '0' },
}
