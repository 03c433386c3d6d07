// How many writes one request holds, and how many requests are in flight: limits, and the checks of what a caller asks for.
import type { Runner } from '../runner.js'

/** DynamoDB's limit of puts and deletes in one BatchWriteItem ("Service quotas"). */
export const mostWrites = 25

/** DynamoDB's limit of one BatchWriteItem on the wire, 16 MB, less what the rest of the request takes. */
export const mostWireBytes = 16_000_000

/** The most requests in flight on a runner that does not say. */
const usualConcurrency = 8

/** How many writes a batch collects before it sends them. @throws RangeError for anything but an integer from 1 to 25. */
export function checkedBatchSize(size: number = mostWrites): number {
  if (!Number.isInteger(size) || size < 1 || size > mostWrites)
    throw new RangeError(`size is an integer from 1 to ${mostWrites}: how many writes go into one request`)
  return size
}

/** The most requests in flight. @throws RangeError for anything but a positive integer. */
export function checkedConcurrency(runner: Runner, asked: number | undefined): number {
  const concurrency = asked ?? runner.reads?.concurrency ?? usualConcurrency
  if (!Number.isInteger(concurrency) || concurrency < 1)
    throw new RangeError('concurrency is a positive integer: the most requests in flight')
  return concurrency
}
