// A transaction that DynamoDB cancelled, and the reason of each of its operations.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/** Why one operation of a cancelled transaction was refused; `code` is `'None'` for those that were not. */
export interface CancellationReason {
  /** DynamoDB's code: `'None'`, `'ConditionalCheckFailed'`, `'TransactionConflict'`, `'ValidationError'`, … */
  readonly code: string
  readonly entity: string
  /** The method that made the operation: `save`. */
  readonly operation: string
  readonly key: Readonly<Record<string, unknown>>
  /** DynamoDB's words; `undefined` where it has none. Left out of JSON and inspection. */
  readonly message: string | undefined
  /** The item as it stands, where a condition was not met; left out of JSON and inspection. */
  readonly item: unknown
  /**
   * What the operation alone would have thrown: a ConditionFailedError with its clauses (`failed`), VersionConflictError, ItemExistsError, …;
   * `undefined` where `code` is `'None'`. Left out of JSON and inspection.
   */
  readonly error: DyntasticError | undefined
}

/**
 * A transaction was cancelled, and nothing was written; if an earlier attempt ended without a response, it may still be under way, and the
 * `outcome` is `'unknown'`. `reasons[i]` belongs to the i-th operation.
 */
export class TransactionCancelledError extends DyntasticError {
  static override readonly code = 'TRANSACTION_CANCELLED'
  readonly reasons: readonly CancellationReason[]
  /** How many operations of the same transaction scope were committed before, in parts of their own; absent where there were none. */
  declare readonly committed?: number

  constructor(
    details: ErrorDetails & {
      readonly reasons: readonly CancellationReason[]
      readonly committed?: number | undefined
    },
  ) {
    super(details)
    if (details.committed !== undefined) this.committed = details.committed
    this.reasons = details.reasons.map(({ code, entity, operation, key, message, item, error }) => {
      const shown = { code, entity, operation, key }
      hide(shown, 'message', message)
      hide(shown, 'item', item)
      hide(shown, 'error', error)
      return shown as CancellationReason
    })
  }
}
