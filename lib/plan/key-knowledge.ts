// What is known of every item that a Query reads, before it is read: values that its key condition fixes, attributes that its key has.
import type { StoredItem } from '../entity/attribute-value.js'
import type { KeyPart } from '../entity/key.js'
import type { Comparison } from '../expression/condition-node.js'
import { holds } from '../expression/evaluation.js'
import { type Operand, operandValue, pathOf } from '../expression/operand.js'
import type { OperatorName } from '../expression/operators.js'
import { rootName, withOperator } from './condition-tree.js'
import type { Verdict } from './fold.js'

/** Judges comparisons where attributes have known values: decided, or with the values in the place of the attributes. */
export function byValues(fixed: StoredItem): (comparison: Comparison) => Verdict {
  const isFixed = (operand: Operand): boolean => {
    const path = pathOf(operand)
    return path !== undefined && Object.hasOwn(fixed, rootName(path))
  }
  return (comparison) => {
    const sides = [comparison.left, ...comparison.operands]
    if (!sides.some(isFixed)) return comparison
    if (sides.every((side) => side.kind === 'value' || isFixed(side))) return holds(comparison, fixed)
    // The bounds of a BETWEEN would have to be in order, which two attributes need not be.
    return comparison.operator === 'between' ? comparison : substituted(comparison, isFixed, fixed)
  }
}

function substituted(
  comparison: Comparison,
  isFixed: (operand: Operand) => boolean,
  fixed: StoredItem,
): Comparison {
  const known = (operand: Operand): Operand => {
    const value = isFixed(operand) ? operandValue(operand, fixed) : undefined
    return value === undefined ? operand : { kind: 'value', value }
  }
  const left = known(comparison.left)
  if (left.kind !== 'value')
    return withOperator(comparison, comparison.operator, comparison.operands.map(known))
  const [other, ...more] = comparison.operands
  const mirror = mirrored.get(comparison.operator)
  if (mirror === undefined || other === undefined || other.kind === 'value' || more.length > 0)
    return comparison
  return withOperator({ ...comparison, left: other }, mirror, [left])
}

// The operator that says the same with its sides exchanged: an expression begins with a path here, never with a value.
const mirrored: ReadonlyMap<OperatorName, OperatorName> = new Map([
  ['eq', 'eq'],
  ['ne', 'ne'],
  ['lt', 'gt'],
  ['lte', 'gte'],
  ['gt', 'lt'],
  ['gte', 'lte'],
])

/** Judges comparisons of key attributes: each item that has the key has all of them, with their types, and none is empty. */
export function byPresence(parts: readonly KeyPart[]): (comparison: Comparison) => Verdict {
  return (comparison) => {
    const { left, operator, operands } = comparison
    const part = left.kind === 'path' ? parts.find(({ name }) => name === rootName(left)) : undefined
    if (part === undefined) return comparison
    const [operand] = operands
    if (operator === 'exists') return true
    if (operator === 'notExists') return false
    if (operator === 'in' && operand === undefined) return false
    if (operand?.kind !== 'value') return comparison
    if (operator === 'type' && 'S' in operand.value) return operand.value.S === part.type
    return isAboveNothing(operator) && isEmpty(operand.value) ? true : comparison
  }
}

const isAboveNothing = (operator: OperatorName): boolean =>
  operator === 'gt' || operator === 'gte' || operator === 'beginsWith'

const isEmpty = (value: StoredItem[string]): boolean =>
  ('S' in value && value.S === '') || ('B' in value && value.B.length === 0)
