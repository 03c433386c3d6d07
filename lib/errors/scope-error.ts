// An operation, a batch or a transaction at a place where it cannot be run.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'

/**
 * Why it was refused. `'place'`: the operations of one transaction go to different regions, endpoints, clients or executors. `'nested'`:
 * it stands inside of another scope. `'closed'`: its scope has ended. `'alone'`: it means something only inside of a transaction. `'unanswered'`:
 * what was read is known after the commit.
 */
export type ScopeRefusal = 'place' | 'nested' | 'closed' | 'alone' | 'unanswered'

/** An operation, a batch or a transaction stands where it cannot be run; it was not sent. */
export class ScopeError extends DyntasticError {
  static override readonly code = 'SCOPE'
  readonly reason: ScopeRefusal

  constructor(details: ErrorDetails & { readonly reason: ScopeRefusal }) {
    super(details)
    this.reason = details.reason
  }
}
