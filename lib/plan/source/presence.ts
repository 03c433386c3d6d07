// The attributes that an item must have for conditions to be true, which sparse indexes depend on.
import { invalid } from '../../entity/codec/codec.js'
import type { KeyAttributePart } from '../../entity/key/key.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { type OperatorRow, operators, type Side } from '../../expression/condition/operators.js'
import { pathOf } from '../../expression/path/operand.js'
import { negated, rootName } from '../condition/condition-tree.js'

/**
 * Whether an item of the entity may lack the attribute. It may not if there is a default, because that is always
 * written.
 */
export function mayBeAbsent({ codec }: KeyAttributePart): boolean {
  if (codec.optional) return (codec.decode(undefined, []) ?? undefined) === undefined
  const none = codec.parse(null, [])
  return none !== invalid && codec.encode(none) === undefined
}

/** Returns the stored names of the attributes without which the conditions cannot all be true. */
export function requiredNames(nodes: readonly ConditionNode[]): ReadonlySet<string> {
  return new Set(nodes.flatMap((node) => [...required(node)]))
}

/** Whether conditions say that an item lacks an attribute, by its stored name. NULL may count as absent. */
export function saysAbsent(clauses: readonly ConditionNode[], name: string): boolean {
  return clauses.some(
    (clause) =>
      clause.kind === 'comparison' &&
      clause.operator === 'notExists' &&
      clause.left.kind === 'path' &&
      clause.left.names.length === 1 &&
      clause.left.names[0] === name,
  )
}

function required(node: ConditionNode): ReadonlySet<string> {
  if (node.kind === 'comparison') return requiredBy(node)
  if (node.kind === 'not') return requiredByNegation(node.condition)
  return node.kind === 'and' ? requiredNames(node.conditions) : inAll(node.conditions.map(required))
}

function requiredByNegation(node: ConditionNode): ReadonlySet<string> {
  if (node.kind === 'or') return requiredNames(node.conditions.map(negated))
  if (node.kind === 'and') return inAll(node.conditions.map((part) => required(negated(part))))
  const opposite = negated(node)
  return opposite.kind === 'not' ? new Set() : required(opposite)
}

// An attribute is required if the operator, according to its row, is false without it, whatever the other side is.
function requiredBy({ left, operator, operands }: Comparison): ReadonlySet<string> {
  const row: OperatorRow = operators[operator]
  const names = new Set<string>()
  const sides = operands.map((operand): Side => (operand.kind === 'value' ? operand.value : undefined))
  const path = pathOf(left)
  if (path !== undefined && !row.holds(undefined, sides)) names.add(rootName(path))
  // One of several values may be absent while another one matches.
  if (row.operands === 'list') return names
  for (const operand of operands) {
    const other = pathOf(operand)
    if (other !== undefined && !row.holds(anything, sides)) names.add(rootName(other))
  }
  return names
}

const anything: Side = { S: '' }

function inAll(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first, ...others] = sets
  return new Set([...(first ?? [])].filter((name) => others.every((set) => set.has(name))))
}
