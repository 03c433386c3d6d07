// Options of calls with many items.
import { aBoolean, aFunction, aPositiveInteger, oneOf } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'
import { tokenOption } from '../ground/client-token.js'
import { runOptions } from '../ground/run-options.js'
import type { RunOptions } from '../ground/runner.js'
import { type ReadRate, readRateOption, type WriteRate, writeRateOption } from '../rate/rate-options.js'

/** Progress of a run of many requests, reported after each request. */
export interface Progress {
  /** Elements that are done: written, deleted, or read (found or not). */
  readonly done: number
  /** Elements that failed: their request failed permanently, or DynamoDB left them unprocessed in all attempts. */
  readonly failed: number
  /**
   * Elements done without a gap from the start: where to resume after a crash. Later elements may be done as well;
   * repeating them is harmless.
   */
  readonly settled: number
  /** The number of elements, if the source knows it (an array, a Set, a Map). */
  readonly total: number | undefined
  /** Requests completed so far. */
  readonly requests: number
  /** Approximate bytes of items sent or received so far, by DynamoDB's rules for item sizes. */
  readonly bytes: number
  /** Capacity units so far, as DynamoDB reports them; `undefined` if it reports none. */
  readonly capacityUnits: number | undefined
}

/** Options that all runs of many requests have. */
export interface RequestsOptions extends RunOptions {
  /**
   * Aborts the run: before it is sent, in flight, or between attempts. An element that an iterable delivers after the
   * abort (its `next()` was pending) is ignored: it is neither in `remaining` nor counted in `read`.
   */
  readonly signal?: AbortSignal | undefined
  /** The maximum number of requests in flight; default: the executor's `concurrency`. */
  readonly concurrency?: number | undefined
  /**
   * Called after each request. If it throws, or its promise rejects, the run ends. Requests do not wait for such
   * promises, but the end of the run does.
   */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Options of a read of many items. */
export interface ManyOptions extends RequestsOptions {
  /**
   * The read capacity units per second of the run, by what DynamoDB reports of each request: a request waits until
   * earlier ones are paid for.
   * @example await users.getMany(ids, { rate: { read: 100 } }) // BatchGetItem { …, ReturnConsumedCapacity: 'TOTAL' }
   */
  readonly rate?: ReadRate | undefined
}

/** Options of a batch of writes. */
export interface BatchOptions extends RequestsOptions {
  /**
   * The write capacity units per second of the run, by what DynamoDB reports of each request: a request waits until
   * earlier ones are paid for.
   * @example
   * await users.saveMany(inputs, { rate: { write: 50 } }) // BatchWriteItem { …, ReturnConsumedCapacity: 'TOTAL' }
   */
  readonly rate?: WriteRate | undefined
  /**
   * How to handle several writes of the same item: `'last'` (default) writes only the last one, which gives the same
   * result as writing all of them in order; `'refuse'` throws a DuplicateOperationError.
   */
  readonly duplicates?: 'last' | 'refuse' | undefined
}

/** Options of saving or deleting many items. */
export interface SaveManyOptions extends BatchOptions {
  /**
   * Whether to write or delete items of an entity with a version regardless of the stored version, because batches do
   * not support conditions. Default false.
   * @example
   * await orders.saveMany(items, { overwrite: true })
   * // BatchWriteItem { RequestItems: { orders: [{ PutRequest: { Item: { …, revision: { N: '4' } } } }, …] } }
   */
  readonly overwrite?: boolean | undefined
}

/** Options of a transaction. */
export interface TransactionOptions extends RunOptions {
  /**
   * The client token (ClientRequestToken, 1 to 36 characters). Sending the same transaction again with the same token
   * within 10 minutes applies it only once. By default, a token is generated.
   */
  readonly token?: string | undefined
}

/** The options of a read of many items. */
export const manyOptions: OptionTable<ManyOptions> = {
  ...runOptions,
  concurrency: {
    takes: aPositiveInteger,
    default: "the executor's `concurrency`",
    doc: 'The maximum number of requests in flight.',
  },
  onProgress: {
    takes: aFunction(),
    doc: 'Called after each request with the progress of the run; if it throws, the run ends.',
  },
  rate: readRateOption,
}

/** The options of a batch of writes. */
export const batchOptions: OptionTable<BatchOptions> = {
  ...manyOptions,
  rate: writeRateOption,
  duplicates: {
    takes: oneOf('last', 'refuse'),
    default: "'last'",
    doc: 'How to handle several writes of the same item: write the last one, or throw a DuplicateOperationError.',
  },
}

/** The options of `saveMany` and `deleteMany`. */
export const saveManyOptions: OptionTable<SaveManyOptions> = {
  ...batchOptions,
  overwrite: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether to write or delete items of an entity with a version regardless of the stored version.',
  },
}

/** The options of a transaction. */
export const transactionOptions: OptionTable<TransactionOptions> = { ...runOptions, token: tokenOption }
