// Parser of update expressions.

import { typeOf, type WireType, type WireValue } from '../values/wire.js'
import { type ExpressionReader, type Path, refuseOverlaps } from './expression-reader.js'

/** What a SET assigns. */
export type Assigned =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: WireValue }
  | { readonly kind: 'plus' | 'minus' | 'list_append'; readonly left: Assigned; readonly right: Assigned }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: Assigned }

/** One action of one section, on one path. */
export type UpdateAction =
  | { readonly section: 'SET'; readonly path: Path; readonly to: Assigned }
  | { readonly section: 'REMOVE'; readonly path: Path }
  | { readonly section: 'ADD' | 'DELETE'; readonly path: Path; readonly value: WireValue }

type Section = UpdateAction['section']

const typeWords: Partial<Record<WireType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  NULL: 'NULL',
  BOOL: 'BOOLEAN',
  L: 'LIST',
  M: 'MAP',
}

/** Refuses, as DynamoDB does, text that is not an update, and paths that overlap. */
export function parseUpdate(reader: ExpressionReader): UpdateAction[] {
  const actions: UpdateAction[] = []
  const seen = new Set<string>()
  do {
    const section = reader.accept('SET', 'REMOVE', 'ADD', 'DELETE') as Section | undefined
    if (section === undefined) throw reader.syntaxError()
    if (seen.has(section))
      throw reader.refusal(`The "${section}" section can only be used once in an update expression;`)
    seen.add(section)
    do actions.push(parseAction(reader, section))
    while (reader.accept(','))
  } while (reader.next !== '')
  reader.end()
  refuseOverlaps(
    reader,
    actions.map(({ path }) => path),
  )
  return actions
}

/** The paths of the attributes that actions read, write or remove. */
export function readPaths(actions: readonly UpdateAction[]): Path[] {
  return actions.flatMap((action) =>
    action.section === 'SET' ? [action.path, ...assignedPaths(action.to)] : [action.path],
  )
}

function assignedPaths(assigned: Assigned): Path[] {
  switch (assigned.kind) {
    case 'path':
      return [assigned.path]
    case 'value':
      return []
    case 'if_not_exists':
      return [assigned.path, ...assignedPaths(assigned.otherwise)]
    default:
      return [assigned.left, assigned.right].flatMap(assignedPaths)
  }
}

function parseAction(reader: ExpressionReader, section: Section): UpdateAction {
  const path = reader.path()
  if (section === 'REMOVE') return { section, path }
  if (section === 'SET') {
    reader.expect('=')
    return { section, path, to: parseAssigned(reader) }
  }
  const value = reader.value()
  const type = typeOf(value)
  const word = typeWords[type]
  if (word !== undefined && !(section === 'ADD' && type === 'N'))
    throw reader.refusal(
      `Incorrect operand type for operator or function; operator: ${section}, operand type: ${word}, typeSet: ALLOWED_FOR_${section}_OPERAND`,
    )
  return { section, path, value }
}

interface Enclosed {
  readonly node: Assigned
  readonly enclosed: boolean
}

// An operand, or two of them joined by a sign; each operand, and the whole, may stand in one pair of parentheses.
function parseAssigned(reader: ExpressionReader): Assigned {
  return parseSum(reader, 0).node
}

function parseSum(reader: ExpressionReader, depth: number): Enclosed {
  const first = parseEnclosed(reader, depth, true)
  const left = first.node
  if (left.kind === 'plus' || left.kind === 'minus') return first
  const sign = reader.accept('+', '-')
  if (sign === undefined) return first
  reader.count()
  const right = parseTerm(reader)
  for (const side of [left, right]) requireType(reader, side, 'N', sign)
  return { node: { kind: sign === '+' ? 'plus' : 'minus', left, right }, enclosed: false }
}

function parseTerm(reader: ExpressionReader): Assigned {
  return parseEnclosed(reader, 0, false).node
}

function parseEnclosed(reader: ExpressionReader, depth: number, sums: boolean): Enclosed {
  if (reader.accept('(')) {
    // The third parenthesis in a row encloses what is enclosed already.
    const inner =
      depth > 1 ? undefined : sums ? parseSum(reader, depth + 1) : parseEnclosed(reader, depth + 1, false)
    if (inner !== undefined) reader.expect(')')
    if (inner === undefined || inner.enclosed)
      throw reader.refusal('The expression has redundant parentheses;')
    return { node: inner.node, enclosed: true }
  }
  return { node: parseOperand(reader), enclosed: false }
}

function parseOperand(reader: ExpressionReader): Assigned {
  if (reader.atValue) return { kind: 'value', value: reader.value() }
  if (!reader.atFunction) return { kind: 'path', path: reader.path() }
  return parseCall(reader)
}

function parseCall(reader: ExpressionReader): Assigned {
  const name = reader.take()
  if (name !== 'if_not_exists' && name !== 'list_append') {
    const known = /^(size|contains|begins_with|attribute_(not_)?exists|attribute_type)$/.test(name)
    throw reader.refusal(
      known
        ? `The function is not allowed in an update expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    )
  }
  reader.count()
  reader.expect('(')
  const operands = [parseTerm(reader)]
  while (reader.accept(',')) operands.push(parseTerm(reader))
  reader.expect(')')
  const [left, right] = operands
  if (operands.length !== 2 || left === undefined || right === undefined)
    throw reader.refusal(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    )
  if (name === 'list_append') {
    for (const side of [left, right]) requireType(reader, side, 'L', name)
    return { kind: name, left, right }
  }
  if (left.kind !== 'path')
    throw reader.refusal(`Operator or function requires a document path; operator or function: ${name}`)
  return { kind: name, path: left.path, otherwise: right }
}

function requireType(reader: ExpressionReader, side: Assigned, wanted: WireType, name: string): void {
  const value: WireValue | undefined = side.kind === 'value' ? side.value : undefined
  if (value !== undefined && typeOf(value) !== wanted)
    throw reader.refusal(
      `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(value)}`,
    )
}
