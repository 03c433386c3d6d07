// An operation that a batch or a transaction cannot hold.
import { DyntasticError } from './dyntastic-error.js'

/** The operation cannot be part of this batch or transaction: a condition in a batch, say. Nothing was sent. */
export class UnsupportedOperationError extends DyntasticError {
  static override readonly code = 'UNSUPPORTED_OPERATION'
}
