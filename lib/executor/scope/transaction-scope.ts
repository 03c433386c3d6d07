// Transaction scope: commits the writes and checks that are awaited inside a function together, or in parts.

import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { DyntasticError, retold } from '../../errors/dyntastic-error.js'
import { InvalidOptionError } from '../../errors/invalid-option-error.js'
import { isError } from '../../errors/is-error.js'
import { aBoolean, anInteger } from '../../errors/option-kinds.js'
import { checkOptions, type OptionTable } from '../../errors/option-table.js'
import { outcomeWords } from '../../errors/outcome.js'
import { ScopeError } from '../../errors/scope-error.js'
import { TransactionCancelledError } from '../../errors/transaction-cancelled-error.js'
import { consistentRead } from '../../operation/ground/consistent-read.js'
import type { Face, Facing, Preparation, TransactWriteFace } from '../../operation/ground/faces.js'
import type { Runner } from '../../operation/ground/runner.js'
import { type TransactionOptions, transactionOptions } from '../../operation/many/many-options.js'
import { elementsOf, meanings } from '../../operation/transaction/cancellation.js'
import { repeatWords, transactWrite } from '../../operation/transaction/transact-write.js'
import { mostOperations, TransactionContents } from '../../operation/transaction/transaction-contents.js'
import { Scope, type ScopeOptions, scopeOptions } from './scope.js'
import { runOutside } from './scope-context.js'
import { type OpenScope, runInside, type Work } from './scope-run.js'

/** The argument of the function that runs inside a transaction. */
export type TransactionScope = OpenScope

/**
 * Options of a transaction scope. `token` is the token of the first commit; those of later commits are derived from it,
 * so that repeating the same work with the same token is safe within 10 minutes. Aborting `signal` ends the
 * transaction: nothing uncommitted is sent.
 */
export type TransactionScopeOptions = ScopeOptions &
  TransactionOptions &
  (
    | { readonly autoCommit?: boolean | undefined; readonly commitEvery?: undefined }
    | {
        /** Whether to commit in parts, each of which is all or nothing; default false. */
        readonly autoCommit: true
        /** The number of operations per part; 1 to 100, default 100. */
        readonly commitEvery?: number | undefined
      }
  )

/** The options of a transaction scope. */
export const transactionScopeOptions: OptionTable<TransactionScopeOptions> = {
  ...scopeOptions,
  ...transactionOptions,
  autoCommit: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether to commit in parts, each of which is all or nothing.',
  },
  commitEvery: {
    takes: anInteger(1, mostOperations),
    default: String(mostOperations),
    doc: 'The number of operations per part, with `autoCommit`.',
  },
}

const where = { operation: 'transaction' } as const

/** A scope that collects the operations of transactions and checks each part as it grows. */
export class CollectingTransaction extends Scope {
  override readonly kind = 'transaction'
  readonly options: TransactionOptions
  contents: TransactionContents<TransactWriteFace>
  commits = 0
  /** The maximum number of actions of the part that is collected. */
  weight = 0
  /** The pending items, each with the face of its update. */
  pendingItems = new Map<unknown, TransactWriteFace>()

  constructor(runner: Runner, size: number, options: ScopeOptions & TransactionOptions) {
    super(runner, size, options)
    this.options = options
    this.contents = new TransactionContents(runner)
  }

  override take(operation: Facing): unknown {
    const face = operation.transactWriteFace()
    this.makeRoom(face)
    // The face has already thrown the errors of the operation itself; any other error concerns the whole transaction.
    this.spoiling(() => this.contents.add(operation, () => face))
    if (!face.pending) return face.result
    const item = pendingItem(face, () => this.ended && this.failure === undefined && !this.dropped)
    this.pendingItems.set(item, face)
    return item
  }

  override get pending(): number {
    return this.contents.elements.length
  }

  override readingOf(operation: Facing): Preparation | undefined {
    return operation.preparation?.(this.options.token !== undefined)
  }

  // With `autoCommit`, a part must not exceed DynamoDB's limit with the guards of unique values, whose number is known
  // when it is sent. An operation of several elements is not divided.
  makeRoom(face: TransactWriteFace): void {
    const elements = elementsOf<TransactWriteFace>(face)
    const weight = elements.reduce((sum, { guarded }) => sum + 1 + (guarded?.most ?? 0), 0)
    const isFull = this.weight + weight > mostOperations && this.size <= mostOperations
    if (isFull && this.pending > 0) this.flush()
    this.weight += weight
  }

  // If `work` returns a pending item, the item is read now. The commit is done, so an error of this read must not look
  // like one of the transaction.
  override async resultOf(value: unknown): Promise<unknown> {
    const face = this.pendingItems.get(value)
    if (face === undefined) return value
    const item = await runOutside(() => readItem(this.runner, face)).catch(() => undefined)
    return item ?? value
  }

