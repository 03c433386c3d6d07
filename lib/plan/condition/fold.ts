// Conditions of which something is known beforehand: what is left of them.
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { grouped, negated } from './condition-tree.js'

/** What is left of a condition: whether it holds, or what still has to be asked. */
export type Verdict = ConditionNode | boolean

/** What is left of a condition whose comparisons are judged one by one. Parts of which nothing is known stay as they are. */
export function fold(node: ConditionNode, judge: (comparison: Comparison) => Verdict): Verdict {
  if (node.kind === 'comparison') return judge(node)
  if (node.kind === 'not') {
    const inner = fold(node.condition, judge)
    if (typeof inner === 'boolean') return !inner
    return inner === node.condition ? node : negated(inner)
  }
  // What decides the whole group: one false of an `and`, one true of an `or`.
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
