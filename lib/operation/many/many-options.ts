// What requests of many may be told.
import { aBoolean, aFunction, aPositiveInteger, oneOf } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'
import { tokenOption } from '../ground/client-token.js'
import { runOptions } from '../ground/run-options.js'
import type { RunOptions } from '../ground/runner.js'

/** How far a run of many requests has come. Told after each request. */
export interface Progress {
  /** How many elements are done: written, deleted, or read (found or not). */
  readonly done: number
  /** How many elements were given up: their request failed for good, or DynamoDB left them unprocessed until the attempts ran out. */
  readonly failed: number
  /**
   * How many elements from the start are all done: where to go on after a crash. Elements after it may be done, too, and doing them again
   * is harmless.
   */
  readonly settled: number
  /** How many elements there are, where the source can tell (an array, a Set, a Map). */
  readonly total: number | undefined
  /** Requests that were answered so far. */
  readonly requests: number
  /** About how many bytes of items were sent or received so far, as DynamoDB counts item sizes. */
  readonly bytes: number
  /** Capacity units so far, as DynamoDB reports them; `undefined` where it reports none. */
  readonly capacityUnits: number | undefined
}

/** Options of a run of many requests. */
export interface ManyOptions extends RunOptions {
  /**
   * Aborts the run: before it is sent, in flight, or between attempts. An element that an iterable gives only then (its `next()` was under
   * way) is not looked at: it is neither among `remaining` nor counted in `read`.
   */
  readonly signal?: AbortSignal | undefined
  /** The most requests in flight; default: the executor's `concurrency`. */
  readonly concurrency?: number | undefined
  /**
   * Told after each request. What it throws ends the run, as does what its promise is rejected with where it is async: requests do not wait
   * for such promises, the end of the run does.
   */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Options of a batch of writes. */
export interface BatchOptions extends ManyOptions {
  /**
   * What becomes of several writes of one item: `'last'` (default) writes the last one, which is what they amount to one after the other;
   * `'refuse'` throws a DuplicateOperationError.
   */
  readonly duplicates?: 'last' | 'refuse' | undefined
}

/** Options of saving, or deleting, many items. */
export interface SaveManyOptions extends BatchOptions {
  /** Whether items of an entity with a version are written over, or deleted at, whatever version is stored: batches take no conditions. Default false. */
  readonly overwrite?: boolean | undefined
}

/** Options of a transaction. */
export interface TransactionOptions extends RunOptions {
  /**
   * The client token (ClientRequestToken, 1 to 36 characters): the same transaction sent again under it within 10 minutes is applied once.
   * One of its own where none is given.
   */
  readonly token?: string | undefined
}

/** The options of a read of many. */
export const manyOptions: OptionTable<ManyOptions> = {
  ...runOptions,
  concurrency: {
    takes: aPositiveInteger,
    default: "the executor's `concurrency`",
    doc: 'The most requests in flight.',
  },
  onProgress: {
    takes: aFunction(),
    doc: 'Called after each request, with how far the run has come; what it throws ends the run.',
  },
}

/** The options of a batch of writes. */
export const batchOptions: OptionTable<BatchOptions> = {
  ...manyOptions,
  duplicates: {
    takes: oneOf('last', 'refuse'),
    default: "'last'",
    doc: 'Several writes of one item: the last one is written, or a DuplicateOperationError is thrown.',
  },
}

/** The options of `saveMany` and `deleteMany`. */
export const saveManyOptions: OptionTable<SaveManyOptions> = {
  ...batchOptions,
  overwrite: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether items of an entity with a version are written over, or deleted at, whatever version is stored.',
  },
}

/** The options of a transaction. */
export const transactionOptions: OptionTable<TransactionOptions> = { ...runOptions, token: tokenOption }
