// Waiting for a table: repeated looks with pauses, and a time limit that also ends the requests of the wait.
import { setTimeout as sleep } from 'node:timers/promises'
import { type ErrorDetails, withOutcome } from '../../errors/dyntastic-error.js'
import { AbortedError, TimeoutError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import type { Outcome } from '../../errors/outcome.js'
import type { Request } from '../../operation/ground/request.js'
import type { Runner } from '../../operation/ground/runner.js'
import { linkedSignal } from '../../operation/many/linked-signal.js'

/** What is known about the call that creates or deletes a table. */
export type Known = Required<Pick<ErrorDetails, 'outcome' | 'outcomeDetail'>> & { readonly outcome: Outcome }

/** The table, with the entity and operation that need it. Any request has these. */
export type TableRequest = Pick<Request, 'entity' | 'operation' | 'table'>

/** Whether and how long to wait. */
export interface WaitOptions {
  /** Whether to wait until DynamoDB is done; default true. */
  readonly wait?: boolean | undefined
  /** The maximum time to wait, in milliseconds; default 120,000. */
  readonly limit?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Rethrows an error with the outcome that is known: after the table was created or deleted, the error of a
 * DescribeTable must not suggest that nothing was done.
 */
export function afterCall(known: () => Known) {
  return (error: unknown): never => {
    const { outcome, outcomeDetail } = known()
    throw outcome === 'nothing written' ? error : withOutcome(error, outcome, outcomeDetail)
  }
}

const pauses = [20, 50, 100, 250, 500, 1000, 2000]

/**
 * Resolves when `done` resolves to true. The first check comes without a delay, because a local engine is done
 * immediately.
 * @throws TimeoutError if the limit is reached.
 */
export async function until(
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

/** The longest time of a timer; a longer limit never ends a request. */
const longest = 2 ** 31 - 1

/**
 * Runs `work` with a signal that aborts when the limit is reached or the caller's signal aborts, so that a request that
 * gets no response does not outlast the limit.
 * @throws TimeoutError if the limit is reached, with the outcome of the request that it ended.
 */
export async function withinLimit<T>(
  runner: Runner,
  { entity, operation, table }: TableRequest,
  { limit = Number.POSITIVE_INFINITY, signal }: WaitOptions,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const linked = linkedSignal(runner, signal)
  let over = false
  const onLimit = (): void => {
    over = true
    linked.end()
  }
  const timer = limit <= longest ? setTimeout(onLimit, limit) : undefined
  try {
    return await work(linked.signal)
  } catch (error) {
    if (!(over && isError(error, AbortedError))) throw error
    const detail = `table '${table.name}' was not ready within ${limit} ms`
    throw new TimeoutError({ entity, operation, detail, outcome: error.outcome, cause: error })
  } finally {
    clearTimeout(timer)
    linked.end()
  }
}
