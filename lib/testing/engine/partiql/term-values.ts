// Values of terms: literals, collections of them, and the parameters of the request.
import { normalNumber } from '../values/decimal.js'
import { invalid, isServiceFailure, type ServiceFailure } from '../values/service-failure.js'
import { checkValue } from '../values/value-checks.js'
import type { WireItem, WireValue } from '../values/wire.js'
import type { Term, TermOf } from './language/terms.js'
import { placeText } from './language/tokens.js'

const int32 = 2 ** 31 - 1
const maximumDepth = 32

/** Parameters of a request, checked. */
export type Parameters = readonly WireValue[]

/** Refuses fewer parameters than the statement has question marks. */
export function checkCount(parameters: Parameters, wanted: number): void {
  if (parameters.length < wanted) throw invalid("Number of parameters in request and statement don't match.")
}

/** Refuses parameters that are not values, in the order of the request, and normalises their numbers in place. */
export function checkParameters(parameters: Parameters): void {
  for (const parameter of parameters) {
    checkNumbers(parameter, 1)
    checkValue(parameter)
  }
}

// The service reads the number of a parameter as Java does, where an exponent has 32 bits; other requests say that it
// is too large.
function checkNumbers(value: WireValue, depth: number): void {
  if (depth > maximumDepth) {
    checkValue(value, depth)
    return
  }
  for (const number of value.N === undefined ? (value.NS ?? []) : [value.N]) checkNumber(number)
  for (const member of value.L ?? Object.values(value.M ?? {})) checkNumbers(member, depth + 1)
}

function checkNumber(text: string): void {
  const [, digits = '', fraction = '', exponent] = /^[+-]?(\d*)(?:\.(\d*))?[eE]([+-]?\d+)$/.exec(text) ?? []
  if (exponent !== undefined && Math.abs(Number(exponent)) > 1000) {
    const scale = fraction.length - Number(exponent)
    if (Math.abs(Number(exponent)) > int32 || Math.abs(scale) > int32)
      throw invalid(`The parameter cannot be converted to a numeric value: ${text}`)
    const precision = `${digits}${fraction}`.replace(/^0+/, '').length
    if (precision > 0 && ((precision - scale) | 0) < 0)
      throw invalid(
        'Number underflow. Attempting to store a number with magnitude smaller than supported range',
      )
  }
  normalNumber(text)
}

/** Whether a term stands for a value of its own. */
export function isValue(term: Term): boolean {
  return /^(?:literal|parameter|list|bag|map)$/.test(term.kind)
}

/** The value of a term; `under` is its place in the surrounding value. */
export function termValue(term: Term, parameters: Parameters, under = 'root', key = under): WireValue {
  switch (term.kind) {
    case 'literal':
      return literal(term.value, under)
    case 'parameter':
      return parameters[term.at] ?? {}
    case 'list':
      return {
        L: term.members.map((member, at) => termValue(member, parameters, `${under}[${at}]`, `${key}.${at}`)),
      }
    case 'bag':
      return setOf(term, parameters)
    case 'map':
      return { M: entriesOf(term, parameters, under, key) }
    default:
      throw invalid(
        `Unsupported data type: ${key === 'root' ? wordOf(term) : typeName(term)} under key ${key} ${placeText(term.place)}`,
      )
  }
}

/** The item of an INSERT. */
export function itemOf(term: TermOf<'map'>, parameters: Parameters): WireItem {
  const item: WireItem = {}
  for (const [name, value] of namesOf(term, 'root')) define(item, name, termValue(value, parameters))
  return item
}

function literal(value: WireValue, under: string): WireValue {
  if (value.N === undefined) return value
  try {
    return { N: normalNumber(value.N) }
  } catch (error) {
    throw isServiceFailure(error) ? invalid(`${error.message} under ${under}`) : error
  }
}

function entriesOf(term: TermOf<'map'>, parameters: Parameters, under: string, key: string): WireItem {
  const map: WireItem = {}
  for (const [name, value] of namesOf(term, under))
    define(map, name, termValue(value, parameters, `${under}.${name}`, `${key}.${name}`))
  return map
}

function* namesOf({ entries }: TermOf<'map'>, under: string): Generator<readonly [string, Term]> {
  const seen = new Set<string>()
  for (const [key, value] of entries) {
    const name = key.kind === 'literal' ? key.value.S : undefined
    if (name === undefined)
      throw invalid(
        `Tuple keys must be of type String. Actual type: ${typeName(key)} under ${under} ${placeText(key.place)}`,
      )
    if (name === '') throw invalid('Path component cannot be an empty string')
    if (seen.has(name))
      throw invalid(`Duplicate keys in tuple. Key: ${name} under ${under} ${placeText(key.place)}`)
    seen.add(name)
    yield [name, value]
  }
}

// Also for a name like __proto__, which an assignment would not make an attribute.
function define(map: WireItem, name: string, value: WireValue): void {
  Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true })
}

function setOf({ members }: TermOf<'bag'>, parameters: Parameters): WireValue {
  if (members.length === 0) throw invalid('Empty bags are not supported')
  const values = members.map((member) => termValue(member, parameters))
  const type = (['S', 'N', 'B'] as const).find((tag) => values[0]?.[tag] !== undefined)
  const wrong = members.find((_, at) => type === undefined || values[at]?.[type] === undefined)
  if (type === undefined || wrong !== undefined)
    throw invalid(
      `Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags ${placeText((wrong ?? members[0])?.place ?? { line: 1, column: 1, length: 0 })}`,
    )
  const set: WireValue = { [`${type}S`]: values.map((value) => value[type]) }
  checkValue(set)
  return set
}

// What a term is called below the top of a value, and at the top.
function typeName({ kind }: Term): string {
  if (kind === 'path' || kind === 'all') return 'VariableReference'
  if (kind === 'literal') return 'Literal'
  return kind === 'missing' ? 'MISSING' : 'NAry'
}

function wordOf(term: Term): string {
  if (term.kind === 'path') return String(term.path[0])
  if (term.kind === 'call') return term.name
  return term.kind === 'operator' ? term.operator : typeName(term)
}

/** The refusal of a term where only values and attributes may stand. */
export function refusedTerm(term: Term, clause: 'Condition' | 'Update'): ServiceFailure {
  if (term.kind === 'missing') return invalid('MISSING must be compared using IS operator')
  if (term.kind === 'operator')
    return invalid(`Unsupported operator in ${clause} Expression. Operator: ${term.operator}`)
  if (term.kind === 'call')
    return invalid(`Unrecognized function: ${term.name.toLowerCase()} ${placeText(term.place)}`)
  return invalid(`Unexpected path component ${placeText(term.place)}`)
}
