// Policy for stored data that does not fit its entity: throw, skip the item, or use the result of a function.
import { type BodyItem, storedOf } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { retold } from '../../errors/dyntastic-error.js'
import { InvalidItemError } from '../../errors/invalid-item-error.js'
import { isError } from '../../errors/is-error.js'
import { aFunction, anyOf, oneOf } from '../../errors/option-kinds.js'
import type { OptionRow } from '../../errors/option-table.js'
import { isThenable, quieted } from '../../util/quieted.js'

/**
 * How to handle stored data that does not match the entity: throw, skip the item, or use the result of the function,
 * which must not be a promise.
 */
export type InvalidItemPolicy<T> = 'throw' | 'skip' | ((stored: StoredItem, error: InvalidItemError) => T)

/** The argument of `onInvalid`. */
export const invalidItemOption: OptionRow<InvalidItemPolicy<unknown>> = {
  takes: anyOf<InvalidItemPolicy<unknown>>(
    "'throw', 'skip' or a function",
    oneOf('throw', 'skip'),
    aFunction(),
  ),
  default: "'throw'",
  doc: 'How to handle stored data that does not match the entity: throw, skip the item, or use what the function returns.',
}

/**
 * Returns what stands in place of an item that could not be decoded; `undefined` if it is skipped.
 * @throws the error itself, if the policy is to throw, if it is not about stored data, or if the function returns a
 * promise: the items of a page are decoded synchronously, so a promise would be among the items.
 */
export function inPlaceOfInvalid(
  policy: InvalidItemPolicy<unknown>,
  stored: BodyItem,
  error: unknown,
): unknown {
  if (policy === 'throw' || !isError(error, InvalidItemError)) throw error
  if (policy === 'skip') return undefined
  const made = quieted(policy(storedOf(stored), error))
  if (!isThenable(made)) return made
  const detail = `${error.detail}; the function given to onInvalid returned a promise, or an operation that was not run: return the value itself, and await afterwards`
  throw retold(error, { detail })
}
