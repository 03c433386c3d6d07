// The life of a batch or a transaction around a function: it is opened, the function runs inside, and the rest is sent or dropped.
import { linkedSignal } from '../../operation/many/linked-signal.js'
import type { Scope } from './scope.js'
import { currentContext, runWithin } from './scope-context.js'
import { aborted } from './scope-errors.js'

/** What the function inside of a batch or a transaction is given. */
export interface OpenScope {
  /**
   * Sends what was collected so far, and waits for it. What is awaited later is collected anew.
   * @throws ScopeError (`'closed'`) when the scope has ended, or a part of it failed before; else what sending it throws.
   */
  commit(): Promise<void>
  /** How many requests of writes were sent so far. */
  readonly requests: number
  /** How many operations were collected and are not written: waiting, on their way, or dropped. */
  readonly pending: number
  /** How many operations are written. */
  readonly committed: number
}

/** What is run inside of a scope. */
export type Work<T = unknown> = (scope: OpenScope) => Promise<T>

/**
 * Runs work inside of a scope, then sends the rest. Where the work fails, nothing more is sent, what is on its way is waited for, and the
 * very error of the work is thrown. An abort ends the scope at once, whatever the work still does.
 * @throws ScopeError inside of a scope that cannot hold it; AbortedError; what sending throws, also where the work swallowed it.
 */
export async function runInside<T>(scope: Scope, work: Work<T>, signal: AbortSignal | undefined): Promise<T> {
  currentContext()?.admit(scope.kind, scope.runner, scope.kind)
  if (signal === undefined) return live(scope, work)
  if (signal.aborted) throw aborted({ operation: scope.kind }, signal)
  const { signal: followed, end } = linkedSignal(scope.runner, signal)
  try {
    return await new Promise<T>((resolve, reject) => {
      followed.addEventListener('abort', () => {
        // Once the work is done, it is up to what is being sent.
        if (!scope.ended) scope.abort(signal).then(reject)
      })
      live(scope, work).then(resolve, reject)
    })
  } finally {
    end()
  }
}

async function live<T>(scope: Scope, work: Work<T>): Promise<T> {
  try {
    // An async function, so that an operation in place of a promise is run inside, too.
    const value = await runWithin(scope, async () => work(handleOf(scope)))
    await scope.refuseUnawaited()
    await scope.finish()
    // What stands in for a new item is of the same type.
    return (await scope.answer(value)) as T
  } catch (error) {
    await scope.drop()
    throw scope.failure?.error === error ? scope.afterParts(error) : error
  } finally {
    scope.release()
  }
}

function handleOf(scope: Scope): OpenScope {
  return Object.freeze({
    commit: () => scope.commit(),
    get requests() {
      return scope.requests
    },
    get pending() {
      return scope.collected - scope.committed
    },
    get committed() {
      return scope.committed
    },
  })
}
