// Error of stored data that does not fit the entity.
import type { ErrorCode } from './codes.js'
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { type ReportedFailure, reported, summary } from './failures.js'
import { hide } from './veil.js'

/**
 * Stored data does not fit the entity. `key` identifies the item, `failures` lists the reasons, and `stored` is the
 * item as stored.
 */
export class InvalidItemError extends DyntasticError {
  static override readonly code: ErrorCode = 'INVALID_ITEM'
  declare readonly key?: Readonly<Record<string, unknown>>
  readonly failures: readonly ReportedFailure[]
  declare readonly stored: unknown

  constructor(
    details: ErrorDetails & {
      readonly key?: Readonly<Record<string, unknown>> | undefined
      readonly failures: readonly { path: readonly (string | number)[]; message: string; value: unknown }[]
      readonly stored: unknown
    },
  ) {
    const failures = reported(details.failures)
    super({ ...details, detail: details.detail ?? summary(failures) })
    if (details.key !== undefined) this.key = details.key
    this.failures = failures
    hide(this, 'stored', details.stored)
  }
}
