// Lists of operations: checks that they are arrays, and adds the index of an element to its error.
import { kindOf } from '../../errors/failures.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import { elementError } from './element-errors.js'

/**
 * Rejects anything but an array (one operation, a Set, a generator), which would look like an empty list.
 * @throws UnsupportedOperationError.
 */
export function checkList(given: unknown, operation: string): void {
  if (Array.isArray(given)) return
  const detail = `expected an array of operations, not ${kindOf(given)}; wrap a single operation in [ ], and spread other iterables`
  throw new UnsupportedOperationError({ operation, detail })
}

/** Runs `act` for one element; its error includes the index of the element. */
export function inElement<T>(operation: string, index: number, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw elementError(operation, [{ index, error }])
  }
}
