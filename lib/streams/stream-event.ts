// Types of the events of a stream: records of Lambda, of Kinesis and of GetRecords.
import type { AnyStoredItem } from '../entity/codec/dialect.js'

/** The images and the key of one change, as a stream record has them. */
export interface StreamImages {
  readonly ApproximateCreationDateTime?: Date | number | undefined
  readonly ApproximateCreationDateTimePrecision?: string | undefined
  readonly Keys?: AnyStoredItem | undefined
  readonly NewImage?: AnyStoredItem | undefined
  readonly OldImage?: AnyStoredItem | undefined
  readonly SequenceNumber?: string | undefined
  readonly StreamViewType?: string | undefined
}

/**
 * A record of DynamoDB Streams, as Lambda passes it and as `GetRecords` returns it. The types of the SDK and of
 * `@types/aws-lambda` fit without a cast.
 */
export interface DynamoStreamRecord {
  readonly eventID?: string | undefined
  readonly eventName?: string | undefined
  readonly eventSourceARN?: string | undefined
  readonly dynamodb?: StreamImages | undefined
  readonly userIdentity?: unknown
}

/** A record of a Kinesis data stream as Lambda passes it: its data is base64. */
export interface KinesisEventRecord {
  readonly eventID?: string | undefined
  readonly kinesis: { readonly sequenceNumber: string; readonly data: string }
}

/** A record of a Kinesis data stream as its `GetRecords` returns it. */
export interface KinesisRecord {
  readonly SequenceNumber: string | undefined
  readonly Data: Uint8Array | undefined
}

/** One record of a stream, in any of the forms that are read. */
export type StreamRecord = DynamoStreamRecord | KinesisEventRecord | KinesisRecord

/** What a handler takes: the event of Lambda, the output of `GetRecords`, or a list of their records. */
export type StreamEvent = { readonly Records?: readonly StreamRecord[] | undefined } | readonly StreamRecord[]
