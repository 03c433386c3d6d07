// A page cursor that is not taken: it is no cursor, was changed, is of another query, or is too old.
import type { ErrorDetails } from './dyntastic-error.js'
import { QueryPlanError } from './query-plan-error.js'

/**
 * Why a cursor was refused. `'malformed'`: it is no cursor of this library. `'tampered'`: it was changed, or sealed with another
 * secret. `'foreign'`: it was made by another query, index, direction or entity. `'expired'`: it is older than `maxAge`.
 */
export type CursorRefusal = 'malformed' | 'tampered' | 'foreign' | 'expired'

/** A cursor that this query does not take; nothing was sent. The message never holds what the cursor holds. */
export class InvalidCursorError extends QueryPlanError {
  static override readonly code = 'INVALID_CURSOR'
  readonly reason: CursorRefusal

  constructor(details: ErrorDetails & { readonly reason: CursorRefusal }) {
    super(details)
    this.reason = details.reason
  }
}
