// Sends the writes of one chunk until all are done or have failed, retrying only unprocessed writes after a pause.
import type { BatchWriteItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { DyntasticError, withOutcome } from '../../errors/dyntastic-error.js'
import { TimeoutError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { TableNotFoundError } from '../../errors/table-not-found-error.js'
import { ThrottledError } from '../../errors/throttled-error.js'
import { UnknownOutcomeError } from '../../errors/unknown-outcome-error.js'
import { pause, pauseBefore } from '../../util/backoff.js'
import { isOver, patience, underOneLimit, withoutWaiting } from '../ground/patience.js'
import { defaultRetry } from '../ground/retry.js'
import type { Patience, Runner } from '../ground/runner.js'
import { consumedUnits } from '../rate/consumed-units.js'
import type { RateLimiter, RateShare } from '../rate/rate-limiter.js'
import type { WriteElement } from './write-element.js'
import { byTable, entitiesWritten, unprocessed, writeRequest } from './write-request.js'

/** How writes are sent, and whom to notify. None of these methods throws. */
export interface WriteWay {
  readonly runner: Runner
  readonly operation: string
  readonly signal: AbortSignal | undefined
  /** Whether to request the consumed capacity. */
  readonly capacity: boolean
  readonly limiter?: RateLimiter | undefined
  /** Called when a request has ended and these writes are done. `output` is `undefined` if it failed. */
  received(done: readonly WriteElement[], output: BatchWriteItemCommandOutput | undefined): void
  /**
   * Called when these writes have failed: `error` is the permanent error of their request; without it, they were left
   * unprocessed.
   */
  gaveUp(left: readonly WriteElement[], error: unknown): void
  /** Called when everything about a request has been reported. */
  reported(): void
}

/** How often a request is retried after a lost response, per chunk. */
const mostLost = 2

/**
 * Sends writes of one lane, each of a different item. Never rejects: all results are reported to `way`, unless the
 * signal aborts.
 * @returns whether it ended before the time limit of the call.
 */
export async function sendWrites(
  writes: readonly WriteElement[],
  way: WriteWay,
  lostBefore = 0,
  begun: Patience = patience(),
): Promise<boolean> {
  const { runner, signal } = way
  const retry = runner.retry?.unprocessed ?? defaultRetry.unprocessed
  let left = writes
  let fruitless = 0
  let lost = lostBefore
  let since = begun
  while (left.length > 0 && !signal?.aborted) {
    const before = left
    const share = way.limiter && (await turn(way.limiter, signal, since))
    if (signal?.aborted) {
      share?.settle(0)
      return true
    }
    const { error, unwritten } = await attempt(before, way, since, share)
    if (signal?.aborted) return true
    left = unwritten
    const forward = left.length < before.length
    fruitless = forward ? 0 : fruitless + 1
    if (forward) since = patience()
    const rest = pauseBefore(Math.max(0, fruitless - 1), retry)
    if (isLost(error)) lost++
    const parts = isError(error, TableNotFoundError) ? byTable(left) : []
    const hard = error !== undefined && (!isHarmless(error) || lost > mostLost)
    const late = isOver(runner, since, rest)
    const over = left.length > 0 && (hard || late || fruitless >= retry.attempts)
    if (over && parts.length < 2) way.gaveUp(left, lost > 0 ? withOutcome(error, 'unknown') : error)
    way.reported()
    // Writes to the other tables are done even if one table is missing.
    if (parts.length > 1) for (const part of parts) await sendWrites(part, way, lost, since)
    if (over) return !late
    if (left.length > 0) await paused(rest, signal)
  }
  return true
}

// Waits until the rate allows a request, or the signal aborts.
function turn(
  limiter: RateLimiter,
  signal: AbortSignal | undefined,
  since: Patience,
): Promise<RateShare | undefined> {
  return withoutWaiting(
    since,
    limiter.take(signal).catch(() => undefined),
  )
}

// One request, and what is left to do. Until its response arrives, its writes may have been applied.
async function attempt(
  writes: readonly WriteElement[],
  way: WriteWay,
  since: Patience,
  share: RateShare | undefined,
): Promise<{ readonly unwritten: readonly WriteElement[]; readonly error?: unknown }> {
  const { runner, operation, signal, capacity } = way
  const before = writes.filter((write) => write.lost)
  for (const write of writes) write.lost = true
  try {
    const request = writeRequest(writes, operation, capacity)
    const output = await runner.run(request, underOneLimit(runner, { signal }, since))
    share?.settle(consumedUnits(output))
    if (isBroken(output))
      throw new UnknownOutcomeError({
        entity: entitiesWritten(writes),
        operation,
        detail: 'the response to BatchWriteItem has no UnprocessedItems',
      })
    const unwritten = unprocessed(output, writes)
    onlyLost(writes, before)
    if (!signal?.aborted) way.received(doneOf(writes, unwritten), output)
    return { unwritten }
  } catch (error) {
    share?.settle(undefined)
    if (isError(error, DyntasticError) && error.outcome !== 'unknown') onlyLost(writes, before)
    if (!signal?.aborted) way.received([], undefined)
    // A stub may reject with something other than an Error.
    return { unwritten: writes, error: error ?? new RequestFailedError({ operation, cause: error }) }
  }
}

function onlyLost(writes: readonly WriteElement[], lost: readonly WriteElement[]): void {
  for (const write of writes) write.lost = false
  for (const write of lost) write.lost = true
}

function doneOf(before: readonly WriteElement[], left: readonly WriteElement[]): readonly WriteElement[] {
  if (left.length === 0) return before
  const open = new Set(left)
  return before.filter((write) => !open.has(write))
}

// A response from the network that does not say what is left is not from DynamoDB; a stub's response may be incomplete.
function isBroken({ $metadata, UnprocessedItems }: BatchWriteItemCommandOutput): boolean {
  return UnprocessedItems === undefined && $metadata?.httpStatusCode !== undefined
}

// Repeating a put or a delete has the same result as the first.
function isHarmless(error: unknown): boolean {
  return isError(error, ThrottledError) || isError(error, TimeoutError) || isLost(error)
}

function isLost(error: unknown): boolean {
  return isError(error, DyntasticError) && error.outcome === 'unknown'
}

// Ends early if the signal aborts.
async function paused(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await pause(milliseconds, signal).catch(() => undefined)
}
