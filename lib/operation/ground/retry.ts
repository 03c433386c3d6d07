// Retry policy of the library itself: how often, and after which pauses, it retries what DynamoDB did not do.

/**
 * Attempts and pauses. Pauses grow from `base` to `most` milliseconds, each with full jitter (a random time from 0 to
 * that value).
 */
export interface Retry {
  /**
   * The maximum number of requests, including the first; for unprocessed work, of consecutive requests without
   * progress.
   */
  readonly attempts: number
  readonly base: number
  readonly most: number
}

/** What the library retries. The SDK retries everything else. */
export interface RetryPolicy {
  /** What BatchWriteItem and BatchGetItem leave unprocessed. */
  readonly unprocessed: Retry
  /** Conflicts with transactions, and transactions with a token whose response was lost. */
  readonly conflicts: Retry
}

/** The defaults of the executor option `retry`. */
export const defaultRetry: RetryPolicy = Object.freeze({
  unprocessed: Object.freeze({ attempts: 6, base: 50, most: 1_000 }),
  conflicts: Object.freeze({ attempts: 16, base: 25, most: 500 }),
})
