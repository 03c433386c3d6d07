// What stands around the running code: the batch or the transaction that it is inside of, if any; one for all copies of this library.
import { AsyncLocalStorage } from 'node:async_hooks'
import { ScopeError } from '../../errors/scope-error.js'
import type { Facing } from '../../operation/ground/faces.js'
import type { Request } from '../../operation/ground/request.js'
import type { Runner, RunOptions, WatchedOperation } from '../../operation/ground/runner.js'

/** The two kinds of scopes. */
export type ScopeKind = 'batch' | 'transaction'

/** What is asked of what stands around: a scope, or the sending of what a scope has collected. Copies of this library share it: see `protocol`. */
export interface ScopeContext {
  /** Takes a write that is awaited inside; `undefined` where it is to run on its own. @throws what speaks against it. */
  enlist(runner: Runner, operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined
  /** Told of each request that is sent from inside. @throws ScopeError for a write that is not the scope's own. */
  pass(request: Request): void
  /** Asked before something else is begun inside by this method: a scope, or a list of writes. @throws ScopeError where it cannot be. */
  admit(what: ScopeKind | 'list', runner: Runner, operation: string): void
  /**
   * Told of each operation that is built inside; absent if they are not watched. Calls `settled` once it looks for the operation no longer.
   * @returns whether it watches the operation until it is used.
   */
  built?(operation: WatchedOperation, settled: () => void): boolean
  /** Told when an operation that was built inside is used, wherever that is. */
  used?(operation: object): void
}

/** Raised when `ScopeContext` changes in a way that another version of this library would not understand. */
const protocol = 1

interface Shared {
  readonly protocol: number
  readonly storage: AsyncLocalStorage<ScopeContext | undefined>
}

/**
 * Where all copies of this library in a process (an ES module and a CommonJS one, two versions) find the one storage. It is made by the
 * first scope. It is a context and no state: what it holds depends on the code that runs.
 */
const sharedKey = Symbol.for('dyntastic.scopeContext')

function shared(): Shared | undefined {
  return (globalThis as { [sharedKey]?: Shared })[sharedKey]
}

/**
 * What stands currentContext, if anything.
 * @throws ScopeError (`'copies'`) inside a scope of a version of this library that is too different to be joined.
 */
export function currentContext(): ScopeContext | undefined {
  const found = shared()
  const place = found?.storage.getStore()
  if (place !== undefined && found?.protocol !== protocol) throw otherVersion()
  return place
}

/**
 * Runs work inside, with all that it starts: promises, timers, listeners that it calls.
 * @throws ScopeError (`'copies'`) if a version of this library that is too different has opened a scope in this process before.
 */
export function runWithin<T>(place: ScopeContext | undefined, work: () => T): T {
  return storage().run(place, work)
}

/** Runs work outside whatever stands around. */
export function runOutside<T>(work: () => T): T {
  // If no scope was ever opened, the hooks that carry contexts are never switched on.
  return currentContext() === undefined ? work() : runWithin(undefined, work)
}

function storage(): AsyncLocalStorage<ScopeContext | undefined> {
  const found = shared()
  if (found !== undefined) {
    if (found.protocol !== protocol) throw otherVersion()
    return found.storage
  }
  const made: Shared = Object.freeze({ protocol, storage: new AsyncLocalStorage<ScopeContext | undefined>() })
  Object.defineProperty(globalThis, sharedKey, { value: made, configurable: true })
  return made.storage
}

function otherVersion(): ScopeError {
  const detail =
    'two versions of dyntastic are loaded in this process, and neither sees the scopes of the other; install one version (`npm ls dyntastic`)'
  return new ScopeError({ reason: 'copies', detail })
}
