// Options and result of a check of unique values.
import { aBoolean, aFunction, anInteger, aString, oneOrMore } from '../../errors/option-kinds.js'
import type { OptionTable } from '../../errors/option-table.js'
import { runOptions } from '../ground/run-options.js'
import type { RunOptions } from '../ground/runner.js'
import { type ReadWriteRate, readWriteRateOptions } from '../rate/rate-options.js'

/** What is wrong with one unique value. */
export interface UniqueFault {
  /**
   * `'missing'`: an item has a value that no guard holds for it. `'stray'`: a guard holds a value that its item does
   * not have. `'duplicate'`: another item has the same value, and the guard.
   */
  readonly fault: 'missing' | 'stray' | 'duplicate'
  readonly attributes: readonly string[]
  /** The key of the item; of a stray guard, that of the item for which it holds the value. */
  readonly key: Readonly<Record<string, unknown>>
  /** Of a duplicate, the key of the item that has the guard. */
  readonly owner?: Readonly<Record<string, unknown>>
  readonly repaired: boolean
}

/** What a check of unique values has found so far. */
export interface UniqueProgress {
  /** Items and guards of the entity that were examined. */
  readonly items: number
  readonly guards: number
  /** How many faults were found, and how many of them were repaired. */
  readonly found: number
  readonly repaired: number
  /** Where to resume, as the option `resume`. */
  readonly checkpoint: string
}

/** The result of a check of unique values. */
export interface UniqueReport extends Omit<UniqueProgress, 'checkpoint'> {
  /** The faults, at most the first 1,000. */
  readonly faults: readonly UniqueFault[]
}

/** The options of `checkUnique`. */
export interface CheckUniqueOptions extends RunOptions {
  /**
   * Whether to write missing guards and to delete stray ones; default false. Duplicates are only reported: which of the
   * items keeps the value is not the library's decision.
   */
  readonly repair?: boolean | undefined
  /** The number of segments that are read in parallel; default 1. */
  readonly segments?: number | undefined
  /** A `checkpoint` of an earlier check of the same entity, with the same number of segments: continues there. */
  readonly resume?: string | undefined
  /** Capacity units per second that the check reads and, with `repair`, writes; without one, as many as there are. */
  readonly rate?: ReadWriteRate | undefined
  /** Called after each page. If it throws, or its promise rejects, the check ends. */
  readonly onProgress?: ((progress: UniqueProgress) => void | PromiseLike<void>) | undefined
}

/** The rows of these options. */
export const checkUniqueOptions: OptionTable<CheckUniqueOptions> = {
  ...runOptions,
  repair: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether to write missing guards and to delete stray ones.',
  },
  segments: {
    takes: anInteger(1, 1_000),
    default: '1',
    doc: 'The number of segments that are read in parallel.',
  },
  resume: { takes: aString, doc: 'A `checkpoint` of an earlier check: continues there.' },
  rate: {
    takes: oneOrMore(readWriteRateOptions),
    doc: 'Capacity units per second that the check reads and, with `repair`, writes, by what DynamoDB reports of each request.',
  },
  onProgress: { takes: aFunction(), doc: 'Called after each page, with a checkpoint.' },
}
