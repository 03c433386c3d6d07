// Idempotent update: applied exactly once, as a transaction of one operation with a client token.
import { randomUUID } from 'node:crypto'
import type { TransactWriteItem, UpdateItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { isBeyond } from '../../entity/bound-model.js'
import type { KeyValues } from '../../entity/key/key-values.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { DyntasticError, withOutcome } from '../../errors/dyntastic-error.js'
import { InvalidUpdateError } from '../../errors/invalid-update-error.js'
import { isError } from '../../errors/is-error.js'
import { ItemNotFoundError } from '../../errors/item-not-found-error.js'
import { reasonsIn, type SdkReason } from '../../errors/transaction-cancelled-error.js'
import { consistentRead } from '../ground/consistent-read.js'
import { settle } from '../ground/deferred.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import type { RunOptions, SendOptions } from '../ground/runner.js'
import type { UpdateReturning, UpdateState } from './update-state.js'

/** Rejects return values that a transaction does not support. @throws InvalidUpdateError. */
export function checkReturning(entity: string, returning: UpdateReturning): void {
  if (returning === 'new' || returning === 'none') return
  const detail = "an idempotent update returns only 'new' or 'none', because transactions return no items"
  throw new InvalidUpdateError({ entity, operation: 'update', detail })
}

/**
 * Sends the update as a transaction, which the runner retries with the same token after lost responses and conflicts
 * with other transactions; then reads the new item.
 * @throws ItemNotFoundError if the item was deleted between the update and that read.
 * @throws IdempotencyMismatchError if the token was used for another update.
 * @throws The errors of a plain update.
 */
export async function runOnce(
  context: OperationContext,
  request: Request<'UpdateItem'>,
  { returning, once, target }: UpdateState,
  options: RunOptions | undefined,
): Promise<UpdateItemCommandOutput> {
  const { entity, operation, table, creation } = request
  const { ReturnValues: _, ...update } = request.input
  // An UpdateItem input without ReturnValues is a valid element of a transaction.
  const action = { Update: update } as TransactWriteItem
  const input = { TransactItems: [action], ClientRequestToken: once?.token ?? randomUUID() }
  const call = { call: 'TransactWriteItems', input, entity, operation, table } as const
  const sending = context.runner.run(creation === undefined ? call : { ...call, creation }, options)
  const { $metadata } = await sending.catch((error: unknown) => {
    throw plain(error, call)
  })
  if (returning === 'none') return { $metadata }
  return itemAfter(context, settle(target).key, operation, options)
}

/**
 * Reads the item after an update in a transaction, which returns none (strongly consistent).
 * @throws ItemNotFoundError if the item was deleted between the update and the read.
 */
export async function itemAfter(
  { model, runner }: OperationContext,
  { values: key, stored }: KeyValues,
  operation: string,
  options: SendOptions | undefined,
): Promise<{ readonly $metadata: UpdateItemCommandOutput['$metadata']; readonly Attributes: StoredItem }> {
  const reading = runner.run(consistentRead(model, operation, stored), options)
  const { $metadata, Item } = await reading.catch((error: unknown) => {
    throw withOutcome(error, 'written')
  })
  // The client returns items in DynamoDB's form.
  const Attributes = Item as StoredItem | undefined
  // Another tenant may have created an item in the meantime.
  if (Attributes !== undefined && !isBeyond(model, Attributes)) return { $metadata, Attributes }
  const detail = 'the update was applied, but the item was deleted before it could be read'
  const known = { entity: model.name, operation, key, detail }
  throw new ItemNotFoundError({ ...known, outcome: 'written', outcomeDetail: '' })
}

/** Returns why the single operation of a cancelled transaction was rejected; `undefined` for other errors. */
export function reasonOf(error: unknown): SdkReason | undefined {
  const cause = causeOf(error)
  return Object(cause).name === 'TransactionCanceledException' ? reasonsIn(cause)[0] : undefined
}

function causeOf(error: unknown): unknown {
  return isError(error, DyntasticError) ? error.cause : undefined
}

// Maps the error of a cancelled transaction with one operation to the error of the plain operation.
function plain(error: unknown, { entity, operation }: Request): unknown {
  const reason = reasonOf(error)
  if (reason?.Code !== 'ConditionalCheckFailed' || !isError(error, DyntasticError)) return error
  const { cause, outcome } = error
  return new ConditionFailedError({ entity, operation, cause, outcome, stored: reason.Item })
}
