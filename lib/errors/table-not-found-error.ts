// Error of a call to a table that does not exist.
import { DyntasticError } from './dyntastic-error.js'

/** The table does not exist. */
export class TableNotFoundError extends DyntasticError {
  static override readonly code = 'TABLE_NOT_FOUND'
}
