// The sort key attributes that a key condition uses: eq from left to right, and then at most one range.
import type { KeyPart } from '../../entity/key/key.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { type OperatorRow, operators } from '../../expression/condition/operators.js'
import { withOperator } from '../condition/condition-tree.js'
import { oppositeOf } from '../condition/operator-sense.js'
import type { Source } from '../source/plan.js'
import type { SettledClauses } from './settled-clauses.js'
import { boundsOf } from './sort-bounds.js'

/** How the sort key uses settled clauses. */
export interface SortConditions {
  readonly key: readonly Comparison[]
  /** The clauses that these comparisons replace. */
  readonly used: ReadonlySet<ConditionNode>
  /** Why no item can match the clauses. */
  readonly never: string | undefined
}

/**
 * Finds the sort conditions ("Key condition expressions": sort key attributes are used from left to right, the last one
 * with any range).
 */
export function sortConditions(source: Source, { equals, rest }: SettledClauses): SortConditions {
  const key: Comparison[] = []
  const used = new Set<ConditionNode>()
  for (const part of source.key.sort) {
    const equal = equals.get(part.name)
    if (equal !== undefined) {
      key.push(equal)
      continue
    }
    const clauses = rest.filter((clause) => rangeOn(clause, part) !== undefined)
    const [first, ...others] = clauses.flatMap((clause) => rangeOn(clause, part) ?? [])
    if (first === undefined) break
    const bounds = boundsOf(first, others)
    if (bounds === 'nothing')
      return { key, used, never: `no value is within the bounds of '${part.property}'` }
    if (bounds === 'inexpressible') break
    key.push(bounds)
    for (const clause of clauses) used.add(clause)
    if (bounds.operator !== 'eq') break
  }
  return { key, used, never: undefined }
}

// A source contains no item without its key attributes: there, and only there, the opposite of lt is gte.
function rangeOn(clause: ConditionNode, { name }: KeyPart): Comparison | undefined {
  const comparison = clause.kind === 'not' ? opposite(clause.condition) : clause
  if (comparison?.kind !== 'comparison' || comparison.left.kind !== 'path') return undefined
  const { names } = comparison.left
  const row: OperatorRow = operators[comparison.operator]
  const fits = names.length === 1 && names[0] === name && row.keys.includes('sort')
  return fits && comparison.operands.every(({ kind }) => kind === 'value') ? comparison : undefined
}

function opposite(node: ConditionNode): Comparison | undefined {
  const operator = node.kind === 'comparison' ? oppositeOf(node.operator, true) : undefined
  return node.kind === 'comparison' && operator !== undefined ? withOperator(node, operator) : undefined
}
