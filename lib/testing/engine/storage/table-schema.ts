// Keys and indexes of a table, from its definition.
import type { DistanceFunction } from './table-definition.js'

/** The types that a key may have. */
export type KeyType = 'S' | 'N' | 'B'

/** An attribute of a key. */
export interface KeyAttribute {
  readonly name: string
  readonly type: KeyType
}

/** The key of a table or an index; a global index may have up to four attributes on each side. */
export interface KeySchema {
  readonly partition: readonly KeyAttribute[]
  readonly sort: readonly KeyAttribute[]
  /** Both sides, in order. */
  readonly all: readonly KeyAttribute[]
}

/** An index of a table. */
export interface IndexSchema {
  readonly name: string
  readonly global: boolean
  readonly key: KeySchema
  /** The attributes that it holds; `undefined`: all. */
  readonly projected: ReadonlySet<string> | undefined
}

/** A vector index of a table. */
export interface VectorSchema {
  readonly name: string
  /** The attribute with the vectors. */
  readonly attribute: string
  readonly dimensions: number
  readonly distance: DistanceFunction
  /** Its partition key (HASH), if it has one. */
  readonly partition: KeyAttribute | undefined
  /** Its inline filters (INLINE_FILTER). */
  readonly filters: readonly KeyAttribute[]
  /** The attributes that it holds in addition to the vector; `undefined`: all. */
  readonly projected: ReadonlySet<string> | undefined
}

/** The key of a table, and its indexes: local ones first. */
export interface TableSchema {
  readonly name: string
  readonly key: KeySchema
  readonly indexes: readonly IndexSchema[]
  readonly vectors: readonly VectorSchema[]
}

/** A key schema of its two sides. */
export function keySchema(partition: readonly KeyAttribute[], sort: readonly KeyAttribute[]): KeySchema {
  return { partition, sort, all: [...partition, ...sort] }
}
