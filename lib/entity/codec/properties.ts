// The own properties of objects that users pass.
import { kindOf } from '../../errors/failures.js'
import { isBuiltIn } from '../../util/built-in.js'
import type { Failure } from '../struct/failure.js'
import { refuse } from './node.js'

/**
 * Returns a copy of the own properties of an object. Returns `undefined` for values that are not objects (superstruct
 * reports these), and for built-in objects whose content is not in properties (a Map, a Date), which are rejected by
 * name.
 */
export function propertiesOf(value: unknown, failures: Failure[]): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null || !isBuiltIn(value)) return { ...value }
  refuse(
    failures,
    `${kindOf(value)} is not an object with properties, and would be stored without its content`,
    value,
  )
  return undefined
}
