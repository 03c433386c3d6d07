// Two operations on one item, where DynamoDB takes one.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/** Two operations of one request are about the same item; nothing was sent. `operations` are both, `key` is the item's. */
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
