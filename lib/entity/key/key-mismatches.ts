// Differences between the key that an item was read with and the one that it would be written with.
import { isIdentical, keyValueText } from '../codecs/key-node.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { type Key, partsOfKey } from './key.js'
import { printMade } from './made-part.js'
import { isKeyRefusal, printText } from './template/print-template.js'

/**
 * Whether an item makes the key that is stored, as far as it is known. False also if only `keyMismatches` can tell.
 * @param storedText returns the stored string of a key attribute; `undefined` if there is none.
 */
export function makesKey(
  { partition, sort }: Key,
  item: object,
  storedText: (name: string) => string | undefined,
): boolean {
  for (const side of [partition, sort])
    for (const { template, name } of side) {
      if (template === undefined) continue
      const text = 'slots' in template && template.type === 'S' ? printText(template, item) : undefined
      if (text === undefined || text !== storedText(name)) return false
    }
  return true
}

/**
 * Why the key that an item was read with is not the one that it would be written with: it could not be found again,
 * a delete would delete nothing,
 * and a save would store a second item.
 */
export function keyMismatches(key: Key, item: object, stored: StoredItem): readonly Failure[] {
  const storedText = (name: string) => {
    const value = Object.hasOwn(stored, name) ? stored[name] : undefined
    return value !== undefined && 'S' in value ? value.S : undefined
  }
  return makesKey(key, item, storedText) ? noFailures : mismatchesOf(key, item, stored)
}

const noFailures: readonly Failure[] = Object.freeze([])

function mismatchesOf(key: Key, item: object, stored: StoredItem): Failure[] {
  const attributes: StoredItem = {}
  for (const { property, name, codec } of key.attributes) {
    const given: unknown = Reflect.get(item, property)
    const value = given === undefined ? undefined : codec.encode(given)
    if (value !== undefined) attributes[name] = value
  }
  return partsOfKey(key).flatMap(({ template, name }) => {
    const found = Object.hasOwn(stored, name) ? stored[name] : undefined
    if (template === undefined || found === undefined) return []
    const made = printMade(template, attributes)
    if (made === undefined || (!isKeyRefusal(made) && isIdentical(found, made))) return []
    const would = isKeyRefusal(made)
      ? `cannot write that (${made.message})`
      : `would write ${keyValueText(made)}`
    const message = `${keyValueText(found)} is stored in the key attribute '${name}', but for this item, this entity ${would}, which is another key: declare a template, and storage forms of its attributes, that make the stored key`
    return [{ path: [name], message, value: found }]
  })
}
