// Error of two operations on one item, in a request that allows only one per item.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/**
 * Two operations of one request refer to the same item; nothing was sent. `operations` holds both, `key` is the key of
 * the item.
 */
export class DuplicateOperationError extends DyntasticError {
  static override readonly code = 'DUPLICATE_OPERATION'
  declare readonly key?: Readonly<Record<string, unknown>>
  /** Both operations; left out of JSON and inspection. */
  declare readonly operations: readonly unknown[]

  constructor(
    details: ErrorDetails & {
      readonly key: Readonly<Record<string, unknown>>
      readonly operations: readonly unknown[]
    },
  ) {
    super(details)
    this.key = details.key
    hide(this, 'operations', details.operations)
  }
}
