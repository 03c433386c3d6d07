// Reasons why a source cannot be queried: its partition key is not given.
import type { KeyAttributePart } from '../entity/key/key.js'
import type { ConditionNode } from '../expression/condition/condition-node.js'
import { touches } from './condition/condition-tree.js'
import { quotedList } from './source/source.js'

/**
 * Names the partition key attributes that have no eq, and the operators that they have instead; of a union, the
 * entities that make it differently.
 */
export function missingText(missing: readonly KeyAttributePart[], clauses: readonly ConditionNode[]): string {
  const differing = missing.flatMap(({ differing: words }) => words ?? [])
  if (differing.length > 0)
    return `its partition key is made differently: ${differing.join('; ')} (query the entities one by one)`
  const others = missing.flatMap(({ name, property }) => {
    const names = new Set([name])
    const operators = clauses.filter((clause) => touches(clause, names)).map(operatorOf)
    return operators.length === 0 ? [] : [`${operators.join(' and ')} on '${property}'`]
  })
  const names = new Set(missing.map(({ name }) => name))
  const listed = clauses.some((clause) => operatorOf(clause) === 'in' && touches(clause, names))
  // A Query reads one partition.
  const wayOut = listed ? ' (run a query for each value)' : ''
  const instead = others.length === 0 ? '' : `, but there is only ${others.join(', ')}${wayOut}`
  return `its partition key needs eq on ${quotedList(missing.map(({ property }) => property))}${instead}`
}

const operatorOf = (clause: ConditionNode): string =>
  clause.kind === 'comparison' ? clause.operator : clause.kind
