// Objects of another realm (Jest's environment, node:vm), whose classes `instanceof` does not recognize here.
import { types } from 'node:util'

/**
 * Returns the value, or, for a Date, Set, Map or Uint8Array of another realm, a copy in this realm. Values inside it
 * stay unchanged.
 */
export function ofThisRealm(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Object) return value
  if (types.isDate(value)) return new Date(value)
  if (types.isSet(value)) return new Set(value)
  if (types.isMap(value)) return new Map(value)
  return types.isUint8Array(value) ? new Uint8Array(value) : value
}
