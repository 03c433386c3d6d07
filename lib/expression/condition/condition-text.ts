// Printing of conditions, with as few parentheses as DynamoDB's precedence allows: NOT before AND before OR.

import { expressionLimits } from '../path/limits.js'
import { type Ink, type Operand, printOperand } from '../path/operand.js'
import type { Comparison, ConditionNode } from './condition-node.js'
import { nullsAsAbsence } from './null-absence.js'
import { type OperatorRow, operators } from './operators.js'

type Surrounding = ConditionNode['kind'] | undefined

/** Returns the text of a condition. It never contains doubled parentheses, which DynamoDB rejects. */
export function conditionText(node: ConditionNode, ink: Ink, within?: Surrounding): string {
  const shown = node.kind === 'comparison' ? printable(node, ink) : node
  if (shown.kind === 'comparison') return comparisonText(shown, ink)
  if (shown.kind === 'not') {
    ink.count(1)
    return `NOT ${conditionText(shown.condition, ink, 'not')}`
  }
  const { kind, conditions } = shown
  // Counted before the parts are printed, so that printing of a huge tree stops at the limit.
  ink.count(conditions.length - 1)
  const between = kind === 'and' ? ' AND ' : ' OR '
  let text = ''
  let lead = ''
  for (const part of conditions) {
    text += lead + conditionText(part, ink, kind)
    lead = between
  }
  return within === 'not' || (within === 'and' && kind === 'or') ? `(${text})` : text
}

/** Names as the user wrote them, and `(value)` in place of values: for messages, errors and `String(condition)`. */
export const plainInk: Ink = {
  forPeople: true,
  path: (path) => path.text,
  value: () => '(value)',
  count: () => undefined,
}

function comparisonText({ operator, left, operands }: Comparison, ink: Ink): string {
  const row: OperatorRow = operators[operator]
  ink.count((row.counts ?? 1) + (row.negated ? 1 : 0))
  const text = row.print(
    printOperand(left, ink),
    operands.map((operand) => printOperand(operand, ink)),
  )
  return row.negated ? `NOT ${text}` : text
}

// DynamoDB rejects an IN without operands and one with more than 100. The first is printed as a condition that is never
// true, the second as several INs.
function printable(comparison: Comparison, ink: Ink): ConditionNode {
  const listed = listable(comparison)
  if (ink.forPeople === true || listed.kind !== 'comparison') return listed
  return mayBeNull(listed.left) || listed.operands.some(mayBeNull) ? nullsAsAbsence(listed) : listed
}

const mayBeNull = (operand: Operand): boolean => operand.kind === 'path' && operand.nullIsAbsence === true

function listable(comparison: Comparison): ConditionNode {
  const { operator, left, operands } = comparison
  if (operators[operator].operands !== 'list') return comparison
  if (operands.length === 0) return neverTrue(left.kind === 'size' ? left.path : left)
  const parts = chunks(operands, expressionLimits.inOperands)
  if (parts.length === 1) return comparison
  return { kind: 'or', conditions: parts.map((part) => ({ ...comparison, operands: part })) }
}

function neverTrue(path: Comparison['left']): ConditionNode {
  const there = { kind: 'comparison', left: path, operands: [] } as const
  return {
    kind: 'and',
    conditions: [
      { ...there, operator: 'exists' },
      { ...there, operator: 'notExists' },
    ],
  }
}

function chunks(operands: readonly Operand[], size: number): (readonly Operand[])[] {
  const parts = []
  for (let at = 0; at < operands.length; at += size) parts.push(operands.slice(at, at + size))
  return parts
}
