// The clauses that made a condition false, for the error of a write whose condition was not met.
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import { valueAt } from '../path/operand.js'
import type { PathSteps } from '../path/path.js'
import type { Condition } from './condition.js'
import type { Comparison, ConditionNode } from './condition-node.js'
import { conditionText, plainInk } from './condition-text.js'
import { holds } from './evaluation.js'

/** A clause that was false, and the value that it was compared with. */
export interface UnmetClause {
  /** The clause with names and without values: `total > (value)`, `NOT status = (value)`. */
  readonly clause: string
  /** The property path that the clause tests. */
  readonly path: string
  /** The same path in stored names. */
  readonly names: PathSteps
  /** The stored value at that path; `undefined` if there is none. */
  readonly actual: AttributeValue | undefined
}

/**
 * Returns the clauses that made the condition false for the item: none if it is true. An item that does not exist
 * counts as an empty item.
 */
export function failedClauses(condition: Condition, item: StoredItem): UnmetClause[] {
  const unmet: UnmetClause[] = []
  collect(condition.node, true, item, unmet)
  return unmet
}

// Under NOT, the clauses that are true make the condition false: `wanted` is inverted.
function collect(node: ConditionNode, wanted: boolean, item: StoredItem, unmet: UnmetClause[]): void {
  if (holds(node, item) === wanted) return
  if (node.kind === 'comparison') unmet.push(unmetClause(node, wanted, item))
  else if (node.kind === 'not') collect(node.condition, !wanted, item, unmet)
  else for (const part of node.conditions) collect(part, wanted, item, unmet)
}

function unmetClause(node: Comparison, wanted: boolean, item: StoredItem): UnmetClause {
  const path = node.left.kind === 'path' ? node.left : node.left.path
  const clause = conditionText(wanted ? node : { kind: 'not', condition: node }, plainInk)
  return { clause, path: path.text, names: path.names, actual: valueAt(item, path.names) }
}
