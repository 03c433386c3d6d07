// Request of a search: the vector, its conditions and what is returned.
import type { VectorIndexDefinition } from '../../entity/key/indexes/vector-index.js'
import type { EntityModel } from '../../entity/model.js'
import type { AttributeValue } from '../../entity/struct/attribute-value.js'
import { InvalidConditionError } from '../../errors/invalid-condition-error.js'
import { QueryPlanError } from '../../errors/query-plan-error.js'
import { Condition } from '../../expression/condition/condition.js'
import { printConditions } from '../../expression/condition/printed-condition.js'
import { printProjection } from '../../expression/condition/projection.js'
import { madeOperand } from '../../expression/condition/value-operand.js'
import { expressionInput, Placeholders } from '../../expression/path/placeholders.js'
import type { PrintablePath } from '../../expression/path/printed-path.js'
import type { ResolvedPath } from '../../expression/path/resolved-path.js'
import { keyPaths, projectedPaths } from '../ground/key-projection.js'
import type { SearchVectorsInput } from '../ground/request.js'
import type { SearchState } from './search-state.js'

/** Why a search cannot run: DynamoDB requires the partition of an index that has one. */
export function searchProblem({ index, conditions }: SearchState): string | undefined {
  const { partition, label } = index
  if (partition === undefined || conditions.has(partition.name)) return undefined
  return `index '${label}' is searched within its partition: add .where('${partition.property}').eq(…)`
}

/** What DynamoDB cannot do for a search, and the library does not hide. */
export function searchWarnings(model: EntityModel): readonly string[] {
  const deleted =
    model.deletion === undefined ? [] : ['deleted items are left out after the search, and may leave fewer']
  return [...deleted, ...kindWarnings(model)]
}

function kindWarnings(model: EntityModel): readonly string[] {
  return model.kind === undefined && model.key.made && model.table.owners.size > 1
    ? [
        'kinds are told apart by their keys alone: items of other kinds are left out after the search, so it may return fewer',
      ]
    : []
}

/**
 * Returns the input of a search without its vector.
 * @throws InvalidConditionError if an expression exceeds DynamoDB's limits; QueryPlanError if the entity has several
 * kinds.
 */
export function searchInput(
  model: EntityModel,
  state: SearchState,
): Omit<SearchVectorsInput, 'SearchVector'> {
  const { index, conditions, top } = state
  const placeholders = new Placeholders()
  const kinds = kindConditions(model, index)
  const condition = printConditions([...conditions.values(), ...kinds], placeholders)
  const paths = returnedPaths(model, state)
  const projection = paths.length === 0 ? undefined : printProjection(paths, placeholders, model.name)
  return {
    TableName: model.table.name,
    IndexName: index.name,
    TopK: top,
    ...(condition !== undefined && { SearchConditionExpression: condition }),
    ...(projection !== undefined && { ProjectionExpression: projection }),
    ...expressionInput(placeholders),
  }
}

/**
 * The whole input of a search.
 * @throws QueryPlanError if the partition is missing, and as `searchInput`.
 */
export function searchRequest(
  model: EntityModel,
  operation: string,
  state: SearchState,
  vector: readonly AttributeValue[],
): SearchVectorsInput {
  const detail = searchProblem(state) ?? unmarkedWords(model, state)
  if (detail !== undefined) throw new QueryPlanError({ entity: model.name, operation, detail })
  return { ...searchInput(model, state), SearchVector: [...vector] }
}

// `top` counts what DynamoDB returns, so that items of other kinds must not be among it.
function kindConditions(
  { kind, name, table }: EntityModel,
  { partition }: VectorIndexDefinition,
): Condition[] {
  if (kind === undefined || partition?.name === kind.name) return []
  const [value, ...others] = kind.values
  if (others.length > 0)
    throw new QueryPlanError({
      entity: name,
      operation: 'search',
      detail: `the kind has several values in '${kind.name}' of ${String(table)}, but a search can filter by only one`,
    })
  return [
    new Condition(name, {
      kind: 'comparison',
      operator: 'eq',
      left: { kind: 'path', text: kind.name, names: [kind.name] },
      operands: [madeOperand({ S: String(value) })],
    }),
  ]
}

// Of whole items, only the keys are needed. The vector is returned if it is projected by name.
function returnedPaths(model: EntityModel, { select, full }: SearchState): readonly PrintablePath[] {
  if (full) return keyPaths([model.key])
  if (select.length === 0) return []
  return model.key.made
    ? [...projectedPaths(model, select), ...keyPaths([model.key])]
    : projectedPaths(model, select)
}

// Deleted items are left out after the search, if the index holds what marks them.
function unmarkedWords({ deletion }: EntityModel, { index, full }: SearchState): string | undefined {
  const { projection, filters, label } = index
  const lacking = (deletion?.names ?? []).find(
    (name) =>
      projection !== 'all' && !projection.includes(name) && !filters.some((part) => part.name === name),
  )
  if (full || lacking === undefined) return undefined
  return `index '${label}' does not hold '${lacking}', by which deleted items are left out; add it to its projection, or read whole items with full()`
}

/**
 * Refuses paths that the index does not hold, of which DynamoDB would return nothing.
 * @throws InvalidConditionError
 */
export function checkProjected(
  model: EntityModel,
  { index, full }: SearchState,
  paths: readonly ResolvedPath[],
): void {
  const { projection, partition, filters, attribute, label } = index
  if (full || projection === 'all') return
  const parts = [...model.key.attributes, ...(partition === undefined ? [] : [partition]), ...filters]
  const projected = new Set([
    attribute,
    ...parts.map(({ name }) => name),
    ...(projection === 'keys' ? [] : projection),
  ])
  const other = paths.find(({ names }) => !projected.has(String(names[0])))
  if (other === undefined) return
  throw new InvalidConditionError({
    entity: model.name,
    operation: 'search',
    detail: `index '${label}' does not contain '${other.text}'; add it to its projection, or read whole items with full()`,
  })
}
