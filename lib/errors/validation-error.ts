// Error of values that do not fit the entity: all of them at once, found before anything was sent.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { type ReportedFailure, reported, summary } from './failures.js'

/** The input does not fit the entity; nothing was sent. `failures` lists every reason, not only the first. */
export class ValidationError extends DyntasticError {
  static override readonly code = 'VALIDATION'
  readonly failures: readonly ReportedFailure[]

  constructor(
    details: ErrorDetails & {
      readonly failures: readonly { path: readonly (string | number)[]; message: string; value: unknown }[]
    },
  ) {
    const failures = reported(details.failures)
    super({ ...details, detail: details.detail ?? summary(failures) })
    this.failures = failures
  }
}
