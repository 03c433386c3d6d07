// The functions `and`, `or` and `not`, which combine conditions.
import { kindOf } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { callbackPartsOf, usePart } from '../path/callback-parts.js'
import { Condition, isCondition } from './condition.js'
import type { ConditionNode } from './condition-node.js'

/**
 * Makes a condition that is true if all of the given conditions are. `and(a.eq(1), b.gt(2))` becomes `#0 = :0 AND #1 >
 * :1`. A single condition is returned unchanged; groups of the same kind are merged.
 * @throws InvalidConditionError if there are no conditions, if an argument is not a condition, or if they belong to
 * different entities.
 */
export function and(...conditions: readonly Condition[]): Condition {
  return group('and', conditions)
}

/**
 * Makes a condition that is true if at least one of the given conditions is. `or(a.eq(1), b.gt(2))` becomes `#0 = :0 OR
 * #1 > :1`. A single condition is returned unchanged; groups of the same kind are merged.
 * @throws InvalidConditionError if there are no conditions, if an argument is not a condition, or if they belong to
 * different entities.
 */
export function or(...conditions: readonly Condition[]): Condition {
  return group('or', conditions)
}

/**
 * Makes the opposite of a condition. `not(a.eq(1))` becomes `NOT #0 = :0`, which is also true if `a` is absent;
 * `not(not(c))` is `c`.
 * @throws InvalidConditionError if the argument is not a condition.
 */
export function not(condition: Condition): Condition {
  const { entity, node } = known('not', condition)
  usePart(condition)
  const opposite: ConditionNode = node.kind === 'not' ? node.condition : { kind: 'not', condition: node }
  return new Condition(entity, limited(opposite, entity), callbackPartsOf(condition))
}

function group(kind: 'and' | 'or', given: readonly Condition[]): Condition {
  const conditions = given.map((condition) => known(kind, condition))
  const [first] = conditions
  if (first === undefined)
    throw new InvalidConditionError({ detail: `${kind}() needs at least one condition` })
  if (conditions.length === 1) return first
  const stranger = conditions.find(({ entity }) => entity !== first.entity)
  if (stranger !== undefined) {
    const detail = `${kind}() received a condition of another entity, ${stranger.entity}`
    throw new InvalidConditionError({ entity: first.entity, detail })
  }
  conditions.forEach(usePart)
  const nodes = conditions.flatMap(({ node }): readonly ConditionNode[] =>
    node.kind === kind ? node.conditions : [node],
  )
  const parts = conditions.map(callbackPartsOf).find((each) => each?.open)
  const node = limited({ kind, conditions: Object.freeze(nodes) }, first.entity)
  return new Condition(first.entity, node, parts)
}

/**
 * The most operators that a condition may have while it is built. DynamoDB allows 300, which is checked when all
 * conditions of the request are printed. A condition far beyond that is rejected while it grows, because it could nest
 * deeper than the stack.
 */
const mostBuilt = 1_000

/**
 * Returns the conditions and one more; they will be joined with AND. @throws InvalidConditionError if they are far more
 * than DynamoDB allows.
 */
export function joined(conditions: readonly Condition[], condition: Condition): readonly Condition[] {
  if (conditions.length < mostBuilt) return Object.freeze([...conditions, condition])
  const detail = `more than ${mostBuilt} conditions; the limit of DynamoDB is 300 operators`
  throw new InvalidConditionError({ entity: condition.entity, detail })
}

function limited(node: ConditionNode, entity: string): ConditionNode {
  if (sizeOf(node) <= mostBuilt) return node
  const detail = `the condition has more than ${mostBuilt} operators; the limit of DynamoDB is 300`
  throw new InvalidConditionError({ entity, detail })
}

function sizeOf(node: ConditionNode): number {
  if (node.kind === 'comparison') return 1
  if (node.kind === 'not') return 1 + sizeOf(node.condition)
  let size = 1
  for (const each of node.conditions) size += sizeOf(each)
  return size
}

function known(name: string, condition: unknown): Condition {
  if (isCondition(condition)) return condition
  const detail = `${name}() takes conditions, such as attr.total.gt(5), not ${kindOf(condition)}`
  throw new InvalidConditionError({ detail })
}
