// Options of the rate: capacity units per second, of reads and of writes.
import { aPositiveNumber, oneOrMore } from '../../errors/option-kinds.js'
import type { OptionRow, OptionTable } from '../../errors/option-table.js'

/** The rate of a run that reads. */
export interface ReadRate {
  /** Read capacity units per second. */
  readonly read: number
}

/** The rate of a run that writes. */
export interface WriteRate {
  /** Write capacity units per second. */
  readonly write: number
}

/** The rate of a run that reads and writes. */
export interface ReadWriteRate {
  /** Read capacity units per second. */
  readonly read?: number | undefined
  /** Write capacity units per second. */
  readonly write?: number | undefined
}

const read = { takes: aPositiveNumber, doc: 'Read capacity units per second.' }
const write = { takes: aPositiveNumber, doc: 'Write capacity units per second.' }

/** The options of the rate of a read. */
export const readRateOptions: OptionTable<ReadRate> = { read }

/** The options of the rate of a write. */
export const writeRateOptions: OptionTable<WriteRate> = { write }

/** The options of the rate of a run that reads and writes. */
export const readWriteRateOptions: OptionTable<ReadWriteRate> = { read, write }

const doc = 'The capacity units per second that the run consumes, by what DynamoDB reports of each request.'

/** The option `rate` of a read. */
export const readRateOption: OptionRow<ReadRate> = { takes: oneOrMore(readRateOptions), doc }

/** The option `rate` of a write. */
export const writeRateOption: OptionRow<WriteRate> = { takes: oneOrMore(writeRateOptions), doc }
