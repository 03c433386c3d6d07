// Work that was left undone, with all that is left of it.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/** One request of many that failed for good, and what it was about. `error` and `remaining` are left out of JSON and inspection. */
export interface ChunkFailure {
  readonly error: unknown
  /** What the request was to do: operations, or keys. */
  readonly remaining: readonly unknown[]
}

/** What is told of work that was left undone. */
export interface UnprocessedDetails extends ErrorDetails {
  readonly remaining: readonly unknown[]
  readonly written?: number | undefined
  readonly results?: readonly unknown[] | undefined
  readonly failures?: readonly ChunkFailure[] | undefined
  readonly read?: number | undefined
  readonly settled?: number | undefined
}

/**
 * Part of the work was left undone: DynamoDB left it unprocessed until the attempts ran out, or its request failed. `remaining` is what
 * is left (operations that can be run again, or keys), `written` how many writes were done, `failures` the requests that failed for good.
 */
export class UnprocessedError extends DyntasticError {
  static override readonly code = 'UNPROCESSED'
  /** What is left: operations that can be run again, or keys. A write whose answer was lost is among them, and may have been applied. */
  declare readonly remaining: readonly unknown[]
  /** How many writes were done; absent for reads. */
  declare readonly written?: number
  /** What was read or written already, in the place of its operation; `undefined` where nothing is known. Absent where it was not kept. */
  declare readonly results?: readonly unknown[]
  /** The requests that failed for good; empty where all that is left was left unprocessed. */
  declare readonly failures: readonly ChunkFailure[]
  /** How many elements were taken from an iterable source: what comes after them was not looked at. */
  declare readonly read?: number
  /** How many elements from the start are all written: where to go on; absent for reads. */
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
