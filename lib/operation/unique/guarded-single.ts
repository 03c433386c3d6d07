// Runs one write with its guards: as a transaction or, if it changes no unique value, as a single request.
import { randomUUID } from 'node:crypto'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { DyntasticError } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import { reasonsIn } from '../../errors/transaction-cancelled-error.js'
import type { TransactWriteFace } from '../ground/faces.js'
import type { Calls, Request } from '../ground/request.js'
import type { Runner, SendOptions } from '../ground/runner.js'
import { guardActions } from './guard-actions.js'
import { type GuardedAttempt, type GuardedFailure, type GuardedResult, runWithGuards } from './guarded-run.js'
import { shownCause } from './taken-values.js'

/** What a guarded write ended with: as its own request returns it. */
export interface GuardedOutput extends GuardedResult {
  /** What the request returned, if the write was a single one. */
  readonly Attributes?: StoredItem
}

/**
 * Runs a write with its guards (TransactWriteItems).
 * @throws UniqueValueError if another item has a value of the item.
 * @throws ConditionFailedError as the write on its own.
 */
export async function runGuardedWrite(
  runner: Runner,
  face: TransactWriteFace,
  options: SendOptions | undefined,
  token?: string,
): Promise<GuardedOutput> {
  let Attributes: StoredItem | undefined
  const result = await runWithGuards({
    runner,
    faces: [face],
    options,
    send: async (attempt, limited) => {
      const single =
        attempt.guards.length === 0 && token === undefined ? attempt.writes[0]?.request : undefined
      if (single === undefined) return runner.run(guardedRequest(face, attempt, token), limited)
      const output = await runner.run(single, limited).catch((error: unknown) => {
        throw asCancelled(error)
      })
      // The client returns items in DynamoDB's form.
      Attributes = Reflect.get(output, 'Attributes') as StoredItem | undefined
      return output
    },
  })
  if ('error' in result) throw plainError(face, result)
  return Attributes === undefined ? result : { ...result, Attributes }
}

/** Runs a put or a delete with its guards, and returns what its own request would: the old item if it is `shown`. */
export async function sendGuarded(
  runner: Runner,
  face: TransactWriteFace,
  options: SendOptions | undefined,
  shown: boolean,
): Promise<Pick<GuardedOutput, '$metadata' | 'Attributes'>> {
  const { $metadata, before, Attributes = before[0] } = await runGuardedWrite(runner, face, options)
  return shown && Attributes !== undefined ? { $metadata, Attributes } : { $metadata }
}

/** Why a write with guards has no single command. */
export const uncommandedWords =
  'the guards of its unique values depend on the item that is stored: it is read first, and there is no single command'

/** Returns the command of a write of an item that is not there yet, with its guards. */
export function guardedCommand(
  runner: Runner,
  face: TransactWriteFace,
): Calls['TransactWriteItems']['command'] {
  const write = face.guarded?.on(undefined)
  const planned = guardActions([face], [write], new Set())
  const guards = 'length' in planned ? planned : []
  const attempt = { number: 1, actions: [write?.action ?? face.action], guards, writes: [write] }
  const request = guardedRequest(face, attempt, undefined)
  const { ClientRequestToken: _, ...input } = request.input
  return runner.toCommand({ ...request, input })
}

// The transaction of one attempt.
function guardedRequest(
  { model, operation, creation }: TransactWriteFace,
  { actions, guards, number, writes }: GuardedAttempt,
  token: string | undefined,
): Request<'TransactWriteItems'> {
  const TransactItems = [...actions, ...guards.map(({ action }) => action)]
  const ClientRequestToken = number === 0 && token !== undefined ? token : randomUUID()
  const withoutTable = writes[0]?.request?.withoutTable
  return {
    call: 'TransactWriteItems',
    input: { TransactItems, ClientRequestToken },
    entity: model.name,
    operation,
    table: model.table,
    ...(creation === undefined ? {} : { creation }),
    ...(withoutTable === undefined ? {} : { withoutTable: { $metadata: {} } }),
  }
}

// The run knows the errors of transactions: that of a single write becomes one of them, and back.
function asCancelled(error: unknown): unknown {
  if (!isError(error, ConditionFailedError)) return error
  const { entity, operation, outcome, cause, stored } = error
  const reasons = [{ Code: 'ConditionalCheckFailed', Item: stored as StoredItem | undefined }]
  const cancelled = { name: 'TransactionCanceledException', CancellationReasons: reasons, single: cause }
  return new DyntasticError({ entity, operation, outcome, cause: cancelled })
}

function plainError(face: TransactWriteFace, { error, taken }: GuardedFailure): unknown {
  const value = taken.get(0)
  if (value !== undefined) return value
  if (!isError(error, DyntasticError)) return error
  const { cause, outcome } = error
  const [reason] = reasonsIn(cause)
  const { single } = Object(cause)
  if (reason?.Code !== 'ConditionalCheckFailed')
    return cause === undefined ? error : Object.assign(error, { cause: shownCause([face], cause) })
  const entity = face.model.name
  const { operation } = face
  return new ConditionFailedError({ entity, operation, outcome, stored: reason.Item, cause: single ?? cause })
}
