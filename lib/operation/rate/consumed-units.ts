// Capacity units in a response, and requests that keep to the rate of their run.
import { AbortedError } from '../../errors/interrupted.js'
import type { RunOptions } from '../ground/runner.js'
import type { RateLimiter, RateShare } from './rate-limiter.js'

/** What DynamoDB says a request consumed: one report for its table, or one for each. */
export interface WithCapacity {
  readonly ConsumedCapacity?: ReportedCapacity | readonly ReportedCapacity[] | undefined
}

interface ReportedCapacity {
  readonly CapacityUnits?: number | undefined
}

/** Returns the capacity units of a response, with those of indexes; `undefined` if it reports none. */
export function consumedUnits({ ConsumedCapacity }: WithCapacity): number | undefined {
  const reports = ConsumedCapacity === undefined ? [] : [ConsumedCapacity].flat()
  let units: number | undefined
  for (const { CapacityUnits } of reports)
    if (CapacityUnits !== undefined) units = (units ?? 0) + CapacityUnits
  return units
}

/** The call whose requests keep to a rate. */
export interface RatedCall extends RunOptions {
  readonly entity: string
  readonly operation: string
}

/**
 * Waits until the rate allows a request.
 * @param within how long to wait at most, in milliseconds. After that, it resolves to `undefined`.
 * @throws AbortedError as soon as the signal aborts.
 */
export async function turnOf(
  limiter: RateLimiter,
  { entity, operation, signal }: RatedCall,
  within = Number.POSITIVE_INFINITY,
): Promise<RateShare | undefined> {
  try {
    return await limiter.take(signal, within)
  } catch (cause) {
    throw new AbortedError({ entity, operation, cause, outcome: 'nothing written' })
  }
}

/**
 * Sends a request once the rate allows it, and charges what it consumed. The request must ask for that
 * (`ReturnConsumedCapacity: 'TOTAL'`). Without a limiter, it is sent at once.
 * @throws AbortedError as soon as the signal aborts; the errors of `send`.
 */
export async function atRate<T extends WithCapacity>(
  limiter: RateLimiter | undefined,
  call: RatedCall,
  send: () => Promise<T>,
): Promise<T> {
  const share = limiter === undefined ? undefined : await turnOf(limiter, call)
  if (share === undefined) return send()
  try {
    const output = await send()
    share.settle(consumedUnits(output))
    return output
  } finally {
    // Whether a request that failed has consumed anything is not known.
    share.settle(undefined)
  }
}
