// Runs a move: reads the item, moves it if it is still as it was read, and repeats both if it is not.
import { randomUUID } from 'node:crypto'
import { DyntasticError } from '../../errors/dyntastic-error.js'
import { isError } from '../../errors/is-error.js'
import { TransactionCancelledError } from '../../errors/transaction-cancelled-error.js'
import { pauseBefore } from '../../util/backoff.js'
import { pauseBetweenAttempts } from '../ground/attempt-pause.js'
import { isOver, patience, underOneLimit } from '../ground/patience.js'
import { defaultRetry } from '../ground/retry.js'
import type { RunOptions, SendOptions } from '../ground/runner.js'
import { cancellation } from '../transaction/cancellation.js'
import { TransactionContents } from '../transaction/transaction-contents.js'
import { runWithGuards } from '../unique/guarded-run.js'
import { busyItem } from './move-errors.js'
import { type Move, type PreparedMove, preparedMove } from './prepared-move.js'

/**
 * Runs a move, and resolves to the new item.
 * @throws RequestFailedError if other writers change the item each time until no attempts or no time are left.
 * @throws The errors of `preparedMove`, and those of its transaction, as those of a single write.
 */
export async function runMove(move: Move, options: RunOptions | undefined): Promise<object> {
  const { runner } = move.context
  const limit = patience()
  const limited = underOneLimit(runner, options, limit)
  const { attempts, ...pauses } = (runner.retry ?? defaultRetry).conflicts
  for (let attempt = 0; ; attempt++) {
    const prepared = await preparedMove(move, limited)
    try {
      await send(prepared, limited)
      return prepared.moved.item
    } catch (error) {
      // With an attempt that may be applied, the item that is read next need not be the one that was moved.
      if (!isOutdated(prepared, error)) throw error
      const wait = pauseBefore(attempt, pauses)
      if (attempt + 1 >= attempts || isOver(runner, limit, wait))
        throw busyItem(move.context, attempt + 1, error)
      const call = { entity: move.context.model.name, operation: prepared.name }
      await pauseBetweenAttempts(wait, call, options?.signal)
    }
  }
}

function isOutdated({ outdated }: PreparedMove, error: unknown): boolean {
  return isError(error, DyntasticError) && error.outcome === 'nothing written' && outdated.has(error)
}

async function send(prepared: PreparedMove, options: SendOptions | undefined): Promise<void> {
  const { runner } = prepared.context
  const contents = new TransactionContents(runner)
  contents.add(prepared, (each) => each.transactWriteFace())
  if (contents.guarded) return sendGuarded(prepared, contents, options)
  const request = contents.request(randomUUID())
  if (request === undefined) return
  try {
    await runner.run({ ...request, operation: prepared.name }, options)
  } catch (error) {
    throw plain(cancellation(error, contents.faces, 'transaction'))
  }
}

async function sendGuarded(
  { name: operation }: PreparedMove,
  contents: TransactionContents,
  options: SendOptions | undefined,
): Promise<void> {
  const { runner, elements: faces } = contents
  const result = await runWithGuards({
    runner,
    faces,
    options,
    send: ({ actions, guards }, limited) =>
      runner.run({ ...contents.guardedRequest(randomUUID(), actions, guards), operation }, limited),
  })
  if ('error' in result) throw plain(contents.failure(result))
}

// The only operation of a transaction fails as it does on its own.
function plain(error: unknown): unknown {
  return isError(error, TransactionCancelledError) ? (error.reasons[0]?.error ?? error) : error
}
