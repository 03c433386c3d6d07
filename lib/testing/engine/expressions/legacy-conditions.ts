// Legacy conditions: Expected, KeyConditions, QueryFilter and ScanFilter.
import { invalid } from '../values/service-failure.js'
import { checkValue } from '../values/value-checks.js'
import { typeOf, type WireType, type WireValue } from '../values/wire.js'
import { compareValues } from '../values/wire-values.js'
import type { Condition, Operand } from './condition.js'
import type { KeyComparison, KeyConditions } from './key-condition.js'

const prefix = 'One or more parameter values were invalid: '

/** One condition of QueryFilter, ScanFilter or KeyConditions. */
export interface LegacyCondition {
  readonly ComparisonOperator: string
  readonly AttributeValueList?: readonly WireValue[]
}

/** One condition of Expected. */
interface ExpectedCondition extends Partial<LegacyCondition> {
  readonly Value?: WireValue
  readonly Exists?: boolean
}

const comparators = { EQ: '=', NE: '<>', LE: '<=', LT: '<', GE: '>=', GT: '>' } as const

const scalars: readonly WireType[] = ['S', 'N', 'B']
const anyType: readonly WireType[] = [...scalars, 'SS', 'NS', 'BS', 'BOOL', 'NULL', 'L', 'M']

/** How many values an operator takes, and of which types. */
const operators: {
  readonly [name: string]: { readonly count: readonly [number, number]; readonly types: readonly WireType[] }
} = {
  NULL: { count: [0, 0], types: [] },
  NOT_NULL: { count: [0, 0], types: [] },
  EQ: { count: [1, 1], types: anyType },
  NE: { count: [1, 1], types: anyType },
  LE: { count: [1, 1], types: scalars },
  LT: { count: [1, 1], types: scalars },
  GE: { count: [1, 1], types: scalars },
  GT: { count: [1, 1], types: scalars },
  CONTAINS: { count: [1, 1], types: scalars },
  NOT_CONTAINS: { count: [1, 1], types: scalars },
  BEGINS_WITH: { count: [1, 1], types: ['S', 'B'] },
  IN: { count: [1, 100], types: scalars },
  BETWEEN: { count: [2, 2], types: scalars },
}

/** QueryFilter or ScanFilter as a condition; `undefined` if there is none. */
export function legacyFilter(
  conditions: { readonly [name: string]: LegacyCondition } | undefined,
  operator: unknown,
): Condition | undefined {
  if (conditions === undefined) return undefined
  return joined(
    Object.entries(conditions).map(([name, condition]) => conditionOf(name, condition)),
    operator,
  )
}

/** KeyConditions as comparisons of key attributes. */
export function legacyKeyConditions(conditions: { readonly [name: string]: LegacyCondition }): KeyConditions {
  const found = new Map<string, KeyComparison>()
  for (const [name, condition] of Object.entries(conditions)) {
    checkLegacy(condition)
    const { ComparisonOperator: operator, AttributeValueList: values = [] } = condition
    const by =
      operator === 'BETWEEN' ? 'BETWEEN' : operator === 'BEGINS_WITH' ? 'begins_with' : comparatorOf(operator)
    if (by === undefined || by === '<>')
      throw invalid('Attempted conditional constraint is not an indexable operation')
    found.set(name, { by, values })
  }
  if (found.size < 1 || found.size > 2) throw invalid('Conditions can be of length 1 or 2 only')
  return found
}

/** Expected as a condition; `undefined` if there is none. */
export function legacyExpected(
  expected: { readonly [name: string]: ExpectedCondition } | undefined,
  operator: unknown,
): Condition | undefined {
  if (expected === undefined) {
    if (operator !== undefined)
      throw invalid(`${prefix}ConditionalOperator cannot be used without Filter or Expected`)
    return undefined
  }
  return joined(
    Object.entries(expected).map(([name, condition]) => expectedCondition(name, condition)),
    operator,
  )
}

