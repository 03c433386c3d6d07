// Creates the missing tables of a first write, once for all concurrent writes that find the same table missing.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Table } from '../../entity/table/table.js'
import { DyntasticError, retold } from '../../errors/dyntastic-error.js'
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import type { Outcome } from '../../errors/outcome.js'
import { UnknownOutcomeError } from '../../errors/unknown-outcome-error.js'
import type { Runner } from '../../operation/ground/runner.js'
import { sdkName } from '../sending/sdk-errors.js'
import type { Signals } from '../sending/signals.js'
import { type CreationRequest, ensureTable, tableMissing } from './create-table.js'
import { type TableRequest, type WaitOptions, withinLimit } from './table-wait.js'

/** Creations in progress, by client and table name. */
export type Creations = WeakMap<DynamoDBClient, Map<string, Promise<unknown>>>

/** What a creation needs besides the request. */
export interface CreationRules {
  readonly runner: Runner
  readonly client: DynamoDBClient
  readonly creations: Creations
  readonly signals: Signals
  /** The maximum time to wait for the table, in milliseconds. */
  readonly limit: number
}

/**
 * Resolves when the table of the request exists. Concurrent writes share one creation; the signal of one of them ends
 * only its own waiting, not the creation that others wait for.
 */
export function createMissing(
  request: CreationRequest,
  { runner, client, creations, signals, limit }: CreationRules,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const ofClient = creations.get(client) ?? new Map<string, Promise<unknown>>()
  creations.set(client, ofClient)
  const { name } = request.table
  let creation = ofClient.get(name)
  if (creation === undefined) {
    creation = withinLimit(runner, request, { limit }, (signal) =>
      ensureTable(runner, request, { limit, sparesTtl: true, signal }),
    ).finally(() => ofClient.delete(name))
    ofClient.set(name, creation)
  }
  return signal === undefined ? creation : unlessAborted(creation, request, signal, signals)
}

/**
 * Returns which tables of a request are missing, because DynamoDB does not tell. A single table needs no DescribeTable.
 */
export async function missingTables(
  runner: Runner,
  { entity, operation }: Pick<TableRequest, 'entity' | 'operation'>,
  tables: readonly Table[],
  options: WaitOptions,
): Promise<readonly Table[]> {
  if (tables.length < 2) return tables
  const looks = tables.map((table) => {
    const request = { entity, operation, table }
    return withinLimit(runner, request, options, (signal) => tableMissing(runner, request, { signal }))
  })
  const missing = await Promise.all(looks)
  return tables.filter((_, at) => missing[at])
}

/**
 * Returns the error of a write whose table could not be created, given what is known about the write itself. If
 * creating the table is not allowed, this is the error that the table is missing (`missing`).
 */
export function notCreated(error: unknown, outcome: Outcome, missing?: DyntasticError): unknown {
  if (!isError(error, DyntasticError)) return error
  if (missing !== undefined && outcome !== 'unknown' && sdkName(error) === 'AccessDeniedException') {
    const detail = `${missing.detail}and could not be created: ${error.detail}`
    return retold(missing, { detail, outcome })
  }
  if (outcome !== 'unknown') return retold(error, { outcome })
  // The error may be shared with other writes that wait for the same table.
  const { entity, operation, cause, detail } = error
  return new UnknownOutcomeError({ entity, operation, cause, detail })
}

function unlessAborted(
  work: Promise<unknown>,
  { entity, operation, table }: CreationRequest,
  signal: AbortSignal,
  signals: Signals,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      const detail = `aborted by its signal while table '${table.name}' was being created`
      reject(
        new AbortedError({ entity, operation, detail, cause: signal.reason, outcome: 'nothing written' }),
      )
    }
    if (signal.aborted) onAbort()
    else work.finally(signals.listen(signal, onAbort)).catch(() => {})
    work.then(resolve, reject)
  })
}
