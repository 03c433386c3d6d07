// Runs a function inside a batch or a transaction, then sends or drops what was collected.
import { linkedSignal } from '../../operation/many/linked-signal.js'
import type { Scope } from './scope.js'
import { currentContext, runWithin } from './scope-context.js'
import { aborted } from './scope-errors.js'

/** The argument of the function that runs inside a batch or a transaction. */
export interface OpenScope {
  /**
   * Sends what has been collected so far and waits for it. Operations awaited later are collected separately.
   * @example
   * await executor.batch(async (scope) => {
   *   for (const order of orders) await repository.save(order)
   *   await scope.commit() // BatchWriteItem, with what was collected so far
   * })
   * @throws ScopeError (`'closed'`) if the scope has ended or an earlier part failed.
   * @throws Any error of sending the collected operations.
   */
  commit(): Promise<void>
  /** The number of write requests sent so far. */
  readonly requests: number
  /** The number of operations that were collected but are not written: waiting, being sent, or dropped. */
  readonly pending: number
  /** The number of operations that have been written. */
  readonly committed: number
}

/** The function that runs inside a scope. */
export type Work<T = unknown> = (scope: OpenScope) => Promise<T>

/**
 * Runs `work` inside a scope, then sends the rest. If `work` fails, nothing more is sent, requests in flight are
 * awaited, and the error of `work` is rethrown as it is. An abort ends the scope immediately, even if `work` is still
 * running.
 * @throws ScopeError if the scope is opened inside one that cannot contain it.
 * @throws AbortedError if the signal aborts.
 * @throws Any error of sending, even if `work` caught it.
 */
export async function runInside<T>(scope: Scope, work: Work<T>, signal: AbortSignal | undefined): Promise<T> {
  currentContext()?.admit(scope.kind, scope.runner, scope.kind)
  if (signal === undefined) return live(scope, work)
  if (signal.aborted) throw aborted({ operation: scope.kind }, signal)
  const { signal: followed, end } = linkedSignal(scope.runner, signal)
  try {
    return await new Promise<T>((resolve, reject) => {
      followed.addEventListener('abort', () => {
        // Once `work` has ended, the requests in flight handle the abort.
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
    // An async function, so that an operation returned in place of a promise also runs inside the scope.
    const value = await runWithin(scope, async () => work(handleOf(scope)))
    await scope.allPrepared()
    await scope.refuseUnawaited()
    await scope.finish()
    // The placeholder of a new item has the same type as the item.
    return (await scope.resultOf(value)) as T
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
