// Table with its items and index entries, which are kept consistent.
import { keyText } from '../values/key-text.js'
import { itemBytes } from '../values/value-sizes.js'
import type { WireItem } from '../values/wire.js'
import { attributeOf, indexEntryKey, tableEntryKey } from './entry-keys.js'
import { OrderedTree, type Owner } from './ordered-tree.js'
import type { TableDefinition } from './table-definition.js'
import { type IndexSchema, schemaOf, type TableSchema, type VectorSchema } from './table-schema.js'
import { VectorEntries } from './vector-entries.js'

/** An item as it is stored. Nothing changes it: a write stores another one. */
export interface StoredItem {
  /** Its position in its table. */
  readonly key: string
  readonly item: WireItem
  readonly bytes: number
}

/** A table at one moment. It is changed by its owner alone; others change a copy. */
export class TableState {
  readonly schema: TableSchema
  readonly items: OrderedTree<StoredItem>
  readonly indexes: ReadonlyMap<string, OrderedTree<StoredItem>>
  readonly vectors: ReadonlyMap<string, VectorEntries<StoredItem>>
  /** Items with a number as their time to live, in the order of it. */
  readonly expiring: OrderedTree<StoredItem> | undefined
  bytes: number

  constructor(
    readonly owner: Owner,
    readonly definition: TableDefinition,
    from?: TableState,
  ) {
    this.schema = from?.definition === definition ? from.schema : schemaOf(definition)
    this.items = from?.items.copy() ?? new OrderedTree()
    this.bytes = from?.bytes ?? 0
    this.indexes = new Map(this.schema.indexes.map((index) => [index.name, this.indexTree(index, from)]))
    this.vectors = new Map(this.schema.vectors.map((index) => [index.name, this.vectorEntries(index, from)]))
    this.expiring = this.expiringTree(from)
  }

  get(key: string): StoredItem | undefined {
    return this.items.get(key)
  }

  /** Stores an item in the place of the one with the same key, and returns that one. */
  put(item: WireItem, key = tableEntryKey(this.schema.key, item)): StoredItem | undefined {
    const stored = { key, item, bytes: itemBytes(item) }
    const before = this.items.set(this.owner, stored.key, stored)
    this.replace(before, stored)
    return before
  }

  /** Removes an item, and returns it. */
  remove(key: string): StoredItem | undefined {
    const before = this.items.delete(this.owner, key)
    if (before !== undefined) this.replace(before, undefined)
    return before
  }

  /** Where an item stands in the order of expiry; `undefined` if it never expires. */
  expiryKey({ item, key }: StoredItem): string | undefined {
    const name = this.definition.timeToLive
    const value = name === undefined ? undefined : attributeOf(item, name)
    return value?.N === undefined ? undefined : keyText(value) + key
  }

  private replace(before: StoredItem | undefined, next: StoredItem | undefined): void {
    this.bytes += (next?.bytes ?? 0) - (before?.bytes ?? 0)
    for (const index of this.schema.indexes) {
      const tree = this.indexes.get(index.name)
      if (tree !== undefined)
        move(tree, this.owner, before, next, (one) => indexEntryKey(this.schema.key, index, one.item))
    }
    for (const entries of this.vectors.values()) entries.replace(this.owner, before, next)
    if (this.expiring !== undefined)
      move(this.expiring, this.owner, before, next, (one) => this.expiryKey(one))
  }

  // A new index is filled with the items that are there.
  private indexTree(index: IndexSchema, from: TableState | undefined): OrderedTree<StoredItem> {
    const known = from?.indexes.get(index.name)
    if (known !== undefined) return known.copy()
    const tree = new OrderedTree<StoredItem>()
    this.items.ascend(undefined, (stored) => {
      const key = indexEntryKey(this.schema.key, index, stored.item)
      if (key !== undefined) tree.set(this.owner, key, stored)
      return true
    })
    return tree
  }

  private vectorEntries(index: VectorSchema, from: TableState | undefined): VectorEntries<StoredItem> {
    const known = from?.vectors.get(index.name)
    if (known !== undefined) return known.copy()
    const entries = new VectorEntries<StoredItem>(index)
    this.items.ascend(undefined, (stored) => {
      entries.replace(this.owner, undefined, stored)
      return true
    })
    return entries
  }

  private expiringTree(from: TableState | undefined): OrderedTree<StoredItem> | undefined {
    if (this.definition.timeToLive === undefined) return undefined
    if (from?.definition.timeToLive === this.definition.timeToLive && from.expiring !== undefined)
      return from.expiring.copy()
    const tree = new OrderedTree<StoredItem>()
    this.items.ascend(undefined, (stored) => {
      const key = this.expiryKey(stored)
      if (key !== undefined) tree.set(this.owner, key, stored)
      return true
    })
    return tree
  }
}

function move(
  tree: OrderedTree<StoredItem>,
  owner: Owner,
  before: StoredItem | undefined,
  next: StoredItem | undefined,
  keyOf: (stored: StoredItem) => string | undefined,
): void {
  const old = before && keyOf(before)
  const key = next && keyOf(next)
  if (old !== undefined && old !== key) tree.delete(owner, old)
  if (key !== undefined && next !== undefined) tree.set(owner, key, next)
}
