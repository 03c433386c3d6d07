// What `.if(…)`, `.where(…)` and `Entity.condition(…)` are given: a condition, or a callback that makes one.
import { kindOf } from '../errors/failures.js'
import { InvalidConditionError } from '../errors/invalid-condition-error.js'
import { type Condition, isCondition } from './condition.js'
import { references } from './references.js'
import type { PathRoot } from './resolved-path.js'
import { referentOf, subjectText } from './subject.js'
import type { Refs } from './typed-references.js'

/**
 * The condition that was given, or that the callback makes of the entity's attributes.
 * @throws InvalidConditionError for what is no condition, and for a condition of another entity.
 */
export function givenCondition<T>(
  root: PathRoot,
  given: Condition | ((attr: Refs<T>) => Condition),
): Condition {
  const condition: unknown = typeof given === 'function' ? given(references<T>(root)) : given
  const { entity } = root
  if (!isCondition(condition)) throw new InvalidConditionError({ entity, detail: noCondition(condition) })
  if (condition.entity === entity) return condition
  throw new InvalidConditionError({
    entity,
    detail: `the condition (${condition}) was made for another entity, ${condition.entity}`,
  })
}

function noCondition(value: unknown): string {
  const reference = referentOf(value)
  return reference === undefined
    ? `a condition is expected, such as attr => attr.total.gt(5), not ${kindOf(value)}`
    : `${subjectText(reference)} needs an operator, such as eq, to be a condition`
}
