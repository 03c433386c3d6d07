// What an entity is described by: the shape of the one argument of `new Entity`.
import type { Attributes, IndexKeyName, PrimaryKeyName } from './item-types.js'
import type { Table } from './table.js'

/** One side of an index key: an attribute, or several (up to four; global indexes only). */
export type KeySide<N extends string> = N | readonly N[]

/** Which attributes an index holds besides the keys: all of them, none, or the ones listed. */
export type IndexProjection<N extends string = string> = 'all' | 'keys' | readonly N[]

/** A secondary index: global with a `partition` of its own, local with `local: true` and the table's partition key. */
export interface IndexDescriptor<K extends string = string, N extends string = string> {
  readonly partition?: KeySide<K>
  readonly sort?: KeySide<K>
  readonly local?: boolean
  readonly projection?: IndexProjection<N>
  /** The index name in DynamoDB, where it differs from the name in the descriptor. */
  readonly name?: string
}

/** What an entity is: its attributes, the key, the indexes, and what the library manages. */
export interface Descriptor<D extends Attributes = Attributes> {
  /** The entity's name, used in errors, observers and inspection. */
  readonly name: string
  /** The table: its name, a function that gives the name (called at first use), or a `Table`. */
  readonly table: string | (() => string) | Table
  /** Property names to structs. */
  readonly attributes: D
  /** The primary key of the table. */
  readonly key: { readonly partition: PrimaryKeyName<D>; readonly sort?: PrimaryKeyName<D> }
  readonly indexes?: { readonly [name: string]: IndexDescriptor<IndexKeyName<D>, keyof D & string> }
  /** The integer attribute of optimistic locking: 0 before the first save, then one more with each. */
  readonly version?: keyof D & string
  /** The attributes that hold when an item was made and last written. */
  readonly timestamps?: { readonly created?: keyof D & string; readonly updated?: keyof D & string }
  /** The attribute after whose time DynamoDB deletes the item: a number of epoch seconds ("Time to Live"). */
  readonly ttl?: keyof D & string
  /** Whether `null` in a map is left out (`'omit'`, the default) or stored as NULL (`'store'`). */
  readonly nulls?: 'omit' | 'store'
  /** What is done with stored attributes that no struct names: `'drop'` (default), `'preserve'`, or `'error'`. */
  readonly unknown?: 'drop' | 'preserve' | 'error'
}