function expectedCondition(name: string, condition: ExpectedCondition): Condition {
  const { Value: value, Exists: exists, ComparisonOperator: operator, AttributeValueList: values } = condition
  if (values !== undefined && value !== undefined)
    throw invalid(`${prefix}Value and AttributeValueList cannot be used together for Attribute: ${name}`)
  if (operator !== undefined) {
    if (exists !== undefined)
      throw invalid(`${prefix}Exists and ComparisonOperator cannot be used together for Attribute: ${name}`)
    if (!operator.endsWith('NULL') && values === undefined && value === undefined)
      throw invalid(
        `${prefix}Value or AttributeValueList must be used with ComparisonOperator: ${operator} for Attribute: ${name}`,
      )
    return conditionOf(name, {
      ComparisonOperator: operator,
      AttributeValueList: values ?? (value === undefined ? [] : [value]),
    })
  }
  if (values !== undefined)
    throw invalid(
      `${prefix}AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`,
    )
  if (exists !== false && value === undefined)
    throw invalid(`${prefix}Value must be provided when Exists is ${exists ?? 'null'} for Attribute: ${name}`)
  if (exists === false && value !== undefined)
    throw invalid(`${prefix}Value cannot be used when Exists is false for Attribute: ${name}`)
  if (value === undefined) return predicate('attribute_not_exists', name)
  checkValue(value)
  return conditionOf(name, { ComparisonOperator: 'EQ', AttributeValueList: [value] })
}

function conditionOf(name: string, condition: LegacyCondition): Condition {
  checkLegacy(condition)
  const { ComparisonOperator: operator, AttributeValueList: given = [] } = condition
  const path: Operand = { kind: 'path', path: [name] }
  const values = given.map((value): Operand => ({ kind: 'value', value }))
  const [first, second] = values
  if (operator === 'NULL') return predicate('attribute_not_exists', name)
  if (operator === 'NOT_NULL' || first === undefined) return predicate('attribute_exists', name)
  if (operator === 'BETWEEN' && second !== undefined)
    return { kind: 'between', of: path, low: first, high: second }
  if (operator === 'IN') return { kind: 'in', of: path, values }
  if (operator === 'BEGINS_WITH') return { kind: 'predicate', name: 'begins_with', operands: [path, first] }
  const contains: Condition = { kind: 'predicate', name: 'contains', operands: [path, first] }
  if (operator === 'CONTAINS') return contains
  const by = comparatorOf(operator)
  return by === undefined
    ? { kind: 'not', condition: contains }
    : { kind: 'compare', by, left: path, right: first }
}

function comparatorOf(operator: string) {
  return Object.hasOwn(comparators, operator) ? comparators[operator as keyof typeof comparators] : undefined
}

function checkLegacy({
  ComparisonOperator: operator,
  AttributeValueList: values = [],
}: LegacyCondition): void {
  for (const value of values) checkValue(value)
  const { count, types } = operators[operator] ?? { count: [0, 0], types: [] }
  if (values.length < count[0] || values.length > count[1])
    throw invalid(`${prefix}Invalid number of argument(s) for the ${operator} ComparisonOperator`)
  const [first, second] = values
  if (first === undefined) return
  if (values.some((value) => typeOf(value) !== typeOf(first)))
    throw invalid(`${prefix}AttributeValues inside AttributeValueList must be of same type`)
  const type = typeOf(first)
  if (!types.includes(type))
    throw invalid(`${prefix}ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`)
  if (operator === 'BETWEEN' && second !== undefined && (compareValues(first, second) ?? 0) > 0)
    throw invalid(
      'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
    )
}

function predicate(name: 'attribute_exists' | 'attribute_not_exists', attribute: string): Condition {
  return { kind: 'predicate', name, operands: [{ kind: 'path', path: [attribute] }] }
}

function joined(conditions: Condition[], operator: unknown): Condition | undefined {
  if (conditions.length === 0) {
    if (operator !== undefined)
      throw invalid(`${prefix}ConditionalOperator cannot be used without Filter or Expected`)
    return undefined
  }
  if (conditions.length === 1 && operator !== undefined)
    throw invalid(`${prefix}ConditionalOperator can only be used when there are two or more conditions`)
  return conditions.length === 1 ? conditions[0] : { kind: operator === 'OR' ? 'or' : 'and', conditions }
}
