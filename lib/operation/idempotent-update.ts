// An update applied exactly once: a transaction of one operation, under one client token however often it is sent.
import { randomUUID } from 'node:crypto'
import type { TransactWriteItem, UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { ConditionFailedError } from '../errors/condition-failed-error.js'
import { DyntasticError } from '../errors/dyntastic-error.js'
import { InvalidUpdateError } from '../errors/invalid-update-error.js'
import { ThrottledError } from '../errors/throttled-error.js'
import { UnknownOutcomeError } from '../errors/unknown-outcome-error.js'
import { pause, pauseBefore } from '../util/backoff.js'
import type { OperationContext } from './operation.js'
import type { Request } from './request.js'
import type { RunOptions } from './runner.js'
import type { UpdateState } from './update-state.js'

/** DynamoDB's limit of a client token ("ClientRequestToken"). */
const longestToken = 36
const mostAttempts = 10
const backoff = { base: 25, most: 1_000 }

/** The token as given. @throws InvalidUpdateError for one that DynamoDB does not take. */
export function checkedToken(entity: string, token: string | undefined): string | undefined {
  if (token === undefined || (token.length >= 1 && token.length <= longestToken)) return token
  const detail = `an idempotency token has 1 to ${longestToken} characters`
  throw new InvalidUpdateError({ entity, operation: 'update', detail })
}

interface Cancelled {
  readonly name?: string
  readonly CancellationReasons?: readonly { readonly Code?: string; readonly Item?: unknown }[]
}

/** Sends the update as a transaction, again under the same token while answers are lost or other transactions stand in its way; then reads the new item. */
export async function runOnce(
  context: OperationContext,
  request: Request<'UpdateItem'>,
  { returning, once }: UpdateState,
  options: RunOptions | undefined,
): Promise<UpdateItemCommandOutput> {
  const { entity, operation, table } = request
  if (returning !== 'new' && returning !== 'none')
    throw new InvalidUpdateError({
      entity,
      operation,
      detail: `an idempotent update returns 'new' or 'none'; a transaction answers nothing else`,
    })
  const { ReturnValues: _, ...update } = request.input
  // An UpdateItem's input without ReturnValues is what a transaction takes.
  const action = { Update: update } as TransactWriteItem
  const input = { TransactItems: [action], ClientRequestToken: once?.token ?? randomUUID() }
  const { creation } = request
  const call = { call: 'TransactWriteItems', input, entity, operation, table } as const
  for (let attempt = 0; ; attempt++) {
    try {
      await context.runner.run(creation === undefined ? call : { ...call, creation }, options)
      break
    } catch (error) {
      if (!isPassing(error) || attempt >= mostAttempts) throw plain(error, request)
      await pause(pauseBefore(attempt, backoff), options?.signal)
    }
  }
  if (returning === 'none') return { $metadata: {} }
  const read = { TableName: update.TableName, Key: update.Key, ConsistentRead: true }
  const { Item, $metadata } = await context.runner.run(
    { call: 'GetItem', input: read, entity, operation, table },
    options,
  )
  return { $metadata, ...(Item === undefined ? {} : { Attributes: Item }) }
}

function causeOf(error: unknown): Cancelled {
  return Object(error instanceof DyntasticError ? error.cause : undefined)
}

// Under one token it is safe to send it again: after a conflict, a throttle, and an answer that was lost.
function isPassing(error: unknown): boolean {
  if (error instanceof UnknownOutcomeError || error instanceof ThrottledError) return true
  const { name, CancellationReasons: reasons = [] } = causeOf(error)
  if (name === 'TransactionInProgressException' || name === 'TransactionConflictException') return true
  return name === 'TransactionCanceledException' && reasons[0]?.Code === 'TransactionConflict'
}

// A cancelled transaction of one says of its operation what the operation alone would have said.
function plain(error: unknown, { entity, operation }: Request): unknown {
  const { name, CancellationReasons: reasons = [] } = causeOf(error)
  const [reason] = reasons
  if (name === 'IdempotentParameterMismatchException')
    return new InvalidUpdateError({
      entity,
      operation,
      detail: 'the idempotency token was used for another update within the last 10 minutes',
      cause: (error as DyntasticError).cause,
    })
  if (name !== 'TransactionCanceledException' || reason?.Code !== 'ConditionalCheckFailed') return error
  return new ConditionFailedError({
    entity,
    operation,
    cause: (error as DyntasticError).cause,
    stored: reason.Item,
  })
}
