// Error of a write whose response was lost, so that it is unknown if it was applied.
import type { ErrorDetails } from './dyntastic-error.js'
import { RequestFailedError } from './request-failed-error.js'

/**
 * The response to a write was lost, and it is unknown if the write was applied. The write was not retried if that could
 * apply it twice.
 */
export class UnknownOutcomeError extends RequestFailedError {
  static override readonly code = 'UNKNOWN_OUTCOME'
  declare readonly outcome: 'unknown'
  /**
   * The token of the transaction. The same operations run again with it within 10 minutes are applied only once in
   * total.
   */
  declare readonly token?: string
  /**
   * How many operations of the same transaction scope were committed before, in separate parts; absent if none were.
   */
  declare readonly committed?: number

  constructor(details: ErrorDetails = {}) {
    super({ ...details, outcome: 'unknown' })
  }
}
