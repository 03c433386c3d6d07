// UpdateTable: billing, capacity, streams, protection, table class, and one global index at a time.
import type { EngineContext } from '../storage/engine-context.js'
import type { TableDefinition } from '../storage/table-definition.js'
import { failure, invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { changedBilling } from './billing-updates.js'
import { changedIndexes } from './index-updates.js'
import { describeTable } from './table-description.js'
import { describedTable, isUnderWay } from './table-names.js'
import type { UpdateTableRequest } from './table-request.js'
import { checkUnits, encryptionOf, streamOf } from './table-settings.js'
import { refuseProvisioned } from './vector-rules.js'
import { changedVectorIndexes, checkVectorUpdates } from './vector-updates.js'

const prefix = 'One or more parameter values were invalid: '

const settings = [
  'ProvisionedThroughput',
  'BillingMode',
  'StreamSpecification',
  'SSESpecification',
  'TableClass',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'WarmThroughput',
] as const

/** Changes a table. A new index is filled with the items that are there. */
export function updateTable(input: WireObject, context: EngineContext): WireObject {
  // The shape of the request was checked before.
  const request = input as unknown as UpdateTableRequest
  const known = context.database.table(request.TableName)?.definition
  if (request.BillingMode === 'PROVISIONED' && (known?.vectorIndexes ?? []).length > 0)
    refuseProvisioned(false)
  checkRequest(request)
  const { definition } = describedTable(context, request.TableName)
  refuseBusy(definition, context)
  const now = context.clock.now()
  const until = now + context.tableDelay
  const streamTime = context.database.streams.freeTime(definition.name, now)
  const settled = changedStream(changedSettings(definition, request, now), request, streamTime)
  const changed = changedIndexes(request, changedVectorIndexes(request, settled, until), until)
  const table = context.database.define({ ...changed, transition: { status: 'UPDATING', until } })
  return { TableDescription: describeTable(table, until - 1) }
}

function checkRequest(request: UpdateTableRequest): void {
  const updates = request.GlobalSecondaryIndexUpdates ?? []
  const none = updates.length + (request.VectorIndexUpdates ?? []).length === 0
  if (settings.every((name) => request[name] === undefined) && none)
    throw invalid(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required',
    )
  if (request.BillingMode === 'PROVISIONED' && request.ProvisionedThroughput === undefined)
    throw invalid(`${prefix}ProvisionedThroughput must be specified when BillingMode is PROVISIONED`)
  if (request.BillingMode === 'PAY_PER_REQUEST' && request.ProvisionedThroughput !== undefined)
    throw invalid(
      `${prefix}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    )
  checkUnits(request.ProvisionedThroughput)
  checkVectorUpdates(request)
  const names = updates.map((update) => {
    const name = (update.Update ?? update.Create ?? update.Delete)?.IndexName
    if (name === undefined)
      throw invalid(
        `${prefix}One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null`,
      )
    return name
  })
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined)
    throw invalid(
      `${prefix}Only one global secondary index update per index is allowed simultaneously. Index: ${twice}`,
    )
}

function refuseBusy(definition: TableDefinition, context: EngineContext): void {
  const { name, transition } = definition
  if (transition === undefined || !isUnderWay(context, transition)) return
  const doing = { CREATING: 'created', UPDATING: 'updated', DELETING: 'deleted' }[transition.status]
  throw failure(
    'ResourceInUseException',
    `Attempt to change a resource which is still in use: Table is being ${doing}: ${name}`,
  )
}

function changedSettings(
  definition: TableDefinition,
  request: UpdateTableRequest,
  now: number,
): TableDefinition {
  const { TableClass, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput, SSESpecification } =
    request
  const encryption = encryptionOf(SSESpecification)
  const { encryption: before, ...plain } = changedBilling(definition, request, now)
  return {
    ...plain,
    ...(SSESpecification === undefined
      ? before !== undefined && { encryption: before }
      : encryption !== undefined && { encryption }),
    ...(TableClass !== undefined && { tableClass: TableClass }),
    ...(DeletionProtectionEnabled !== undefined && { deletionProtection: DeletionProtectionEnabled }),
    ...(OnDemandThroughput !== undefined && { onDemand: OnDemandThroughput }),
    ...(WarmThroughput !== undefined && { warm: WarmThroughput }),
  }
}

function changedStream(
  definition: TableDefinition,
  request: UpdateTableRequest,
  time: number,
): TableDefinition {
  const wanted = request.StreamSpecification
  if (wanted === undefined) return definition
  const next = streamOf(wanted, time)
  const { stream, ...without } = definition
  if (next !== undefined && stream !== undefined)
    throw failure(
      'ResourceInUseException',
      `Table already has an enabled stream: TableName: ${definition.name}`,
    )
  if (next === undefined && stream === undefined)
    throw invalid(`Table has no stream to disable: TableName: ${definition.name}`)
  if (next !== undefined) return { ...without, stream: next }
  return { ...without, ...(stream !== undefined && { lastStream: stream }) }
}
