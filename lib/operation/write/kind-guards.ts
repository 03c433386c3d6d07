// Guards of the kind: an item of another kind, beyond the bounds or deleted, is not changed.
import type { EntityModel } from '../../entity/model.js'
import type { Condition } from '../../expression/condition/condition.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { and, not, or } from '../../expression/condition/logic.js'
import { markCondition } from '../../plan/source/deleted-apart.js'
import { remembered } from '../../util/remembered.js'
import { currentOrAbsent } from '../upgrade/current-version.js'
import { absenceGuard, boundConditions, storedAttribute } from './guards.js'
import type { Guard } from './write.js'

/**
 * The item must be of the entity's kind, if there is one: its marker has one of the kind's values or, as in data
 * that another program wrote, is
 * absent. Empty if the table has no marker.
 */
export function kindGuards(model: EntityModel): readonly Guard[] {
  const marked = model.kind === undefined ? none : markedGuards(model)
  if (model.bounds === undefined && model.deletion === undefined) return marked
  return [...marked, ...boundGuards(model), ...deletionGuards(model)]
}

/** An item that is there must not be deleted or, where deleted ones are looked at, it must be. Empty without a view. */
export function deletionGuards({ name, deletion }: EntityModel): readonly Guard[] {
  if (deletion?.mark === undefined) return none
  const operator = deletion.shows === 'live' ? 'notExists' : 'exists'
  return [Object.freeze({ condition: markCondition(name, deletion.mark, operator), reason: 'deleted' })]
}

/** There is no item, or a deleted one of the entity, which a new one may replace. */
export function replacingGuard(model: EntityModel): Guard {
  const { name, deletion } = model
  const absent = absenceGuard(model)
  if (deletion?.mark === undefined) return absent
  const others = kindGuards(model).filter(({ reason }) => reason !== 'deleted')
  const deleted = markCondition(name, deletion.mark, 'exists')
  const own = and(deleted, ...others.map(({ condition }) => condition))
  return Object.freeze({ condition: or(absent.condition, own), reason: 'exists' })
}

/**
 * An item that is there must be within the bounds of the repository. Empty if there are none, or if the key alone keeps
 * within them.
 */
export function boundGuards(model: EntityModel): readonly Guard[] {
  const { loose = [] } = model.bounds ?? {}
  if (loose.length === 0) return none
  const [first, ...others] = boundConditions(model, loose)
  const all = first === undefined ? absenceGuard(model).condition : and(first, ...others)
  return [Object.freeze({ condition: or(absenceGuard(model).condition, all), reason: 'bounds' })]
}

/**
 * An item that is there must be of the current version of its schema: conditions say nothing of others. Empty if there
 * are no versions.
 */
export const schemaGuards = remembered((model: EntityModel): readonly Guard[] =>
  currentOrAbsent(model).map((condition) => Object.freeze({ condition, reason: 'schema' as const })),
)

const none: readonly Guard[] = Object.freeze([])

const markedGuards = remembered((model: EntityModel): readonly Guard[] => {
  const { name = '', values = [] } = model.kind ?? {}
  const [value = '', ...others] = values
  const marker = storedAttribute(model, name)
  const right = others.length === 0 ? marker.eq(value) : marker.in(values)
  return Object.freeze([Object.freeze({ condition: or(marker.notExists(), right), reason: 'kind' })])
})

/**
 * The conditions of a check as they are for an item that is not there, if the item is of another kind: met if they
 * are true without an item.
 */
export function unlessForeign(model: EntityModel, conditions: readonly Condition[]): readonly Condition[] {
  const [kind, ...more] = kindGuards(model).map(({ condition }) => condition)
  const [first, ...others] = conditions
  if (kind === undefined || first === undefined) return conditions
  if (!conditions.every((each) => evaluate(each, {}))) return [kind, ...more, ...conditions]
  return [or(not(and(kind, ...more)), and(first, ...others))]
}
