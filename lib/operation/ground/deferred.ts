// Values for later: lazy ones, which run when they are awaited, and those that were computed at the call.
import { Shown } from '../../util/shown.js'
import type { RunOptions } from './runner.js'

/**
 * A value, or the error that was thrown instead. It is a function, so that `util.inspect` cannot find the value in a
 * property.
 */
export type Deferred<T> = () => T

/** Computes a value now and keeps an error for later, so that arguments are read at the time of the call. */
export function deferred<T>(make: () => T): Deferred<T> {
  try {
    return deferredValue(make())
  } catch (error) {
    return () => {
      throw error
    }
  }
}

/** Returns a deferred of an existing value. */
export function deferredValue<T>(value: T): Deferred<T> {
  return () => value
}

/** Returns the value. @throws the error that was kept. */
export function settle<T>(deferred: Deferred<T>): T {
  return deferred()
}

// The rejection reason as Promise declares it, so that handlers may declare what they expect.
type Reason = Parameters<NonNullable<Parameters<Promise<unknown>['catch']>[0]>>[0]

/**
 * A lazy value. Nothing happens until it is awaited (or `.execute()` is called), and each `await` runs it again. It is
 * a thenable: an `async` function that returns it runs it, and it can be used wherever a Promise is expected.
 */
export abstract class Awaitable<R> extends Shown implements Promise<R> {
  get [Symbol.toStringTag](): string {
    return 'Operation'
  }

  /**
   * Runs it, as `await` does, with options.
   * @example await users.get('u1').execute({ signal: AbortSignal.timeout(200) })
   * @param options `signal` aborts it.
   * @throws AbortedError if the signal aborts.
   */
  abstract execute(options?: RunOptions): Promise<R>

  then<A = R, B = never>(
    onFulfilled?: ((value: R) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: Reason) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.execute().then(onFulfilled, onRejected)
  }

  catch<B = never>(onRejected?: ((reason: Reason) => B | PromiseLike<B>) | null): Promise<R | B> {
    return this.execute().catch(onRejected)
  }

  finally(onFinally?: (() => void) | null): Promise<R> {
    return this.execute().finally(onFinally)
  }
}
