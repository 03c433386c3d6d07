// What stands around the running code: the batch or the transaction that it is inside of, if any.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Facing } from '../operation/faces.js'
import type { Request } from '../operation/request.js'
import type { Runner, RunOptions } from '../operation/runner.js'

/** The two kinds of scopes. */
export type ScopeKind = 'batch' | 'transaction'

/** What is asked of what stands around: a scope, or the sending of what a scope has collected. */
export interface Surroundings {
  /** Takes a write that is awaited inside; `undefined` where it is to run on its own. @throws what speaks against it. */
  enlist(runner: Runner, operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined
  /** Told of each request that is sent from inside. @throws ScopeError for a write that is not the scope's own. */
  pass(request: Request): void
  /** Asked before something else is begun inside by this method: a scope, or a list of writes. @throws ScopeError where it cannot be. */
  admit(what: ScopeKind | 'list', runner: Runner, operation: string): void
}

// One for all executors, so that a write through another one is seen. It is a context and no state: what it holds is whoever runs.
const surroundings = new AsyncLocalStorage<Surroundings | undefined>()

/** What stands around, if anything. */
export function around(): Surroundings | undefined {
  return surroundings.getStore()
}

/** Runs work inside, with all that it starts: promises, timers, listeners that it calls. */
export function within<T>(place: Surroundings, work: () => T): T {
  return surroundings.run(place, work)
}

/** Runs work outside of whatever stands around. */
export function outside<T>(work: () => T): T {
  // Where no scope was ever opened, the hooks that carry contexts are never switched on.
  return surroundings.getStore() === undefined ? work() : surroundings.run(undefined, work)
}
