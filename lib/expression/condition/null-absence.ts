// What a comparison says to DynamoDB, where a stored NULL on one of its sides means that the attribute is absent.

import { type Operand, type PathOperand, rawPath } from '../path/operand.js'
import type { Comparison, ConditionNode } from './condition-node.js'
import { type NullRule, type OperatorRow, operators } from './operators.js'

const nothing = { kind: 'value', value: { NULL: true } } as const

/**
 * The comparison with what DynamoDB must be told of NULL; the comparison itself if that is nothing. Most operators hold for no NULL by themselves,
 * as they hold for no absent attribute; the rows of the others say what is added.
 */
export function nullsAsAbsence(comparison: Comparison): ConditionNode {
  const { nulls }: OperatorRow = operators[comparison.operator]
  if (nulls === undefined || comparison.left.kind === 'size') return comparison
  return ifNull(pathAsked(comparison, nulls), comparison, nulls.join)
}

function pathAsked({ left, operands }: Comparison, { of }: NullRule): Operand | undefined {
  if (of === 'member') return operands[0]
  // NULL equals NULL, but an absent attribute equals nothing.
  return of === 'left' || operands.some(mayBeNull) ? left : undefined
}

function ifNull(path: Operand | undefined, comparison: Comparison, join: NullRule['join']): ConditionNode {
  if (!mayBeNull(path)) return comparison
  const left = comparison.left.kind === 'path' ? rawPath(comparison.left) : comparison.left
  const operands = comparison.operands.map((each) => (each.kind === 'path' ? rawPath(each) : each))
  const asked: Comparison = { ...comparison, left, operands }
  return { kind: join, conditions: [asked, nullTest(path, join === 'and' ? 'ne' : 'eq')] }
}

/** Whether a path holds NULL (`eq`), or does not (`ne`): also true of an absent attribute. */
export function nullTest(path: PathOperand, operator: 'eq' | 'ne'): Comparison {
  return { kind: 'comparison', operator, left: rawPath(path), operands: [nothing] }
}

const mayBeNull = (operand: Operand | undefined): operand is PathOperand =>
  operand?.kind === 'path' && operand.nullIsAbsence === true
