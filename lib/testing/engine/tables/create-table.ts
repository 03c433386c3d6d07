// CreateTable: creates a table with its indexes.
import { randomUUID } from 'node:crypto'
import type { EngineContext } from '../storage/engine-context.js'
import type {
  GlobalIndexDefinition,
  IndexDefinition,
  Projection,
  TableDefinition,
} from '../storage/table-definition.js'
import { failure, invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import {
  checkAttributeNames,
  checkGlobalIndexes,
  checkKeyElements,
  checkLocalIndexes,
  refuseDuplicates,
} from './key-rules.js'
import { describeTable } from './table-description.js'
import { knownTable } from './table-names.js'
import type { CreateTableRequest, GlobalIndexRequest, LocalIndexRequest } from './table-request.js'
import { checkBilling, encryptionOf, noThroughput, streamOf } from './table-settings.js'
import { checkTags } from './tags.js'
import { checkVectorIndexes, mostVectorIndexes, vectorIndexDefinition } from './vector-rules.js'

const prefix = 'One or more parameter values were invalid: '

/** Creates a table; it is ready once the engine's delay for tables has passed. */
export function createTable(input: WireObject, context: EngineContext): WireObject {
  // The shape of the request was checked before.
  const request = input as unknown as CreateTableRequest
  checkRequest(request)
  const name = request.TableName
  if (knownTable(context, name) !== undefined)
    throw failure('ResourceInUseException', `Table already exists: ${name}`)
  const now = context.clock.now()
  const until = now + context.tableDelay
  const streamTime = context.database.streams.freeTime(name, now)
  const table = context.database.define(definitionOf(request, now, until, streamTime))
  return { TableDescription: describeTable(table, until - 1) }
}

/** An index as it is kept. */
export function indexDefinition({ IndexName, KeySchema, Projection }: LocalIndexRequest): IndexDefinition {
  return { name: IndexName, key: KeySchema, projection: Projection as Projection }
}

/** A global index as it is kept. */
export function globalIndexDefinition(index: GlobalIndexRequest): GlobalIndexDefinition {
  const { ProvisionedThroughput, OnDemandThroughput, WarmThroughput } = index
  return {
    ...indexDefinition(index),
    throughput: ProvisionedThroughput ?? noThroughput,
    ...(OnDemandThroughput !== undefined && { onDemand: OnDemandThroughput }),
    ...(WarmThroughput !== undefined && { warm: WarmThroughput }),
  }
}

function checkRequest(request: CreateTableRequest): void {
  const { AttributeDefinitions: attributes, KeySchema: key } = request
  const { LocalSecondaryIndexes: locals, GlobalSecondaryIndexes: globals, VectorIndexes: vectors } = request
  checkAttributeNames(attributes)
  checkBilling(request.BillingMode, request.ProvisionedThroughput)
  const names = attributes.map(({ AttributeName }) => AttributeName)
  if (new Set(names).size < names.length)
    throw invalid(
      `${prefix}Duplicate AttributeName in AttributeDefinitions: ${names.find((name, at) => names.indexOf(name) < at)}`,
    )
  if (key.length > attributes.length)
    throw invalid('Invalid KeySchema: Some index key attribute have no definition')
  checkKeyElements(key, attributes)
  if (
    locals === undefined &&
    globals === undefined &&
    vectors === undefined &&
    key.length !== attributes.length
  )
    throw invalid(
      `${prefix}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
    )
  if (locals !== undefined) checkLocalIndexes(locals, key, attributes)
  if (globals !== undefined)
    checkGlobalIndexes(globals, attributes, request.BillingMode === 'PAY_PER_REQUEST')
  if (vectors !== undefined) {
    checkVectorIndexes(vectors, attributes, request.BillingMode === 'PAY_PER_REQUEST')
    if (vectors.length > mostVectorIndexes)
      throw invalid(`${prefix}VectorIndex count exceeds the per-table limit of ${mostVectorIndexes}`)
  }
  refuseDuplicates([...(locals ?? []), ...(globals ?? []), ...(vectors ?? [])])
  refuseUnused(request, names)
  refuseManyProjected([...(locals ?? []), ...(globals ?? [])])
  checkTags(request.Tags ?? [])
}

function refuseUnused(request: CreateTableRequest, names: readonly string[]): void {
  const keys = [request, ...(request.LocalSecondaryIndexes ?? []), ...(request.GlobalSecondaryIndexes ?? [])]
  const searched = (request.VectorIndexes ?? []).flatMap(({ SearchSchema }) => SearchSchema ?? [])
  const used = new Set(
    [...keys.flatMap(({ KeySchema }) => KeySchema), ...searched].map(({ AttributeName }) => AttributeName),
  )
  if (names.some((name) => !used.has(name)))
    throw invalid(
      `${prefix}Some AttributeDefinitions are not used. AttributeDefinitions: [${names.join(', ')}], keys used: [${[...used].join(', ')}]`,
    )
}

/** "Projected secondary index attributes per table: 100", counted for each index that names them. */
function refuseManyProjected(indexes: readonly LocalIndexRequest[]): void {
  const count = indexes.reduce(
    (total, { Projection }) => total + (Projection.NonKeyAttributes?.length ?? 0),
    0,
  )
  if (count > 100)
    throw invalid(`${prefix}Number of NonKeyAttributes across all indexes exceeds the limit of 100: ${count}`)
}

function definitionOf(
  request: CreateTableRequest,
  now: number,
  until: number,
  streamTime: number,
): TableDefinition {
  const onDemand = request.BillingMode === 'PAY_PER_REQUEST'
  const stream = streamOf(request.StreamSpecification, streamTime)
  const encryption = encryptionOf(request.SSESpecification)
  return {
    name: request.TableName,
    id: randomUUID(),
    created: now / 1000,
    attributes: request.AttributeDefinitions,
    key: request.KeySchema,
    localIndexes: (request.LocalSecondaryIndexes ?? []).map(indexDefinition),
    globalIndexes: (request.GlobalSecondaryIndexes ?? []).map(globalIndexDefinition),
    vectorIndexes: (request.VectorIndexes ?? []).map(vectorIndexDefinition),
    billingMode: onDemand ? 'PAY_PER_REQUEST' : 'PROVISIONED',
    throughput: request.ProvisionedThroughput ?? noThroughput,
    deletionProtection: request.DeletionProtectionEnabled ?? false,
    tags: new Map((request.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    transition: { status: 'CREATING', until },
    ...(onDemand && { onDemandSince: now / 1000 }),
    ...(request.OnDemandThroughput !== undefined && { onDemand: request.OnDemandThroughput }),
    ...(request.WarmThroughput !== undefined && { warm: request.WarmThroughput }),
    ...(stream !== undefined && { stream }),
    ...(encryption !== undefined && { encryption }),
    ...(request.TableClass !== undefined && { tableClass: request.TableClass }),
  }
}
