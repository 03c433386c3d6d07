// Error of a page cursor that was rejected: it is malformed, was changed, belongs to another query, or is too old.
import type { ErrorDetails } from './dyntastic-error.js'
import { QueryPlanError } from './query-plan-error.js'

/**
 * Why a cursor was rejected. `'malformed'`: it is not a cursor of this library. `'tampered'`: it was changed, or sealed
 * with another secret. `'foreign'`: it was made by another query, index, direction or entity. `'expired'`: it is older
 * than `maxAge`.
 */
export type CursorRefusal = 'malformed' | 'tampered' | 'foreign' | 'expired'

/** The cursor cannot be used for this query; nothing was sent. The message never shows the content of the cursor. */
export class InvalidCursorError extends QueryPlanError {
  static override readonly code = 'INVALID_CURSOR'
  readonly reason: CursorRefusal

  constructor(details: ErrorDetails & { readonly reason: CursorRefusal }) {
    super(details)
    this.reason = details.reason
  }
}
