// The key in a stored form that anyone may have made: the keys of a stream record, or a whole item.
import { absentAttribute } from '../codec/node.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { Key } from './key.js'
import { withReadAttributes } from './read-attributes.js'

/**
 * As much of a stored form as tells the key and the kind. Of a key that is made, an attribute that it loses may stand
 * next to it.
 */
export function keyImage(
  { key, kind }: { readonly key: Key; readonly kind: { readonly name: string } | undefined },
  given: unknown,
): unknown {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given
  const image: object = given
  const parts = [...key.partition, ...key.sort, ...key.attributes, ...(kind === undefined ? [] : [kind])]
  const names = parts.map(({ name }) => name).filter((name) => Object.hasOwn(image, name))
  return Object.fromEntries(names.map((name): [string, unknown] => [name, Reflect.get(image, name)]))
}

const lost =
  'its format in the key loses part of it, so it cannot be read back from there: pass the whole item, or the key together with this attribute'

/** The key of a stored item, by property. Adds a failure for each attribute that is absent or does not fit. */
export function keyFrom(key: Key, stored: StoredItem, failures: Failure[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const whole = key.made ? withReadAttributes([key], stored) : stored
  const complete =
    key.made && [...key.partition, ...key.sort].every(({ name }) => Object.hasOwn(stored, name))
  for (const { property, name, codec } of key.attributes) {
    const value = Object.hasOwn(whole, name) ? whole[name] : undefined
    const found: Failure[] = []
    // A default does not replace a missing key.
    if (value === undefined)
      found.push({ path: [], message: complete ? lost : absentAttribute, value: undefined })
    else values[property] = codec.decode(value, found)
    failures.push(...found.map((failure) => ({ ...failure, path: [property, ...failure.path] })))
  }
  return values
}
