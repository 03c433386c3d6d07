// The root of condition paths: an item of the entity or, of a union, of the entities that earlier conditions leave.
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import type { PathRoot } from '../path/resolved-path.js'
import type { Condition } from './condition.js'
import type { ConditionNode } from './condition-node.js'

/** An attribute, by its stored name, and the values of which it has one. */
export type KnownValues = readonly [name: string, values: readonly AttributeValue[]]

/** The attributes of the item itself that eq or in give, in conditions that must all hold. */
export function knownValues(conditions: readonly Condition[]): readonly KnownValues[] {
  return conditions.flatMap(({ node }) => valuesIn(node))
}

function valuesIn(node: ConditionNode): readonly KnownValues[] {
  if (node.kind === 'and') return node.conditions.flatMap(valuesIn)
  if (node.kind !== 'comparison' || node.left.kind !== 'path') return []
  const [name, ...below] = node.left.names
  if ((node.operator !== 'eq' && node.operator !== 'in') || typeof name !== 'string' || below.length > 0)
    return []
  const values = node.operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : []))
  return values.length === node.operands.length ? [[name, values]] : []
}

/** Returns where the paths of conditions and projections begin, after these conditions. */
export function pathRoot(model: EntityModel, conditions: readonly Condition[]): PathRoot {
  const { name: entity } = model
  if (model.discriminator === undefined) return { entity, codec: model.codec }
  // A condition of a collection applies to the kinds that have what it looks at.
  const { kinds } = model.discriminator
  if (kinds !== undefined) return { entity, codec: model.codec, also: kinds.map((kind) => kind.model.name) }
  const left = model.narrowed(knownValues(conditions))
  return { entity, codec: left.paths, also: [left.name] }
}
