// Promises where a plain value is expected: refused by whoever expects the value, and never awaited.
import { types } from 'node:util'

/** The value as it is. If it is a promise, its rejection counts as handled: nobody awaits it, and Node would end the process. */
export function quieted<T>(value: T): T {
  if (types.isPromise(value)) value.catch(() => {})
  return value
}
