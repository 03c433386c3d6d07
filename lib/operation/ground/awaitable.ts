// What can be awaited: a value that runs each time it is awaited, and stands wherever a Promise does.
import { Shown } from '../../util/shown.js'
import type { RunOptions } from './runner.js'

// Why a promise was rejected, as the types of Promise have it: handlers may say what they expect.
type Reason = Parameters<NonNullable<Parameters<Promise<unknown>['catch']>[0]>>[0]

/**
 * A lazy value: nothing happens until it is awaited (or `.execute()` is called), and each await runs it anew. It is a thenable:
 * returned from an `async` function it runs, and it can stand wherever a Promise is expected.
 */
export abstract class Awaitable<R> extends Shown implements Promise<R> {
  get [Symbol.toStringTag](): string {
    return 'Operation'
  }

  /**
   * Runs it; the same as `await`.
   * @param options `signal` aborts it.
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
