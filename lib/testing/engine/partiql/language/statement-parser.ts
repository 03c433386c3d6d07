// Parser of SELECT, EXISTS, INSERT, UPDATE and DELETE.

import type { Path } from '../../expressions/expression-reader.js'
import { invalid } from '../../values/service-failure.js'
import type {
  Assignment,
  DeleteStatement,
  ExistsStatement,
  InsertStatement,
  Returning,
  SelectStatement,
  Source,
  Statement,
  UpdateStatement,
} from './statement.js'
import { parsePath, parseTerm } from './term-parser.js'
import type { Term } from './terms.js'
import { TokenReader } from './token-reader.js'
import { malformed, placeText } from './tokens.js'

/** A statement, and how many parameters it takes. */
export interface ParsedStatement {
  readonly statement: Statement
  readonly parameters: number
}

/** How refusals name terms that stand where a statement should. */
const termNames = {
  path: 'VariableReference',
  literal: 'Literal',
  missing: 'LiteralMissing',
  parameter: 'Parameter',
  list: 'Seq',
  bag: 'Seq',
  map: 'Struct',
  call: 'NAry',
  operator: 'NAry',
  is: 'IsType',
  all: 'Path',
} as const

/** Throws a ValidationException for text that is not a statement of DynamoDB's PartiQL. */
export function parseStatement(text: string): ParsedStatement {
  const reader = new TokenReader(text)
  const statement = read(reader)
  reader.end()
  refuseSource(statement)
  return { statement, parameters: reader.parameters }
}

function read(reader: TokenReader): Statement {
  if (reader.accept('select')) return parseSelect(reader)
  if (reader.acceptAll('exists', '(')) return parseExists(reader)
  if (reader.accept('insert')) return parseInsert(reader)
  if (reader.accept('update')) return parseUpdate(reader)
  if (reader.accept('delete')) return parseDelete(reader)
  if (reader.accept('from')) return parseFromFirst(reader)
  if (reader.acceptAll('create', 'table')) throw unsupported('CreateTable')
  if (reader.acceptAll('drop', 'table')) throw unsupported('DropTable')
  const { kind } = parseTerm(reader)
  reader.end()
  throw unsupported(termNames[kind])
}

function parseExists(reader: TokenReader): ExistsStatement {
  if (!reader.accept('select')) throw invalid('EXISTS() must contain a select statement')
  const { source, where } = parseSelect(reader)
  reader.expect(')', 'Unexpected term')
  return { kind: 'exists', source, where }
}

function parseSelect(reader: TokenReader): SelectStatement {
  const { text, kind, ...place } = reader.next
  if (reader.accept('distinct')) throw invalid('Unsupported token in expression: DISTINCT')
  if (kind === 'keyword' && (text === 'value' || text === 'pivot'))
    throw invalid("Select projection doesn't support value or pivot keywords")
  const projection = reader.accept('*') ? undefined : parseProjection(reader)
  if (!reader.accept('from')) throw malformed(place.length === 0 ? 'Unexpected term' : 'Expected FROM')
  if (reader.is('(')) throw invalid('Unexpected from source')
  if (reader.next.kind === 'end') throw malformed('Unexpected term')
  const source = parseSource(reader)
  refuseAlias(reader)
  if (reader.is(',')) throw invalid('Only select from a single table or index is supported.')
  const where = parseWhere(reader)
  if (reader.acceptAll('group', 'by')) throw invalid('Unsupported clause: GROUP BY')
  if (reader.accept('having')) throw invalid('Unsupported clause: HAVING')
  const order = reader.acceptAll('order', 'by') ? parseOrder(reader) : []
  if (reader.accept('limit')) throw invalid(`Unsupported clause: LIMIT ${placeText(reader.next)}`)
  return { kind: 'select', source, projection, where, order }
}

