// The one way out: sends requests through an SDK client, within time limits, creates missing tables, and tells observers.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Table } from '../entity/table/table.js'
import { tooManyArguments } from '../errors/arity.js'
import { isError } from '../errors/is-error.js'
import { TableNotFoundError } from '../errors/table-not-found-error.js'
import { batchGet } from '../operation/batch-read/batch-get.js'
import { batchWrite } from '../operation/batch-write/batch-write.js'
import type {
  BatchOperation,
  BatchReadOperation,
  FaceResults,
  Facing,
  TransactionOperation,
  TransactionReadOperation,
} from '../operation/ground/faces.js'
import type { CallName, Calls, Request } from '../operation/ground/request.js'
import type { RetryPolicy } from '../operation/ground/retry.js'
import type { ReadPolicy, Runner, RunOptions, SendOptions } from '../operation/ground/runner.js'
import type { BatchOptions, ManyOptions, TransactionOptions } from '../operation/many/many-options.js'
import { transactGet } from '../operation/transaction/transact-get.js'
import { transactWrite } from '../operation/transaction/transact-write.js'
import { shownAs } from '../util/shown.js'
import { checkExecutorOptions, type ExecutorOptions } from './executor-options.js'
import { dropWatch } from './reading/drop-watch.js'
import { Gathering } from './reading/gathering.js'
import { readPolicy } from './reading/read-policy.js'
import { retryPolicy } from './retry-policy.js'
import { type BatchScope, type BatchScopeOptions, inBatch } from './scope/batch-scope.js'
import { currentContext, runOutside } from './scope/scope-context.js'
import type { Work } from './scope/scope-run.js'
import { ScopeWatch } from './scope/scope-watch.js'
import {
  inTransaction,
  type TransactionScope,
  type TransactionScopeOptions,
} from './scope/transaction-scope.js'
import { type Clients, clientsOf } from './sending/clients.js'
import { toCommand } from './sending/commands.js'
import { sendWithRetry } from './sending/conflict-retry.js'
import { type Audience, audienceOf } from './sending/observers.js'
import { noAttempts, outcomeOf } from './sending/outcome.js'
import { sharedSignals } from './sending/signals.js'
import { socketWaits } from './sending/socket-waits.js'
import type { CallRules } from './sending/timed-call.js'
import { type Creations, createMissing, missingTables, notCreated } from './tables/auto-creation.js'

/** What an executor works with. */
export interface ExecutorParts extends CallRules {
  readonly clients: Clients
  readonly audience: Audience
  readonly creations: Creations
}

/** Runs operations on DynamoDB: the one object that an application shares. Making it opens nothing and reads nothing. */
export class CommandExecutor extends shownAs(() => 'executor') implements Runner {
  /** What it was made with, but for the secret. */
  readonly options: Omit<ExecutorOptions, 'secret'>
  /** @internal */
  readonly parts: ExecutorParts
  /** @internal */
  readonly watch: ScopeWatch
  /** @internal */
  readonly reads: ReadPolicy
  readonly retry: RetryPolicy
  /** @internal */
  readonly gathering: Gathering | undefined

  /** @throws InvalidOptionError for an option that does not exist, or whose value is of the wrong kind or out of range. */
  constructor(options: ExecutorOptions = {}) {
    super()
    checkExecutorOptions(options)
    const audience = audienceOf(options.observers ?? [])
    // The secret stays out of what inspection shows.
    const { secret: _, ...shown } = options
    this.options = Object.freeze(shown)
    this.parts = {
      limits: { attempt: options.timeout?.attempt ?? 5_000, total: options.timeout?.total ?? 30_000 },
      signals: sharedSignals(),
      plans: new WeakMap(),
      waits: socketWaits(),
      clients: clientsOf(this.options),
      audience,
      creations: new WeakMap(),
    }
    this.reads = readPolicy(options, audience, this.parts.signals)
    this.retry = retryPolicy(options.retry)
    this.gathering = options.gather === true ? new Gathering(this) : undefined
    this.watch = new ScopeWatch(options.reportDropped === true ? dropWatch(audience) : undefined)
  }

  /** The SDK command of a request, of the user's own SDK copy, not sent. */
  toCommand<N extends CallName>(request: Request<N>): Calls[N]['command'] {
    return toCommand(request)
  }

  /** The client that reaches a table: one and the same object for all tables with the same region and endpoint. Made at first use. */
  clientFor(table: Table): DynamoDBClient {
    return this.parts.clients.for(table)
  }

  /** Closes the clients that this executor made; a client of the user's own stays open. A later call makes new ones. */
  destroy(): void {
    this.parts.clients.destroy()
  }

