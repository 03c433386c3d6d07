// Time limit of a first write that waits for its table: ends the requests of the wait as well.
import { AbortedError, TimeoutError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import type { Runner } from '../../operation/ground/runner.js'
import { linkedSignal } from '../../operation/many/linked-signal.js'
import type { TableRequest, WaitOptions } from './create-table.js'

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
