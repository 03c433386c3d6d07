// Batch scope: sends the writes that are awaited inside a function in requests of up to 25.

import { keyOfStored } from '../../entity/key/key-values.js'
import { DuplicateOperationError } from '../../errors/duplicate-operation-error.js'
import { retold, withOutcome } from '../../errors/dyntastic-error.js'
import { AbortedError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { keyInWords } from '../../errors/key-in-words.js'
import { anInteger } from '../../errors/option-kinds.js'
import { checkOptions, type OptionTable } from '../../errors/option-table.js'
import type { Outcome } from '../../errors/outcome.js'
import { UnprocessedError } from '../../errors/unprocessed-error.js'
import { hide } from '../../errors/veil.js'
import { batchWrite } from '../../operation/batch-write/batch-write.js'
import type { Facing } from '../../operation/ground/faces.js'
import type { Runner } from '../../operation/ground/runner.js'
import { mostWrites } from '../../operation/many/batch-size.js'
import { type BatchOptions, batchOptions } from '../../operation/many/many-options.js'
import { type RateLimiter, rateLimiter } from '../../operation/rate/rate-limiter.js'
import { itemText, nameOf, type TransactionEntry } from '../../operation/transaction/transaction-limits.js'
import { Scope, type ScopeOptions, scopeOptions } from './scope.js'
import { type OpenScope, runInside, type Work } from './scope-run.js'

/** The argument of the function that runs inside a batch. */
export type BatchScope = OpenScope

/**
 * Options of a batch scope. Aborting `signal` ends the batch: unsent writes are dropped and listed on the error
 * (`remaining`).
 */
export interface BatchScopeOptions
  extends ScopeOptions,
    Pick<BatchOptions, 'concurrency' | 'signal' | 'rate'> {
  /** The number of operations per request; 1 to 25, default 25. */
  readonly size?: number | undefined
  /**
   * How to handle several writes of the same item. `'last'` (default) keeps only the last of those in one request, and
   * sends those in different requests one after the other. `'refuse'` throws a DuplicateOperationError at the second
   * write of an item in the whole batch, which is then not collected.
   */
  readonly duplicates?: BatchOptions['duplicates']
}

const { concurrency, duplicates, signal, rate } = batchOptions

/** The options of a batch scope. */
export const batchScopeOptions: OptionTable<BatchScopeOptions> = {
  ...scopeOptions,
  signal,
  concurrency,
  duplicates,
  rate,
  size: {
    takes: anInteger(1, mostWrites),
    default: String(mostWrites),
    doc: 'The number of operations per request.',
  },
}

/** A scope that collects writes for BatchWriteItem. */
export class CollectingBatch extends Scope {
  override readonly kind = 'batch'
  readonly options: BatchScopeOptions
  readonly touched: TouchedItems | undefined
  /** Keeps the rate of all requests of the batch. */
  readonly limiter: RateLimiter | undefined

  constructor(runner: Runner, size: number, options: BatchScopeOptions) {
    super(runner, size, options)
    this.options = options
    if (options.rate !== undefined) this.limiter = rateLimiter(runner, options.rate.write)
    this.touched = options.duplicates === 'refuse' ? new TouchedItems(runner) : undefined
  }

  override take(operation: Facing): unknown {
    const face = operation.batchWriteFace()
    // If the table cannot be reached, only this operation fails, not the others in the same request.
    this.runner.clientFor?.(face.model.table)
    this.touched?.add(face, operation)
    return face.result
  }

  override send(operations: readonly Facing[]): Promise<unknown> {
    const { concurrency, signal, rate } = this.options
    return batchWrite(this.runner, operations, { concurrency, signal, rate }, this.limiter)
  }

  override failed(error: unknown, unsent: readonly Facing[]): unknown {
    return withUnsent(error, unsent, this.committed)
  }

  override release(): void {
    super.release()
    this.touched?.clear()
  }
}

/**
 * Runs `work` inside a batch.
 * @throws ScopeError if called inside a transaction.
 * @throws InvalidOptionError if an option is invalid.
 * @throws Any error that `work` throws.
 */
export async function inBatch<T>(runner: Runner, work: Work<T>, options: BatchScopeOptions): Promise<T> {
  checkOptions(batchScopeOptions, options, { operation: 'batch' })
  const scope = new CollectingBatch(runner, options.size ?? mostWrites, options)
  return runInside(scope, work, options.signal)
}

/** The items touched so far. Two are the same if client, table and key are equal. */
export class TouchedItems {
  readonly runner: Runner
  readonly byClient: Map<unknown, Map<string, TransactionEntry>> = new Map()

  constructor(runner: Runner) {
    this.runner = runner
  }

  /**
   * Records the target of an operation.
   * @throws DuplicateOperationError, with both operations, if another one targets the same item.
   */
  add(face: TransactionEntry['face'], operation: Facing): void {
    const client = this.runner.clientFor?.(face.model.table)
    const touched = this.byClient.get(client) ?? new Map<string, TransactionEntry>()
    this.byClient.set(client, touched)
    const text = itemText(face)
    const first = touched.get(text)
    if (first === undefined) touched.set(text, { face, operation })
    else throw duplicate(first, { face, operation })
  }

  clear(): void {
    this.byClient.clear()
  }
}

function duplicate(first: TransactionEntry, second: TransactionEntry): DuplicateOperationError {
  const { model, operation, stored } = second.face
  const key = keyOfStored(model, stored)
  const operations = [first.operation, second.operation]
  const detail = `${nameOf(first.face)} came earlier and targets the same item, ${keyInWords(key)}; use \`duplicates: 'last'\` to write the last one`
  return new DuplicateOperationError({ entity: model.name, operation, key, operations, detail })
}

/** Returns the error of a batch with everything that is left (`remaining`) and the number of writes in all requests. */
export function withUnsent(error: unknown, unsent: readonly unknown[], before: number): unknown {
  if (unsent.length + before === 0) return error
  const outcomeDetail = `${before} writes were done in earlier requests, and ${unsent.length} more were collected but not sent`
  if (isError(error, AbortedError)) {
    const { remaining = [], written = 0 } = error
    hide(error, 'remaining', [...remaining, ...unsent])
    const outcome = ofAll(error.outcome, before)
    return Object.assign(before === 0 ? error : retold(error, { outcome, outcomeDetail }), {
      written: before + written,
    })
  }
  if (!isError(error, UnprocessedError))
    return before === 0 ? error : withOutcome(error, 'unknown', outcomeDetail)
  const { entity, failures, detail, remaining, written = 0, cause } = error
  return new UnprocessedError({
    operation: 'batch',
    detail,
    outcome: ofAll(error.outcome, before + (error.outcome === 'written' ? written : 0)),
    outcomeDetail,
    entity,
    remaining: [...remaining, ...unsent],
    written: before + written,
    failures,
    cause,
  })
}

// If some writes were done, neither "nothing was written" nor "everything was written" is true.
function ofAll(outcome: Outcome, before: number): Outcome {
  return before === 0 ? outcome : 'unknown'
}
