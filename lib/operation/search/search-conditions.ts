// Conditions of a search: the attributes that an index is searched by, each compared by one eq.
import type { EntityModel } from '../../entity/model.js'
import { kindOf } from '../../errors/failures.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import type { Condition } from '../../expression/condition/condition.js'
import { didYouMean } from '../../util/nearest-name.js'
import type { SearchState } from './search-state.js'

const wayOut = 'filter the hits afterwards, or use another index'

/**
 * Returns the attribute that a condition of a search compares with a value.
 * @throws InvalidConditionError for anything but one `eq` of the partition or a filter, because "HASH and INLINE_FILTER
 * attributes support only the equality operator" ("SearchVectors").
 */
export function searchedAttribute(model: EntityModel, state: SearchState, condition: Condition): string {
  const { node } = condition
  const refused = (detail: string) =>
    new InvalidConditionError({ entity: model.name, operation: 'search', detail })
  if (node.kind !== 'comparison')
    throw refused(`a search combines its conditions with AND, and each must be one eq; ${wayOut}`)
  const [name] = node.left.kind === 'path' ? node.left.names : node.left.path.names
  const operand = node.operands[0]
  if (node.operator !== 'eq' || node.left.kind !== 'path' || operand?.kind !== 'value')
    throw refused(
      `a vector index is searched by eq with a value alone, not by ${String(condition)}; ${wayOut}`,
    )
  if (state.conditions.has(String(name)))
    throw refused(`'${String(name)}' is compared twice, but a search can have only one value per attribute`)
  return String(name)
}

/**
 * Refuses an attribute that the index is not searched by, before a value is compared with it.
 * @throws InvalidConditionError
 */
export function checkSearched(model: EntityModel, { index }: SearchState, property: unknown): string {
  const { partition, filters, label } = index
  const parts = partition === undefined ? filters : [partition, ...filters]
  const names = parts.map((part) => part.property)
  const refused = (detail: string) =>
    new InvalidConditionError({ entity: model.name, operation: 'search', detail })
  if (typeof property !== 'string')
    throw refused(
      `where() of a search takes the name of an attribute, followed by eq, not ${kindOf(property)}; ${wayOut}`,
    )
  if (names.includes(property)) return property
  const known =
    names.length === 0
      ? 'it has neither a partition nor filters'
      : `it is searched by ${names.map((name) => `'${name}'`).join(', ')}`
  throw refused(
    `index '${label}' is not searched by '${property}': ${known}; ${wayOut}${didYouMean(property, names)}`,
  )
}
