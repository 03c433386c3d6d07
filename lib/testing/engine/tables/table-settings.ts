// Billing, capacity and streams of a table, shared by CreateTable and UpdateTable.
import { labelOf } from '../storage/stream-log.js'
import type { StreamDefinition, Throughput } from '../storage/table-definition.js'
import { invalid } from '../values/service-failure.js'
import type { StreamRequest } from './table-request.js'

const prefix = 'One or more parameter values were invalid: '
const mostUnits = 1_000_000_000_000

export const noThroughput: Throughput = { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }

/** Refuses capacity that does not go with the billing mode. */
export function checkBilling(mode: string | undefined, throughput: Throughput | undefined): void {
  if (mode === 'PAY_PER_REQUEST') {
    if (throughput !== undefined)
      throw invalid(
        `${prefix}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
      )
  } else if (throughput === undefined)
    throw invalid(
      `${prefix}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
    )
  checkUnits(throughput)
}

/** Refuses more capacity than there is. */
export function checkUnits(throughput: Throughput | undefined): void {
  for (const name of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const)
    if (throughput !== undefined && throughput[name] > mostUnits)
      throw invalid(`Given value ${throughput[name]} for ${name} is out of bounds`)
}

/** The stream that a request switches on; `undefined`: none. Its label is the time at which it is switched on. */
export function streamOf(request: StreamRequest | undefined, time: number): StreamDefinition | undefined {
  if (request === undefined) return undefined
  const { StreamEnabled: enabled, StreamViewType: viewType } = request
  if (!enabled && viewType !== undefined)
    throw invalid(
      `${prefix}Table is being created with a stream disabled, UpdateViewType should not be specified`,
    )
  if (!enabled) return undefined
  if (viewType === undefined)
    throw invalid('Invalid StreamViewType: Stream ViewType must not be null or empty when enabling streams.')
  return { viewType, label: labelOf(time) }
}

/** How encryption at rest is described; `undefined`: by the key that AWS owns. */
export function encryptionOf(
  request:
    | { readonly Enabled?: boolean; readonly SSEType?: string; readonly KMSMasterKeyId?: string }
    | undefined,
): object | undefined {
  if (request?.Enabled !== true) return undefined
  const key = request.KMSMasterKeyId ?? 'arn:aws:kms:us-east-1:000000000000:key/aws-dynamodb'
  return { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: key }
}
