// A write whose answer was lost: it may have been applied, or not.
import { RequestFailedError } from './request-failed-error.js'

/** The answer to a write was lost, and it is not known whether it was applied; it was not repeated where that could apply it twice. */
export class UnknownOutcomeError extends RequestFailedError {
  static override readonly code = 'UNKNOWN_OUTCOME'
  readonly outcome = 'unknown'
  /** The token of a transaction: the same operations run again under it within 10 minutes are applied once in all. */
  declare readonly token?: string
}
