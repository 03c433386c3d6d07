// Changes of the billing mode and the capacity of a table.
import type { GlobalIndexDefinition, TableDefinition, Throughput } from '../storage/table-definition.js'
import { invalid } from '../values/service-failure.js'
import type { UpdateTableRequest } from './table-request.js'
import { noThroughput } from './table-settings.js'

const prefix = 'One or more parameter values were invalid: '

/** The definition with the billing mode and the capacity of a request; refuses what does not go together. */
export function changedBilling(
  definition: TableDefinition,
  request: UpdateTableRequest,
  now: number,
): TableDefinition {
  const { BillingMode: mode, ProvisionedThroughput: throughput } = request
  if (mode === 'PAY_PER_REQUEST') {
    const globalIndexes = definition.globalIndexes.map((index) => ({ ...index, throughput: noThroughput }))
    return {
      ...definition,
      billingMode: mode,
      throughput: noThroughput,
      globalIndexes,
      onDemandSince: now / 1000,
    }
  }
  if (throughput === undefined) return definition
  if (mode === undefined && definition.billingMode === 'PAY_PER_REQUEST')
    throw invalid(
      `${prefix}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
    )
  if (definition.billingMode === 'PROVISIONED') refuseSame(definition.throughput, throughput)
  else refuseIndexesWithout(definition.globalIndexes, request)
  return { ...definition, billingMode: 'PROVISIONED', throughput }
}

function refuseSame(current: Throughput, wanted: Throughput): void {
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = current
  if (read === wanted.ReadCapacityUnits && write === wanted.WriteCapacityUnits)
    throw invalid(
      `The provisioned throughput for the table will not change. The requested value equals the current value. Current ReadCapacityUnits provisioned for the table: ${read}. Requested ReadCapacityUnits: ${read}. Current WriteCapacityUnits provisioned for the table: ${write}. Requested WriteCapacityUnits: ${write}. Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.`,
    )
}

// A table that leaves on-demand mode takes its indexes with it.
function refuseIndexesWithout(indexes: readonly GlobalIndexDefinition[], request: UpdateTableRequest): void {
  const given = (request.GlobalSecondaryIndexUpdates ?? []).map(({ Update }) => Update?.IndexName)
  const left = indexes.map(({ name }) => name).filter((name) => !given.includes(name))
  if (left.length > 0)
    throw invalid(`${prefix}ProvisionedThroughput must be specified for index: ${left.join(',')}`)
}
