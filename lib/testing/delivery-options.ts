// Options and report of a delivery of stream records.
import { aBoolean, anInteger, milliseconds } from '../errors/option-kinds.js'
import type { OptionTable } from '../errors/option-table.js'

/** The settings of a trigger, by the names that Lambda gives them, and of a test. */
export interface DeliveryOptions {
  /** The maximum number of records per invocation. Default: 100. */
  readonly batchSize?: number | undefined
  /** Whether a failed batch is split in two. Default: false. */
  readonly bisectBatchOnFunctionError?: boolean | undefined
  /**
   * How often records are retried before they are discarded. Default: they are never discarded, and the delivery
   * rejects after 10 attempts.
   */
  readonly maximumRetryAttempts?: number | undefined
  /** Whether `batchItemFailures` is read (`FunctionResponseTypes`). Default: true. */
  readonly reportBatchItemFailures?: boolean | undefined
  /** The time limit of one invocation, in milliseconds. Default: 60,000. */
  readonly timeout?: number | undefined
}

/** The options of `deliver`. */
export const deliveryOptions: OptionTable<DeliveryOptions> = {
  batchSize: {
    takes: anInteger(1, 10_000),
    default: '100',
    doc: 'The maximum number of records per invocation.',
  },
  bisectBatchOnFunctionError: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether a failed batch is split in two.',
  },
  maximumRetryAttempts: {
    takes: anInteger(0, 10_000),
    default: 'none, and `deliver` rejects after 10 attempts',
    doc: 'How often records are retried before they are discarded.',
  },
  reportBatchItemFailures: {
    takes: aBoolean,
    default: 'true',
    doc: 'Whether `batchItemFailures` is read. Otherwise what the function returns is ignored, as by Lambda.',
  },
  timeout: {
    takes: milliseconds,
    default: '60,000',
    doc: 'The time limit of one invocation, in milliseconds.',
  },
}

/** Records that were given up after their last attempt. */
export interface DiscardedRecords {
  /** Their sequence numbers. */
  readonly sequences: readonly string[]
  /** What the last attempt failed with. */
  readonly error: unknown
}

/** What a delivery did. */
export interface DeliveryReport {
  readonly invocations: number
  /** How many records were handled. */
  readonly handled: number
  readonly discarded: readonly DiscardedRecords[]
  /** Failures that the function reported and that nothing read, as `reportBatchItemFailures` was false. */
  readonly ignored: readonly string[]
}
