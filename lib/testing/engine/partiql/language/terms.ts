// Expressions of a statement as data.

import type { Path } from '../../expressions/expression-reader.js'
import type { WireValue } from '../../values/wire.js'
import type { Place } from './tokens.js'

export type Operator =
  | 'and'
  | 'or'
  | 'not'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'between'
  | 'like'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '||'

/** One expression, and where it begins. */
export type Term = { readonly place: Place } & (
  | { readonly kind: 'path'; readonly path: Path }
  /** A string, a number, a boolean or NULL. */
  | { readonly kind: 'literal'; readonly value: WireValue }
  | { readonly kind: 'missing' }
  | { readonly kind: 'parameter'; readonly at: number }
  | { readonly kind: 'list'; readonly members: readonly Term[] }
  | { readonly kind: 'bag'; readonly members: readonly Term[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [name: Term, value: Term])[] }
  /** `name` as it was written. */
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Term[] }
  | { readonly kind: 'operator'; readonly operator: Operator; readonly operands: readonly Term[] }
  | { readonly kind: 'is'; readonly of: Term; readonly type: string }
  /** `*` where an attribute could stand. */
  | { readonly kind: 'all'; readonly of: Path }
)

/** A term of one kind. */
export type TermOf<K extends Term['kind']> = Extract<Term, { readonly kind: K }>
