// Tells errors of this library apart by their codes, the way that everything inside does.
import type { ErrorCode } from './codes.js'

/** The codes of an error and of the classes above its own, most special first: a property with this symbol holds them. */
export const lineage = Symbol.for('dyntastic.error')

interface ErrorClass<E extends Error> {
  readonly code: ErrorCode
  readonly prototype: E
}

/**
 * Whether a value is an error of this class or of a class below it, by code. Minifiers rebuild classes, and two copies of the library
 * have classes of their own: codes survive both, `instanceof` depends on the class that a bundler leaves.
 */
export function isError<E extends Error>(value: unknown, { code }: ErrorClass<E>): value is E {
  if (typeof value !== 'object' || value === null) return false
  const codes: unknown = Reflect.get(value, lineage)
  return Array.isArray(codes) && codes.includes(code)
}
