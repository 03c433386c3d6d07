// Options of stream handlers.
import { aFunction, anInteger, aPositiveInteger, kind, oneOf } from '../errors/option-kinds.js'
import type { OptionTable } from '../errors/option-table.js'
import type { StreamView } from './record-types.js'
import type { StreamRecord } from './stream-event.js'

/** How to handle a record that does not fit: it fails, it is skipped, or the function handles it, which is awaited. */
export type InvalidRecordPolicy = 'throw' | 'skip' | ((record: StreamRecord, error: Error) => unknown)

/** The options of `streamHandler`. */
export interface StreamOptions<V extends StreamView = 'NEW_AND_OLD_IMAGES'> {
  /** What the records contain: the `StreamViewType` of the stream. Default: `'NEW_AND_OLD_IMAGES'`. */
  readonly view?: V | undefined
  /**
   * `'any'`: the records are those of the table of the entities, whatever name they have for it. Default: a record of
   * another table goes to the function `unknown`, or fails.
   */
  readonly table?: 'any' | undefined
  /**
   * How to handle a record that cannot be read, or whose images do not match the entity. Default: `'throw'`, it fails.
   */
  readonly onInvalid?: InvalidRecordPolicy | undefined
  /**
   * `'byItem'`: handles records of different items at the same time, and those of one item in order. Default: all
   * records in order.
   */
  readonly parallel?: 'byItem' | undefined
  /** With `parallel`: how many items at a time. Default: 10. */
  readonly concurrency?: number | undefined
  /** How long before the end of the invocation `signal` aborts, in milliseconds. Default: a tenth, up to 1,000. */
  readonly reserve?: number | undefined
  /**
   * `'report'`: returns the first failed record in `batchItemFailures`, for a trigger with `ReportBatchItemFailures`.
   * `'throw'`: rejects, so that the whole batch is retried. Default: `'report'`.
   */
  readonly failures?: 'report' | 'throw' | undefined
  /** Called with the error of each record that failed. Default: a process warning. */
  readonly onFailure?: ((error: unknown, record: StreamRecord) => void) | undefined
}

/** The options of `streamHandler`. */
export const streamOptions: OptionTable<StreamOptions<StreamView>> = {
  view: {
    takes: oneOf('NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'),
    default: "'NEW_AND_OLD_IMAGES'",
    doc: 'What the records contain: the `StreamViewType` of the stream. It narrows the types of the records.',
  },
  table: {
    takes: oneOf('any'),
    doc: "`'any'` takes all records as those of the one table of the entities, whatever name they have for it.",
  },
  onInvalid: {
    takes: kind<InvalidRecordPolicy>(
      "'throw', 'skip' or a function",
      (value) => value === 'throw' || value === 'skip' || typeof value === 'function',
    ),
    default: "'throw'",
    doc: 'How to handle a record that cannot be read, or whose images do not match the entity: it fails, it is skipped, or the function handles it.',
  },
  parallel: {
    takes: oneOf('byItem'),
    doc: "`'byItem'` handles records of different items at the same time, and those of one item in order.",
  },
  concurrency: { takes: aPositiveInteger, default: '10', doc: 'With `parallel`: how many items at a time.' },
  reserve: {
    takes: anInteger(0, 900_000),
    default: 'a tenth of the remaining time, up to 1,000',
    doc: 'How long before the end of the invocation `signal` aborts, in milliseconds.',
  },
  failures: {
    takes: oneOf('report', 'throw'),
    default: "'report'",
    doc: "`'report'` returns the first failed record in `batchItemFailures`; `'throw'` rejects, so that the whole batch is retried.",
  },
  onFailure: {
    takes: aFunction(),
    default: 'a process warning',
    doc: 'Called with the error of each record that failed, and the record.',
  },
}
