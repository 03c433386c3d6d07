// Converts the condition of a WHERE clause for the evaluator of filters and conditions.
import type { Comparator, Condition, Operand, Predicate } from '../expressions/condition.js'
import { checkOperands, requireOrder } from '../expressions/condition-rules.js'
import { invalid } from '../values/service-failure.js'
import type { Term, TermOf } from './language/terms.js'
import { placeText } from './language/tokens.js'
import { isValue, type Parameters, refusedTerm, termValue } from './term-values.js'

/** "IN: up to 100 values" of attributes that are not in a key. */
const mostMembers = 100

/** The types that IS tests, as data types; MISSING is not one. */
const testedTypes: ReadonlyMap<string, string> = new Map([
  ['NULL', 'NULL'],
  ['BOOLEAN', 'BOOL'],
  ['BLOB', 'B'],
  ['STRING', 'S'],
  ['NUMERIC', 'N'],
  ['STRUCT', 'M'],
  ['TUPLE', 'M'],
  ['LIST', 'L'],
])

/** The functions that are true or false, and how many operands they take. */
const predicates: ReadonlyMap<string, number> = new Map<Predicate, number>([
  ['attribute_exists', 1],
  ['attribute_not_exists', 1],
  ['attribute_type', 2],
  ['begins_with', 2],
  ['contains', 2],
])

const comparators: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>='])
const refuser = { refusal: invalid }

/** Throws a ValidationException for a term that is not a condition. */
export function conditionOf(term: Term, parameters: Parameters): Condition {
  const condition = asCondition(term, parameters)
  if (condition === undefined)
    throw invalid('WHERE clause must contain an expression that resolves to a boolean')
  return condition
}

function asCondition(term: Term, parameters: Parameters): Condition | undefined {
  if (term.kind === 'call')
    return term.name.toLowerCase() === 'size' ? undefined : predicateOf(term, parameters)
  if (term.kind === 'is') return typeTest(term, parameters)
  return term.kind === 'operator' ? operatorOf(term, parameters) : undefined
}

function operatorOf(term: TermOf<'operator'>, parameters: Parameters): Condition {
  const { operator, operands } = term
  if (operator === 'and' || operator === 'or')
    return { kind: operator, conditions: operands.map((one) => conditionOf(one, parameters)) }
  if (operator === 'not') {
    const condition = operands[0] && asCondition(operands[0], parameters)
    if (condition === undefined) throw invalid('The argument to NOT must be a Type or Expression')
    return { kind: 'not', condition }
  }
  if (operator === 'in') return membership(operands, parameters)
  if (operator === 'between') return range(operands, parameters)
  if (comparators.has(operator)) return comparison(operator as Comparator, operands, parameters)
  throw refusedTerm(term, 'Condition')
}

function comparison(by: Comparator, operands: readonly Term[], parameters: Parameters): Condition {
  const truth = by === '=' || by === '<>' ? comparedTruth(by, operands, parameters) : undefined
  if (truth !== undefined) return truth
  const [left, right] = operands.map((one) => operandOf(one, parameters))
  if (left === undefined || right === undefined) throw invalid('A comparison takes two operands')
  checkOperands(refuser, by, [left, right])
  return { kind: 'compare', by, left, right }
}

// `attribute_exists(a) = true`
function comparedTruth(
  by: '=' | '<>',
  operands: readonly Term[],
  parameters: Parameters,
): Condition | undefined {
  const boolean = operands.map((one) => (one.kind === 'literal' ? one.value.BOOL : undefined))
  const at = boolean.findIndex((one) => one !== undefined)
  const other = operands[1 - at]
  const condition = at < 0 || other === undefined ? undefined : asCondition(other, parameters)
  if (condition === undefined) return undefined
  return boolean[at] === (by === '=') ? condition : { kind: 'not', condition }
}

function membership([of, list]: readonly Term[], parameters: Parameters): Condition {
  const members = list?.kind === 'list' || list?.kind === 'bag' ? list.members : []
  if (of === undefined || members.length === 0)
    throw invalid(
      'IN operator must have a left hand argument of type Variable Reference and right hand argument of type Seq with at least one member',
    )
  if (members.length > mostMembers)
    throw invalid(`The IN operator is provided with too many operands; number of operands: ${members.length}`)
  const operand = operandOf(of, parameters)
  const values = members.map((one) => operandOf(one, parameters))
  checkOperands(refuser, 'IN', [operand, ...values])
  return { kind: 'in', of: operand, values }
}

function range(operands: readonly Term[], parameters: Parameters): Condition {
  const [of, low, high] = operands.map((one) => operandOf(one, parameters))
  if (of === undefined || low === undefined || high === undefined) throw invalid('BETWEEN takes two bounds')
  checkOperands(refuser, 'BETWEEN', [of, low, high])
  requireOrder(refuser, low, high)
  return { kind: 'between', of, low, high }
}

function predicateOf(term: TermOf<'call'>, parameters: Parameters): Condition {
  const name = term.name.toLowerCase()
  const wanted = predicates.get(name)
  if (wanted === undefined) throw refusedTerm(term, 'Condition')
  requireCount(name, term.operands, wanted)
  const operands = term.operands.map((one) => operandOf(one, parameters))
  checkOperands(refuser, name, operands)
  return { kind: 'predicate', name: name as Predicate, operands }
}

function requireCount(name: string, operands: readonly Term[], wanted: number): void {
  if (operands.length !== wanted)
    throw invalid(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    )
}

function typeTest({ of, type, place }: TermOf<'is'>, parameters: Parameters): Condition {
  if (of.kind !== 'path' && of.kind !== 'literal')
    throw invalid('The left hand side argument to IS must be a Variable Reference, Literal, or Path')
  const operand = operandOf(of, parameters)
  if (type === 'MISSING') {
    checkOperands(refuser, 'attribute_not_exists', [operand])
    return { kind: 'predicate', name: 'attribute_not_exists', operands: [operand] }
  }
  const tested = testedTypes.get(type)
  if (tested === undefined)
    throw invalid(
      `Unsupported data type for IS operator: ${type}. Supported data types are [MISSING, NULL, BOOLEAN, BLOB, STRING, NUMERIC, STRUCT, TUPLE, LIST] ${placeText(place)}`,
    )
  return {
    kind: 'predicate',
    name: 'attribute_type',
    operands: [operand, { kind: 'value', value: { S: tested } }],
  }
}

function operandOf(term: Term, parameters: Parameters): Operand {
  if (term.kind === 'path') return { kind: 'path', path: term.path }
  if (isValue(term)) return { kind: 'value', value: termValue(term, parameters) }
  if (term.kind === 'call' && term.name.toLowerCase() === 'size') {
    requireCount('size', term.operands, 1)
    const [of] = term.operands.map((one) => operandOf(one, parameters))
    if (of === undefined) throw refusedTerm(term, 'Condition')
    checkOperands(refuser, 'size', [of])
    return { kind: 'size', of }
  }
  throw refusedTerm(term, 'Condition')
}
