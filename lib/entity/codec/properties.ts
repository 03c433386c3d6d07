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
  if (isBare(value)) return { ...value }
  const out = isBuiltIn(value) ? undefined : withInherited(value, known)
  if (out !== undefined && (Object.keys(out).length > 0 || !isOfRuntime(value))) return out
  refuse(
    failures,
    `${kindOf(value)} is not an object with properties, and would be stored without its content`,
    value,
  )
  return undefined
}

/** Whether an object is of a class of the runtime, or one that extends it (a URL, an Error), or is an iterator. */
function isOfRuntime(value: object): boolean {
  if (Symbol.iterator in value && 'next' in value) return true
  for (let at: unknown = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    const { constructor: made }: { readonly constructor?: unknown } = Object(at)
    const known = typeof made === 'function' && made !== Object && Reflect.get(globalThis, made.name) === made
    if (known) return true
  }
  return false
}

/** Returns a copy of the own properties of an input, and of attributes that it has from its class. */
export function copiedInput(input: object, attributes: readonly string[]): Record<string, unknown> {
  return isBare(input)
    ? { ...input }
    : withInherited(
        input,
        attributes.map((key) => ({ key })),
      )
}

function isBare(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function withInherited(value: object, known: readonly { readonly key: string }[]): Record<string, unknown> {
  const out: Record<string, unknown> = { ...value }
  for (const { key } of known) {
    const found = Object.hasOwn(out, key) ? undefined : inheritedValue(value, key)
    if (found !== undefined) out[key] = found
  }
  return out
}

/**
 * Returns the value of a property that an object has from its class, or that is not enumerable, as the message of an
 * Error; `undefined` for methods, and if there is none.
 */
export function inheritedValue(value: object, key: string): unknown {
  if (key in Object.prototype) return undefined
  const inherited: unknown = Reflect.get(value, key)
  return typeof inherited === 'function' ? undefined : inherited
}
