// Additions to comparisons in which a stored NULL on one side means that the attribute is absent.

import { type Operand, type PathOperand, rawPath } from '../path/operand.js'
import type { Comparison, ConditionNode } from './condition-node.js'
import { type NullRule, type OperatorRow, operators } from './operators.js'

const nothing = { kind: 'value', value: { NULL: true } } as const

/**
 * Returns the comparison with the tests for NULL that it needs; the comparison itself if it needs none. Most operators
 * are false for NULL anyway, as they are for an absent attribute; the rows of the others say what to add.
 */
export function nullsAsAbsence(comparison: Comparison): ConditionNode {
  const { nulls }: OperatorRow = operators[comparison.operator]
  if (nulls === undefined || comparison.left.kind === 'size') return comparison
  return ifNull(testedPath(comparison, nulls), comparison, nulls.join)
}

function testedPath({ left, operands }: Comparison, { of }: NullRule): Operand | undefined {
  if (of === 'member') return operands[0]
  // In DynamoDB NULL equals NULL, but an absent attribute equals nothing.
  return of === 'left' || operands.some(mayBeNull) ? left : undefined
}

function ifNull(path: Operand | undefined, comparison: Comparison, join: NullRule['join']): ConditionNode {
  if (!mayBeNull(path)) return comparison
  const left = comparison.left.kind === 'path' ? rawPath(comparison.left) : comparison.left
  const operands = comparison.operands.map((each) => (each.kind === 'path' ? rawPath(each) : each))
  const replaced: Comparison = { ...comparison, left, operands }
  return { kind: join, conditions: [replaced, nullTest(path, join === 'and' ? 'ne' : 'eq')] }
}

/** Makes a test whether a path holds NULL (`eq`) or does not (`ne`); `ne` is also true if the attribute is absent. */
export function nullTest(path: PathOperand, operator: 'eq' | 'ne'): Comparison {
  return { kind: 'comparison', operator, left: rawPath(path), operands: [nothing] }
}

const mayBeNull = (operand: Operand | undefined): operand is PathOperand =>
  operand?.kind === 'path' && operand.nullIsAbsence === true
