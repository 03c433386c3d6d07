// Lost reads: those whose response was lost or cannot be read, so that repeating them may succeed.

import { TimeoutError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { hide } from '../../errors/veil.js'

/** How often a request is retried after a lost response. */
export const mostLost = 2

/** Marks errors of a response that was lost or is invalid. */
export const brokenResponse = Symbol.for('dyntastic.brokenResponse')

/** Whether a response was lost (a time limit, a reset connection) or cannot be read. */
export function isLostRead(error: unknown): boolean {
  return isError(error, TimeoutError) || Reflect.get(Object(error), brokenResponse) === true
}

/** Marks an error as that of a response that cannot be read. */
export function asLostRead<E extends Error>(error: E): E {
  hide(error, brokenResponse, true)
  return error
}
