// Reduction of conditions of which some parts are known beforehand.
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { grouped, negated } from './condition-tree.js'

/** The remainder of a condition: its result, or what must still be tested. */
export type Verdict = ConditionNode | boolean

/**
 * Returns the remainder of a condition whose comparisons are judged one by one. Parts of which nothing is known stay
 * unchanged.
 */
export function fold(node: ConditionNode, judge: (comparison: Comparison) => Verdict): Verdict {
  if (node.kind === 'comparison') return judge(node)
  if (node.kind === 'not') {
    const inner = fold(node.condition, judge)
    if (typeof inner === 'boolean') return !inner
    return inner === node.condition ? node : negated(inner)
  }
  // The result that decides the whole group: false in an `and`, true in an `or`.
  const deciding = node.kind === 'or'
  const left: ConditionNode[] = []
  for (const part of node.conditions) {
    const verdict = fold(part, judge)
    if (verdict === deciding) return deciding
    if (typeof verdict !== 'boolean') left.push(verdict)
  }
  if (left.length === node.conditions.length && left.every((part, at) => part === node.conditions[at]))
    return node
  return grouped(node.kind, left) ?? !deciding
}
