// Errors of calls that ended before their response arrived: aborted by the caller's signal, or stopped by a time limit.
import { DyntasticError } from './dyntastic-error.js'

/** The call was aborted by its signal; `cause` is the signal's reason. */
export class AbortedError extends DyntasticError {
  static override readonly code = 'ABORTED'
  /**
   * The token of a transaction whose outcome is unknown. The same operations run again with it are applied only once in
   * total.
   */
  declare readonly token?: string
  /** For many reads or writes: the remaining ones, as operations or keys. They include a write that was in progress. */
  declare readonly remaining?: readonly unknown[]
  /** For a list: the results so far, each at the position of its operation. */
  declare readonly results?: readonly unknown[]
  /** For many writes: how many were done. */
  declare readonly written?: number
  /** For many writes: how many elements, counted from the start without a gap, were written. */
  declare readonly settled?: number
  /** How many elements were taken from an iterable source. */
  declare readonly read?: number
}

/** The call did not finish within its time limit (executor option `timeout`). */
export class TimeoutError extends DyntasticError {
  static override readonly code = 'TIMEOUT'
  /**
   * The token of a transaction whose outcome is unknown. The same operations run again with it are applied only once in
   * total.
   */
  declare readonly token?: string
}
