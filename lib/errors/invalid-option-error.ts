// An option or an argument that its method does not have or that is out of range; nothing was sent.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'

/**
 * An option that does not exist, or whose value is of the wrong kind or out of range; nothing was sent. `option` is its name, with
 * the names of what it stands in (`timeout.total`); the message has the value that was received, unless it is a secret or a cursor.
 */
export class InvalidOptionError extends DyntasticError {
  static override readonly code = 'INVALID_OPTION'
  readonly option: string

  constructor(details: ErrorDetails & { readonly option: string }) {
    super(details)
    this.option = details.option
  }
}
