// Options and report of a backfill: of the items that are brought to the current version of their schema.
import { aFunction, anInteger, anyOf, aString, kind, oneOrMore } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'
import { runOptions } from '../ground/run-options.js'
import type { RunOptions } from '../ground/runner.js'
import { type ReadWriteRate, readWriteRateOptions } from '../rate/rate-options.js'
import type { BackfillFailure, BackfillProgress } from './backfill-report.js'

/** Where the checkpoint of a backfill is kept, if not in a file. */
export interface CheckpointStore {
  /**
   * Returns the checkpoint that was saved last; `undefined` to begin.
   * @example load: async () => (await settings.get('backfill'))?.checkpoint
   */
  load(): string | undefined | PromiseLike<string | undefined>
  /**
   * Saves a checkpoint in place of the last one. `undefined` means that the backfill is done: delete the checkpoint.
   * @example save: async (checkpoint) => { await settings.save({ id: 'backfill', checkpoint }) }
   */
  save(checkpoint: string | undefined): void | PromiseLike<void>
}

/** The options of `backfill()`. */
export interface BackfillOptions extends RunOptions {
  /** The number of segments that are read in parallel; default 1. */
  readonly segments?: number | undefined
  /** Capacity units per second that the backfill reads and writes; without one, as many as there are. */
  readonly rate?: ReadWriteRate | undefined
  /** Where to keep how far it is, so that it goes on there after a crash: the path of a file, or a store. */
  readonly checkpoint?: string | CheckpointStore | undefined
  /**
   * Called for each item that cannot be upgraded, before the page counts as done: for all of them, those before a crash
   * and beyond the first 1,000 included. If it throws, or its promise rejects, the backfill ends.
   */
  readonly onFailure?: ((failure: BackfillFailure) => void | PromiseLike<void>) | undefined
  /** Called after each page. If it throws, or its promise rejects, the backfill ends. */
  readonly onProgress?: ((progress: BackfillProgress) => void | PromiseLike<void>) | undefined
}

const store = kind<CheckpointStore>(
  'an object with the functions `load` and `save`',
  (value) => typeof Object(value).load === 'function' && typeof Object(value).save === 'function',
)

/** The rows of these options. */
export const backfillOptions: OptionTable<BackfillOptions> = {
  ...runOptions,
  segments: {
    takes: anInteger(1, 1_000),
    default: '1',
    doc: 'The number of segments that are read in parallel.',
  },
  rate: {
    takes: oneOrMore(readWriteRateOptions),
    doc: 'Capacity units per second that the backfill reads and writes, by what DynamoDB reports of each request.',
  },
  checkpoint: {
    takes: anyOf<string | CheckpointStore>('the path of a file, or { load, save }', aString, store),
    doc: 'Where to keep how far it is: the path of a file, or a store. Without one, it begins at the beginning.',
  },
  onFailure: { takes: aFunction(), doc: 'Called for each item that cannot be upgraded.' },
  onProgress: { takes: aFunction(), doc: 'Called after each page.' },
}
