// The part of an item that an index holds, and its size there.
import { itemBytes, textBytes } from '../values/value-sizes.js'
import type { WireItem } from '../values/wire.js'
import { attributeOf } from './entry-keys.js'
import type { VectorSchema } from './table-schema.js'
import type { StoredItem } from './table-state.js'

/** What an item weighs in an index. */
export function projectedBytes(
  { item, bytes }: StoredItem,
  projected: ReadonlySet<string> | undefined,
): number {
  return projected === undefined ? bytes : itemBytes(projectedItem(item, projected))
}

/** The part of an item that an index holds. */
export function projectedItem(item: WireItem, projected: ReadonlySet<string>): WireItem {
  return partOf(item, (name) => projected.has(name))
}

/** The part of an item that a vector index holds next to its vector. */
export function withoutVector(item: WireItem, { attribute, projected }: VectorSchema): WireItem {
  return partOf(item, (name) => name !== attribute && projected?.has(name) !== false)
}

/** What an item weighs in a vector index: a vector takes four bytes for each dimension there. */
export function vectorEntryBytes(item: WireItem, index: VectorSchema): number {
  return textBytes(index.attribute) + 4 * index.dimensions + itemBytes(withoutVector(item, index))
}

function partOf(item: WireItem, holds: (name: string) => boolean): WireItem {
  const kept: [string, WireItem[string]][] = []
  for (const name of Object.keys(item)) {
    const value = holds(name) ? attributeOf(item, name) : undefined
    if (value !== undefined) kept.push([name, value])
  }
  return Object.fromEntries(kept)
}
