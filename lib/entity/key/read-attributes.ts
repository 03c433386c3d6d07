// Attributes of an item that are read from its keys.
import { isStoredValue } from '../codec/dialect.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Key, KeyAttributePart } from './key.js'
import { readMade } from './made-part.js'

/**
 * A stored item with the attributes that it does not have and that can be read from its keys, as a keys-only index
 * or another library leaves them
 * out; the item itself if it has them all.
 */
export function withReadAttributes(keys: readonly Key[], stored: StoredItem): StoredItem {
  let whole = stored
  for (const key of keys) {
    if (!key.made || hasAttributes(key, whole)) continue
    let known: Readonly<Record<string, unknown>> = {}
    for (const { template, name } of key.parts) {
      const value = Object.hasOwn(stored, name) ? stored[name] : undefined
      if (template === undefined || value === undefined || !isStoredValue(value)) continue
      const read = readMade(template, value, known)
      if (read === undefined) break
      known = { ...known, ...read }
    }
    for (const { property, name, codec } of key.attributes) {
      if (Object.hasOwn(whole, name) || !Object.hasOwn(known, property)) continue
      const value = codec.encode(known[property])
      if (value === undefined) continue
      if (whole === stored) whole = { ...stored }
      whole[name] = value
    }
  }
  return whole
}

// What objects inherit are functions, and no attribute is called `__proto__`.
function hasAttributes({ attributes }: Key, stored: StoredItem): boolean {
  for (let at = 0; at < attributes.length; at++)
    if (typeof stored[(attributes[at] as KeyAttributePart).name] !== 'object') return false
  return true
}

/** What is needed of a model to tell the attributes of its items. */
interface AttributeOwner {
  readonly plain: boolean
  readonly keys: readonly Key[]
  readonly key: Key
  readonly stripped: ReadonlySet<string>
}

/**
 * The attributes of a stored item, those that stand in its keys alone too. Of a whole item, what the key of an index
 * says and no attribute does is out of date.
 */
export function ownAttributes(
  { plain, keys, key, stripped }: AttributeOwner,
  stored: StoredItem,
  part: boolean,
): StoredItem {
  if (plain) return stored
  const whole = !part && hasAttributes(key, stored) ? stored : withReadAttributes(part ? keys : [key], stored)
  if (stripped.size === 0) return whole
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !stripped.has(name)))
}
