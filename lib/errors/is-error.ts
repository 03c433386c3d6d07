// Recognizes errors of this library by their codes, as all code inside the library does.
import type { ErrorCode } from './codes.js'

/** The property that holds the codes of an error and of its base classes, most specific first. */
export const lineage = Symbol.for('dyntastic.error')

interface ErrorClass<E extends Error> {
  readonly code: ErrorCode
  readonly prototype: E
}

/**
 * Whether a value is an error of this class or of one of its subclasses, decided by code. Minifiers rebuild classes,
 * and two copies of the library have separate classes: codes survive both, whereas `instanceof` depends on the class
 * that a bundler leaves.
 */
export function isError<E extends Error>(value: unknown, { code }: ErrorClass<E>): value is E {
  if (typeof value !== 'object' || value === null) return false
  const codes: unknown = Reflect.get(value, lineage)
  return Array.isArray(codes) && codes.includes(code)
}
