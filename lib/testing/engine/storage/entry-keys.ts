// Keys of the storage: the position of an item in its table and in each index.
import { keyText } from '../values/key-text.js'
import type { WireItem, WireValue } from '../values/wire.js'
import type { IndexSchema, KeyAttribute, KeySchema } from './table-schema.js'

/** The own value of an attribute. */
export function attributeOf(item: WireItem, name: string): WireValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined
}

/** Whether a value has the type of a key attribute. */
export function fits(value: WireValue | undefined, { type }: KeyAttribute): value is WireValue {
  return value?.[type] !== undefined
}

/** Where a partition begins: a hash, so that a scan meets partitions in an order of its own, and the values. */
export function partitionText(values: readonly WireValue[]): string {
  let text = ''
  for (const value of values) text += keyText(value)
  return hashText(text) + text
}

/** The key in a table; the item has the key attributes. */
export function tableEntryKey(key: KeySchema, item: WireItem): string {
  return partitionText(valuesOf(key.partition, item)) + sidesText(key.sort, item)
}

/** The key in an index: the index key and then the table key; `undefined` if the item is not in the index. */
export function indexEntryKey(table: KeySchema, index: IndexSchema, item: WireItem): string | undefined {
  for (const attribute of index.key.all)
    if (!fits(attributeOf(item, attribute.name), attribute)) return undefined
  return (
    partitionText(valuesOf(index.key.partition, item)) +
    sidesText(index.key.sort, item) +
    sidesText(table.all, item)
  )
}

/** The hash of a key, as a number of 32 bits. */
export function hashOf(entryKey: string): number {
  return entryKey.charCodeAt(0) * 0x10000 + entryKey.charCodeAt(1)
}

/** The text with which keys begin whose hash is this one or greater. */
export function hashPrefix(hash: number): string {
  return String.fromCharCode(hash >>> 16, hash & 0xffff)
}

function valuesOf(attributes: readonly KeyAttribute[], item: WireItem): WireValue[] {
  return attributes.map(({ name }) => attributeOf(item, name) ?? {})
}

function sidesText(attributes: readonly KeyAttribute[], item: WireItem): string {
  let text = ''
  for (const { name } of attributes) text += keyText(attributeOf(item, name) ?? {})
  return text
}

// FNV-1a over UTF-16 units, mixed at the end so that similar keys lie far apart.
function hashText(text: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hashPrefix((hash ^ (hash >>> 16)) >>> 0)
}
