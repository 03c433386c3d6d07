// Parser of the expressions of a statement, by operator precedence.
import { invalid } from '../../values/service-failure.js'
import { functionWords, typeNames } from './keywords.js'
import type { Operator, Term } from './terms.js'
import type { TokenReader } from './token-reader.js'
import { malformed, type Place, placeText, type Token } from './tokens.js'

/**
 * Expressions nest up to this number of levels: what is deeper is refused as the service refuses text that it cannot
 * parse.
 */
const maximumDepth = 300

/** The binary operators, those that bind least first. */
const levels: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['=', '<>', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-', '||'],
  ['*', '/', '%'],
]
/** The level of `=`: NOT binds less. */
const equality = 2
/** The level of `<`: IN, BETWEEN, LIKE and IS bind as it does. */
const comparison = 3

export function parseTerm(reader: TokenReader, depth = 0): Term {
  return binary(reader, 0, depth)
}

/** An attribute, with the steps into it: what SET and REMOVE change. */
export function parsePath(reader: TokenReader): Term {
  return withSteps(reader, primary(reader, 0), 0)
}

function binary(reader: TokenReader, level: number, depth: number): Term {
  if (depth > maximumDepth) throw malformed('')
  if (level === equality && reader.is('not')) {
    const { line, column, length } = reader.take()
    const operand = binary(reader, equality, depth + 1)
    return { kind: 'operator', operator: 'not', operands: [operand], place: { line, column, length } }
  }
  const operators = levels[level]
  if (operators === undefined) return unary(reader, depth)
  let left = binary(reader, level + 1, depth)
  for (;;) {
    const found = reader.accept(...operators)
    if (found !== undefined) {
      if (reader.next.kind === 'end') throw malformed('Missing right-hand side expression of infix operator')
      const right = binary(reader, level + 1, depth + 1)
      left = operation(found.text === '!=' ? '<>' : (found.text as Operator), [left, right], found)
    } else {
      const test = level === comparison ? acceptTest(reader, left, depth) : undefined
      if (test === undefined) return left
      left = test
    }
  }
}

// `[NOT] IN`, `[NOT] BETWEEN`, `[NOT] LIKE`, `IS [NOT]`.
function acceptTest(reader: TokenReader, left: Term, depth: number): Term | undefined {
  const is = reader.accept('is')
  if (is !== undefined) {
    const negated = reader.accept('not') !== undefined
    const test: Term = { kind: 'is', of: left, type: typeName(reader), place: placeOf(is) }
    return negated ? operation('not', [test], is) : test
  }
  const { kind, text } = reader.peek(1)
  const negated =
    reader.is('not') && kind === 'keyword' && /^(?:in|between|like)$/.test(text) ? reader.take() : undefined
  const found = reader.accept('in', 'between', 'like')
  if (found === undefined) return undefined
  if (reader.next.kind === 'end') throw malformed('Missing right-hand side expression of infix operator')
  const operands = [left, binary(reader, comparison + 1, depth + 1)]
  if (found.text === 'between') {
    reader.expect('and', 'Expected AND after BETWEEN')
    operands.push(binary(reader, comparison + 1, depth + 1))
  }
  const test = operation(found.text as Operator, operands, found)
  return negated === undefined ? test : operation('not', [test], negated)
}

function typeName(reader: TokenReader): string {
  const word = (ahead: number) => {
    const { kind, text } = reader.peek(ahead)
    return kind === 'word' || kind === 'keyword' ? text.toLowerCase() : ''
  }
  const two = typeNames.get(`${word(0)} ${word(1)}`)
  const name = two ?? typeNames.get(word(0))
  if (name === undefined) throw malformed('Expected type name')
  reader.take()
  if (two !== undefined) reader.take()
  return name
}

function unary(reader: TokenReader, depth: number): Term {
  if (depth > maximumDepth) throw malformed('')
  const sign = reader.accept('-', '+')
  if (sign === undefined) return withSteps(reader, primary(reader, depth), depth)
  const operand = unary(reader, depth + 1)
  if (operand.kind !== 'literal' || operand.value.N === undefined)
    return operation(sign.text as Operator, [operand], sign)
  if (sign.text === '+') return operand
  const number = operand.value.N
  return { ...operand, value: { N: number.startsWith('-') ? number.slice(1) : `-${number}` } }
}

