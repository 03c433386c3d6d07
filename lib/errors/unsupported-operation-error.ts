// Error of an operation that a batch or a transaction does not support.
import { DyntasticError } from './dyntastic-error.js'

/** The batch or transaction does not support the operation, such as a condition in a batch. Nothing was sent. */
export class UnsupportedOperationError extends DyntasticError {
  static override readonly code = 'UNSUPPORTED_OPERATION'
}
