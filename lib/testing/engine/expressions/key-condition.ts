// Key conditions: which attributes of a key a query compares, and with what.
import { invalid, type ServiceFailure } from '../values/service-failure.js'
import type { WireValue } from '../values/wire.js'
import type { Comparator, Condition, Operand } from './condition.js'
import { parseCondition } from './condition-parser.js'
import type { ExpressionReader } from './expression-reader.js'

/** A comparison of one key attribute. */
export interface KeyComparison {
  readonly by: '=' | '<' | '<=' | '>' | '>=' | 'BETWEEN' | 'begins_with'
  /** One value; two for BETWEEN. */
  readonly values: readonly WireValue[]
}

/** The comparisons of a query by attribute. */
export type KeyConditions = ReadonlyMap<string, KeyComparison>

const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

/** Reads a KeyConditionExpression. Refuses what is more than comparisons of attributes, joined by AND. */
export function parseKeyCondition(reader: ExpressionReader): KeyConditions {
  const found = new Map<string, KeyComparison>()
  collect(parseCondition(reader), found)
  return found
}

function collect(condition: Condition, found: Map<string, KeyComparison>): void {
  switch (condition.kind) {
    case 'and':
      for (const each of condition.conditions) collect(each, found)
      return
    case 'or':
    case 'not':
    case 'in':
      throw wrongOperator(condition.kind.toUpperCase())
    case 'compare':
      addComparison(condition.by, condition.left, condition.right, found)
      return
    case 'between':
      add(
        keyOf(condition.of, 'BETWEEN'),
        'BETWEEN',
        [operandValue(condition.low), operandValue(condition.high)],
        found,
      )
      return
    case 'predicate': {
      if (condition.name !== 'begins_with') throw wrongOperator(condition.name)
      const [of, prefix] = condition.operands
      if (of !== undefined && prefix !== undefined)
        add(keyOf(of, 'begins_with'), 'begins_with', [operandValue(prefix)], found)
    }
  }
}

function addComparison(
  by: Comparator,
  left: Operand,
  right: Operand,
  found: Map<string, KeyComparison>,
): void {
  if (by === '<>') throw wrongOperator('<>')
  if (left.kind === 'path' && right.kind === 'path')
    throw invalid(
      'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
    )
  if (left.kind === 'size' || right.kind === 'size') throw nested()
  if (left.kind === 'path') add(nameOf(left), by, [operandValue(right)], found)
  else if (right.kind === 'path') add(nameOf(right), mirrored[by], [operandValue(left)], found)
  else throw invalid('Invalid condition in KeyConditionExpression: No key attribute specified')
}

function add(
  name: string,
  by: KeyComparison['by'],
  values: readonly WireValue[],
  found: Map<string, KeyComparison>,
): void {
  if (found.has(name)) throw invalid('KeyConditionExpressions must only contain one condition per key')
  found.set(name, { by, values })
}

function keyOf(operand: Operand, operator: string): string {
  if (operand.kind === 'size') throw nested()
  if (operand.kind !== 'path')
    throw invalid(
      `Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`,
    )
  return nameOf(operand)
}

function nameOf(operand: Operand & { readonly kind: 'path' }): string {
  if (operand.path.length > 1)
    throw invalid(
      'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes',
    )
  return String(operand.path[0])
}

function operandValue(operand: Operand): WireValue {
  if (operand.kind === 'size') throw nested()
  if (operand.kind === 'path')
    throw invalid(
      'Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition',
    )
  return operand.value
}

function nested(): ServiceFailure {
  return invalid('KeyConditionExpressions cannot contain nested operations')
}

function wrongOperator(name: string): ServiceFailure {
  return invalid(`Invalid operator used in KeyConditionExpression: ${name}`)
}
