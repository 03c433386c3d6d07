// Error of a client token that was used for a different transaction.
import { DyntasticError } from './dyntastic-error.js'

/**
 * The token was used for a different transaction within the last 10 minutes (IdempotentParameterMismatchException);
 * nothing was written.
 */
export class IdempotencyMismatchError extends DyntasticError {
  static override readonly code = 'IDEMPOTENCY_MISMATCH'
}
