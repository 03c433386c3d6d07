// Promises in place of a plain value: rejected by the code that expects the value.
import { types } from 'node:util'

/**
 * Returns the value unchanged. If it is a promise, its rejection counts as handled: nobody awaits it, and Node would
 * end the process.
 */
export function quieted<T>(value: T): T {
  if (types.isPromise(value)) value.catch(() => {})
  return value
}

/** Whether a value is a promise, or anything else that `await` would run or wait for, such as an operation. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** What superstruct reads of the result of a user's function: of failures, and of the struct of `lazy()`. */
const readOfResults: readonly PropertyKey[] = [Symbol.iterator, 'coercer', 'validator', 'refiner', 'entries']

const promises: object = Object.getPrototypeOf((async () => {})())

/**
 * Calls a function that calls the user's functions through superstruct, and returns whether one of them returned a
 * promise. superstruct drops the promise, so that nobody could handle its rejection. Until the call returns, reading
 * a property of a promise is noticed, and the rejection of that promise counts as handled. An error of the call is
 * thrown, unless there was a promise. Takes tens of microseconds.
 */
export function returnsPromise(call: () => void): boolean {
  let caught = false
  const get = function (this: unknown): undefined {
    caught = true
    quieted(this)
  }
  const before = readOfResults.map((name) => Object.getOwnPropertyDescriptor(promises, name))
  for (const name of readOfResults) Reflect.defineProperty(promises, name, { get, configurable: true })
  try {
    call()
  } catch (error) {
    if (!caught) throw error
  } finally {
    for (const [at, name] of readOfResults.entries()) {
      const known = before[at]
      if (known === undefined) Reflect.deleteProperty(promises, name)
      else Reflect.defineProperty(promises, name, known)
    }
  }
  return caught
}
