// Evaluation of conditions on a stored item, with the same result as in DynamoDB.
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { operandValue, rawPath } from '../path/operand.js'
import type { Condition } from './condition.js'
import type { ConditionNode } from './condition-node.js'
import { type OperatorRow, operators } from './operators.js'

/** Whether the condition is true for the item. An item that does not exist counts as an empty item. */
export function evaluate(condition: Condition, item: StoredItem): boolean {
  return holds(condition.node, item)
}

/** Whether a node of a condition is true for the item. */
export function holds(node: ConditionNode, item: StoredItem): boolean {
  if (node.kind === 'comparison') {
    const row: OperatorRow = operators[node.operator]
    // The data type is that of the stored value, even if a NULL means absence.
    const left = node.operator === 'type' && node.left.kind === 'path' ? rawPath(node.left) : node.left
    return row.holds(
      operandValue(left, item),
      node.operands.map((operand) => operandValue(operand, item)),
    )
  }
  if (node.kind === 'not') return !holds(node.condition, item)
  return node.kind === 'and'
    ? node.conditions.every((part) => holds(part, item))
    : node.conditions.some((part) => holds(part, item))
}
