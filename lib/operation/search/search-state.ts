// State of a search, as plain data.
import type { VectorIndexDefinition } from '../../entity/key/indexes/vector-index.js'
import type { EntityModel } from '../../entity/model.js'
import { floatsOf, vectorFault, withoutNumbers } from '../../entity/struct/vector.js'
import { kindOf } from '../../errors/failures.js'
import { anInteger } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'
import { QueryPlanError } from '../../errors/query-plan-error.js'
import { ValidationError } from '../../errors/validation-error.js'
import type { Condition } from '../../expression/condition/condition.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'
import { didYouMean } from '../../util/nearest-name.js'
import type { InvalidItemPolicy } from '../get/invalid-item-policy.js'
import { boundConditions } from '../write/guards.js'

/** "TopK: 1 to 100" ("Vector indexes" in "Quotas in Amazon DynamoDB"). */
const mostHits = 100

/** The arguments of the methods of a search, by method name. */
export const searchArguments: OptionTable<Pick<SearchState, 'top'>> = {
  top: {
    takes: anInteger(1, mostHits),
    default: '10',
    doc: 'The number of items to find, the nearest first (TopK).',
  },
}

/** Everything that the chain of a search specifies. */
export interface SearchState {
  readonly index: VectorIndexDefinition
  /** Read by nothing but the request: its numbers are shown nowhere. */
  readonly query: () => Float32Array
  /** By attribute. */
  readonly conditions: ReadonlyMap<string, Condition>
  readonly top: number
  readonly select: readonly ResolvedPath[]
  readonly full: boolean
  readonly onInvalid: InvalidItemPolicy<unknown>
}

/**
 * A search of an index without any clauses.
 * @throws QueryPlanError if the entity has no such vector index.
 * @throws ValidationError if the vector does not fit.
 */
export function startedSearch(model: EntityModel, label: unknown, vector: unknown): SearchState {
  const index = indexOf(model, label)
  const { dimensions, property } = index
  const query = floatsOf(vector, dimensions)
  if (query === undefined) {
    const { message = 'expected a vector', at } = vectorFault(vector, dimensions) ?? {}
    const path = at === undefined ? [property] : [property, at]
    throw new ValidationError({
      entity: model.name,
      operation: 'search',
      failures: [{ path, message, value: at === undefined ? withoutNumbers(vector) : undefined }],
    })
  }
  return Object.freeze({
    index,
    query: () => query,
    conditions: boundTo(model, index),
    top: 10,
    select: Object.freeze([]),
    full: false,
    onInvalid: 'throw',
  })
}

// A repository within bounds searches within them: DynamoDB must not count items beyond.
function boundTo(model: EntityModel, index: VectorIndexDefinition): ReadonlyMap<string, Condition> {
  const { bounds } = model
  if (bounds === undefined) return new Map()
  const searched = [...(index.partition === undefined ? [] : [index.partition]), ...index.filters]
  for (const { property } of bounds.all)
    if (!searched.some((part) => part.property === property))
      throw new QueryPlanError({
        entity: model.name,
        operation: 'search',
        detail: `index '${index.label}' is not searched by '${property}', which the repository is bound to; make it the partition or a filter of the index`,
      })
  return new Map(
    bounds.all.flatMap((bound) => boundConditions(model, [bound]).map((each) => [bound.name, each])),
  )
}

function indexOf(model: EntityModel, label: unknown): VectorIndexDefinition {
  const found = typeof label === 'string' ? model.vectors.get(label) : undefined
  if (found !== undefined) return found
  const refused = (detail: string) => new QueryPlanError({ entity: model.name, operation: 'search', detail })
  if (model.members.length > 1)
    throw refused('a union of entities is not searched; search the repositories of its members')
  if (typeof label !== 'string')
    throw refused(`search() expects the name of a vector index, not ${kindOf(label)}`)
  if (model.indexes.has(label))
    throw refused(`'${label}' is not a vector index; read it with query().index('${label}')`)
  const names = [...model.vectors.keys()]
  throw refused(
    `there is no vector index '${label}'; ${names.length === 0 ? 'the entity has none' : `the vector indexes are ${names.join(', ')}`}${didYouMean(label, names)}`,
  )
}
