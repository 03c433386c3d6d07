// A write whose response was lost: it may have been applied, or not.
import type { ErrorDetails } from './dyntastic-error.js'
import { RequestFailedError } from './request-failed-error.js'

/** The response to a write was lost, and it is not known whether the write was applied; it was not repeated if that could apply it twice. */
export class UnknownOutcomeError extends RequestFailedError {
  static override readonly code = 'UNKNOWN_OUTCOME'
  declare readonly outcome: 'unknown'
  /** The token of a transaction: the same operations run again under it within 10 minutes are applied once in all. */
  declare readonly token?: string

  constructor(details: ErrorDetails = {}) {
    super({ ...details, outcome: 'unknown' })
  }
}
