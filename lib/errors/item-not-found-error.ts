// Error of a read whose item does not exist.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'

/** There is no item with this key. `key` is the key as given. */
export class ItemNotFoundError extends DyntasticError {
  static override readonly code = 'ITEM_NOT_FOUND'
  readonly key: Readonly<Record<string, unknown>>

  constructor(details: ErrorDetails & { readonly key: Readonly<Record<string, unknown>> }) {
    super(details, details.key)
    this.key = details.key
  }
}
