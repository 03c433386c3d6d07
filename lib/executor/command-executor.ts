// Executor: sends requests through an SDK client within time limits, creates missing tables, and notifies observers.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Table } from '../entity/table/table.js'
import { tooManyArguments } from '../errors/arity.js'
import { checkedArgument } from '../errors/option-table.js'
import { batchGet } from '../operation/batch-read/batch-get.js'
import { batchWrite } from '../operation/batch-write/batch-write.js'
import type {
  BatchOperation,
  BatchReadOperation,
  FaceResults,
  Facing,
  Listed,
  TransactionOperation,
  TransactionReadOperation,
} from '../operation/ground/faces.js'
import type { CallName, Calls, Request } from '../operation/ground/request.js'
import type { RetryPolicy } from '../operation/ground/retry.js'
import type { ReadPolicy, Runner, RunOptions, SendOptions } from '../operation/ground/runner.js'
import type { BatchOptions, ManyOptions, TransactionOptions } from '../operation/many/many-options.js'
import { transactGet } from '../operation/transaction/transact-get.js'
import { transactWrite } from '../operation/transaction/transact-write.js'
import { isThenable } from '../util/quieted.js'
import { shownAs } from '../util/shown.js'
import {
  type DirectTransport,
  directTransport,
  type Transport,
  transportOf,
} from './direct/direct-transport.js'
import { tableArgument, workArgument } from './executor-arguments.js'
import { bodiesOf, checkExecutorOptions, type ExecutorOptions } from './executor-options.js'
import { ownSteps } from './lean/own-steps.js'
import { dropWatch } from './reading/drop-watch.js'
import { Gathering } from './reading/gathering.js'
import { readPolicy } from './reading/read-policy.js'
import { retryPolicy } from './retry-policy.js'
import { type BatchScope, type BatchScopeOptions, inBatch } from './scope/batch-scope.js'
import { currentContext, runOutside, ScopeWatch } from './scope/scope-context.js'
import type { Work } from './scope/scope-run.js'
import {
  inTransaction,
  type TransactionScope,
  type TransactionScopeOptions,
} from './scope/transaction-scope.js'
import { type Clients, clientsOf } from './sending/clients.js'
import { callRow, toCommand } from './sending/commands.js'
import { neverSent } from './sending/conflict-retry.js'
import { type Notifier, notifierOf } from './sending/observers.js'
import { noAttempts } from './sending/outcome.js'
import { asLimit, patienceOf, send } from './sending/send.js'
import { sharedSignals } from './sending/signals.js'
import { socketWaits } from './sending/socket-waits.js'
import type { CallRules } from './sending/timed-call.js'
import { afterFailure } from './tables/after-failure.js'
import { type Creations, createMissing, missingTables } from './tables/auto-creation.js'

/** The parts that an executor is made of. */
export interface ExecutorParts extends CallRules {
  readonly clients: Clients
  readonly notifier: Notifier
  readonly direct: DirectTransport | undefined
  readonly creations: Creations
}

const noOptions: SendOptions = Object.freeze({})

/**
 * Runs operations on DynamoDB. An application usually shares one executor. Creating it opens no connection and reads no
 * configuration.
 * @example
 * const executor = new CommandExecutor({ region: 'eu-central-1' })
 * const users = new Repository(User, executor)
 */
export class CommandExecutor extends shownAs(() => 'executor') implements Runner {
  /** The options it was created with, without the secret. */
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

  /** @throws InvalidOptionError if an option does not exist, has the wrong type or is out of range. */
  constructor(options: ExecutorOptions = {}) {
    super()
    checkExecutorOptions(options)
    const notifier = notifierOf(options.observers ?? [])
    // Inspection must not show the secret.
    const { secret: _, ...shown } = options
    this.options = Object.freeze(shown)
    this.parts = {
      limits: { attempt: options.timeout?.attempt ?? 5_000, total: options.timeout?.total ?? 30_000 },
      signals: sharedSignals(),
      plans: new WeakMap(),
      waits: socketWaits(),
      bodies: bodiesOf(options),
      steps: ownSteps(),
      client: options.client,
      clients: clientsOf(this.options),
      notifier,
      direct: options.transport === 'direct' ? directTransport() : undefined,
      creations: new WeakMap(),
    }
    this.reads = readPolicy(options, notifier, this.parts.signals)
    this.retry = retryPolicy(options.retry)
    this.gathering = options.gather === true ? new Gathering(this) : undefined
    this.watch = new ScopeWatch(options.reportDropped === true ? dropWatch(notifier) : undefined)
  }