  /**
   * Sends a request; a write that meets no table creates it and is sent once more.
   * @throws DyntasticError, of one of its classes: what the SDK throws is mapped, and kept as `cause`.
   */
  async run<N extends CallName>(request: Request<N>, options: SendOptions = {}): Promise<Calls[N]['output']> {
    currentContext()?.pass(request)
    const { conflicts } = this.retry
    const { parts } = this
    const { clients, audience } = parts
    const way = { clients, rules: parts, audience, signal: options.signal, attempts: noAttempts() }
    const { patience } = options
    try {
      return await sendWithRetry(request, way, conflicts, patience)
    } catch (error) {
      if (!isError(error, TableNotFoundError)) throw error
      const { withoutTable } = request
      if (withoutTable !== undefined && this.mayCreate(request.table)) return withoutTable
      const outcome = outcomeOf(way.attempts)
      const start = performance.now()
      const creating = this.create(request, options.signal)
      const created = await creating.catch((failed: unknown) => {
        throw notCreated(failed, outcome, error)
      })
      if (!created) throw error
      // Waiting for a table has a limit of its own.
      if (patience !== undefined) patience.since += performance.now() - start
      return await sendWithRetry(request, way, conflicts, patience)
    }
  }

  /** The most milliseconds that a call takes without coming forward. @internal */
  get timeLimit(): number {
    return this.parts.limits.total
  }

  /** Makes the missing tables of a request that met one; whether it can be sent again. A table that is there stays as it is. */
  async create(request: Request, signal: AbortSignal | undefined): Promise<boolean> {
    const { clients, creations, signals } = this.parts
    const limit = this.options.timeout?.table ?? 120_000
    const { entity, operation } = request
    const touched = [request, ...(request.others ?? [])]
    const creatable = touched.flatMap(({ table, creation }) =>
      creation !== undefined && this.mayCreate(table) ? [{ entity, operation, table, creation }] : [],
    )
    if (creatable.length === 0) return false
    const tables = touched.map(({ table }) => table)
    const missing = await missingTables(this, request, tables, signal)
    const made = creatable.filter(({ table }) => missing.includes(table))
    // Beside a table that stays missing nothing would be written: then none is made.
    if (made.length < missing.length) return false
    for (const each of made) {
      const rules = { runner: this, client: clients.for(each.table), creations, signals, limit }
      await createMissing(each, rules, signal)
    }
    // Where none is missing any more, somebody else has made it meanwhile.
    return true
  }

  /**
   * Collects the writes that are awaited inside of `work`, in injected repositories and helpers too, and sends them in requests of `size`
   * (25), one after the other, the rest when `work` resolves. An await resolves at once, but for one that completes a request, which
   * waits for it. When `work` throws, what was not yet sent is not sent, and the very same error is thrown. Reads run at once, and see what
   * is written. A batch inside of a batch is sent at its own end, before what the outer one still holds.
   * @example await executor.batch(async () => { await users.save(a); await users.delete('u2') })
   * @throws ScopeError inside of a transaction, and at an await inside for a write that the batch cannot hold: through another executor, by
   * `.raw()`, a list, or after its end, and (`'unawaited'`) if an operation was built inside and never run; UnsupportedOperationError at the await for a condition; InvalidOptionError;
   * UnprocessedError, with all that was collected and is left (`remaining`), also where `work` swallowed it.
   */
  batch<T>(work: (scope: BatchScope) => Promise<T>, options?: BatchScopeOptions): Promise<T>
  /**
   * Writes any number of items, of any repositories of this executor: BatchWriteItem, in requests of 25. What is left unprocessed is sent
   * again. Not atomic, and without conditions. Of several writes of one item the last one counts.
   * @example const [user] = await executor.batch([users.save(input), users.delete('u2'), orders.save(order)])
   * @returns what each operation resolves to, in their order.
   * @throws UnsupportedOperationError before sending, for a condition; UnprocessedError with the operations that are left (`remaining`).
   */
  batch<const O extends readonly BatchOperation[]>(
    operations: O,
    options?: BatchOptions,
  ): Promise<FaceResults<O, 'batchWrite'>>
  async batch(
    given: readonly Facing[] | Work,
    options: BatchOptions & BatchScopeOptions = {},
  ): Promise<unknown> {
    if (arguments.length > 2) throw tooManyArguments('batch', 2, arguments.length, { operation: 'batch' })
    if (typeof given === 'function') return inBatch(this, given, options)
    this.admitList(given, 'batch')
    return batchWrite(this, given, options)
  }

  /**
   * Reads any number of items by their keys, of any repositories of this executor: BatchGetItem, in requests of 100. Equal keys are asked
   * for once; what is left unprocessed is asked for again, and never looks like a missing item.
   * @example const [user, order] = await executor.batchGet([users.get('u1'), orders.get(key).consistent()])
   * @returns what each operation resolves to, in their order.
   * @throws InvalidKeyError before sending; UnprocessedError with the operations that are left; InvalidItemError, ItemNotFoundError.
   */
  batchGet<const O extends readonly BatchReadOperation[]>(
    operations: O,
    options?: ManyOptions,
  ): Promise<FaceResults<O, 'batchGet'>>
  batchGet(operations: readonly Facing[], options: ManyOptions = {}): Promise<unknown> {
    if (arguments.length > 2)
      return Promise.reject(tooManyArguments('batchGet', 2, arguments.length, { operation: 'batchGet' }))
    return batchGet(this, operations, options)
  }

