// Records of an event, read by their structure: each with its sequence number.
import { kindOf } from '../errors/failures.js'
import { StreamRecordError } from '../errors/stream-record-error.js'
import { contentOf, kinesisContent, member, type StreamContent } from './stream-content.js'
import type { StreamRecord } from './stream-event.js'

/** A record with its sequence number. Its content is read when it is its turn. */
export interface StreamEntry {
  readonly sequence: string
  readonly record: StreamRecord
  /** @throws StreamRecordError or InvalidItemError if the record cannot be read. */
  content(): StreamContent
}

const operation = 'streamHandler'

/**
 * Returns the records of an event, in order.
 * @throws StreamRecordError if it is not an event of a stream, or a record has no sequence number.
 */
export function entriesOf(event: unknown): readonly StreamEntry[] {
  const records: unknown = Array.isArray(event) ? event : member(event, 'Records')
  if (!Array.isArray(records))
    throw noEvent(`an event of a stream has \`Records\`, but this is ${kindOf(event)}`)
  return records.map((record: unknown, index) => entryOf(record, index))
}

function entryOf(record: unknown, index: number): StreamEntry {
  const kinesis = member(record, 'kinesis')
  const data = kinesis === undefined ? member(record, 'Data') : (member(kinesis, 'data') ?? null)
  const owner = kinesis ?? (data === undefined ? member(record, 'dynamodb') : record)
  const sequence = member(owner, kinesis === undefined ? 'SequenceNumber' : 'sequenceNumber')
  if (typeof sequence !== 'string' || sequence === '')
    throw noEvent(
      `Records[${index}] is not a record of DynamoDB Streams or Kinesis: it has no sequence number`,
    )
  let read: StreamContent | undefined
  return {
    sequence,
    record: record as StreamRecord,
    content() {
      read ??= data === undefined ? contentOf(record, sequence) : kinesisContent(data, sequence)
      return read
    },
  }
}

function noEvent(detail: string): StreamRecordError {
  return new StreamRecordError({ operation, detail, reason: 'not an event' })
}
