// Trees of conditions, taken apart and put together again.

import type { Comparison, ConditionNode, Group } from '../../expression/condition/condition-node.js'
import { conditionText, plainInk } from '../../expression/condition/condition-text.js'
import { type Operand, type PathOperand, pathOf } from '../../expression/path/operand.js'
import { oppositeOf } from './operator-sense.js'
import { distinct } from './same-node.js'

/** Returns the conditions that must all be true for this one to be true, each as it was written. */
export function conjuncts(node: ConditionNode): readonly ConditionNode[] {
  return node.kind === 'and' ? node.conditions.flatMap(conjuncts) : [node]
}

/**
 * Makes a group of at least one condition, without duplicates and without groups of its own kind. A single condition is
 * returned unchanged.
 */
export function grouped(kind: Group['kind'], nodes: readonly ConditionNode[]): ConditionNode | undefined {
  const [first] = nodes
  if (nodes.length === 1 && first?.kind !== kind) return first
  const parts = distinct(nodes.flatMap((node) => (node.kind === kind ? node.conditions : [node])))
  return parts.length < 2 ? parts[0] : Object.freeze({ kind, conditions: Object.freeze([...parts]) })
}

/**
 * Makes the opposite, for any item: with another operator if one means exactly that, because it reveals more than a
 * negation.
 */
export function negated(node: ConditionNode): ConditionNode {
  if (node.kind === 'not') return node.condition
  const operator = node.kind === 'comparison' ? oppositeOf(node.operator, false) : undefined
  if (node.kind === 'comparison' && operator !== undefined) return withOperator(node, operator)
  return Object.freeze({ kind: 'not', condition: node })
}

/** Makes the same comparison with another operator. */
export function withOperator(
  node: Comparison,
  operator: Comparison['operator'],
  operands = node.operands,
): Comparison {
  return Object.freeze({ ...node, operator, operands: Object.freeze([...operands]) })
}

/** Returns the paths of a condition, on either side of its operators. */
export function pathsOf(node: ConditionNode): readonly PathOperand[] {
  if (node.kind === 'comparison')
    return [node.left, ...node.operands].flatMap((operand) => pathOf(operand) ?? [])
  return node.kind === 'not' ? pathsOf(node.condition) : node.conditions.flatMap(pathsOf)
}

/** Returns the stored name of the attribute that a path begins with. */
export function rootName(path: { readonly names: readonly (string | number)[] }): string {
  return String(path.names[0])
}

/** Whether a condition reads one of these attributes. */
export function touches(node: ConditionNode, names: { has(name: string): boolean }): boolean {
  if (node.kind === 'not') return touches(node.condition, names)
  if (node.kind !== 'comparison') return node.conditions.some((part) => touches(part, names))
  return isOf(node.left, names) || node.operands.some((operand) => isOf(operand, names))
}

function isOf(operand: Operand, names: { has(name: string): boolean }): boolean {
  const path = pathOf(operand)
  return path !== undefined && names.has(rootName(path))
}

/** Returns a condition with names and without values, for messages. */
export function nodeText(node: ConditionNode): string {
  return conditionText(node, plainInk)
}