function parseProjection(reader: TokenReader): Term[] {
  const terms: Term[] = []
  do {
    const term = parseTerm(reader)
    if (reader.is('as') || reader.next.kind === 'word') throw aliased()
    terms.push(term)
  } while (reader.accept(','))
  return terms
}

function parseOrder(reader: TokenReader): { term: Term; descending: boolean }[] {
  const order: { term: Term; descending: boolean }[] = []
  do {
    const term = parseTerm(reader)
    order.push({ term, descending: reader.accept('asc', 'desc')?.text === 'desc' })
  } while (reader.accept(','))
  return order
}

function parseInsert(reader: TokenReader): InsertStatement {
  reader.expect('into', 'Expected INTO')
  const source = parseSource(reader)
  if (reader.is('values') || reader.is('<<')) throw unsupported('InsertOp')
  reader.expect('value', 'Unexpected token after expression')
  const item = parseTerm(reader)
  if (item.kind !== 'map')
    throw invalid(
      `Unsupported format in item expression. Please use struct format {...} to express item values for insert statement. ${placeText(item.place)}`,
    )
  if (reader.is('returning')) throw invalid('RETURNING is not supported in INSERT')
  return { kind: 'insert', source, item }
}

function parseUpdate(reader: TokenReader): UpdateStatement {
  const source = parseSource(reader)
  refuseAlias(reader)
  const assignments = parseAssignments(reader)
  const where = parseWhere(reader)
  return { kind: 'update', source, assignments, where, returning: parseReturning(reader) }
}

// PartiQL's other order: FROM, WHERE and then what to change.
function parseFromFirst(reader: TokenReader): UpdateStatement {
  const source = parseSource(reader)
  refuseAlias(reader)
  const where = parseWhere(reader)
  const assignments = parseAssignments(reader)
  return { kind: 'update', source, assignments, where, returning: parseReturning(reader) }
}

function parseAssignments(reader: TokenReader): Assignment[] {
  const assignments: Assignment[] = []
  for (;;) {
    if (reader.accept('set'))
      do {
        const path = parseTarget(reader)
        reader.expect('=', 'Expected = for update assignment')
        assignments.push({ path, to: parseTerm(reader) })
      } while (reader.accept(','))
    else if (reader.accept('remove')) assignments.push({ path: parseTarget(reader), to: undefined })
    else break
  }
  if (assignments.length === 0) throw malformed('Expected data manipulation')
  return assignments
}

function parseTarget(reader: TokenReader): Path {
  const { kind } = reader.next
  if (kind !== 'word' && kind !== 'quoted') throw malformed('Expected identifier for simple path')
  const target = parsePath(reader)
  if (target.kind !== 'path') throw invalid(`Unexpected path component ${placeText(target.place)}`)
  return target.path
}

function parseDelete(reader: TokenReader): DeleteStatement {
  reader.expect('from', 'Expected FROM')
  const source = parseSource(reader)
  refuseAlias(reader)
  const where = parseWhere(reader)
  const returning = parseReturning(reader)
  if (returning !== undefined && returning !== 'ALL_OLD') {
    const words = returning.replace('UPDATED', 'MODIFIED').replace('_', ' ')
    throw invalid(
      `Invalid returning clause: RETURNING ${words} *. Only RETURNING ALL OLD * is allowed in DELETE statements.`,
    )
  }
  return { kind: 'delete', source, where, returning }
}

// Only a SELECT reads an index.
function refuseSource({ kind, source }: Statement): void {
  if (source.index === undefined || kind === 'select' || kind === 'exists') return
  throw invalid(
    kind === 'insert'
      ? 'FROM clause may only contain a single table name in data manipulation statements'
      : 'This operation is not supported on an index',
  )
}

function unsupported(operation: string) {
  return invalid(`Unsupported operation: ${operation}`)
}

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

/**
 * The return values that `RETURNING` selects, if present: `ALL OLD *` is `ALL_OLD`, `MODIFIED NEW *` is `UPDATED_NEW`.
 */
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
