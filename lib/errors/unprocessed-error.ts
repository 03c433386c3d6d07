// Error of work that was only partly done, with all of the remaining work.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/** One of many requests, which failed permanently. `error` and `remaining` are left out of JSON and inspection. */
export interface ChunkFailure {
  readonly error: unknown
  /** The work of the request: operations or keys. */
  readonly remaining: readonly unknown[]
}

/** Details of work that was only partly done. */
export interface UnprocessedDetails extends ErrorDetails {
  readonly remaining: readonly unknown[]
  readonly written?: number | undefined
  readonly results?: readonly unknown[] | undefined
  readonly failures?: readonly ChunkFailure[] | undefined
  readonly read?: number | undefined
  readonly settled?: number | undefined
}

/**
 * Part of the work was not done: DynamoDB left it unprocessed until no attempts were left, or its request failed.
 * `remaining` is the remaining work (operations that can be run again, or keys), `written` is the number of completed
 * writes, and `failures` lists the requests that failed permanently.
 */
export class UnprocessedError extends DyntasticError {
  static override readonly code = 'UNPROCESSED'
  /**
   * The remaining work: operations that can be run again, or keys. It includes writes whose response was lost, which
   * may have been applied.
   */
  declare readonly remaining: readonly unknown[]
  /** How many writes were done; absent for reads. */
  declare readonly written?: number
  /**
   * The results so far, each at the position of its operation; `undefined` where the result is unknown. Absent if
   * results were not kept.
   */
  declare readonly results?: readonly unknown[]
  /** The requests that failed permanently; empty if DynamoDB left all of the remaining work unprocessed. */
  declare readonly failures: readonly ChunkFailure[]
  /** How many elements were taken from an iterable source. Elements after them were not read. */
  declare readonly read?: number
  /**
   * How many elements, counted from the start without a gap, were written: the position to continue from. Absent for
   * reads.
   */
  declare readonly settled?: number

  constructor(details: UnprocessedDetails) {
    super(details)
    hide(this, 'remaining', details.remaining)
    if (details.written !== undefined) this.written = details.written
    if (details.read !== undefined) this.read = details.read
    if (details.settled !== undefined) this.settled = details.settled
    if (details.results !== undefined) hide(this, 'results', details.results)
    hide(this, 'failures', details.failures ?? [])
  }
}
