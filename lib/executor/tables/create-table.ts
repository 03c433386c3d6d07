// Creates, deletes and looks for tables through a runner, and waits until DynamoDB is done.

import { setTimeout as sleep } from 'node:timers/promises'
import type { TableDescription, TimeToLiveDescription } from '@aws-sdk/client-dynamodb'
import type { TableCreation } from '../../entity/table-definition.js'
import { DyntasticError, type ErrorDetails, withOutcome } from '../../errors/dyntastic-error.js'
import { AbortedError, TimeoutError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import type { Outcome } from '../../errors/outcome.js'
import { TableNotFoundError } from '../../errors/table-not-found-error.js'
import type { Request } from '../../operation/ground/request.js'
import type { Runner } from '../../operation/ground/runner.js'
import { sdkName } from '../sending/sdk-errors.js'
import { type TableDifference, tableDifferences, ttlDifferences } from './table-differences.js'

/** What is known of the call that makes or deletes a table. */
type Known = Required<Pick<ErrorDetails, 'outcome' | 'outcomeDetail'>> & { readonly outcome: Outcome }

const nothing: Known = { outcome: 'nothing written', outcomeDetail: '' }

/** Which table, and in whose name: any request has these. */
export type TableRequest = Pick<Request, 'entity' | 'operation' | 'table'>

/** A request that can tell how its table is made. */
export type CreationRequest = TableRequest & { readonly creation: () => TableCreation }

/** How long to wait. */
export interface WaitOptions {
  /** Whether to wait until DynamoDB is done; default true. */
  readonly wait?: boolean | undefined
  /** The most to wait, in milliseconds; default 120,000. */
  readonly limit?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** What became of a table. */
export interface TableCreated {
  readonly created: boolean
  /**
   * What the entities of the table need and the table that existed does not have; absent if there is nothing. With `wait: false` the table
   * is not looked at, and only a difference of TTL is told.
   */
  readonly differences?: readonly TableDifference[]
}

/** How a table is made sure of. */
export interface CreationOptions extends WaitOptions {
  /** Whether TTL stays as it is on a table that somebody else made; default false. */
  readonly sparesTtl?: boolean | undefined
}

/**
 * Makes the table unless it is there, waits until it and its indexes are ACTIVE, and switches TTL on. Twice is fine, also from two processes.
 * With `wait: false` no DescribeTable is sent; TTL is then switched on where the table is ready at once, else by a later call that waits.
 * @throws TimeoutError when the table is not ACTIVE within the limit.
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
      // Another process was first, or the table is being deleted: which one shows in its status.
      if (sdkName(error) !== 'ResourceInUseException') throw error
      // Or this very call was: the response to an attempt before may have been lost.
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
    // Gone after a deletion that was under way; a table just made may also be unknown for a moment.
    if (!created) created = await tryCreate()
    return false
  }
}

/** Switches TTL on. What is different about it on a table that was there is returned. */
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
    // ValidationException: it is on already, perhaps by another attribute, or was changed within the last hour.
    const known = sdkName(error) === 'ValidationException'
    if (known && !options.created && options.sparesTtl !== true)
      return ttlDifferences(attribute, await describeTtl(runner, request, options))
    // Without waiting, the table may simply not be ready for it yet.
    if (!known && !(options.wait === false && isError(error, DyntasticError))) throw error
  }
  return []
}

// A caller who may switch TTL on need not have the right to look at it: what is not known is told as a difference.
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

/** Deletes the table if it is there, and waits until it is gone. */
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
      // It is still being made, or being deleted by somebody else: it can be deleted, or is gone, a little later.
      if (sdkName(error) !== 'ResourceInUseException' || options.wait === false) throw error
    }
    return deleted
  }
  const known = (): Known =>
    deleted ? { outcome: 'written', outcomeDetail: 'its deletion has begun' } : nothing
  await until(request, options, tryDelete, known)
  if (deleted && options.wait !== false)
    await until(request, options, async () => (await describe(runner, request, options)) === undefined, known)
  return { deleted }
}

/** Whether the table is there, in whatever status. */
export async function tableExists(
  runner: Runner,
  request: TableRequest,
  options: WaitOptions = {},
): Promise<boolean> {
  return (await describe(runner, request, options)) !== undefined
}

/**
 * Whether a write that found no table would find none now: there is none, or it is still being made, or on its way out. A caller who may not
 * look at tables may make none either: to them it is there.
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

// What fails after the table was made or deleted, such as a look at it, must not read as if nothing was done.
function afterCall(known: () => Known) {
  return (error: unknown): never => {
    const { outcome, outcomeDetail } = known()
    throw outcome === 'nothing written' ? error : withOutcome(error, outcome, outcomeDetail)
  }
}

const pauses = [20, 50, 100, 250, 500, 1000, 2000]

// Polls without delay first: a local engine is done at once.
async function until(
  { entity, operation, table }: TableRequest,
  { limit = 120_000, signal }: WaitOptions,
  done: () => Promise<boolean>,
  known: () => Known,
): Promise<void> {
  const end = performance.now() + limit
  for (let turn = 0; !(await done().catch(afterCall(known))); turn++) {
    const left = end - performance.now()
    if (left <= 0)
      throw new TimeoutError({
        entity,
        operation,
        detail: `table '${table.name}' was not ready within ${limit} ms`,
        ...known(),
      })
    const pause = pauses[Math.min(turn, pauses.length - 1)] ?? 2000
    await sleep(Math.min(pause, left), undefined, signal === undefined ? {} : { signal }).catch(() => {
      throw new AbortedError({
        entity,
        operation,
        detail: `waiting for table '${table.name}' was aborted by its signal`,
        cause: signal?.reason,
        ...known(),
      })
    })
  }
}
