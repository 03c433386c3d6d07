// The index that would help a Scan, as a definition.
import type { EntityModel } from '../entity/model.js'
import type { Comparison, ConditionNode } from '../expression/condition/condition-node.js'
import { type OperatorRow, operators } from '../expression/condition/operators.js'

/**
 * Returns the key of an index that would serve clauses (in their normal form), as a definition: partition by an
 * attribute with eq, sort by another one that is compared. If there are only ranges, the partition is left open, for
 * some attribute that the query can give by eq. Returns `undefined` if no index could help.
 */
export function helpfulIndex(model: EntityModel, clauses: readonly ConditionNode[]): string | undefined {
  const comparisons = clauses.flatMap((clause) => comparisonOn(model, clause) ?? [])
  const equal = comparisons.find(({ operator }) => operator === 'eq')
  const others = comparisons.filter(({ property }) => property !== equal?.property)
  const sort = others.find(({ operator }) => operator !== 'eq') ?? others[0]
  if (equal === undefined && sort === undefined) return undefined
  const side = (property: string): string =>
    quoted(model.table.declared === undefined ? property : `{${property}}`)
  const sides = [`partition: ${equal === undefined ? '<one given by eq>' : side(equal.property)}`]
  if (sort !== undefined) sides.push(`sort: ${side(sort.property)}`)
  return `{ ${sides.join(', ')} }`
}

interface IndexableComparison {
  readonly property: string
  readonly operator: Comparison['operator']
}

function comparisonOn(model: EntityModel, clause: ConditionNode): IndexableComparison | undefined {
  if (clause.kind !== 'comparison' || clause.left.kind !== 'path' || clause.left.names.length !== 1)
    return undefined
  const [name] = clause.left.names
  const row: OperatorRow = operators[clause.operator]
  if (row.keys.length === 0 || clause.operands.some(({ kind }) => kind !== 'value')) return undefined
  const property = model.properties.find((each) => model.codec.at(each)?.name === name)
  const types = property === undefined ? [] : (model.codec.at(property)?.codec.types ?? [])
  const [type] = types
  const indexable = types.length === 1 && (type === 'S' || type === 'N' || type === 'B')
  return property !== undefined && indexable ? { property, operator: clause.operator } : undefined
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
