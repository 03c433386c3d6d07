// Runner: the port that operations run through, implemented by the executor or by any object with these two methods.
import type { Table } from '../../entity/table/table.js'
import type { CursorSealer } from '../../plan/cursor/cursor.js'
import type { WaitingClock } from '../../util/waiting-clock.js'
import type { Facing } from './faces.js'
import type { CallName, Calls, Request } from './request.js'
import type { RetryPolicy } from './retry.js'

/** The options of one run. */
export interface RunOptions {
  /** Aborts the call: before it is sent, in flight, or between attempts. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The time limit of a call: its start (`performance.now()`). The runner moves it forward after waiting for something
 * with its own limit.
 */
export interface Patience {
  since: number
}

/** The options of sending one request. */
export interface SendOptions extends RunOptions {
  /** The start of the call's time limit; by default, it starts now. @internal */
  readonly patience?: Patience | undefined
}

/** Sends requests. A test can pass any object of this shape. */
export interface Runner {
  /** Sends the request and returns the SDK's output. Rejects only with errors of this library. */
  run<N extends CallName>(request: Request<N>, options?: SendOptions): Promise<Calls[N]['output']>
  /** Returns the SDK command of a request without sending it. */
  toCommand<N extends CallName>(request: Request<N>): Calls[N]['command']
  /**
   * Notified of each operation that is built or used, to detect those never awaited. Absent on a plain stub.
   * @internal
   */
  readonly watch?: DropWatch | undefined
  /** How queries and scans are read; absent on a plain stub. @internal */
  readonly reads?: ReadPolicy | undefined
  /** How often the library retries; absent on a plain stub, which uses the defaults. */
  readonly retry?: RetryPolicy | undefined
  /**
   * The time limit of a call without progress, in milliseconds; absent on a plain stub, which has no limit.
   * @internal
   */
  readonly timeLimit?: number | undefined
  /** The clock by which the rate of a run is kept; absent except in tests. @internal */
  readonly clock?: WaitingClock | undefined
  /**
   * Adds an operation that is about to run to the current batch or transaction, or combines it with others into one
   * request. Returns `undefined` if the operation must run on its own.
   * @throws ScopeError or UnsupportedOperationError if the operation cannot run here.
   */
  enlist?(operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined
  /**
   * Returns the client for a table. Tables with the same client can share a request. Absent on a plain stub, where all
   * tables can.
   */
  clientFor?(table: Table): unknown
}

/** What to do if a query has no partition key. */
export type ScanPolicy = 'warn' | 'allow' | 'forbid'

/** A query that is about to read a whole table. */
export interface ScanWarning {
  readonly entity: string
  readonly table: string
  /** The conditions, with names but without values: the shape of the query. */
  readonly query: string
  readonly message: string
}

/** The executor's settings for queries and scans. */
export interface ReadPolicy {
  readonly scans: ScanPolicy
  /** The maximum number of requests in flight per run. */
  readonly concurrency: number
  /** Signs or encrypts cursors. */
  readonly sealer: CursorSealer | undefined
  /** Reports a scan, once per shape. */
  warn(warning: ScanWarning): void
  /**
   * Calls `action` when the signal aborts. Returns a function that stops listening. Runs that share a signal share a
   * listener.
   */
  listen(signal: AbortSignal, action: () => void): () => void
}

/** An operation as named in warnings and errors. */
export interface WatchedOperation {
  /** The method that created it, such as `save`. */
  readonly name: string
  readonly context: { readonly model: { readonly name: string } }
}

/** Reports operations that were built but never run, chained or read. */
export interface DropWatch {
  made(operation: WatchedOperation): void
  used(operation: object): void
}
