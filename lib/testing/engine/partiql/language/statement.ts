// Statement as data, before its table or parameters are resolved.
import type { Path } from '../../expressions/expression-reader.js'
import type { Term } from './terms.js'

/** What FROM, INTO or UPDATE names. */
export interface Source {
  readonly table: string
  readonly index: string | undefined
}

export interface SelectStatement {
  readonly kind: 'select'
  readonly source: Source
  /** `undefined`: `*`. */
  readonly projection: readonly Term[] | undefined
  readonly where: Term | undefined
  readonly order: readonly { readonly term: Term; readonly descending: boolean }[]
}

/** EXISTS(SELECT ...), which a transaction of writes may contain. */
export interface ExistsStatement {
  readonly kind: 'exists'
  readonly source: Source
  readonly where: Term | undefined
}

export interface InsertStatement {
  readonly kind: 'insert'
  readonly source: Source
  readonly item: Term
}

/** One SET or REMOVE of one path. */
export interface Assignment {
  readonly path: Path
  /** `undefined`: REMOVE. */
  readonly to: Term | undefined
}

export type Returning = 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW'

export interface UpdateStatement {
  readonly kind: 'update'
  readonly source: Source
  readonly assignments: readonly Assignment[]
  readonly where: Term | undefined
  readonly returning: Returning | undefined
}

export interface DeleteStatement {
  readonly kind: 'delete'
  readonly source: Source
  readonly where: Term | undefined
  readonly returning: Returning | undefined
}

export type WriteStatement = InsertStatement | UpdateStatement | DeleteStatement
export type Statement = SelectStatement | ExistsStatement | WriteStatement