  /**
   * Returns the SDK command of a request, from the application's copy of the SDK, without sending it. Its input is a
   * copy: changing it does not change the operation.
   */
  toCommand<N extends CallName>(request: Request<N>): Calls[N]['command'] {
    return toCommand({ ...request, input: structuredClone(Object(request).input) })
  }

  /**
   * Returns the client for a table, created on first use. Tables with the same region and endpoint share one client.
   * @example await executor.clientFor(User.table).send(new DescribeLimitsCommand({}))
   * @throws InvalidOptionError if the argument is not a Table, or the region or endpoint of the table is invalid.
   */
  clientFor(table: Table): DynamoDBClient {
    checkedArgument(tableArgument, 'table', table, { operation: 'clientFor' })
    return this.parts.clients.for(table)
  }

  /**
   * Returns what sends the requests of a table: `'direct'`, or `'sdk'`, with the reason if the option `transport` is
   * `'direct'` but its client does not allow it.
   * @example executor.transportFor(Users.table) // { transport: 'direct' }
   * @throws InvalidOptionError if the argument is not a Table.
   */
  transportFor(table: Table): Transport {
    const { clients, direct } = this.parts
    checkedArgument(tableArgument, 'table', table, { operation: 'transportFor' })
    return transportOf(clients.for(table), direct)
  }

  /**
   * Closes the clients that this executor created. A client passed as the option `client` stays open. A later call
   * creates new clients.
   * @example process.once('SIGTERM', () => executor.destroy())
   */
  destroy(): void {
    this.parts.clients.destroy()
  }

  /**
   * Sends a request. If a write finds its table missing, the table is created and the request is sent once more.
   * @throws DyntasticError if the request fails. Errors of the SDK are mapped to classes of this library and kept as
   * `cause`.
   */
  run<N extends CallName>(
    request: Request<N>,
    options: SendOptions = noOptions,
  ): Promise<Calls[N]['output']> {
    try {
      callRow(Object(request).call)
      currentContext()?.pass(request)
    } catch (error) {
      return Promise.reject(error)
    }
    const { parts } = this
    const { signal } = options
    const { clients, notifier, direct } = parts
    const way = { clients, rules: parts, notifier, direct, signal, attempts: noAttempts() }
    const patience = patienceOf(request, parts.limits, options.patience)
    const last = performance.now() + patience
    const recover = (error: unknown): Promise<Calls[N]['output']> =>
      afterFailure(this, request, way, { error, last, patience: options.patience })
    return patience <= 0 ? recover(neverSent(request, way)) : send(request, way, asLimit(patience), recover)
  }

  /** The time limit of a call without progress, in milliseconds. @internal */
  get timeLimit(): number {
    return this.parts.limits.total
  }

