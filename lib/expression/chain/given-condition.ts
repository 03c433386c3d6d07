// What `.if(…)`, `.where(…)` and `Entity.condition(…)` are given: a condition, or a callback that makes one.
import { kindOf } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { type Condition, isCondition } from '../condition/condition.js'
import { CallbackParts, usePart } from '../path/callback-parts.js'
import type { PathRoot } from '../path/resolved-path.js'
import { referentOf, subjectText } from '../path/subject.js'
import { references } from './references.js'
import type { Refs } from './typed-references.js'

/**
 * The condition that was given, or that the callback makes of the entity's attributes.
 * @throws InvalidConditionError for what is no condition, and for a condition of another entity.
 */
export function givenCondition<T>(
  root: PathRoot,
  given: Condition | ((attr: Refs<T>) => Condition),
): Condition {
  const { entity } = root
  if (typeof given !== 'function') usePart(given)
  const condition: unknown = typeof given === 'function' ? returnedCondition(root, given) : given
  if (!isCondition(condition)) throw new InvalidConditionError({ entity, detail: noCondition(condition) })
  if (condition.entity === entity) return condition
  throw new InvalidConditionError({
    entity,
    detail: `the condition (${condition}) was made for another entity, ${condition.entity}`,
  })
}

// A condition that `&&`, `||`, `??`, `?:` or a loop drops would narrow or widen what the user wrote, and nobody would notice.
function returnedCondition<T>(root: PathRoot, make: (attr: Refs<T>) => unknown): unknown {
  const { entity, codec } = root
  const parts = new CallbackParts()
  const returned = make(references<T>({ entity, codec, parts }))
  const dropped = parts.end(returned)
  if (dropped.length > 0) throw new InvalidConditionError({ entity, detail: droppedText(dropped, returned) })
  return returned
}

const mostShown = 5

function droppedText(dropped: readonly object[], returned: unknown): string {
  const shown = dropped.slice(0, mostShown).map((condition) => `(${String(condition)})`)
  const more = dropped.length > mostShown ? ` and ${dropped.length - mostShown} more` : ''
  const result = isCondition(returned) ? `(${returned})` : kindOf(returned)
  return `the callback builds ${shown.join(', ')}${more}, but returns ${result}: join conditions by and(…) or or(…), as &&, || and ?: keep only one of them`
}

function noCondition(value: unknown): string {
  const reference = referentOf(value)
  return reference === undefined
    ? `a condition is expected, such as attr => attr.total.gt(5), not ${kindOf(value)}`
    : `${subjectText(reference)} needs an operator, such as eq, to be a condition`
}
