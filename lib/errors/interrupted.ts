// Calls that were ended before their answer: by the caller's signal, or by a time limit.
import { DyntasticError } from './dyntastic-error.js'

/** The call was aborted by its signal; `cause` is the signal's reason. */
export class AbortedError extends DyntasticError {
  static override readonly code = 'ABORTED'
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
}

/** The call did not finish within its time limit (executor option `timeout`). */
export class TimeoutError extends DyntasticError {
  static override readonly code = 'TIMEOUT'
  /** The token of a transaction whose outcome is unknown: the same operations run again under it are applied once in all. */
  declare readonly token?: string
}
