// Normal form of conditions, which shows what a key condition could use; the meaning is the same for any item.
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { operators } from '../../expression/condition/operators.js'
import type { Operand } from '../../expression/path/operand.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import { conjuncts, grouped, negated, touches, withOperator } from './condition-tree.js'
import { distinct, sameNode } from './same-node.js'

/**
 * Returns the clauses of conditions that must all be true, each once: `not(ne)`, an `in` of one value and a `between`
 * of equal bounds become eq. Clauses that read an attribute of `indexed` (stored names) are taken apart further:
 * `not(or(a, b))` into its parts, and what all branches of an `or` have in common is moved out of it. Other trees stay
 * as they were written, so that the user recognizes them in a filter.
 */
export function clausesOf(
  nodes: readonly ConditionNode[],
  indexed: ReadonlySet<string>,
): readonly ConditionNode[] {
  const clauses = nodes.flatMap((node) => conjuncts(normalForm(node, indexed)))
  return clauses.length < 2 ? clauses : distinct(clauses)
}

function normalForm(node: ConditionNode, indexed: ReadonlySet<string>): ConditionNode {
  if (node.kind === 'comparison') return simplified(node)
  const opened = touches(node, indexed)
  if (node.kind === 'not') {
    const inner = normalForm(node.condition, indexed)
    if (opened && inner.kind === 'or')
      return (
        grouped(
          'and',
          inner.conditions.map((part) => normalForm(negated(part), indexed)),
        ) ?? inner
      )
    return inner === node.condition && negated(inner).kind === 'not' ? node : negated(inner)
  }
  const parts = node.conditions.map((part) => normalForm(part, indexed))
  const same = parts.every((part, at) => part === node.conditions[at]) && distinct(parts) === parts
  const group = same ? node : (grouped(node.kind, parts) ?? node)
  return opened && group.kind === 'or' ? factored(group.conditions, group) : group
}

function simplified(node: Comparison): ConditionNode {
  const [first, ...others] = node.operands
  const { operands } = operators[node.operator]
  if ((operands !== 'list' && operands !== 'range') || first?.kind !== 'value') return node
  return others.every((other) => sameValue(first, other)) ? withOperator(node, 'eq', [first]) : node
}

const sameValue = (a: Operand, b: Operand): boolean =>
  a.kind === 'value' && b.kind === 'value' && equalStored(a.value, b.value)

// (a and b) or (a and c) is a and (b or c); a or (a and b) is a.
function factored(branches: readonly ConditionNode[], group: ConditionNode): ConditionNode {
  const lists = branches.map(conjuncts)
  const isCommon = (clause: ConditionNode): boolean =>
    lists.every((list) => list.some((other) => sameNode(other, clause)))
  const common = (lists[0] ?? []).filter(isCommon)
  if (common.length === 0) return group
  const rests = lists.map((list) =>
    grouped(
      'and',
      list.filter((clause) => !isCommon(clause)),
    ),
  )
  const rest = rests.filter((each) => each !== undefined)
  const left = rest.length < rests.length ? undefined : grouped('or', rest)
  return grouped('and', left === undefined ? common : [...common, left]) ?? group
}
