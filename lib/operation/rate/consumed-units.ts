// Capacity units in a response, and a request that keeps to the rate of its run.
import type { RateLimiter } from './rate-limiter.js'

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

/**
 * Sends a request once the rate allows it, and charges what it consumed. The request must ask for that
 * (`ReturnConsumedCapacity: 'TOTAL'`). Without a limiter, it is sent at once.
 * @throws the reason of the signal, as soon as it aborts; the errors of `send`.
 */
export async function atRate<T extends WithCapacity>(
  limiter: RateLimiter | undefined,
  signal: AbortSignal | undefined,
  send: () => Promise<T>,
): Promise<T> {
  if (limiter === undefined) return send()
  const share = await limiter.take(signal)
  try {
    const output = await send()
    share.settle(consumedUnits(output))
    return output
  } finally {
    // Whether a request that failed has consumed anything is not known.
    share.settle(undefined)
  }
}
