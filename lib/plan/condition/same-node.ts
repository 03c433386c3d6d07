// Comparison of two conditions, part by part.
import type { ConditionNode } from '../../expression/condition/condition-node.js'
import { type Operand, pathOf } from '../../expression/path/operand.js'
import { equalStored } from '../../expression/stored/stored-order.js'

/** Whether two conditions are the same: operators, paths and order; numbers and sets by value. */
export function sameNode(a: ConditionNode, b: ConditionNode): boolean {
  if (a === b) return true
  if (a.kind === 'comparison')
    return (
      b.kind === 'comparison' &&
      a.operator === b.operator &&
      sameOperand(a.left, b.left) &&
      sameAll(a.operands, b.operands, sameOperand)
    )
  if (b.kind === 'comparison') return false
  if (a.kind === 'not') return b.kind === 'not' && sameNode(a.condition, b.condition)
  return b.kind === a.kind && sameAll(a.conditions, b.conditions, sameNode)
}

/** Returns the nodes without duplicates, in the given order. */
export function distinct<N extends ConditionNode>(nodes: readonly N[]): readonly N[] {
  if (nodes.length < 2) return nodes
  const kept: N[] = []
  for (const node of nodes) if (!kept.some((other) => sameNode(other, node))) kept.push(node)
  return kept.length === nodes.length ? nodes : kept
}

function sameOperand(a: Operand, b: Operand): boolean {
  if (a.kind !== b.kind) return false
  if (a.kind === 'value') return b.kind === 'value' && equalStored(a.value, b.value)
  const names = pathOf(a)?.names ?? []
  return sameAll(names, pathOf(b)?.names ?? [], Object.is)
}

function sameAll<T>(a: readonly T[], b: readonly T[], same: (a: T, b: T) => boolean): boolean {
  return a.length === b.length && a.every((part, at) => at in b && same(part, b[at] as T))
}
