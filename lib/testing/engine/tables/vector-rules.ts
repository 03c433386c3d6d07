// DynamoDB's rules for vector indexes, and their descriptions.
import { vectorEntryBytes } from '../storage/index-views.js'
import type {
  AttributeDefinition,
  Projection,
  TableDefinition,
  VectorIndexDefinition,
} from '../storage/table-definition.js'
import type { TableState } from '../storage/table-state.js'
import { invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { checkProjection } from './key-rules.js'
import { tableArn } from './table-names.js'
import type { VectorIndexRequest } from './table-request.js'

const prefix = 'One or more parameter values were invalid: '

/** "Vector indexes" in "Quotas in Amazon DynamoDB". */
export const mostVectorIndexes = 5
const mostDimensions = 4096
const mostFilters = 18
/** "The total number of projected non-key attributes is shared across the vector attribute and INLINE_FILTER". */
const mostProjected = 20

/** A vector index as it is kept. */
export function vectorIndexDefinition(request: VectorIndexRequest): VectorIndexDefinition {
  return {
    name: request.IndexName,
    attribute: request.VectorAttribute.AttributeName,
    dimensions: request.Dimensions,
    distance: request.DistanceFunction,
    searchSchema: request.SearchSchema ?? [],
    projection: request.Projection as Projection,
  }
}

/** Refuses vector indexes that a table cannot have. `others` are those that it has already. */
export function checkVectorIndexes(
  indexes: readonly VectorIndexRequest[],
  attributes: readonly AttributeDefinition[],
  onDemand: boolean,
  others: readonly VectorIndexDefinition[] = [],
): void {
  if (indexes.length === 0) throw invalid(`${prefix}List of VectorIndexes is empty`)
  refuseProvisioned(onDemand)
  for (const index of indexes) checkVectorIndex(index, attributes)
  const known = new Map(others.map(({ attribute, dimensions }) => [attribute, dimensions]))
  for (const { VectorAttribute, Dimensions } of indexes) {
    const name = VectorAttribute.AttributeName
    if ((known.get(name) ?? Dimensions) !== Dimensions)
      throw invalid(
        `${prefix}Conflicting attribute definition for '${name}'. All VectorIndexes on the same vector attribute must use the same dimensions.`,
      )
    known.set(name, Dimensions)
  }
}

/** Vector indexes are billed on demand, and their tables too. */
export function refuseProvisioned(onDemand: boolean): void {
  if (!onDemand) throw invalid(`${prefix}Vector indexes are only supported for PAY_PER_REQUEST tables`)
}

function checkVectorIndex(index: VectorIndexRequest, attributes: readonly AttributeDefinition[]): void {
  const { Dimensions: dimensions, SearchSchema: schema = [], Projection } = index
  if (dimensions < 1 || dimensions > mostDimensions)
    throw invalid(`${prefix}Number of dimensions must be between 1 and ${mostDimensions} inclusive.`)
  const vector = index.VectorAttribute.AttributeName
  const defined = new Set(attributes.map(({ AttributeName }) => AttributeName))
  if (defined.has(vector))
    throw invalid(
      `${prefix}Conflicting attribute definition for '${vector}'. An attribute cannot be defined in AttributeDefinitions when used as a VectorAttribute.`,
    )
  const names = schema.map(({ AttributeName }) => AttributeName)
  if (names.some((name) => !defined.has(name)))
    throw invalid(`${prefix}One element in SearchSchema is not defined in attribute definitions`)
  if (new Set(names).size < names.length)
    throw invalid(
      `${prefix}Duplicate AttributeName in SearchSchema: ${names.find((name, at) => names.indexOf(name) < at)}`,
    )
  checkProjection(Projection)
  const count = (role: string) => schema.filter((one) => one.SearchSchemaElementType === role).length
  const filters = count('INLINE_FILTER')
  if (count('HASH') > 1) throw invalid(`${prefix}SearchSchema can have at most one HASH element`)
  if (filters > mostFilters)
    throw invalid(`${prefix}Number of INLINE_FILTER elements exceeds the limit of ${mostFilters}`)
  if (1 + filters + (Projection.NonKeyAttributes?.length ?? 0) > mostProjected)
    throw invalid(
      `${prefix}Number of projected attributes of vector index ${index.IndexName} exceeds the limit of ${mostProjected}`,
    )
}

/** The attributes that the search schemas of a table use. */
export function searchSchemaNames({
  vectorIndexes,
}: Pick<TableDefinition, 'vectorIndexes'>): readonly string[] {
  return vectorIndexes.flatMap(({ searchSchema }) => searchSchema.map(({ AttributeName }) => AttributeName))
}

/** Describes the vector indexes of a table as they are at a time of the engine's clock. */
export function describeVectorIndexes(state: TableState, tableStatus: string, time: number): WireObject[] {
  const { name: table, vectorIndexes } = state.definition
  return vectorIndexes.map(
    ({ name, attribute, dimensions, distance, searchSchema, projection, transition }) => {
      const entries = state.vectors.get(name)
      let bytes = 0
      entries?.each(({ stored }) => {
        bytes += vectorEntryBytes(stored.item, entries.schema)
      })
      const own = transition !== undefined && time < transition.until ? transition.status : 'ACTIVE'
      return {
        IndexName: name,
        VectorAttribute: { AttributeName: attribute },
        Dimensions: dimensions,
        DistanceFunction: distance,
        ...(searchSchema.length > 0 && { SearchSchema: searchSchema }),
        Projection: projection,
        IndexStatus: tableStatus === 'CREATING' ? 'CREATING' : own,
        // Once it is active, the member is gone ("Data synchronization between tables and vector indexes").
        ...(own === 'CREATING' && { Backfilling: true }),
        IndexSizeBytes: bytes,
        ItemCount: entries?.size ?? 0,
        IndexArn: `${tableArn(table)}/index/${name}`,
      }
    },
  )
}
