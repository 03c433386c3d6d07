// The argument of `.if(…)`, `.where(…)` and `Entity.condition(…)`: a condition, or a callback that returns one.
import { types } from 'node:util'
import { kindOf } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { isClass } from '../../util/declared-class.js'
import { quieted } from '../../util/quieted.js'
import { type Condition, isCondition } from '../condition/condition.js'
import { CallbackParts, usePart } from '../path/callback-parts.js'
import type { PathRoot } from '../path/resolved-path.js'
import { referentOf, subjectText } from '../path/subject.js'
import { references } from './references.js'
import type { Refs } from './typed-references.js'

/**
 * Returns the given condition, or the one that the callback builds from the attributes of the entity.
 * @throws InvalidConditionError if the argument is not a condition, or belongs to another entity.
 */
export function givenCondition<T>(
  root: PathRoot,
  given: Condition | ((attr: Refs<T>) => Condition),
): Condition {
  const { entity } = root
  if (typeof given !== 'function') usePart(given)
  const condition: unknown = typeof given === 'function' ? returnedCondition(root, given) : given
  if (!isCondition(condition)) throw new InvalidConditionError({ entity, detail: noCondition(condition) })
  if (condition.entity === entity || root.also?.includes(condition.entity) === true) return condition
  throw new InvalidConditionError({
    entity,
    detail: `the condition (${condition}) belongs to another entity, ${condition.entity}`,
  })
}

// If `&&`, `||`, `??`, `?:` or a loop drops a condition, what the user wrote becomes narrower or wider, and nobody
// notices.
function returnedCondition<T>(root: PathRoot, make: (attr: Refs<T>) => unknown): unknown {
  const { entity, codec } = root
  const parts = new CallbackParts()
  const returned = called(root, make, references<T>({ entity, codec, parts }))
  const dropped = parts.end(returned)
  if (types.isPromise(returned)) throw new InvalidConditionError({ entity, detail: asynchronous })
  if (dropped.length > 0) throw new InvalidConditionError({ entity, detail: droppedText(dropped, returned) })
  return returned
}

function called<T>({ entity }: PathRoot, make: (attr: Refs<T>) => unknown, attr: Refs<T>): unknown {
  try {
    return quieted(make(attr))
  } catch (error) {
    if (!isClass(make)) throw error
    const detail = `expected a condition, such as attr => attr.total.gt(5), not a class (${make.name})`
    throw new InvalidConditionError({ entity, detail })
  }
}

const asynchronous =
  'the callback is asynchronous, and conditions are built at once: leave out async, and await what it needs before the call'

const mostShown = 5

function droppedText(dropped: readonly object[], returned: unknown): string {
  const shown = dropped.slice(0, mostShown).map((condition) => `(${String(condition)})`)
  const more = dropped.length > mostShown ? ` and ${dropped.length - mostShown} more` : ''
  const result = isCondition(returned) ? `(${returned})` : kindOf(returned)
  return `the callback builds ${shown.join(', ')}${more}, but returns ${result}: join conditions with and(…) or or(…), because &&, || and ?: keep only one of them`
}

function noCondition(value: unknown): string {
  const reference = referentOf(value)
  if (reference !== undefined)
    return `${subjectText(reference)} needs an operator, such as eq, to be a condition`
  // `attr.total === 5` compares what stands for the attribute.
  const operators =
    typeof value === 'boolean' ? ": JavaScript's operators, such as ===, do not compare attributes" : ''
  return `expected a condition, such as attr => attr.total.gt(5), not ${kindOf(value)}${operators}`
}
