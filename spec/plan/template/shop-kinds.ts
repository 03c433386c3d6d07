// Kinds of a shop whose ranges overlap in some places, and their sources.
import { attribute, Entity, Table } from 'dyntastic'
import { date, enums, integer, number, optional, string } from 'superstruct'
import type { EntityModel } from '../../../lib/entity/model.js'
import { references } from '../../../lib/expression/chain/references.js'
import type { Condition } from '../../../lib/expression/condition/condition.js'
import type { ConditionNode } from '../../../lib/expression/condition/condition-node.js'
import { clausesOf } from '../../../lib/plan/condition/normal-form.js'
import type { Source } from '../../../lib/plan/source/plan.js'
import { sourcesOf } from '../../../lib/plan/source/source.js'

/** Customers, orders and their lines; `marked`: whether a marker tells them apart. */
export function shopKinds(marked = true) {
  const table = new Table({
    name: 'shop',
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk', projection: 'keys' },
      gsi3: { partition: ['tenant', 'status'] },
    },
    ...(marked ? {} : { kind: false }),
  })
  const attributes = {
    customer: string(),
    order: string(),
    at: date(),
    line: integer(),
    tenant: optional(string()),
  }
  const Customer = new Entity({
    name: 'Customer',
    table,
    attributes: { ...attributes, email: string() },
    key: { partition: 'C#{customer}', sort: 'PROFILE' },
    indexes: { byEmail: { index: 'gsi1', partition: 'EMAIL#{email}', sort: 'C' } },
  })
  const Order = new Entity({
    name: 'Order',
    table,
    attributes: {
      ...attributes,
      status: attribute(enums(['open', 'paid']), { default: 'open' }),
      total: number(),
      due: optional(date()),
    },
    key: { partition: 'C#{customer}', sort: 'O#{at}#{order}#END' },
    indexes: {
      byStatus: { index: 'gsi1', partition: 'S#{status}', sort: '{at}#{order}' },
      byDue: { index: 'gsi2', partition: 'D#{due:day}', sort: '{order}' },
      geo: { index: 'gsi3' },
    },
  })
  const Line = new Entity({
    name: 'Line',
    table,
    attributes: { ...attributes, due: optional(date()), status: enums(['open', 'paid']) },
    key: { partition: 'C#{customer}', sort: 'O#{at}#{order}#L#{line:3}' },
    indexes: {
      byStatus: { index: 'gsi1', partition: 'S#{status}', sort: 'L' },
      byDue: { index: 'gsi2', partition: 'D#{due:day}', sort: '{line:3}' },
    },
  })
  return { Customer, Order, Line }
}

/** A source of an entity, by its label. */
export function sourceOf(model: EntityModel, label = 'table'): Source {
  const found = sourcesOf(model).find((source) => source.label === label)
  if (found === undefined) throw new Error(`a source '${label}'`)
  return found
}

/** Conditions as the planner has them: attribute, operator, operands. */
export function clauses(
  model: EntityModel,
  rows: readonly (readonly [property: string, operator: string, ...operands: readonly unknown[]])[],
): readonly ConditionNode[] {
  const attr: object = references<object>({ entity: model.name, codec: model.codec })
  const nodes = rows.map(([property, operator, ...operands]) => {
    const methods = Reflect.get(attr, property) as Record<string, (...given: readonly unknown[]) => Condition>
    const made = methods[operator]?.(...operands)
    if (made === undefined) throw new Error(`an operator '${operator}'`)
    return made.node
  })
  return clausesOf(nodes, new Set(model.properties))
}
