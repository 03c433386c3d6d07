// How many writes one request holds, and how many requests are in flight.
import type { Runner } from '../ground/runner.js'

/** DynamoDB's limit of puts and deletes in one BatchWriteItem ("Service quotas"). */
export const mostWrites = 25

/** DynamoDB's limit of one BatchWriteItem on the wire, 16 MB, less what the rest of the request takes. */
export const mostWireBytes = 16_000_000

/** The most requests in flight on a runner that does not say. */
const usualConcurrency = 8

/** The most requests in flight: as the call says, as its runner says, or 8. */
export function concurrencyOf(runner: Runner, asked: number | undefined): number {
  return asked ?? runner.reads?.concurrency ?? usualConcurrency
}
