// Trouble with conditions on key attributes: they fit neither the key condition nor the filter of a Query.
import type { KeyPart } from '../../entity/key/key.js'
import type { Comparison, ConditionNode } from '../../expression/condition/condition-node.js'
import { type OperatorName, type OperatorRow, operators } from '../../expression/condition/operators.js'
import { nodeText, rootName, touches } from '../condition/condition-tree.js'
import type { Source } from '../source/plan.js'
import { keyPartsOf, quotedList } from '../source/source.js'

/**
 * Names the attributes and operators of clauses that read key attributes of the source but do not fit into its key
 * condition. The filter cannot contain them: "Filter Expression can only contain non-primary key attributes".
 * @param key the key condition, as far as it goes.
 */
export function keyTroubles(
  source: Source,
  clauses: readonly ConditionNode[],
  key: readonly Comparison[],
): readonly string[] {
  if (clauses.length === 0) return []
  const parts = keyPartsOf(source)
  const open = source.key.sort.find(({ name }) => !key.some((used) => isEqual(used, name)))
  const troubles = clauses.map((clause) => {
    const touched = parts.filter(({ name }) => touches(clause, new Set([name])))
    const place = `the key attribute${touched.length > 1 ? 's' : ''} ${quotedList(touched.map(({ property }) => property))}`
    const range = comparisonOf(clause)
    if (range === undefined || !isRange(range)) return clauseTrouble(clause, place)
    if (open !== undefined && rootName(range.left) !== open.name)
      return `${operatorText(clause)} on ${place} needs eq on '${open.property}' first, because sort key attributes are used from left to right`
    const several = clauses.filter((other) => isRangeOn(other, open)).map(operatorText)
    return `${several.join(' and ')} on ${place} cannot be combined in a key condition, which allows only one range: use between, or gte with lte`
  })
  return [...new Set(troubles)]
}

function clauseTrouble(clause: ConditionNode, place: string): string {
  const comparison = comparisonOf(clause)
  if (comparison === undefined)
    return `${operatorText(clause)} over ${place} ${misplaced}: run one query for each branch`
  const conditionText = `${operatorText(clause)} on ${place}`
  if (comparison.operands.some(({ kind }) => kind !== 'value'))
    return `${conditionText} compares two attributes (${nodeText(clause)}) and ${misplaced}: compare with a value`
  return `${conditionText} ${misplaced}: ${wayOut(comparison.operator)}`
}

const misplaced = 'cannot be in a key condition, and a filter must not name key attributes'

const comparisonOf = (clause: ConditionNode): Comparison | undefined => {
  const node = clause.kind === 'not' ? clause.condition : clause
  return node.kind === 'comparison' ? node : undefined
}

function operatorText(clause: ConditionNode): string {
  if (clause.kind === 'not') return `not ${operatorText(clause.condition)}`
  if (clause.kind !== 'comparison') return clause.kind
  return clause.left.kind === 'size' ? `size() with ${clause.operator}` : clause.operator
}

function isRange(
  comparison: Comparison,
): comparison is Comparison & { readonly left: { readonly kind: 'path' } } {
  const row: OperatorRow = operators[comparison.operator]
  const { left, operands } = comparison
  return left.kind === 'path' && row.keys.includes('sort') && operands.every(({ kind }) => kind === 'value')
}

function isRangeOn(clause: ConditionNode, part: KeyPart | undefined): boolean {
  const comparison = comparisonOf(clause)
  return comparison !== undefined && isRange(comparison) && rootName(comparison.left) === part?.name
}

const isEqual = ({ left, operator }: Comparison, name: string): boolean =>
  operator === 'eq' && left.kind === 'path' && rootName(left) === name

function wayOut(operator: OperatorName): string {
  if (operators[operator].operands === 'list') return 'run one query for each value'
  if (operator === 'ne') return 'run one query with lt and one with gt'
  const taken = Object.entries<OperatorRow>(operators).filter(([, row]) => row.keys.includes('sort'))
  return `a key condition allows ${taken.map(([name]) => name).join(', ')}`
}
