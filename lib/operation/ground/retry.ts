// How often, and after which pauses, the library itself sends again what DynamoDB left undone.

/** Attempts and pauses. Pauses grow from `base` to `most` milliseconds, each with full jitter (anything from nothing to that). */
export interface Retry {
  /** The most requests, the first one counted; of unprocessed work, the most in a row that bring nothing forward. */
  readonly attempts: number
  readonly base: number
  readonly most: number
}

/** What is sent again by the library; all else is up to the SDK. */
export interface RetryPolicy {
  /** What BatchWriteItem and BatchGetItem leave unprocessed. */
  readonly unprocessed: Retry
  /** Conflicts with transactions and, under its token, a transaction whose answer was lost. */
  readonly conflicts: Retry
}

/** What holds unless the executor is told otherwise. */
export const defaultRetry: RetryPolicy = Object.freeze({
  unprocessed: Object.freeze({ attempts: 6, base: 50, most: 1_000 }),
  conflicts: Object.freeze({ attempts: 16, base: 25, most: 500 }),
})
