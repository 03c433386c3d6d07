// GlobalSecondaryIndexUpdates: indexes that are added to a table, updated, or removed.
import type {
  AttributeDefinition,
  GlobalIndexDefinition,
  TableDefinition,
} from '../storage/table-definition.js'
import { failure, invalid } from '../values/service-failure.js'
import { globalIndexDefinition } from './create-table.js'
import { checkAttributeNames, checkGlobalIndex } from './key-rules.js'
import type { GlobalIndexRequest, GlobalIndexUpdate, UpdateTableRequest } from './table-request.js'
import { checkUnits } from './table-settings.js'
import { searchSchemaNames } from './vector-rules.js'

/** The definition with its indexes changed, and with the attributes that its keys use. */
export function changedIndexes(
  request: UpdateTableRequest,
  definition: TableDefinition,
  until: number,
): TableDefinition {
  const updates = request.GlobalSecondaryIndexUpdates ?? []
  if (updates.filter(({ Create, Delete }) => Create !== undefined || Delete !== undefined).length > 1)
    throw failure(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    )
  checkAttributeNames(request.AttributeDefinitions ?? [])
  const attributes = joined(definition.attributes, request.AttributeDefinitions ?? [])
  let changed: TableDefinition = { ...definition, attributes }
  for (const update of updates) changed = afterUpdate(changed, update, until)
  return { ...changed, attributes: used(changed) }
}

function afterUpdate(definition: TableDefinition, update: GlobalIndexUpdate, until: number): TableDefinition {
  const { globalIndexes: indexes } = definition
  if (update.Create !== undefined)
    return { ...definition, globalIndexes: [...indexes, created(definition, update.Create, until)] }
  const name = update.Delete?.IndexName ?? update.Update?.IndexName
  if (!indexes.some((index) => index.name === name))
    throw failure('ResourceNotFoundException', 'Requested resource not found')
  if (update.Delete !== undefined)
    return { ...definition, globalIndexes: indexes.filter((index) => index.name !== name) }
  return {
    ...definition,
    globalIndexes: indexes.map((index) =>
      index.name === name ? updated(index, definition, update, until) : index,
    ),
  }
}

function created(
  definition: TableDefinition,
  index: GlobalIndexRequest,
  until: number,
): GlobalIndexDefinition {
  const taken = [...definition.localIndexes, ...definition.globalIndexes, ...definition.vectorIndexes].some(
    ({ name }) => name === index.IndexName,
  )
  if (taken) throw invalid(`Attempting to create an index which already exists`)
  checkGlobalIndex(index, definition.attributes, definition.billingMode === 'PAY_PER_REQUEST')
  if (definition.globalIndexes.length >= 20)
    throw failure('LimitExceededException', 'GlobalSecondaryIndex count exceeds the per-table limit of 20')
  return { ...globalIndexDefinition(index), transition: { status: 'CREATING', until } }
}

function updated(
  index: GlobalIndexDefinition,
  definition: TableDefinition,
  update: GlobalIndexUpdate,
  until: number,
): GlobalIndexDefinition {
  const {
    ProvisionedThroughput: throughput,
    OnDemandThroughput: onDemand,
    WarmThroughput: warm,
  } = update.Update ?? {}
  if (throughput !== undefined && definition.billingMode === 'PAY_PER_REQUEST')
    throw invalid(
      `One or more parameter values were invalid: ProvisionedThroughput should not be specified for index: ${index.name} when BillingMode is PAY_PER_REQUEST`,
    )
  checkUnits(throughput)
  return {
    ...index,
    transition: { status: 'UPDATING', until },
    ...(throughput !== undefined && { throughput }),
    ...(onDemand !== undefined && { onDemand }),
    ...(warm !== undefined && { warm }),
  }
}

// What is defined already keeps its type.
function joined(
  known: readonly AttributeDefinition[],
  more: readonly AttributeDefinition[],
): AttributeDefinition[] {
  const names = new Set(known.map(({ AttributeName }) => AttributeName))
  return [...known, ...more.filter(({ AttributeName }) => !names.has(AttributeName))]
}

function used(definition: TableDefinition): AttributeDefinition[] {
  const { attributes, key, localIndexes, globalIndexes } = definition
  const keys = [key, ...[...localIndexes, ...globalIndexes].map((index) => index.key)]
  const names = new Set([...keys.flat().map((one) => one.AttributeName), ...searchSchemaNames(definition)])
  return attributes.filter(({ AttributeName }) => names.has(AttributeName))
}