  /**
   * Creates the missing tables of a request that failed for that reason. Existing tables are left unchanged.
   * @returns whether the request can be sent again.
   */
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
    const missing = await missingTables(this, request, tables, { limit, signal })
    const made = creatable.filter(({ table }) => missing.includes(table))
    // If one of the tables cannot be created, nothing could be written, so none is created.
    if (made.length < missing.length) return false
    for (const each of made) {
      const rules = { runner: this, client: clients.for(each.table), creations, signals, limit }
      await createMissing(each, rules, signal)
    }
    // If none is missing anymore, another process has created them in the meantime.
    return true
  }

  /**
   * Collects the writes that are awaited inside `work`, including those of injected repositories and helpers, and sends
   * them in requests of `size` (25), one after the other. The rest is sent when `work` resolves.
   *
   * An `await` inside resolves immediately, except for the one that completes a request, which waits for the response.
   * If `work` throws, writes that are not yet sent are dropped, and the same error is rethrown. Reads run immediately
   * and see only what is already written. A batch inside a batch is sent at its own end, before what the outer batch
   * still holds.
   * @example
   * await executor.batch(async () => {
   *   await users.save(a)
   *   await users.delete('u2')
   * })
   * // BatchWriteItem { RequestItems: { users: [
   * //   { PutRequest: { Item: … } }, { DeleteRequest: { Key: { id: { S: 'u2' } } } }] } }
   * @throws ScopeError if called inside a transaction, or, at an `await` inside, if the batch cannot contain the write:
   * it uses another executor, `.raw()` or a list, or comes after the end; with reason `'unawaited'`, if an operation
   * was built inside but never run.
   * @throws UnsupportedOperationError at the `await` of an operation with a condition, because BatchWriteItem does not
   * support conditions.
   * @throws InvalidOptionError if an option is invalid.
   * @throws UnprocessedError if writes are left (`remaining` lists all that were collected and not written), even if
   * `work` caught the error.
   */
  batch<T>(work: (scope: BatchScope) => Promise<T>, options?: BatchScopeOptions): Promise<T>
  /**
   * Writes any number of items with any repositories of this executor, in BatchWriteItem requests of 25. Unprocessed
   * writes are retried. A batch is not atomic and does not support conditions. If several operations write the same
   * item, the last one wins.
   * @example
   * const [user] = await executor.batch([users.save(input), users.delete('u2'), orders.save(order)])
   * // BatchWriteItem { RequestItems: {
   * //   users: [{ PutRequest: … }, { DeleteRequest: … }], orders: [{ PutRequest: … }] } }
   * @returns what each operation resolves to, in the order of the operations.
   * @throws UnsupportedOperationError before sending, if an operation has a condition.
   * @throws UnprocessedError if operations are left (`remaining`).
   */
  batch<const O extends readonly BatchOperation[]>(
    operations: O,
    options?: BatchOptions,
  ): Promise<FaceResults<O, 'batchWrite'>>
  // For any other list: the error of the compiler says what does not belong in it.
  batch<const O extends readonly unknown[]>(
    operations: O & Listed<O, 'batchWrite'>,
    options?: BatchOptions,
  ): Promise<unknown[]>
  async batch(
    given: readonly Facing[] | Work,
    options: BatchOptions & BatchScopeOptions = {},
  ): Promise<unknown> {
    if (arguments.length > 2) throw tooManyArguments('batch', 2, arguments.length, { operation: 'batch' })
    if (typeof given === 'function') {
      checkedArgument(workArgument, 'work', given, { operation: 'batch' })
      return inBatch(this, given, options)
    }
    this.admitList(given, 'batch')
    return batchWrite(this, given, options)
  }

  /**
   * Reads any number of items by key with any repositories of this executor, in BatchGetItem requests of 100 keys. Each
   * key is requested only once. Unprocessed keys are retried, and are never mistaken for missing items.
   * @example
   * const [user, order] = await executor.batchGet([users.get('u1'), orders.get(key).consistent()])
   * // BatchGetItem { RequestItems: {
   * //   users: { Keys: [{ id: { S: 'u1' } }] }, orders: { Keys: […], ConsistentRead: true } } }
   * @returns what each operation resolves to, in the order of the operations.
   * @throws InvalidKeyError before sending, if a key is invalid.
   * @throws UnprocessedError if keys are left unread (`remaining` holds their operations).
   * @throws InvalidItemError if a stored item does not match its entity.
   * @throws ItemNotFoundError if the item of a `getOrThrow` does not exist.
   */
  batchGet<const O extends readonly BatchReadOperation[]>(
    operations: O,
    options?: ManyOptions,
  ): Promise<FaceResults<O, 'batchGet'>>
  // For any other list: the error of the compiler says what does not belong in it.
  batchGet<const O extends readonly unknown[]>(
    operations: O & Listed<O, 'batchGet'>,
    options?: ManyOptions,
  ): Promise<unknown[]>
  batchGet(operations: readonly Facing[], options: ManyOptions = {}): Promise<unknown> {
    if (arguments.length > 2)
      return Promise.reject(tooManyArguments('batchGet', 2, arguments.length, { operation: 'batchGet' }))
    return batchGet(this, operations, options)
  }

  /**
   * Collects the writes and checks that are awaited inside `work`, including those of injected repositories and
   * helpers, and commits them when `work` resolves. If `work` throws, nothing is committed, and the same error is
   * rethrown. Reads run immediately and see only what is already committed. With `autoCommit`, every `commitEvery`
   * (100) operations are committed as a part that is all or nothing.
   *
   * An `await` inside resolves immediately: a save or create to the item that will be written; an update to a pending
   * item, which throws a ScopeError (`'pending'`) when one of its properties is read, because the new item is only
   * known after the commit. If `work` returns a pending item, it is read after the commit (GetItem, strongly
   * consistent). All conditions must be met.
   * @example
   * await executor.transaction(async () => {
   *   await users.save(a)
   *   await orders.update(key).set('status', 'paid')
   * })
   * // TransactWriteItems { TransactItems: [{ Put: { … } }, { Update: { … } }], ClientRequestToken: '…' }
   * @throws ScopeError if called inside another scope, or, at an `await` inside, if the transaction cannot contain the
   * write: it uses another executor, `.raw()` or a list, or comes after the end; with reason `'unawaited'`, if an
   * operation was built inside but never run.
   * @throws TransactionLimitError, DuplicateOperationError or ScopeError (`'place'`: another region or endpoint) at an
   * `await` inside. These end the transaction, even if `work` catches them.
   * @throws InvalidOptionError if an option is invalid.
   * @throws The same errors as a transaction with a list.
   */
  transaction<T>(work: (scope: TransactionScope) => Promise<T>, options?: TransactionScopeOptions): Promise<T>
  /**
   * Writes all or nothing: up to 100 operations (4 MB) in one TransactWriteItems request, with any repositories of this
   * executor. Each operation must target a different item. The request has a client token, so that repeating it is
   * safe; conflicts with other transactions are retried.
   * @example
   * await executor.transaction(
   *   [users.save(a), orders.update(key).add('total', 1), users.check('u3').if('age').gt(17)],
   *   { token: 'payment-17' },
   * )
   * // TransactWriteItems {
   * //   TransactItems: [{ Put: … }, { Update: … }, { ConditionCheck: … }], ClientRequestToken: 'payment-17' }
   * @returns what each operation resolves to: the item of a save or create; otherwise `undefined`, because transactions
   * return no items.
   * @throws TransactionLimitError, DuplicateOperationError, ScopeError or UnsupportedOperationError before sending, if
   * the list is invalid.
   * @throws TransactionCancelledError if DynamoDB cancels the transaction; `reasons[i]` belongs to the i-th operation.
   * @throws IdempotencyMismatchError if the token was used with a different request within the last 10 minutes.
   * @throws UnknownOutcomeError if it is unknown whether the transaction was applied.
   */
  transaction<const O extends readonly TransactionOperation[]>(
    operations: O,
    options?: TransactionOptions,
  ): Promise<FaceResults<O, 'transactWrite'>>
  // For any other list: the error of the compiler says what does not belong in it.
  transaction<const O extends readonly unknown[]>(
    operations: O & Listed<O, 'transactWrite'>,
    options?: TransactionOptions,
  ): Promise<unknown[]>
  async transaction(
    given: readonly Facing[] | Work,
    options: TransactionOptions & TransactionScopeOptions = {},
  ): Promise<unknown> {
    if (arguments.length > 2)
      throw tooManyArguments('transaction', 2, arguments.length, { operation: 'transaction' })
    if (typeof given === 'function') {
      checkedArgument(workArgument, 'work', given, { operation: 'transaction' })
      return inTransaction(this, given, options)
    }
    this.admitList(given, 'transaction')
    return transactWrite(this, given, options)
  }

  /**
   * Reads up to 100 items as they were at a single point in time, in one TransactGetItems request. Conflicts with other
   * transactions are retried.
   * @example
   * const [user, order] = await executor.transactionGet([users.get('u1'), orders.get(key)])
   * // TransactGetItems { TransactItems: [
   * //   { Get: { TableName: 'users', Key: … } }, { Get: { TableName: 'orders', Key: … } }] }
   * @returns what each operation resolves to, in the order of the operations.
   * @throws TransactionLimitError, DuplicateOperationError or ScopeError before sending, if the list is invalid.
   * @throws TransactionCancelledError if DynamoDB cancels the transaction.
   */
  transactionGet<const O extends readonly TransactionReadOperation[]>(
    operations: O,
    options?: RunOptions,
  ): Promise<FaceResults<O, 'transactGet'>>
  // For any other list: the error of the compiler says what does not belong in it.
  transactionGet<const O extends readonly unknown[]>(
    operations: O & Listed<O, 'transactGet'>,
    options?: RunOptions,
  ): Promise<unknown[]>
  transactionGet(operations: readonly Facing[], options: RunOptions = {}): Promise<unknown> {
    if (arguments.length > 2)
      return Promise.reject(
        tooManyArguments('transactionGet', 2, arguments.length, { operation: 'transactionGet' }),
      )
    return transactGet(this, operations, options)
  }

  /**
   * Runs `work` outside the enclosing batch or transaction: its writes are sent immediately, independently of the
   * scope. If `work` returns an operation, that runs outside the scope too.
   * @example await executor.unscoped(() => audit.save(entry))
   */
  unscoped<T>(work: () => PromiseLike<T>): Promise<T>
  unscoped<T>(work: () => T): T
  unscoped(work: () => unknown): unknown {
    if (arguments.length > 1)
      throw tooManyArguments('unscoped', 1, arguments.length, { operation: 'unscoped' })
    checkedArgument(workArgument, 'work', work, { operation: 'unscoped' })
    return runOutside(() => {
      const result = work()
      // An operation starts where it is awaited, so it must be awaited here.
      return isThenable(result) && !(result instanceof Promise) ? Promise.resolve(result) : result
    })
  }

  /** Adds an operation to the current scope, or to the gets of the same tick. */
  enlist(operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined {
    if (operation.role === 'write') return currentContext()?.enlist(this, operation, options)
    return operation.role === 'read' ? this.gathering?.add(operation, options) : undefined
  }

  /**
   * Checks whether a list may be written in the current scope. Marks its operations as used, even if it may not.
   * @throws ScopeError if not.
   * @internal
   */
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
