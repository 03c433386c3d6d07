// Scope context: the batch or transaction that the running code is in, and what it learns of operations built there.
import { AsyncLocalStorage } from 'node:async_hooks'
import { ScopeError } from '../../errors/scope-error.js'
import type { Facing } from '../../operation/ground/faces.js'
import type { Request } from '../../operation/ground/request.js'
import type { DropWatch, Runner, RunOptions, WatchedOperation } from '../../operation/ground/runner.js'

/** The two kinds of scope. */
export type ScopeKind = 'batch' | 'transaction'

/**
 * What code inside a scope reports to it, or to the sending of what a scope has collected. All copies of this library
 * share this interface: see `protocol`.
 */
export interface ScopeContext {
  /**
   * Takes a write that is awaited inside the scope; returns `undefined` if the write must run on its own.
   * @throws ScopeError if the scope rejects it.
   */
  enlist(runner: Runner, operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined
  /**
   * Called for each request that is sent inside the scope.
   * @throws ScopeError if the request is a write that the scope did not send.
   */
  pass(request: Request): void
  /**
   * Called before another scope, or a list of writes, starts inside the scope.
   * @throws ScopeError if that is not allowed.
   */
  admit(what: ScopeKind | 'list', runner: Runner, operation: string): void
  /**
   * Called for each operation that is built inside the scope; absent if operations are not watched. Calls `settled`
   * once the scope stops watching the operation.
   * @returns whether the scope watches the operation until it is used.
   */
  built?(operation: WatchedOperation, settled: () => void): boolean
  /** Called when an operation that was built inside the scope is used, wherever that happens. */
  used?(operation: object): void
}

/**
 * Version of `ScopeContext`. Incremented if it changes in a way that another version of this library would not
 * understand.
 */
const protocol = 1

interface Shared {
  readonly protocol: number
  readonly storage: AsyncLocalStorage<ScopeContext | undefined>
}

/**
 * Key under which all copies of this library in a process (an ES module and a CommonJS module, or two versions) find
 * the same storage. The first scope creates it. It holds a context, not state: its value depends on the running code.
 */
const sharedKey = Symbol.for('dyntastic.scopeContext')

function shared(): Shared | undefined {
  return (globalThis as { [sharedKey]?: Shared })[sharedKey]
}

/**
 * Returns the current scope context, if any.
 * @throws ScopeError (`'copies'`) if the scope belongs to an incompatible version of this library.
 */
export function currentContext(): ScopeContext | undefined {
  const found = shared()
  const place = found?.storage.getStore()
  if (place !== undefined && found?.protocol !== protocol) throw otherVersion()
  return place
}

/**
 * Runs `work` inside a scope context, including everything that it starts: promises, timers, and listeners.
 * @throws ScopeError (`'copies'`) if an incompatible version of this library has opened a scope in this process.
 */
export function runWithin<T>(place: ScopeContext | undefined, work: () => T): T {
  return storage().run(place, work)
}

/** Runs `work` outside the current scope. */
export function runOutside<T>(work: () => T): T {
  // As long as no scope was opened, the async hooks that propagate contexts are never enabled.
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
    'two versions of dyntastic are loaded in this process, and neither sees the scopes of the other; install a single version (see `npm ls dyntastic`)'
  return new ScopeError({ reason: 'copies', detail })
}

/**
 * The watch of one executor. Outside scopes, it only forwards to the development aid, if enabled, and stores nothing.
 * Operations are looked up only while a scope is watching some.
 */
export class ScopeWatch implements DropWatch {
  readonly next: DropWatch | undefined
  readonly scopeOf = new WeakMap<object, ScopeContext>()
  /** The number of operations that scopes are watching. */
  awaited = 0

  constructor(next: DropWatch | undefined) {
    this.next = next
  }

  made(operation: WatchedOperation): void {
    this.next?.made(operation)
    const scope = currentContext()
    if (scope?.built === undefined) return
    const settled = (): void => {
      this.scopeOf.delete(operation)
      this.awaited -= 1
    }
    if (!scope.built(operation, settled)) return
    this.scopeOf.set(operation, scope)
    this.awaited += 1
  }

  used(operation: object): void {
    this.next?.used(operation)
    if (this.awaited > 0) this.scopeOf.get(operation)?.used?.(operation)
  }
}
