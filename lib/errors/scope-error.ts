// An operation, a batch or a transaction at a place where it cannot be run.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/**
 * Why it was refused. `'place'`: the operations of one transaction go to different regions, endpoints, clients or executors. `'nested'`:
 * it stands inside of another scope. `'closed'`: its scope has ended. `'alone'`: it means something only inside of a transaction. `'pending'`:
 * what was read is known after the commit. `'unawaited'`: operations were
 * built inside and never run. `'copies'`: two versions of this library are loaded, which do not see the scopes of each other.
 */
export type ScopeErrorReason = 'place' | 'nested' | 'closed' | 'alone' | 'pending' | 'unawaited' | 'copies'

/** An operation, a batch or a transaction stands where it cannot be run; it was not sent. */
export class ScopeError extends DyntasticError {
  static override readonly code = 'SCOPE'
  readonly reason: ScopeErrorReason
  /** The operations that were never run (`'unawaited'`), as they were built; they can still be run. */
  declare readonly unawaited?: readonly unknown[]
  /** How many operations of the scope were written before (`'unawaited'`). */
  declare readonly written?: number

  constructor(
    details: ErrorDetails & {
      readonly reason: ScopeErrorReason
      readonly unawaited?: readonly unknown[] | undefined
      readonly written?: number | undefined
    },
  ) {
    super(details)
    this.reason = details.reason
    if (details.unawaited !== undefined) hide(this, 'unawaited', details.unawaited)
    if (details.written !== undefined) this.written = details.written
  }
}
