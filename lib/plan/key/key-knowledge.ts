// Knowledge about the items of a Query before it reads them: fixed values, and attributes of its key.

import type { KeyPart } from '../../entity/key/key.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { Comparison } from '../../expression/condition/condition-node.js'
import { holds } from '../../expression/condition/evaluation.js'
import { type OperatorRow, operators, type Side } from '../../expression/condition/operators.js'
import { type Operand, operandValue, pathOf } from '../../expression/path/operand.js'
import { rootName, withOperator } from '../condition/condition-tree.js'
import type { Verdict } from '../condition/fold.js'
import { mirrorOf, rangeEndOf } from '../condition/operator-sense.js'

/**
 * Judges comparisons of attributes with known values: they are decided, or get the values in place of the attributes.
 */
export function byValues(fixed: StoredItem): (comparison: Comparison) => Verdict {
  const isFixed = (operand: Operand): boolean => {
    const path = pathOf(operand)
    return path !== undefined && Object.hasOwn(fixed, rootName(path))
  }
  return (comparison) => {
    const sides = [comparison.left, ...comparison.operands]
    if (!sides.some(isFixed)) return comparison
    if (sides.every((side) => side.kind === 'value' || isFixed(side))) return holds(comparison, fixed)
    // The bounds of a BETWEEN must be in order, which two attributes may not be.
    return operators[comparison.operator].operands === 'range'
      ? comparison
      : substituted(comparison, isFixed, fixed)
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
  const mirror = mirrorOf(comparison.operator)
  if (mirror === undefined || other === undefined || other.kind === 'value' || more.length > 0)
    return comparison
  return withOperator({ ...comparison, left: other }, mirror, [left])
}

/**
 * Judges comparisons of key attributes: each item that has the key has all of them, with their types, and none of them
 * is empty.
 */
export function byPresence(parts: readonly KeyPart[]): (comparison: Comparison) => Verdict {
  return (comparison) => {
    const { left, operator, operands } = comparison
    const part = left.kind === 'path' ? parts.find(({ name }) => name === rootName(left)) : undefined
    if (part === undefined) return comparison
    const row: OperatorRow = operators[operator]
    const values = operands.flatMap((operand) => (operand.kind === 'value' ? operand.value : []))
    // Without operands, or for the type only, the result is the same for all values.
    if (operands.length === 0 || row.operands === 'type') return row.holds(sampleOf(part), values)
    const isAbove = row.operands === 'prefix' || rangeEndOf(operator)?.side === 'lower'
    return isAbove && values.some(isEmpty) ? true : comparison
  }
}

const sampleOf = ({ type }: KeyPart): Side =>
  type === 'S' ? { S: 'a' } : type === 'N' ? { N: '1' } : { B: new Uint8Array(1) }

const isEmpty = (value: StoredItem[string]): boolean =>
  ('S' in value && value.S === '') || ('B' in value && value.B.length === 0)
