// Reads whose answer was lost, or cannot be read: asked again, it may come.

import { TimeoutError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { hide } from '../../errors/veil.js'

/** How often a request is sent again after its answer was lost. */
export const mostLost = 2

/** On errors of an answer that was lost on the way, or is none; the executor says so by it, too. */
const broken = Symbol.for('dyntastic.brokenResponse')

/** Whether an answer was lost (a time limit, a connection that was reset), or cannot be read. */
export function isLostRead(error: unknown): boolean {
  return isError(error, TimeoutError) || Reflect.get(Object(error), broken) === true
}

/** The error, as one of an answer that cannot be read. */
export function asLostRead<E extends Error>(error: E): E {
  hide(error, broken, true)
  return error
}
