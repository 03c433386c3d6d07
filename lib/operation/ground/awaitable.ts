// Awaitable value that runs each time it is awaited, and can be used wherever a Promise is expected.
import { Shown } from '../../util/shown.js'
import type { RunOptions } from './runner.js'

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
