// Objects of another realm (Jest's environment, node:vm): of a class that `instanceof` of this one does not know.
import { types } from 'node:util'

/** The value; a Date, Set, Map or Uint8Array of another realm as one of this realm. What it holds stays as it is. */
export function ofThisRealm(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Object) return value
  if (types.isDate(value)) return new Date(value)
  if (types.isSet(value)) return new Set(value)
  if (types.isMap(value)) return new Map(value)
  return types.isUint8Array(value) ? new Uint8Array(value) : value
}
