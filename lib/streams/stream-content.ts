// The content of a stream record: what happened to which item, when, and its images.
import { types } from 'node:util'
import { readStored } from '../entity/codec/dialect.js'
import type { StoredItem } from '../entity/struct/attribute-value.js'
import type { Failure } from '../entity/struct/failure.js'
import { kindOf } from '../errors/failures.js'
import { InvalidItemError } from '../errors/invalid-item-error.js'
import { StreamRecordError } from '../errors/stream-record-error.js'

/** What happened to an item. */
export type ChangeType = 'insert' | 'modify' | 'remove'

/** The content of a record: what happened, to which item. */
export interface StreamContent {
  readonly type: ChangeType
  /** The name of the table, if the record has it. */
  readonly table: string | undefined
  readonly time: Date | undefined
  readonly expired: boolean
  readonly keys: StoredItem
  readonly newImage: StoredItem | undefined
  readonly oldImage: StoredItem | undefined
  readonly viewType: string | undefined
}

const operation = 'streamHandler'

/** The content of the data of a Kinesis record. @throws StreamRecordError or InvalidItemError. */
export function kinesisContent(data: unknown, sequence: unknown): StreamContent {
  const bytes =
    typeof data === 'string'
      ? Buffer.from(data, 'base64')
      : types.isUint8Array(data)
        ? Buffer.from(data)
        : undefined
  if (bytes === undefined) throw unreadable(sequence, `its data is ${kindOf(data)}, not base64 or bytes`)
  let record: unknown
  try {
    record = JSON.parse(bytes.toString())
  } catch {
    throw unreadable(sequence, 'its data is not JSON')
  }
  return contentOf(record, sequence, true)
}

const changeTypes: ReadonlyMap<unknown, ChangeType> = new Map([
  ['INSERT', 'insert'],
  ['MODIFY', 'modify'],
  ['REMOVE', 'remove'],
])

/** The content of a record. @throws StreamRecordError or InvalidItemError if it cannot be read. */
export function contentOf(record: unknown, sequence: unknown, kinesis = false): StreamContent {
  const images = member(record, 'dynamodb')
  const type = changeTypes.get(member(record, 'eventName'))
  if (type === undefined) throw unreadable(sequence, 'its eventName is not INSERT, MODIFY or REMOVE')
  if (member(images, 'Keys') === undefined) throw unreadable(sequence, 'it has no `dynamodb.Keys`')
  const viewType = member(images, 'StreamViewType')
  return {
    type,
    table: tableOf(record),
    time: timeOf(images, kinesis),
    expired: type === 'remove' && isExpiry(member(record, 'userIdentity')),
    keys: imageOf(images, 'Keys') ?? {},
    newImage: imageOf(images, 'NewImage'),
    oldImage: imageOf(images, 'OldImage'),
    viewType: typeof viewType === 'string' ? viewType : undefined,
  }
}

function imageOf(images: unknown, name: string): StoredItem | undefined {
  const given = member(images, name)
  if (given === undefined) return undefined
  const failures: Failure[] = []
  const stored = readStored(given, failures)
  if (failures.length === 0) return stored
  const placed = failures.map((failure) => ({ ...failure, path: [name, ...failure.path] }))
  throw new InvalidItemError({ operation, failures: placed, stored: given })
}

function tableOf(record: unknown): string | undefined {
  const name = member(record, 'tableName')
  if (typeof name === 'string') return name
  const arn = member(record, 'eventSourceARN')
  return typeof arn === 'string' ? /:table\/([^/]+)/.exec(arn)?.[1] : undefined
}

// Seconds in DynamoDB Streams; in Kinesis milliseconds or, on request, microseconds.
function timeOf(images: unknown, kinesis: boolean): Date | undefined {
  const time = member(images, 'ApproximateCreationDateTime')
  if (types.isDate(time)) return time
  if (typeof time !== 'number' || !Number.isFinite(time)) return undefined
  if (!kinesis) return new Date(time * 1000)
  const micro = member(images, 'ApproximateCreationDateTimePrecision') === 'MICROSECOND'
  return new Date(micro ? time / 1000 : time)
}

// "Streams and Time to Live": `principalId` in Lambda and Kinesis, `PrincipalId` in the SDK.
function isExpiry(identity: unknown): boolean {
  const [type, principal] = [
    member(identity, 'type') ?? member(identity, 'Type'),
    member(identity, 'principalId') ?? member(identity, 'PrincipalId'),
  ]
  return type === 'Service' && principal === 'dynamodb.amazonaws.com'
}

/** An own property that has a value. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return Reflect.get(value, name) ?? undefined
}

function unreadable(sequence: unknown, detail: string): StreamRecordError {
  return new StreamRecordError({
    operation,
    detail: `the record cannot be read: ${detail}`,
    reason: 'unreadable',
    ...(typeof sequence === 'string' && { sequence }),
  })
}
