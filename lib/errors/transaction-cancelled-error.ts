// Error of a transaction that DynamoDB cancelled, with a reason for each operation.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/** Why one operation of a cancelled transaction failed. `code` is `'None'` for operations that did not fail. */
export interface CancellationReason {
  /** DynamoDB's code: `'None'`, `'ConditionalCheckFailed'`, `'TransactionConflict'`, `'ValidationError'`, … */
  readonly code: string
  readonly entity: string
  /** The method that built the operation: `save`. */
  readonly operation: string
  readonly key: Readonly<Record<string, unknown>>
  /** The message from DynamoDB; `undefined` if there is none. Left out of JSON and inspection. */
  readonly message: string | undefined
  /** The item as it is stored now, if a condition was not met. Left out of JSON and inspection. */
  readonly item: unknown
  /**
   * The error that the operation would have thrown on its own: a ConditionFailedError with its clauses (`failed`),
   * VersionConflictError, ItemExistsError, and so on; `undefined` if `code` is `'None'`. Left out of JSON and
   * inspection.
   */
  readonly error: DyntasticError | undefined
}

/**
 * The transaction was cancelled, and nothing was written. If an earlier attempt ended without a response, that attempt
 * may still be in progress, and `outcome` is `'unknown'`. `reasons[i]` belongs to the i-th operation.
 */
export class TransactionCancelledError extends DyntasticError {
  static override readonly code = 'TRANSACTION_CANCELLED'
  readonly reasons: readonly CancellationReason[]
  /**
   * How many operations of the same transaction scope were committed before, in separate parts; absent if none were.
   */
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

/** A reason in the SDK's error of a cancelled transaction. `T` is the type of its item. */
export interface SdkReason<T = unknown> {
  readonly Code?: string
  readonly Message?: string
  readonly Item?: T
}

/**
 * Returns the reasons in the SDK's error of a cancelled transaction; none if there is no list of them, as in the error
 * of a mocked client.
 */
export function reasonsIn<T = unknown>(cause: unknown): readonly SdkReason<T>[] {
  const { CancellationReasons: given }: { readonly CancellationReasons?: unknown } = Object(cause)
  // The client returns items in DynamoDB's form.
  return Array.isArray(given) ? given.map((reason) => Object(reason) as SdkReason<T>) : []
}
