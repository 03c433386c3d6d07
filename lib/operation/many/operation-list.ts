// What lists of operations are given: an array, and each fault with its place in it.
import { kindOf } from '../../errors/failures.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { elementError } from './element-errors.js'

/** Refuses what is no array: one operation, a Set, a generator, which would look like an empty list. @throws UnsupportedOperationError. */
export function checkList(given: unknown, operation: string): void {
  if (Array.isArray(given)) return
  const detail = `it takes an array of operations, not ${kindOf(given)}; put a single one into [ ], and spread other iterables`
  throw new UnsupportedOperationError({ operation, detail })
}

/** Does what is to be done for one element; what it throws tells the place of the element. */
export function inElement<T>(operation: string, index: number, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw elementError(operation, [{ index, error }])
  }
}