function primary(reader: TokenReader, depth: number): Term {
  const token = reader.next
  const place = placeOf(token)
  const scalar = scalarOf(token)
  if (scalar !== undefined) {
    reader.take()
    return { kind: 'literal', value: scalar, place }
  }
  const callable = token.kind === 'word' || (token.kind === 'keyword' && functionWords.has(token.text))
  if (callable && reader.peek(1).kind === 'mark' && reader.peek(1).text === '(')
    return call(reader, depth, place)
  if (token.kind === 'word' || token.kind === 'quoted') {
    reader.take()
    return { kind: 'path', path: [token.text], place }
  }
  if (reader.accept('missing')) return { kind: 'missing', place }
  if (reader.accept('?')) {
    reader.parameters += 1
    return { kind: 'parameter', at: reader.parameters - 1, place }
  }
  if (reader.accept('[')) return { kind: 'list', members: members(reader, ']', depth), place }
  if (reader.accept('<<')) return { kind: 'bag', members: members(reader, '>>', depth), place }
  if (reader.accept('{')) return { kind: 'map', entries: entries(reader, depth), place }
  if (reader.accept('(')) return enclosed(reader, depth, place)
  throw unexpected(token)
}

function scalarOf({ kind, text }: Token) {
  if (kind === 'string') return { S: text }
  if (kind === 'number') return { N: text }
  if (kind !== 'keyword') return undefined
  if (text === 'null') return { NULL: true }
  return text === 'true' || text === 'false' ? { BOOL: text === 'true' } : undefined
}

// One expression, or the list of an IN.
function enclosed(reader: TokenReader, depth: number, place: Place): Term {
  const found = members(reader, ')', depth)
  const [first] = found
  if (first === undefined) throw malformed('Unexpected term')
  return found.length === 1 ? first : { kind: 'list', members: found, place }
}

function call(reader: TokenReader, depth: number, place: Place): Term {
  const name = reader.take().text
  reader.take()
  const star = reader.next
  if (reader.acceptAll('*', ')'))
    return { kind: 'call', name, operands: [{ kind: 'all', of: [], place: placeOf(star) }], place }
  return { kind: 'call', name, operands: members(reader, ')', depth), place }
}

function members(reader: TokenReader, close: string, depth: number): Term[] {
  const found: Term[] = []
  if (reader.accept(close)) return found
  do found.push(parseTerm(reader, depth + 1))
  while (reader.accept(','))
  reader.expect(close, close === ')' ? 'Unexpected term' : `Expected ${close}`)
  return found
}

function entries(reader: TokenReader, depth: number): (readonly [Term, Term])[] {
  const found: (readonly [Term, Term])[] = []
  if (reader.accept('}')) return found
  do {
    const name = parseTerm(reader, depth + 1)
    reader.expect(':', 'Expected : in tuple')
    found.push([name, parseTerm(reader, depth + 1)])
  } while (reader.accept(','))
  reader.expect('}', 'Expected }')
  return found
}

// `.name`, `."name"`, `.*`, `[0]`, `['name']`.
function withSteps(reader: TokenReader, from: Term, depth: number): Term {
  let term = from
  while (term.kind === 'path' && (reader.is('.') || reader.is('['))) {
    const { path, place }: { path: readonly (string | number)[]; place: Place } = term
    if (reader.take().text === '.') {
      const { kind, text } = reader.take()
      if (kind === 'mark' && text === '*') return { kind: 'all', of: path, place }
      if (kind !== 'word' && kind !== 'quoted') throw malformed('Invalid path dot component')
      term = { kind: 'path', path: [...path, text], place }
    } else {
      term = { kind: 'path', path: [...path, stepOf(parseTerm(reader, depth + 1))], place }
      reader.expect(']', 'Expected ]')
    }
  }
  return term
}

function stepOf(term: Term): string | number {
  const { S, N } = term.kind === 'literal' ? term.value : {}
  if (S !== undefined) return S
  if (N === undefined || !/^-?\d+$/.test(N))
    throw invalid(`Unexpected path component ${placeText(term.place)}`)
  if (Number(N) < 0 || Number(N) > 2 ** 31 - 1)
    throw invalid(`List index is not within the allowable range; index: [${N}] ${placeText(term.place)}`)
  return Number(N)
}

function operation(operator: Operator, operands: readonly Term[], { line, column, length }: Place): Term {
  return { kind: 'operator', operator, operands, place: { line, column, length } }
}

function placeOf({ line, column, length }: Token): Place {
  return { line, column, length }
}

function unexpected({ kind, text, ...place }: Token) {
  const operator = kind === 'mark' && /^[=<>!|*/%]/.test(text)
  if (operator || (kind === 'keyword' && /^(?:is|like|in|between|and|or)$/.test(text)))
    return malformed('Unexpected operator')
  if (kind === 'keyword' && /^(?:select|case)$/.test(text))
    return invalid(`Unsupported token in expression: ${text.toUpperCase()} ${placeText(place)}`)
  if (kind === 'keyword' && text === 'from') return malformed('Expected data manipulation')
  return malformed(kind === 'keyword' ? 'Unexpected keyword' : 'Unexpected term')
}
