// Calls that were ended before their answer: by the caller's signal, or by a time limit.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'

/** Whether an interrupted call may have been applied: `'not sent'`, `'nothing written'` (a read), or `'unknown'` (a write under way). */
export type Outcome = 'not sent' | 'nothing written' | 'unknown'

/** The call was aborted by its signal; `cause` is the signal's reason. */
export class AbortedError extends DyntasticError {
  static override readonly code = 'ABORTED'
  readonly outcome: Outcome
  /** The token of a transaction whose outcome is unknown: the same operations run again under it are applied once in all. */
  declare readonly token?: string
  /** Of many reads or writes: what is left, as operations (or keys). A write that was under way is among them. */
  declare readonly remaining?: readonly unknown[]
  /** Of a list: what was read or written already, in the place of its operation. */
  declare readonly results?: readonly unknown[]
  /** Of many writes: how many were done. */
  declare readonly written?: number
  /** Of many writes: how many elements from the start are all written. */
  declare readonly settled?: number
  /** How many elements were taken from an iterable source. */
  declare readonly read?: number

  constructor(details: ErrorDetails & { readonly outcome: Outcome }) {
    super(details)
    this.outcome = details.outcome
  }
}

/** The call did not finish within its time limit (executor option `timeout`). */
export class TimeoutError extends DyntasticError {
  static override readonly code = 'TIMEOUT'
  readonly outcome: Outcome
  /** The token of a transaction whose outcome is unknown: the same operations run again under it are applied once in all. */
  declare readonly token?: string

  constructor(details: ErrorDetails & { readonly outcome: Outcome }) {
    super(details)
    this.outcome = details.outcome
  }
}
