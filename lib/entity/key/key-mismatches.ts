// Differences between the key that an item was read with and the one that it would be written with.
import { isIdentical, keyValueText } from '../codecs/key-node.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import type { Computed } from './computed.js'
import type { Key, KeyPart } from './key.js'
import { printMade } from './made-part.js'
import { isKeyRefusal } from './template/print-template.js'
import type { Template } from './template/slot.js'

/**
 * Whether an item makes the key that is stored, as far as it is known. False also if only `keyMismatches` can tell.
 * @param storedText returns the stored string of a key attribute; `undefined` if there is none.
 */
export function makesKey(
  { parts }: Key,
  item: object,
  storedText: (name: string) => string | undefined,
): boolean {
  for (let at = 0; at < parts.length; at++) {
    const { template, name } = parts[at] as KeyPart
    if (template === undefined) continue
    if (!fits(template, item, storedText(name))) return false
  }
  return true
}

/**
 * Why the key that an item was read with is not the one that it would be written with: it could not be found again,
 * a delete would delete nothing,
 * and a save would store a second item.
 */
export function keyMismatches(key: Key, item: object, stored: StoredItem): readonly Failure[] {
  return makesStored(key, item, stored) ? noFailures : mismatchesOf(key, item, stored)
}

// As `makesKey`, without a function for each item. Nothing that objects inherit is a string in `S`. By index, here and
// wherever keys are made and compared: V8 makes an object for each step of a loop over a frozen array.
function makesStored({ parts }: Key, item: object, stored: StoredItem): boolean {
  for (let at = 0; at < parts.length; at++) {
    const { template, name } = parts[at] as KeyPart
    if (template === undefined) continue
    const value = stored[name]
    if (!fits(template, item, value !== undefined && 'S' in value ? value.S : undefined)) return false
  }
  return true
}

function fits(template: Template | Computed, item: object, text: string | undefined): boolean {
  return text !== undefined && 'slots' in template && template.functions?.fits(item, text) === true
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
    const made = printMade(template, attributes)
    if (made === undefined || (!isKeyRefusal(made) && isIdentical(found, made))) return []
    const would = isKeyRefusal(made)
      ? `cannot write that (${made.message})`
      : `would write ${keyValueText(made)}`
    const message = `${keyValueText(found)} is stored in the key attribute '${name}', but for this item, this entity ${would}, which is another key: declare a template, and storage forms of its attributes, that make the stored key`
    return [{ path: [name], message, value: found }]
  })
}
