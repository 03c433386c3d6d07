// Work that DynamoDB left undone, again and again.
import { DyntasticError, type ErrorDetails, hide } from './dyntastic-error.js'

/** DynamoDB left work unprocessed until the attempts ran out. `remaining` is what is left. */
export class UnprocessedError extends DyntasticError {
  static override readonly code = 'UNPROCESSED'
  declare readonly remaining: readonly unknown[]

  constructor(details: ErrorDetails & { readonly remaining: readonly unknown[] }) {
    super(details)
    hide(this, 'remaining', details.remaining)
  }
}
