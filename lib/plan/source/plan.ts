// Input and result of the planner: plain data, before anything is compiled or sent.
import type { Key } from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import type { Condition } from '../../expression/condition/condition.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'

/** The part of a query or scan that decides where the items are read from. */
export interface QuerySpec {
  /** The conditions of the where-chain, which must all be true. */
  readonly conditions: readonly Condition[]
  /** The index that the user chose, by its name in the definition. */
  readonly index: string | undefined
  readonly consistent: boolean
  readonly order: 'ascending' | 'descending' | undefined
  /** The selected paths; empty for whole items. */
  readonly select: readonly ResolvedPath[]
  /** Whether whole items are fetched afterwards if the index contains only part of them. */
  readonly full: boolean
  /** Whether a Scan was requested. */
  readonly scan: boolean
}

/** A source of items: the table, or one of its indexes. */
export interface Source {
  readonly kind: 'table' | 'local' | 'global'
  /** The name in the definition; `table` for the table. */
  readonly label: string
  /** The index name in DynamoDB; `undefined` for the table. */
  readonly indexName: string | undefined
  readonly key: Key
  /** Whether only some items are in it, by a function of the definition. */
  readonly chosen?: boolean
  /** Of a union: the entities that have the index, if not all of their items are in it. */
  readonly entities?: readonly string[]
  /** `'all'`, `'keys'`, or the stored names of the attributes that it contains in addition to the keys. */
  readonly projection: 'all' | 'keys' | readonly string[]
}

/** A source that was not chosen, and why. */
export interface Rejection {
  readonly source: string
  readonly why: string
}

/** How a query is run. */
export interface Plan {
  readonly operation: 'Query' | 'Scan'
  readonly source: Source
  /** The key condition of a Query: one comparison per key attribute used, in the order of the key. */
  readonly key: Condition | undefined
  /** The condition that DynamoDB checks for each item that it has read. */
  readonly filter: Condition | undefined
  /** The kinds of item that it reads: of a union, those that the source contains. */
  readonly kinds: EntityModel
  /** Whether items of other kinds may come along, so that each one must be looked at. */
  readonly sieved: boolean
  /** The condition on attributes in keys that is checked after reading; `undefined` if there is none. */
  readonly sieve: Condition | undefined
  /** What key attributes that are made of others are used for, a line each, and what is left to the filter. */
  readonly ranges: readonly string[]
  /** Why this source was chosen, in one sentence. */
  readonly why: string
  readonly rejected: readonly Rejection[]
  /** What users may not expect of the plan, one sentence each. */
  readonly warnings: readonly string[]
  /**
   * The stored names that items of a partial index contain, also if `full` fetches the rest; `undefined` if it contains
   * whole items.
   */
  readonly projected: ReadonlySet<string> | undefined
  /** For a Scan: the index that would help, as a definition (`{ partition: 'age' }`). */
  readonly helpful: string | undefined
}