  /**
   * Collects the writes and checks that are awaited inside of `work`, in injected repositories and helpers too, and commits them when it
   * resolves. When it throws, nothing is committed, and the very same error is thrown. Reads run at once, and see what is committed. With
   * `autoCommit`, it commits each time `commitEvery` (100) operations are there: in parts, each of them all or nothing.
   *
   * An await inside resolves at once: of a save or create to the item that will be written, of an update to a stand-in that throws a
   * ScopeError (`'pending'`) when a property of it is read, as the new item is known after the commit; where `work` answers one, it is
   * read then (GetItem, consistent). Every condition must be met.
   * @example await executor.transaction(async () => { await users.save(a); await orders.update(key).set('status', 'paid') })
   * @throws ScopeError (`'unawaited'`) if an operation was built inside and never run; inside another scope; and at an await inside for a write that the transaction cannot hold: through another executor, by
   * `.raw()`, a list, or after its end; InvalidOptionError; else as with a list. A TransactionLimitError,
   * DuplicateOperationError or ScopeError (`'place'`: another region or endpoint) at an await ends the transaction, even where `work` swallows it.
   */
  transaction<T>(work: (scope: TransactionScope) => Promise<T>, options?: TransactionScopeOptions): Promise<T>
  /**
   * Writes all or nothing: TransactWriteItems, up to 100 operations (4 MB) of any repositories of this executor, each on an item of its
   * own. Sent under one client token, so that repeating it is harmless; conflicts with other transactions are sent again.
   * @example await executor.transaction([users.save(a), orders.update(key).add('total', 1), users.check('u3').if('age').gt(17)], { token: 'payment-17' })
   * @returns what each operation resolves to: the item of a save or create; `undefined` for all else, as a transaction answers nothing.
   * @throws TransactionLimitError, DuplicateOperationError, ScopeError, UnsupportedOperationError before sending; TransactionCancelledError,
   * whose `reasons[i]` belongs to the i-th operation; IdempotencyMismatchError; UnknownOutcomeError.
   */
  transaction<const O extends readonly TransactionOperation[]>(
    operations: O,
    options?: TransactionOptions,
  ): Promise<FaceResults<O, 'transactWrite'>>
  async transaction(
    given: readonly Facing[] | Work,
    options: TransactionOptions & TransactionScopeOptions = {},
  ): Promise<unknown> {
    if (arguments.length > 2)
      throw tooManyArguments('transaction', 2, arguments.length, { operation: 'transaction' })
    if (typeof given === 'function') return inTransaction(this, given, options)
    this.admitList(given, 'transaction')
    return transactWrite(this, given, options)
  }

  /**
   * Reads up to 100 items as they were at one moment: TransactGetItems. Conflicts with other transactions are sent again.
   * @example const [user, order] = await executor.transactionGet([users.get('u1'), orders.get(key)])
   * @returns what each operation resolves to, in their order.
   * @throws TransactionLimitError, DuplicateOperationError, ScopeError before sending; TransactionCancelledError.
   */
  transactionGet<const O extends readonly TransactionReadOperation[]>(
    operations: O,
    options?: RunOptions,
  ): Promise<FaceResults<O, 'transactGet'>>
  transactionGet(operations: readonly Facing[], options: RunOptions = {}): Promise<unknown> {
    if (arguments.length > 2)
      return Promise.reject(
        tooManyArguments('transactionGet', 2, arguments.length, { operation: 'transactionGet' }),
      )
    return transactGet(this, operations, options)
  }

  /**
   * Runs work outside of the batch or transaction around it: what it writes is written at once, whatever becomes of the scope. An operation
   * that it answers is run outside, too.
   * @example await executor.unscoped(() => audit.save(entry))
   */
  unscoped<T>(work: () => PromiseLike<T>): Promise<T>
  unscoped<T>(work: () => T): T
  unscoped(work: () => unknown): unknown {
    if (arguments.length > 1)
      throw tooManyArguments('unscoped', 1, arguments.length, { operation: 'unscoped' })
    return runOutside(() => {
      const result = work()
      // An operation begins where it is awaited: that must be here.
      return isThenable(result) && !(result instanceof Promise) ? Promise.resolve(result) : result
    })
  }

  /** Takes an operation into the scope around it, or together with the gets of the same tick. */
  enlist(operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined {
    if (operation.role === 'write') return currentContext()?.enlist(this, operation, options)
    return operation.role === 'read' ? this.gathering?.add(operation, options) : undefined
  }

  /** Asks what stands around whether a list can be written here. Its operations are used, even if it cannot. @throws ScopeError. @internal */
  admitList(operations: readonly Facing[], operation: 'batch' | 'transaction'): void {
    const place = currentContext()
    if (place === undefined) return
    if (Array.isArray(operations)) for (const each of operations) this.watch.used(Object(each))
    place.admit('list', this, operation)
  }

  /** Whether a first write may create this table. */
  mayCreate(table: Table): boolean {
    return table.options.autoCreate ?? this.options.autoCreateTables ?? true
  }
}

function isThenable(value: unknown): boolean {
  return typeof Object(value).then === 'function'
}
