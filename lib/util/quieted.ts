// Promises in place of a plain value: rejected by the code that expects the value, and never awaited.
import { types } from 'node:util'

/**
 * Returns the value unchanged. If it is a promise, its rejection counts as handled: nobody awaits it, and Node would
 * end the process.
 */
export function quieted<T>(value: T): T {
  if (types.isPromise(value)) value.catch(() => {})
  return value
}
