// A conditional write whose condition was false.

import type { ErrorCode } from './codes.js'
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/** One clause that was false, with the values that it met. `actual` can be read, and is left out of JSON and inspection. */
export interface FailedClause {
  /** The clause as text, with names and without values: `total > (value)`. */
  readonly clause: string
  /** The path that it looked at. */
  readonly path: string
  /** What stood there; `undefined` where nothing did. */
  readonly actual: unknown
}

/** What a failed condition is told. */
export interface ConditionFailedDetails extends ErrorDetails {
  readonly key?: Readonly<Record<string, unknown>> | undefined
  readonly item?: unknown
  readonly stored?: unknown
  readonly failed?: readonly FailedClause[] | undefined
}

/**
 * The condition was not met. Nothing was written, unless `outcome` is `'unknown'`: an earlier attempt of the same call may have been applied,
 * and may itself be the reason why the condition is now false. `item` is the item as it stands (`undefined` if there is none), `stored` its
 * stored form, `failed` the clauses that were false.
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
