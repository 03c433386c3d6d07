// A transaction around a function: the writes and checks that are awaited inside are committed together, or in parts.

import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { withOutcome } from '../../errors/dyntastic-error.js'
import { InvalidOptionError } from '../../errors/invalid-option-error.js'
import { isError } from '../../errors/is-error.js'
import { aBoolean, anInteger } from '../../errors/option-kinds.js'
import { checkOptions, type OptionTable } from '../../errors/option-table.js'
import { ScopeError } from '../../errors/scope-error.js'
import { TransactionCancelledError } from '../../errors/transaction-cancelled-error.js'
import { consistentRead } from '../../operation/ground/consistent-read.js'
import type { Face, Facing, TransactWriteFace } from '../../operation/ground/faces.js'
import type { Runner } from '../../operation/ground/runner.js'
import { type TransactionOptions, transactionOptions } from '../../operation/many/many-options.js'
import { transactWrite } from '../../operation/transaction/transact-write.js'
import { mostOperations, TransactionContents } from '../../operation/transaction/transaction-contents.js'
import { Scope, type ScopeOptions, scopeOptions } from './scope.js'
import { runOutside } from './scope-context.js'
import { type OpenScope, runInside, type Work } from './scope-run.js'

/** What the function inside of a transaction is given. */
export type TransactionScope = OpenScope

/**
 * Options of a transaction around a function. The `token` is that of the first commit; later ones have tokens that are derived from it, so
 * that the very same work under the same token is harmless within 10 minutes. `signal` ends it: what is not committed is not sent.
 */
export type TransactionScopeOptions = ScopeOptions &
  TransactionOptions &
  (
    | { readonly autoCommit?: boolean | undefined; readonly commitEvery?: undefined }
    | {
        /** Whether it commits in parts, each of them all or nothing; default false. */
        readonly autoCommit: true
        /** How many operations make a part; 1 to 100, default 100. */
        readonly commitEvery?: number | undefined
      }
  )

/** The options of a transaction around a function. */
export const transactionScopeOptions: OptionTable<TransactionScopeOptions> = {
  ...scopeOptions,
  ...transactionOptions,
  autoCommit: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether it commits in parts, each of them all or nothing.',
  },
  commitEvery: {
    takes: anInteger(1, mostOperations),
    default: String(mostOperations),
    doc: 'How many operations make a part, with `autoCommit`.',
  },
}

const where = { operation: 'transaction' } as const

/** Collects the operations of transactions: each part is checked as it grows. */
export class CollectingTransaction extends Scope {
  override readonly kind = 'transaction'
  readonly options: TransactionOptions
  contents: TransactionContents<TransactWriteFace>
  commits = 0
  /** The stand-ins for items that are known after the commit, each with the face of its update. */
  pendingItems = new Map<unknown, TransactWriteFace>()

  constructor(runner: Runner, size: number, options: ScopeOptions & TransactionOptions) {
    super(runner, size, options)
    this.options = options
    this.contents = new TransactionContents(runner)
  }

  override take(operation: Facing): unknown {
    const face = operation.transactWriteFace()
    // What is wrong with the operation alone was thrown by its face; all else is about the transaction as a whole.
    this.spoiling(() => this.contents.add(operation, () => face))
    if (!face.pending) return face.result
    const item = pendingItem(face, () => this.ended && this.failure === undefined && !this.dropped)
    this.pendingItems.set(item, face)
    return item
  }

  // Where the work answers an updated item, that is read: once all is committed, no error of that read may look like one of the transaction.
  override async answer(value: unknown): Promise<unknown> {
    const face = this.pendingItems.get(value)
    if (face === undefined) return value
    const item = await runOutside(() => readItem(this.runner, face)).catch(() => undefined)
    return item ?? value
  }

  override flush(): Promise<void> {
    this.contents = new TransactionContents(this.runner)
    return super.flush()
  }

  override release(): void {
    super.release()
    this.pendingItems.clear()
    this.contents = new TransactionContents(this.runner)
  }

  override failed(error: unknown): unknown {
    if (this.committed === 0 || !isError(error, TransactionCancelledError)) return this.afterParts(error)
    return afterCommits(error, this.committed)
  }

  override afterParts(error: unknown): unknown {
    const { committed } = this
    const words = `${committed} operations were committed before, in parts of their own`
    return committed === 0 ? error : withOutcome(error, 'unknown', words)
  }

  override send(operations: readonly Facing[]): Promise<unknown> {
    this.commits += 1
    const { token, signal } = this.options
    return transactWrite(this.runner, operations, { token: commitToken(token, this.commits), signal })
  }
}

// Of a transaction that is committed in parts, what is said of a part must not be taken for the whole.
function afterCommits(error: TransactionCancelledError, committed: number): TransactionCancelledError {
  const { entity, operation, cause, reasons } = error
  const detail = `this part of the transaction was cancelled, and nothing of it was written; ${committed} operations were committed before, in parts of their own; look at reasons (of this part)`
  const outcome = 'unknown'
  const told = { entity, operation, cause, reasons, detail, committed, outcome, outcomeDetail: '' } as const
  return new TransactionCancelledError(told)
}

/**
 * Runs work inside of a transaction.
 * @throws ScopeError inside of another scope; InvalidOptionError; what the work throws.
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

// Nothing where the item is gone by now.
async function readItem(
  runner: Runner,
  { model, operation, stored }: TransactWriteFace,
): Promise<object | undefined> {
  const { Item } = await runner.run(consistentRead(model, operation, stored))
  // The answer of the client is DynamoDB's form.
  return Item === undefined ? undefined : model.decodeItem(Item as StoredItem, operation)
}

function sizeOf({ autoCommit = false, commitEvery }: TransactionScopeOptions): number {
  if (!autoCommit) {
    if (commitEvery === undefined) return Number.POSITIVE_INFINITY
    const detail = '`commitEvery` needs `autoCommit: true`: it says how many operations each commit has'
    throw new InvalidOptionError({ ...where, option: 'commitEvery', detail })
  }
  return commitEvery ?? mostOperations
}

/** DynamoDB's limit of a client token ("ClientRequestToken"). */
const longestToken = 36

/**
 * The token of the `nth` commit, counted from 1: the first has the token as it was given, the others are derived from it, so that the same work
 * under the same token is the same commits. Without one, each commit gets its own.
 */
export function commitToken(token: string | undefined, nth: number): string | undefined {
  if (token === undefined || nth === 1) return token
  return createHash('sha256').update(`${nth} ${token}`).digest('base64url').slice(0, longestToken)
}

/**
 * Stands for an item that is not known yet (`committed`: whether it could be read by now). Reading any property of it throws a ScopeError (`reason: 'pending'`), so that nobody takes
 * `undefined` for a value. What `await`, inspection and tests look at by themselves (`then`, symbols, `constructor`) can be read.
 */
export function pendingItem({ model, operation }: Face, committed: () => boolean): object {
  const refuse = (): never => {
    throw new ScopeError({
      entity: model.name,
      operation,
      reason: 'pending',
      detail: committed()
        ? 'the transaction is committed, but answers no items: read the updated item with get(), or let the function answer it'
        : 'a transaction answers nothing, and the updated item is known after the commit: read it then',
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
