// Change records in the stream's view type: of a shard, by GetRecords, and of a stream, as Lambda passes them.
import { createHash } from 'node:crypto'
import type { EngineContext } from '../storage/engine-context.js'
import { attributeOf } from '../storage/entry-keys.js'
import { type ChangeRecord, type StreamState, sequenceText } from '../storage/stream-log.js'
import { invalid } from '../values/service-failure.js'
import { itemBytes } from '../values/value-sizes.js'
import type { WireItem, WireObject } from '../values/wire.js'
import { iteratorText, positionOf } from './shard-iterators.js'
import { arnOf } from './stream-descriptions.js'

/** "A single GetRecords request can return up to 1,000 records", and up to 1 MB. */
const mostRecords = 1000
const mostBytes = 1024 * 1024

/** Reads on from an iterator; the last records of a closed shard come without a next one. */
export function getRecords(input: WireObject, context: EngineContext): WireObject {
  const { ShardIterator: iterator, Limit: limit = mostRecords } = input
  if (Number(limit) > mostRecords)
    throw invalid(
      `One or more parameter values were invalid: Limit should be less than or equal to ${mostRecords}`,
    )
  const { stream, shard, from } = positionOf(String(iterator), context)
  const records: WireObject[] = []
  let bytes = 0
  let next = from
  let more = false
  context.database.streams.read(stream, shard, from, (change) => {
    const record = streamRecord(change, stream)
    bytes += record.SizeBytes
    more = records.length === Number(limit) || (bytes > mostBytes && records.length > 0)
    if (more) return false
    records.push(eventOf(change, stream, record))
    next = change.sequence + 1
    return true
  })
  const ended = shard.end !== undefined && !more
  return {
    Records: records,
    ...(!ended && { NextShardIterator: iteratorText({ stream, shard, from: next }, context) }),
  }
}

/** The records of a stream after a sequence number, oldest first, as Lambda passes them to a function. */
export function lambdaRecords(
  stream: StreamState,
  after: number,
  { database }: EngineContext,
): LambdaRecord[] {
  const records: LambdaRecord[] = []
  for (const shard of stream.shards) {
    const from = Math.max(shard.first, after + 1, stream.trimmed + 1)
    database.streams.read(stream, shard, from, (change) => {
      const { userIdentity: _, ...event } = eventOf(change, stream, streamRecord(change, stream))
      const identity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' }
      const record = {
        ...event,
        ...(change.expired && { userIdentity: identity }),
        eventSourceARN: arnOf(stream),
      }
      return records.push({ sequence: change.sequence, text: sequenceText(change.sequence), record }) > 0
    })
  }
  return records
}

/** One record for Lambda, with its sequence number. */
export interface LambdaRecord {
  readonly sequence: number
  readonly text: string
  readonly record: WireObject
}

interface StreamRecord {
  readonly SizeBytes: number
}

function eventOf(
  { before, next, sequence, expired }: ChangeRecord,
  stream: StreamState,
  record: StreamRecord,
): WireObject {
  const name = `${arnOf(stream)}/${sequence}`
  return {
    eventID: createHash('sha256').update(name).digest('hex').slice(0, 32),
    eventName: before === undefined ? 'INSERT' : next === undefined ? 'REMOVE' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: record,
    ...(expired && { userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' } }),
  }
}

function streamRecord({ before, next, sequence, time }: ChangeRecord, stream: StreamState): StreamRecord {
  const { viewType } = stream
  const keys = keysOf(stream, next ?? before ?? {})
  const newImage = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? next : undefined
  const oldImage = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? before : undefined
  return {
    ApproximateCreationDateTime: Math.floor(time / 1000),
    Keys: keys,
    ...(newImage !== undefined && { NewImage: newImage }),
    ...(oldImage !== undefined && { OldImage: oldImage }),
    SequenceNumber: sequenceText(sequence),
    SizeBytes: itemBytes(keys) + itemBytes(newImage ?? {}) + itemBytes(oldImage ?? {}),
    StreamViewType: viewType,
  } as StreamRecord
}

function keysOf({ key }: StreamState, item: WireItem): WireItem {
  return Object.fromEntries(
    key.flatMap(({ AttributeName: name }) => {
      const value = attributeOf(item, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
