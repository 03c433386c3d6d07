// Plain objects: what they are, and copies of plain data.
import { types } from 'node:util'

/** Whether it is a plain object: of this realm, of another one, or without a prototype. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

// Deeper than anything that can be stored, and an end for values that contain themselves.
const deepest = 40

/**
 * Returns a copy of plain containers (arrays, objects, Maps, Sets) at every depth: superstruct's coercion may write
 * into its argument.
 */
export function copied(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > deepest) return value
  if (Array.isArray(value)) return value.map((element) => copied(element, depth + 1))
  if (types.isMap(value))
    return new Map([...value].map(([key, element]: [unknown, unknown]) => [key, copied(element, depth + 1)]))
  if (types.isSet(value)) return new Set(value)
  if (!isPlain(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, copied(element, depth + 1)]))
}
