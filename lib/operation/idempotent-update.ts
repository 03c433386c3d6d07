// An update applied exactly once: a transaction of one operation, under one client token however often it is sent.
import { randomUUID } from 'node:crypto'
import type {
  TransactWriteItem,
  TransactWriteItemsCommandOutput,
  UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb'
import { ConditionFailedError } from '../errors/condition-failed-error.js'
import { DyntasticError } from '../errors/dyntastic-error.js'
import { AbortedError } from '../errors/interrupted.js'
import { InvalidUpdateError } from '../errors/invalid-update-error.js'
import { ItemNotFoundError } from '../errors/item-not-found-error.js'
import { ThrottledError } from '../errors/throttled-error.js'
import { UnknownOutcomeError } from '../errors/unknown-outcome-error.js'
import { pause, pauseBefore } from '../util/backoff.js'
import { settle } from './deferred.js'
import type { OperationContext } from './operation.js'
import type { Request } from './request.js'
import type { Runner, RunOptions } from './runner.js'
import type { UpdateReturning, UpdateState } from './update-state.js'

/** DynamoDB's limit of a client token ("ClientRequestToken"). */
const longestToken = 36
const mostAttempts = 16
const backoff = { base: 25, most: 500 }

/** The token as given. @throws InvalidUpdateError for one that DynamoDB does not take. */
export function checkedToken(entity: string, token: string | undefined): string | undefined {
  if (token === undefined || (token.length >= 1 && token.length <= longestToken)) return token
  const detail = `an idempotency token has 1 to ${longestToken} characters`
  throw new InvalidUpdateError({ entity, operation: 'update', detail })
}

/** Refuses to return what a transaction does not answer. @throws InvalidUpdateError. */
export function refuseToldOnce(entity: string, returning: UpdateReturning): void {
  if (returning === 'new' || returning === 'none') return
  const detail = "an idempotent update returns 'new' or 'none'; a transaction answers nothing else"
  throw new InvalidUpdateError({ entity, operation: 'update', detail })
}

interface Cancelled {
  readonly name?: string
  readonly CancellationReasons?: readonly Reason[]
}

interface Reason {
  readonly Code?: string
  readonly Message?: string
  readonly Item?: unknown
}

/**
 * Sends the update as a transaction, again under the same token while answers are lost or other transactions stand in its way, within the
 * runner's patience; then reads the new item.
 * @throws ItemNotFoundError where the item was deleted between the update and that read; what a plain update throws.
 */
export async function runOnce(
  context: OperationContext,
  request: Request<'UpdateItem'>,
  { returning, once, target }: UpdateState,
  options: RunOptions | undefined,
): Promise<UpdateItemCommandOutput> {
  const { entity, operation, table, creation } = request
  const { ReturnValues: _, ...update } = request.input
  // An UpdateItem's input without ReturnValues is what a transaction takes.
  const action = { Update: update } as TransactWriteItem
  const input = { TransactItems: [action], ClientRequestToken: once?.token ?? randomUUID() }
  const call = { call: 'TransactWriteItems', input, entity, operation, table } as const
  const { $metadata } = await insistently(
    context.runner,
    creation === undefined ? call : { ...call, creation },
    options,
  )
  if (returning === 'none') return { $metadata }
  const read = { TableName: update.TableName, Key: update.Key, ConsistentRead: true }
  const answer = await context.runner.run({ call: 'GetItem', input: read, entity, operation, table }, options)
  if (answer.Item !== undefined) return { $metadata: answer.$metadata, Attributes: answer.Item }
  const { values: key } = settle(target).key
  const detail = 'the update was applied, and the item was deleted before it could be read'
  throw new ItemNotFoundError({ entity, operation, key, detail })
}

async function insistently(
  runner: Runner,
  call: Request<'TransactWriteItems'>,
  options: RunOptions | undefined,
): Promise<TransactWriteItemsCommandOutput> {
  const last = performance.now() + (runner.patience ?? Number.POSITIVE_INFINITY)
  for (let attempt = 0; ; attempt++) {
    try {
      return await runner.run(call, options)
    } catch (error) {
      const milliseconds = pauseBefore(attempt, backoff)
      const out = attempt + 1 >= mostAttempts || performance.now() + milliseconds > last
      if (out || !isPassing(error)) throw plain(error, call)
      await pauseOrAbort(milliseconds, call, options)
    }
  }
}

async function pauseOrAbort(
  milliseconds: number,
  { entity, operation }: Request,
  options: RunOptions | undefined,
): Promise<void> {
  try {
    await pause(milliseconds, options?.signal)
  } catch (cause) {
    const detail = 'aborted by its signal, between two attempts (the write may have been applied)'
    throw new AbortedError({ entity, operation, detail, cause, outcome: 'unknown' })
  }
}

/** Why the one operation of a cancelled transaction was refused; `undefined` for other errors. */
export function reasonOf(error: unknown): Reason | undefined {
  const { name, CancellationReasons: reasons = [] } = causeOf(error)
  return name === 'TransactionCanceledException' ? reasons[0] : undefined
}

function causeOf(error: unknown): Cancelled {
  return Object(error instanceof DyntasticError ? error.cause : undefined)
}

const passing: ReadonlySet<unknown> = new Set([
  'TransactionConflict',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])

// Under one token it is safe to send it again: after a conflict, a throttle, and an answer that was lost.
function isPassing(error: unknown): boolean {
  if (error instanceof UnknownOutcomeError || error instanceof ThrottledError) return true
  return passing.has(reasonOf(error)?.Code ?? causeOf(error).name)
}

// A cancelled transaction of one says of its operation what the operation alone would have said.
function plain(error: unknown, { entity, operation }: Request): unknown {
  const cause = error instanceof DyntasticError ? error.cause : undefined
  const reason = reasonOf(error)
  if (causeOf(error).name === 'IdempotentParameterMismatchException')
    return new InvalidUpdateError({
      entity,
      operation,
      detail: 'the idempotency token was used for another update within the last 10 minutes',
      cause,
    })
  if (reason?.Code !== 'ConditionalCheckFailed') return error
  return new ConditionFailedError({ entity, operation, cause, stored: reason.Item })
}
