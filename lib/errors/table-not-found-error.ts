// A call to a table that does not exist.
import { DyntasticError } from './dyntastic-error.js'

/** A call to a table that does not exist. */
export class TableNotFoundError extends DyntasticError {
  static override readonly code = 'TABLE_NOT_FOUND'
}
