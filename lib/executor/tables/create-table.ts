// Creates, deletes and describes tables through a runner, and waits until DynamoDB is done.

import type { TableDescription, TimeToLiveDescription } from '@aws-sdk/client-dynamodb'
import type { TableCreation } from '../../entity/table-definition.js'
import { DyntasticError } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import { TableNotFoundError } from '../../errors/table-not-found-error.js'
import type { Runner } from '../../operation/ground/runner.js'
import { sdkName } from '../sending/sdk-errors.js'
import { type TableDifference, tableDifferences, ttlDifferences } from './table-differences.js'
import { afterCall, type Known, type TableRequest, until, type WaitOptions } from './table-wait.js'

const nothing: Known = { outcome: 'nothing written', outcomeDetail: '' }

/** A request that knows how to create its table. */
export type CreationRequest = TableRequest & { readonly creation: () => TableCreation }

/** The result of creating a table. */
export interface TableCreated {
  readonly created: boolean
  /**
   * What the entities of the table need and an existing table does not have; absent if there is no difference. With
   * `wait: false`, the table is not described, and only a difference in TTL is reported.
   */
  readonly differences?: readonly TableDifference[]
}

/** Options of creating a table. */
export interface CreationOptions extends WaitOptions {
  /** Whether TTL is left unchanged on a table that another process created; default false. */
  readonly sparesTtl?: boolean | undefined
}

/**
 * Creates the table unless it exists, waits until it and its indexes are ACTIVE, and enables TTL. Safe to call
 * repeatedly, also from several processes. With `wait: false`, no DescribeTable is sent, and TTL is enabled only if the
 * table is ready immediately; otherwise by a later call that waits.
 * @throws TimeoutError if the table is not ACTIVE within the limit.
 */
export async function ensureTable(
  runner: Runner,
  request: CreationRequest,
  options: CreationOptions = {},
): Promise<TableCreated> {
  const { input, ttl } = request.creation()
  let seen: TableDescription = {}
  let lost = false
  let created = await tryCreate()
  const known = (): Known => {
    if (lost) return { outcome: 'unknown', outcomeDetail: 'it may have been created by this call' }
    return created ? { outcome: 'written', outcomeDetail: 'it was created by this call' } : nothing
  }
  if (options.wait !== false) await until(request, options, ready, known)
  const switched =
    ttl === undefined || !(created || lost || options.sparesTtl !== true)
      ? []
      : await switchOn(runner, request, ttl, { ...options, created }).catch(afterCall(known))
  const differences = created ? [] : [...tableDifferences(input, seen), ...switched]
  return differences.length === 0 ? { created } : { created, differences }

  async function tryCreate(): Promise<boolean> {
    try {
      await runner.run({ ...named(request), call: 'CreateTable', input }, signalOf(options))
      return true
    } catch (error) {
      // Another process was first, or the table is being deleted: its status tells.
      if (sdkName(error) !== 'ResourceInUseException') throw error
      // Or this call created it: the response to an earlier attempt may have been lost.
      if (isError(error, DyntasticError) && error.outcome === 'unknown') lost = true
      return false
    }
  }

  async function ready(): Promise<boolean> {
    const table = await describe(runner, request, options)
    if (table !== undefined) {
      seen = table
      const statuses = [table, ...(table.GlobalSecondaryIndexes ?? [])].map((part) =>
        'TableStatus' in part ? part.TableStatus : 'IndexStatus' in part ? part.IndexStatus : undefined,
      )
      return statuses.every((status) => status === undefined || status === 'ACTIVE')
    }
    // Its deletion is complete; a table that was just created may also be unknown for a moment.
    if (!created) created = await tryCreate()
    return false
  }
}

/** Enables TTL. Returns the differences if the table existed before. */
async function switchOn(
  runner: Runner,
  request: CreationRequest,
  attribute: string,
  options: CreationOptions & { readonly created: boolean },
): Promise<readonly TableDifference[]> {
  const input = {
    TableName: request.table.name,
    TimeToLiveSpecification: { Enabled: true, AttributeName: attribute },
  }
  try {
    await runner.run({ ...named(request), call: 'UpdateTimeToLive', input }, signalOf(options))
  } catch (error) {
    // ValidationException: TTL is already enabled, perhaps on another attribute, or was changed within the last hour.
    const known = sdkName(error) === 'ValidationException'
    if (known && !options.created && options.sparesTtl !== true)
      return ttlDifferences(attribute, await describeTtl(runner, request, options))
    // Without waiting, the table may not be ready yet.
    if (!known && !(options.wait === false && isError(error, DyntasticError))) throw error
  }
  return []
}

// A caller who may enable TTL may not be allowed to describe it: an unknown state is reported as a difference.
async function describeTtl(
  runner: Runner,
  request: CreationRequest,
  options: WaitOptions,
): Promise<TimeToLiveDescription | undefined> {
  const input = { TableName: request.table.name }
  const call = { ...named(request), call: 'DescribeTimeToLive', input } as const
  try {
    return (await runner.run(call, signalOf(options))).TimeToLiveDescription ?? {}
  } catch (error) {
    if (sdkName(error) === 'AccessDeniedException') return undefined
    throw error
  }
}

/** Deletes the table if it exists, and waits until it is gone. */
export async function deleteTable(
  runner: Runner,
  request: TableRequest,
  options: WaitOptions = {},
): Promise<{ deleted: boolean }> {
  const input = { TableName: request.table.name }
  let deleted = false
  const tryDelete = async (): Promise<boolean> => {
    try {
      await runner.run({ ...named(request), call: 'DeleteTable', input }, signalOf(options))
      deleted = true
    } catch (error) {
      if (isError(error, TableNotFoundError)) return true
      // The table is still being created, or is being deleted by another process: retry a little later.
      if (sdkName(error) !== 'ResourceInUseException' || options.wait === false) throw error
    }
    return deleted
  }
  const known = (): Known =>
    deleted ? { outcome: 'written', outcomeDetail: 'its deletion has started' } : nothing
  await until(request, options, tryDelete, known)
  if (deleted && options.wait !== false)
    await until(request, options, async () => (await describe(runner, request, options)) === undefined, known)
  return { deleted }
}

/** Whether the table exists, in any status. */
export async function tableExists(
  runner: Runner,
  request: TableRequest,
  options: WaitOptions = {},
): Promise<boolean> {
  return (await describe(runner, request, options)) !== undefined
}

/**
 * Whether a write that found no table would still find none: the table does not exist, or is being created or deleted.
 * Returns false if the caller may not describe tables, because it is then unlikely to be allowed to create them.
 */
export async function tableMissing(
  runner: Runner,
  request: TableRequest,
  options: WaitOptions = {},
): Promise<boolean> {
  try {
    const table = await describe(runner, request, options)
    return table === undefined || table.TableStatus === 'CREATING' || table.TableStatus === 'DELETING'
  } catch (error) {
    if (sdkName(error) === 'AccessDeniedException') return false
    throw error
  }
}

async function describe(runner: Runner, request: TableRequest, options: WaitOptions) {
  try {
    const input = { TableName: request.table.name }
    const output = await runner.run({ ...named(request), call: 'DescribeTable', input }, signalOf(options))
    return output.Table ?? {}
  } catch (error) {
    if (isError(error, TableNotFoundError)) return undefined
    throw error
  }
}

function named({ entity, operation, table }: TableRequest): TableRequest {
  return { entity, operation, table }
}

function signalOf({ signal }: WaitOptions): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal }
}
