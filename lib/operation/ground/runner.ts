// The port that operations run through: implemented by the executor, or by any object with these two methods.
import type { Table } from '../../entity/table/table.js'
import type { CursorSealer } from '../../plan/cursor/cursor.js'
import type { Facing } from './faces.js'
import type { CallName, Calls, Request } from './request.js'
import type { RetryPolicy } from './retry.js'

/** What one run may be told. */
export interface RunOptions {
  /** Aborts the call: before it is sent, in flight, or between attempts. */
  readonly signal?: AbortSignal | undefined
}

/** The limit of a call: when it began (`performance.now()`). The runner moves it when it has waited for what has a limit of its own. */
export interface Patience {
  since: number
}

/** What one request is sent with. */
export interface SendOptions extends RunOptions {
  /** Since when the limit of the call runs; from now on if it is absent. @internal */
  readonly patience?: Patience | undefined
}

/** Sends requests. A spec, or a user's test, can pass any object of this shape. */
export interface Runner {
  /** Sends the request and answers the SDK's output; rejects with the library's errors only. */
  run<N extends CallName>(request: Request<N>, options?: SendOptions): Promise<Calls[N]['output']>
  /** The SDK command of a request, not sent. */
  toCommand<N extends CallName>(request: Request<N>): Calls[N]['command']
  /** Told of each operation that is built or used, so that one that nobody awaits is noticed. Absent on a plain stub. @internal */
  readonly watch?: DropWatch | undefined
  /** How queries and scans are read; absent on a plain stub. @internal */
  readonly reads?: ReadPolicy | undefined
  /** How often work that DynamoDB left undone is sent again; absent on a plain stub, where the defaults hold. */
  readonly retry?: RetryPolicy | undefined
  /** The most milliseconds that a call takes without coming forward; absent on a plain stub, where there is no limit. @internal */
  readonly timeLimit?: number | undefined
  /**
   * Takes an operation that is about to run into the batch or transaction around it, or together with others into one request; `undefined`
   * where it is to run on its own.
   * @throws ScopeError, UnsupportedOperationError where it cannot run at this place.
   */
  enlist?(operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined
  /** What a table is reached through: tables with the same answer can stand in one request. Absent on a plain stub, where all can. */
  clientFor?(table: Table): unknown
}

/** What a query does that has no partition key to go by. */
export type ScanPolicy = 'warn' | 'allow' | 'forbid'

/** A query that is about to read a whole table. */
export interface ScanWarning {
  readonly entity: string
  readonly table: string
  /** The conditions, with names and without values: the shape of the query. */
  readonly query: string
  readonly message: string
}

/** The executor's say in how queries and scans are read. */
export interface ReadPolicy {
  readonly scans: ScanPolicy
  /** The most requests in flight of one run. */
  readonly concurrency: number
  /** Signs or encrypts cursors. */
  readonly sealer: CursorSealer | undefined
  /** Tells of a scan, once per shape. */
  warn(warning: ScanWarning): void
  /** Calls `action` when the signal aborts; the function that comes back ends that. Runs that share a signal share a listener. */
  listen(signal: AbortSignal, action: () => void): () => void
}

/** An operation, as it is named in warnings and errors. */
export interface WatchedOperation {
  /** The method that made it: `save`. */
  readonly name: string
  readonly context: { readonly model: { readonly name: string } }
}

/** Reports operations that were built and then neither run, nor continued, nor read. */
export interface DropWatch {
  made(operation: WatchedOperation): void
  used(operation: object): void
}
