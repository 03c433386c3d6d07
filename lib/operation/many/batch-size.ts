// Size of batches: writes per request, and requests in flight.
import type { Runner } from '../ground/runner.js'

/** DynamoDB's maximum number of puts and deletes in one BatchWriteItem. */
export const mostWrites = 25

/** DynamoDB's maximum size of a BatchWriteItem request, 16 MB, minus room for the rest of the request. */
export const mostWireBytes = 16_000_000

/** The maximum number of requests in flight on a runner without a setting. */
const usualConcurrency = 8

/** The maximum number of requests in flight: from the call, from its runner, or 8. */
export function concurrencyOf(runner: Runner, given: number | undefined): number {
  return given ?? runner.reads?.concurrency ?? usualConcurrency
}