  override flush(): Promise<void> {
    this.contents = new TransactionContents(this.runner)
    this.weight = 0
    return super.flush()
  }

  override release(): void {
    super.release()
    this.pendingItems.clear()
    this.contents = new TransactionContents(this.runner)
  }

  override failed(error: unknown): unknown {
    return this.afterParts(error)
  }

  override afterParts(error: unknown): unknown {
    return this.committed === 0 ? error : afterCommits(error, this.committed)
  }

  override send(operations: readonly Facing[]): Promise<unknown> {
    this.commits += 1
    const { token, signal } = this.options
    return transactWrite(this.runner, operations, { token: commitToken(token, this.commits), signal })
  }
}

// If a transaction commits in parts, the outcome of one part must not be mistaken for that of the whole.
function afterCommits(error: unknown, committed: number): unknown {
  if (!isError(error, DyntasticError) || error.outcome === 'written' || 'committed' in error) return error
  const before = `${committed} ${committed === 1 ? 'operation' : 'operations'} had already been committed in earlier parts`
  return Object.assign(withParts(error, before), { committed })
}

function withParts(error: DyntasticError, before: string): DyntasticError {
  const isCancelled = isError(error, TransactionCancelledError)
  if (!isCancelled && error.outcome !== 'unknown')
    return retold(error, { outcome: 'unknown', outcomeDetail: before })
  const token: unknown = Reflect.get(error, 'token')
  const words = typeof token === 'string' ? repeatWords(token) : outcomeWords.unknown
  const part = isCancelled
    ? `${error.detail.replace(meanings['nothing written'], meanings.part)} (of this part)`
    : error.detail
  const outcomeDetail = error.outcome === 'unknown' ? words : ''
  return retold(error, { detail: `${part}; ${before}`, outcome: 'unknown', outcomeDetail })
}

/**
 * Runs `work` inside a transaction.
 * @throws ScopeError if called inside another scope.
 * @throws InvalidOptionError if an option is invalid.
 * @throws Any error that `work` throws.
 */
export async function inTransaction<T>(
  runner: Runner,
  work: Work<T>,
  options: TransactionScopeOptions,
): Promise<T> {
  checkOptions(transactionScopeOptions, options, where)
  const scope = new CollectingTransaction(runner, sizeOf(options), options)
  return runInside(scope, work, options.signal)
}

// Returns `undefined` if the item no longer exists.
async function readItem(
  runner: Runner,
  { model, operation, stored }: TransactWriteFace,
): Promise<object | undefined> {
  const { Item } = await runner.run(consistentRead(model, operation, stored))
  // The client returns items in DynamoDB's form.
  if (Item === undefined || !model.isOfKind(Item as StoredItem)) return undefined
  return model.decodeItem(Item as StoredItem, operation)
}

function sizeOf({ autoCommit = false, commitEvery }: TransactionScopeOptions): number {
  if (!autoCommit) {
    if (commitEvery === undefined) return Number.POSITIVE_INFINITY
    const detail = '`commitEvery` requires `autoCommit: true`: it sets the number of operations per commit'
    throw new InvalidOptionError({ ...where, option: 'commitEvery', detail })
  }
  return commitEvery ?? mostOperations
}

/** DynamoDB's maximum length of a ClientRequestToken. */
const longestToken = 36

/**
 * Returns the token of the `nth` commit, counted from 1. The first commit uses the given token; later tokens are
 * derived from it, so that repeating the same work with the same token repeats the same commits. Without a token, each
 * commit gets its own.
 */
export function commitToken(token: string | undefined, nth: number): string | undefined {
  if (token === undefined || nth === 1) return token
  return createHash('sha256').update(`${nth} ${token}`).digest('base64url').slice(0, longestToken)
}

/**
 * Returns a placeholder for an item that is not known yet. Preparation any of its properties throws a ScopeError
 * (`reason: 'pending'`), so that nobody mistakes `undefined` for a value. Properties that `await`, inspection and test
 * frameworks read (`then`, symbols, `constructor`) can be read. `committed` tells whether the item could be read by
 * now.
 */
export function pendingItem({ model, operation }: Face, committed: () => boolean): object {
  const refuse = (): never => {
    throw new ScopeError({
      entity: model.name,
      operation,
      reason: 'pending',
      detail: committed()
        ? 'the transaction is committed, but transactions return no items: read the updated item with get(), or return it from the function'
        : 'transactions return no items: read the updated item after the commit',
    })
  }
  const shown = `${model.name} {after the commit}`
  return new Proxy(Object.freeze({ [inspect.custom]: () => shown }), {
    get(target, name) {
      if (name === 'then') return undefined
      return typeof name === 'symbol' || name === 'constructor' ? Reflect.get(target, name) : refuse()
    },
    has: (target, name) => (typeof name === 'symbol' ? name in target : refuse()),
    ownKeys: refuse,
    getOwnPropertyDescriptor: refuse,
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
  })
}
