// What the planner is asked, and what it answers: plain data, before anything is compiled or sent.
import type { Key } from '../../entity/key/key.js'
import type { Condition } from '../../expression/condition/condition.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'

/** What a query or scan is asked, as far as it decides where the items are read from. */
export interface QueryWishes {
  /** The conditions of the where-chain; all must hold. */
  readonly conditions: readonly Condition[]
  /** The index chosen by hand, by its name in the descriptor. */
  readonly index: string | undefined
  readonly consistent: boolean
  readonly order: 'ascending' | 'descending' | undefined
  /** The selected paths; empty for whole items. */
  readonly select: readonly ResolvedPath[]
  /** Whether whole items are fetched afterwards where the index holds part of them. */
  readonly full: boolean
  /** Whether a Scan was asked for. */
  readonly scan: boolean
}

/** Where items can be read: the table, or one of its indexes. */
export interface Source {
  readonly kind: 'table' | 'local' | 'global'
  /** The name in the descriptor; `table` for the table. */
  readonly label: string
  /** The index name in DynamoDB; `undefined` for the table. */
  readonly indexName: string | undefined
  readonly key: Key
  /** `'all'`, `'keys'`, or the stored names of the attributes held besides the keys. */
  readonly projection: 'all' | 'keys' | readonly string[]
}

/** A source that was not taken, and why. */
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
  /** What DynamoDB checks on each item that it has read. */
  readonly filter: Condition | undefined
  /** Why this source, in one sentence. */
  readonly why: string
  readonly rejected: readonly Rejection[]
  /** What the user may not expect of the plan, a sentence each. */
  readonly warnings: readonly string[]
  /** The stored names that items of a partial index hold, also where `full` fetches the rest; `undefined` where it holds whole items. */
  readonly held: ReadonlySet<string> | undefined
  /** For a Scan: the index that would help, as a descriptor (`{ partition: 'age' }`). */
  readonly helpful: string | undefined
}
