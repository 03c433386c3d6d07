// Error of an unknown or invalid option or argument.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'

/**
 * An option does not exist, or its value is of the wrong kind or out of range; nothing was sent. `option` is its name,
 * preceded by the names of the options that contain it (`timeout.total`). The message shows the value that was
 * received, unless it is a secret or a cursor.
 */
export class InvalidOptionError extends DyntasticError {
  static override readonly code = 'INVALID_OPTION'
  readonly option: string

  constructor(details: ErrorDetails & { readonly option: string }) {
    super(details)
    this.option = details.option
  }
}
