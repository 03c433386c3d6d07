// Error of a record of a stream that no handler could be called with.
import { DyntasticError, type ErrorDetails } from './dyntastic-error.js'

/**
 * Why a record of a stream was not handled.
 *
 * - `'not an event'`: what the handler received is not an event of a stream.
 * - `'unreadable'`: the record is not one of a DynamoDB table.
 * - `'missing image'`: the stream does not hold the images that the option `view` of the handler declares.
 * - `'unknown kind'`: the item belongs to none of the entities, and there is no handler `unknown`.
 * - `'unknown table'`: the record is of a table that none of the entities is in, or does not name its table, and there
 *   is no function `unknown`.
 * - `'not delivered'`: in a test, the handler failed as often as the delivery was to try it.
 */
export type StreamRecordProblem =
  | 'not an event'
  | 'unreadable'
  | 'missing image'
  | 'unknown kind'
  | 'unknown table'
  | 'not delivered'

/** A record of a stream could not be handled. `sequence` is its sequence number. */
export class StreamRecordError extends DyntasticError {
  static override readonly code = 'STREAM_RECORD'
  readonly reason: StreamRecordProblem
  declare readonly sequence?: string

  constructor(
    details: ErrorDetails & { readonly reason: StreamRecordProblem; readonly sequence?: string | undefined },
  ) {
    super(details)
    this.reason = details.reason
    if (details.sequence !== undefined) this.sequence = details.sequence
  }
}
