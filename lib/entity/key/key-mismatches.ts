// Differences between the key that an item was read with and the one that it would be written with.
import { malformations } from '../codec/dialect.js'
import { isIdentical, keyValueText } from '../codecs/key-node.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { Key } from './key.js'
import { makesStored } from './key-comparison.js'
import { printMade } from './made-part.js'
import { isKeyRefusal } from './template/print-template.js'

/**
 * Why the key that an item was read with is not the one that it would be written with: it could not be found again,
 * a delete would delete nothing,
 * and a save would store a second item.
 */
export function keyMismatches(key: Key, item: object, stored: StoredItem): readonly Failure[] {
  return makesStored(key, item, stored) ? noFailures : mismatchesOf(key, item, stored)
}

const noFailures: readonly Failure[] = Object.freeze([])

function mismatchesOf(key: Key, item: object, stored: StoredItem): Failure[] {
  const attributes: StoredItem = {}
  for (const { property, name, codec } of key.attributes) {
    const given: unknown = Reflect.get(item, property)
    const value = given === undefined ? undefined : codec.encode(given)
    if (value !== undefined) attributes[name] = value
  }
  return key.parts.flatMap(({ template, name }) => {
    const found = Object.hasOwn(stored, name) ? stored[name] : undefined
    if (template === undefined || found === undefined) return []
    const malformed = malformations(found, name)
    if (malformed.length > 0) return malformed
    const made = printMade(template, attributes)
    if (made === undefined || (!isKeyRefusal(made) && isIdentical(found, made))) return []
    const would = isKeyRefusal(made)
      ? `cannot write that (${made.message})`
      : `would write ${keyValueText(made)}`
    const message = `${keyValueText(found)} is stored in the key attribute '${name}', but for this item, this entity ${would}, which is another key: declare a template, and storage forms of its attributes, that make the stored key`
    return [{ path: [name], message, value: found }]
  })
}
