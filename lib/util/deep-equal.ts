// Deep equality that also compares content outside properties: of URLs, objects of Intl, classes with private fields.
import { isDeepStrictEqual, types } from 'node:util'
import { isBuiltIn } from './built-in.js'

/**
 * Whether two values are deeply equal. For `isDeepStrictEqual`, any two objects of one class without properties are
 * equal: two URLSearchParams, two Intl.Locale and, before Node.js 20.20, two URLs. Here, they are compared by their
 * JSON, their primitive value, their text or what they iterate over; without any of these, they are equal here, too.
 */
export function isDeepEqual(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null) return Object.is(one, other)
  return isEqualBelow(one, other, [])
}

// `around` are the objects that the value is in: it may be one of them.
function isEqualBelow(one: unknown, other: unknown, around: readonly unknown[]): boolean {
  return isDeepStrictEqual(one, other) && hasSameContent(one, other, around)
}

// The values are deeply equal for Node.js.
function hasSameContent(one: unknown, other: unknown, around: readonly unknown[]): boolean {
  if (typeof one !== 'object' || one === null || one === other || around.includes(one)) return true
  const inside = [...around, one]
  if (types.isMap(one) || types.isSet(one)) return haveSameContents([...one], [...Object(other)], inside)
  const names = Object.keys(one)
  if (names.length > 0)
    return names.every((name) =>
      hasSameContent(Reflect.get(one, name), Reflect.get(Object(other), name), inside),
    )
  return Array.isArray(one) || isBuiltIn(one) || isDeepStrictEqual(written(one), written(Object(other)))
}

// Members of sets and maps need not be in one order.
function haveSameContents(ones: readonly unknown[], others: readonly unknown[], around: readonly unknown[]) {
  const left = others.filter((other) => typeof other === 'object')
  return ones.every((one) => {
    if (typeof one !== 'object') return true
    const at = left.findIndex((other) => isEqualBelow(one, other, around))
    left.splice(at, 1)
    return at >= 0
  })
}

// What an object without properties is written as; `undefined` if it does not say.
function written(value: object): unknown {
  const { toJSON }: { readonly toJSON?: unknown } = Object(value)
  try {
    if (typeof toJSON === 'function') return toJSON.call(value)
    const primitive: unknown = value.valueOf()
    if (typeof primitive !== 'object') return primitive
    if (value.toString !== Object.prototype.toString) return value.toString()
    return Symbol.iterator in value ? Array.from(value as Iterable<unknown>) : undefined
  } catch {
    return undefined
  }
}
