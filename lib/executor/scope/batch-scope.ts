// A batch around a function: the writes that are awaited inside are sent in requests of up to 25.
import { anInteger } from '../../errors/option-kinds.js'
import { checkOptions, type OptionTable } from '../../errors/option-table.js'
import { batchWrite } from '../../operation/batch-write/batch-write.js'
import type { Facing } from '../../operation/ground/faces.js'
import type { Runner } from '../../operation/ground/runner.js'
import { mostWrites } from '../../operation/many/batch-size.js'
import { type BatchOptions, batchOptions } from '../../operation/many/many-options.js'
import { Scope, type ScopeOptions, scopeOptions } from './scope.js'
import { type OpenScope, runInside, type Work } from './scope-run.js'
import { TouchedItems } from './touched-items.js'
import { withUnsent } from './unsent.js'

/** What the function inside of a batch is given. */
export type BatchScope = OpenScope

/** Options of a batch around a function. `signal` ends it: what is not sent is dropped, and told on the error (`remaining`). */
export interface BatchScopeOptions extends ScopeOptions, Pick<BatchOptions, 'concurrency' | 'signal'> {
  /** How many operations make a request; 1 to 25, default 25. */
  readonly size?: number | undefined
  /**
   * What becomes of several writes of one item: `'last'` (default) writes those of one request as the last of them, and others one after the
   * other; `'refuse'` throws a DuplicateOperationError at the second one in the whole batch, which is then not collected.
   */
  readonly duplicates?: BatchOptions['duplicates']
}

const { concurrency, duplicates, signal } = batchOptions

/** The options of a batch around a function. */
export const batchScopeOptions: OptionTable<BatchScopeOptions> = {
  ...scopeOptions,
  signal,
  concurrency,
  duplicates,
  size: {
    takes: anInteger(1, mostWrites),
    default: String(mostWrites),
    doc: 'How many operations make a request.',
  },
}

/** Collects writes. */
export class CollectingBatch extends Scope {
  override readonly kind = 'batch'
  readonly options: BatchScopeOptions
  readonly touched: TouchedItems | undefined

  constructor(runner: Runner, size: number, options: BatchScopeOptions) {
    super(runner, size, options)
    this.options = options
    this.touched = options.duplicates === 'refuse' ? new TouchedItems(runner) : undefined
  }

  override take(operation: Facing): unknown {
    const face = operation.batchWriteFace()
    // Where its table cannot be reached, that is this operation's error, and not one of all that go with it.
    this.runner.clientFor?.(face.model.table)
    this.touched?.add(face, operation)
    return face.result
  }

  override send(operations: readonly Facing[]): Promise<unknown> {
    const { concurrency, signal } = this.options
    return batchWrite(this.runner, operations, { concurrency, signal })
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
 * Runs work inside of a batch.
 * @throws ScopeError inside of a transaction; InvalidOptionError; what the work throws.
 */
export async function inBatch<T>(runner: Runner, work: Work<T>, options: BatchScopeOptions): Promise<T> {
  checkOptions(batchScopeOptions, options, { operation: 'batch' })
  const scope = new CollectingBatch(runner, options.size ?? mostWrites, options)
  return runInside(scope, work, options.signal)
}
