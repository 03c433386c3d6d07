// Calls that were ended before their answer: by the caller's signal, or by a time limit.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'

/** Whether an interrupted call may have been applied: `'not sent'`, `'nothing written'` (a read), or `'unknown'` (a write under way). */
export type Outcome = 'not sent' | 'nothing written' | 'unknown'

/** The call was aborted by its signal; `cause` is the signal's reason. */
export class AbortedError extends DyntasticError {
  static override readonly code = 'ABORTED'
  readonly outcome: Outcome

  constructor(details: ErrorDetails & { readonly outcome: Outcome }) {
    super(details)
    this.outcome = details.outcome
  }
}

/** The call did not finish within its time limit (executor option `timeout`). */
export class TimeoutError extends DyntasticError {
  static override readonly code = 'TIMEOUT'
  readonly outcome: Outcome

  constructor(details: ErrorDetails & { readonly outcome: Outcome }) {
    super(details)
    this.outcome = details.outcome
  }
}
