// and, or, not: conditions made of conditions.
import { kindOf } from '../errors/failures.js'
import { InvalidConditionError } from '../errors/invalid-condition-error.js'
import { partsOf, usePart } from './callback-parts.js'
import { Condition, isCondition } from './condition.js'
import type { ConditionNode } from './condition-node.js'

/**
 * All of these must hold. One condition is itself; groups of the same kind are joined into one.
 * @throws InvalidConditionError for no conditions, for what is no condition, and for conditions of different entities.
 */
export function and(...conditions: readonly Condition[]): Condition {
  return group('and', conditions)
}

/**
 * At least one of these must hold. One condition is itself; groups of the same kind are joined into one.
 * @throws InvalidConditionError for no conditions, for what is no condition, and for conditions of different entities.
 */
export function or(...conditions: readonly Condition[]): Condition {
  return group('or', conditions)
}

/**
 * The opposite of a condition. `not(a.eq(1))` holds where `a` is absent; `not(not(c))` is `c`.
 * @throws InvalidConditionError for what is no condition.
 */
export function not(condition: Condition): Condition {
  const { entity, node } = known('not', condition)
  usePart(condition)
  const opposite: ConditionNode = node.kind === 'not' ? node.condition : { kind: 'not', condition: node }
  return new Condition(entity, opposite, partsOf(condition))
}

function group(kind: 'and' | 'or', given: readonly Condition[]): Condition {
  const conditions = given.map((condition) => known(kind, condition))
  const [first] = conditions
  if (first === undefined)
    throw new InvalidConditionError({ detail: `${kind}() needs at least one condition` })
  if (conditions.length === 1) return first
  const stranger = conditions.find(({ entity }) => entity !== first.entity)
  if (stranger !== undefined)
    throw new InvalidConditionError({
      entity: first.entity,
      detail: `${kind}() got a condition of another entity, ${stranger.entity}`,
    })
  conditions.forEach(usePart)
  const nodes = conditions.flatMap(({ node }): readonly ConditionNode[] =>
    node.kind === kind ? node.conditions : [node],
  )
  const parts = conditions.map(partsOf).find((each) => each?.open)
  return new Condition(first.entity, { kind, conditions: Object.freeze(nodes) }, parts)
}

function known(name: string, condition: unknown): Condition {
  if (isCondition(condition)) return condition
  throw new InvalidConditionError({
    detail: `${name}() takes conditions, such as attr.total.gt(5), not ${kindOf(condition)}`,
  })
}
