// Error of a conditional write whose condition was false.

import type { ErrorCode } from './codes.js'
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/**
 * A clause that was false, with the value it was compared with. `actual` can be read, but is left out of JSON and
 * inspection.
 */
export interface FailedClause {
  /** The clause as a string, with names and without values: `total > (value)`. */
  readonly clause: string
  /** The path that the clause tests. */
  readonly path: string
  /** The value at that path; `undefined` if there was none. */
  readonly actual: unknown
}

/** Details of a failed condition. */
export interface ConditionFailedDetails extends ErrorDetails {
  readonly key?: Readonly<Record<string, unknown>> | undefined
  readonly item?: unknown
  readonly stored?: unknown
  readonly failed?: readonly FailedClause[] | undefined
}

/**
 * The condition was not met. Nothing was written, unless `outcome` is `'unknown'`: then an earlier attempt of the same
 * call may have been applied, and may be the reason why the condition is now false. `item` is the item as it is stored
 * now (`undefined` if there is none), `stored` is its stored form, and `failed` lists the clauses that were false.
 */
export class ConditionFailedError extends DyntasticError {
  static override readonly code: ErrorCode = 'CONDITION_FAILED'
  declare readonly key?: Readonly<Record<string, unknown>>
  declare readonly item: unknown
  declare readonly stored: unknown
  readonly failed: readonly FailedClause[]

  constructor(details: ConditionFailedDetails) {
    super(details, details.key)
    if (details.key !== undefined) this.key = details.key
    hide(this, 'item', details.item)
    hide(this, 'stored', details.stored)
    this.failed = (details.failed ?? []).map(({ clause, path, actual }) => {
      const shown = { clause, path }
      hide(shown, 'actual', actual)
      return shown as FailedClause
    })
  }
}
