// The port that operations run through: implemented by the executor, or by any object with these two methods.
import type { CallName, Calls, Request } from './request.js'

/** What one run may be told. */
export interface RunOptions {
  /** Aborts the call: before it is sent, in flight, or between attempts. */
  readonly signal?: AbortSignal | undefined
}

/** Sends requests. A spec, or a user's test, can pass any object of this shape. */
export interface Runner {
  /** Sends the request and answers the SDK's output; rejects with the library's errors only. */
  run<N extends CallName>(request: Request<N>, options?: RunOptions): Promise<Calls[N]['output']>
  /** The SDK command of a request, not sent. */
  toCommand<N extends CallName>(request: Request<N>): Calls[N]['command']
  /** Told of each operation value made, where dropped operations are watched for (a development aid). */
  readonly watch?: DropWatch | undefined
}

/** Reports operations that were built and then neither run, nor continued, nor read. */
export interface DropWatch {
  made(operation: object, what: string): void
  used(operation: object): void
}
