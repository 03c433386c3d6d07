// Error of an operation, a batch or a transaction that cannot run in this place.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'
import { hide } from './veil.js'

/**
 * Why an operation, a batch or a transaction was rejected.
 *
 * - `'place'`: the operations of one transaction use different regions, endpoints, clients or executors.
 * - `'nested'`: it is inside another scope.
 * - `'closed'`: its scope has ended.
 * - `'alone'`: it only works inside a transaction.
 * - `'pending'`: the result of the read is only known after the commit.
 * - `'unawaited'`: operations were built inside the scope and never run.
 * - `'copies'`: two versions of this library are loaded, and they do not see each other's scopes.
 */
export type ScopeErrorReason = 'place' | 'nested' | 'closed' | 'alone' | 'pending' | 'unawaited' | 'copies'

/** The operation, batch or transaction cannot run in this place; it was not sent. */
export class ScopeError extends DyntasticError {
  static override readonly code = 'SCOPE'
  readonly reason: ScopeErrorReason
  /** The operations that were never run (`'unawaited'`). They can still be run. */
  declare readonly unawaited?: readonly unknown[]
  /** How many operations of the scope were written before the error (`'unawaited'`). */
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
