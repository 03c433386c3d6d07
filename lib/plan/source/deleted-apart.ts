// Conditions by which reads leave out deleted items, or the others.
import type { EntityModel } from '../../entity/model.js'
import { Condition } from '../../expression/condition/condition.js'
import type { QuerySpec, Source } from './plan.js'
import { quotedList, storedNames } from './source.js'

/** An attribute, by its name in items and by its stored one. */
interface Mark {
  readonly property: string
  readonly name: string
}

/** The condition that an item is deleted (`exists`), or that it is not, or is not there. */
export function markCondition(
  entity: string,
  { property, name }: Mark,
  operator: 'exists' | 'notExists',
): Condition {
  const left = Object.freeze({ kind: 'path' as const, text: property, names: Object.freeze([name]) })
  return new Condition(entity, Object.freeze({ kind: 'comparison', operator, left, operands: [] }))
}

/**
 * Returns the query with the conditions that leave out what the model does not show. Those of a collection are on each
 * kind that marks its items.
 */
export function withoutDeleted(model: EntityModel, spec: QuerySpec): QuerySpec {
  const marks = markConditions(model)
  return marks.length === 0 ? spec : { ...spec, conditions: [...spec.conditions, ...marks] }
}

// If no attribute tells the kinds of a collection apart, the items that were read are looked at.
function markConditions({ name, discriminator, deletion }: EntityModel): readonly Condition[] {
  if (deletion === undefined) return []
  const { mark, shows } = deletion
  if (mark !== undefined) return [markCondition(name, mark, shows === 'live' ? 'notExists' : 'exists')]
  const { kinds = [], names = [] } = discriminator ?? {}
  if (shows === 'deleted' || names.length === 0 || kinds.some(({ marks }) => marks.length === 0)) return []
  return kinds.flatMap(({ model: { name: kind, softDelete } }) =>
    softDelete === undefined ? [] : [markCondition(kind, softDelete, 'notExists')],
  )
}

/** Whether items that were read must be looked at: what marks them as deleted is not the same for every kind. */
export function sievesDeleted({ deletion }: EntityModel): boolean {
  return deletion !== undefined && deletion.mark === undefined
}

/** Why a source cannot tell which items are deleted. Empty if it can, or if its filter does. */
export function unmarked(model: EntityModel, source: Source): readonly string[] {
  if (!sievesDeleted(model) || markConditions(model).length > 0) return []
  const stored = storedNames(model, source)
  const lacking = (model.deletion?.names ?? []).filter((name) => stored?.has(name) === false)
  if (lacking.length === 0) return []
  return [`it does not contain ${quotedList(lacking)}, by which deleted items are left out`]
}
