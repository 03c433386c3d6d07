// What a promise, or a function, fails with: asserted to be an error of one class.
import { expect } from 'chai'

type ErrorClass<E> = abstract new (...args: never[]) => E

/** The error that the work rejects with; fails where it resolves, or rejects with something else. */
export async function rejection<E>(work: PromiseLike<unknown>, type: ErrorClass<E>): Promise<E> {
  let value: unknown
  try {
    value = await work
  } catch (error) {
    return ofClass(error, type)
  }
  return expect.fail(`resolved to ${typeof value}, where ${type.name} was expected`)
}

/** The error that the function throws; fails where it returns, or throws something else. */
export function thrown<E>(work: () => unknown, type: ErrorClass<E>): E {
  try {
    work()
  } catch (error) {
    return ofClass(error, type)
  }
  return expect.fail(`nothing was thrown, where ${type.name} was expected`)
}

function ofClass<E>(error: unknown, type: ErrorClass<E>): E {
  if (error instanceof type) return error
  throw new Error(`${type.name} was expected, not ${String(error)}`, { cause: error })
}
