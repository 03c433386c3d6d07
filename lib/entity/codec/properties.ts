// The properties of objects that users pass: their own, and known ones that they have from their class.
import { kindOf } from '../../errors/failures.js'
import { isBuiltIn } from '../../util/built-in.js'
import type { Failure } from '../struct/failure.js'
import { refuse } from './node.js'

/**
 * Returns a copy of the own properties of an object, and of the known ones that it has from its class, such as by a
 * getter: its type has them too. Methods do not count. Returns `undefined` for values that are not objects (superstruct
 * reports these), and for built-in objects whose content is not in properties (a Map, a Date), which are rejected by
 * name.
 */
export function propertiesOf(
  value: unknown,
  failures: Failure[],
  known: readonly { readonly key: string }[] = [],
): Record<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return { ...value }
  if (!isBuiltIn(value)) return withInherited(value, known)
  refuse(
    failures,
    `${kindOf(value)} is not an object with properties, and would be stored without its content`,
    value,
  )
  return undefined
}

function withInherited(value: object, known: readonly { readonly key: string }[]): Record<string, unknown> {
  const out: Record<string, unknown> = { ...value }
  for (const { key } of known) {
    const inherited = Object.hasOwn(out, key) ? undefined : inheritedValue(value, key)
    if (inherited !== undefined) out[key] = inherited
  }
  return out
}

/** Returns the value of a property that an object has from its class; `undefined` for methods, and if there is none. */
export function inheritedValue(value: object, key: string): unknown {
  if (Object.hasOwn(value, key) || key in Object.prototype) return undefined
  const inherited: unknown = Reflect.get(value, key)
  return typeof inherited === 'function' ? undefined : inherited
}
