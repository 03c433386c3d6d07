// Reads the clauses that statements share: tables, conditions, and what a write returns.
import { invalid } from '../../values/service-failure.js'
import type { Returning, Source } from './statement.js'
import { parseTerm } from './term-parser.js'
import type { Term } from './terms.js'
import type { TokenReader } from './token-reader.js'
import { malformed } from './tokens.js'

/** The table, and the index, that stand next. */
export function parseSource(reader: TokenReader): Source {
  const names = [parseName(reader)]
  while (reader.accept('.')) names.push(parseName(reader))
  if (names.includes('')) throw invalid('Path component cannot be an empty string')
  if (names.length > 2) throw invalid('A path may contain at most 2 components in the FROM clause')
  return { table: names[0] ?? '', index: names[1] }
}

function parseName(reader: TokenReader): string {
  const { kind } = reader.next
  if (kind !== 'word' && kind !== 'quoted') throw malformed('Expected identifier for simple path')
  return reader.take().text
}

/** Refuses another name for a table. */
export function refuseAlias(reader: TokenReader): void {
  const { kind } = reader.next
  if (reader.is('as') || kind === 'word' || kind === 'quoted') throw aliased()
}

/** The refusal of another name for a table or an attribute. */
export function aliased() {
  return invalid('Aliasing is not supported')
}

/** The condition after WHERE, if there is one. */
export function parseWhere(reader: TokenReader): Term | undefined {
  return reader.accept('where') ? parseTerm(reader) : undefined
}

/** What `RETURNING` asks for, if it is there: `ALL OLD *` is `ALL_OLD`, `MODIFIED NEW *` is `UPDATED_NEW`. */
export function parseReturning(reader: TokenReader): Returning | undefined {
  if (!reader.accept('returning')) return undefined
  const part = reader.accept('all', 'modified')
  const age = reader.accept('old', 'new')
  if (part === undefined || age === undefined || reader.next.kind === 'end')
    throw malformed('Expected ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause')
  if (!reader.accept('*'))
    throw invalid("Expected '*' after ( MODIFIED | ALL ) ( NEW | OLD ) in RETURNING clause")
  if (reader.is(',')) throw invalid('Invalid syntax with multiple returning elements in RETURNING clause')
  return `${part.text === 'all' ? 'ALL' : 'UPDATED'}_${age.text === 'old' ? 'OLD' : 'NEW'}`
}
