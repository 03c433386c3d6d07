// GetShardIterator, and the encoding of an iterator: a position in a shard, and its creation time.
import type { EngineContext } from '../storage/engine-context.js'
import { type Shard, type StreamState, sequenceText } from '../storage/stream-log.js'
import { failure, invalid, type ServiceFailure } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { arnOf, streamBy } from './stream-descriptions.js'

/** "A shard iterator expires 15 minutes after it is returned to the requester." */
const lifetime = 15 * 60 * 1000
const prefix = 'One or more parameter values were invalid: '

/** A place in a shard. */
export interface ShardPosition {
  readonly stream: StreamState
  readonly shard: Shard
  /** The sequence number from which on records are read. */
  readonly from: number
}

export function getShardIterator(input: WireObject, context: EngineContext): WireObject {
  const stream = streamBy(String(input['StreamArn']), context)
  if (stream === undefined) throw failure('ResourceNotFoundException', 'Stream does not exist')
  const shard = shardOf(stream, input['ShardId'])
  const from = starts[input['ShardIteratorType'] as IteratorType](input, stream, shard, context)
  return { ShardIterator: iteratorText({ stream, shard, from }, context) }
}

/** The text of an iterator that is returned now. */
export function iteratorText({ stream, shard, from }: ShardPosition, { clock }: EngineContext): string {
  const place = JSON.stringify([shard.id, from, clock.now()])
  return `${arnOf(stream)}|1|${Buffer.from(place).toString('base64')}`
}

/** Reads an iterator. Throws if it is not one, has expired, or points to records that were trimmed. */
export function positionOf(iterator: string, context: EngineContext): ShardPosition {
  const [, arn = '', place = ''] = /^([^|]+)\|1\|([^|]+)$/.exec(iterator) ?? []
  const [id, from, returned] = placeOf(place)
  const stream = streamBy(arn, context)
  if (stream === undefined) throw failure('ResourceNotFoundException', 'Stream does not exist')
  if (context.clock.now() - returned > lifetime)
    throw failure('ExpiredIteratorException', 'The shard iterator has expired: it is older than 15 minutes')
  if (from <= stream.trimmed) throw trimmed()
  return { stream, shard: shardOf(stream, id), from }
}

type IteratorType = 'TRIM_HORIZON' | 'LATEST' | 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER'

type Start = (input: WireObject, stream: StreamState, shard: Shard, context: EngineContext) => number

/** One row for each type of iterator: the sequence number from which on it reads. */
const starts: { readonly [T in IteratorType]: Start } = {
  TRIM_HORIZON: (input, stream, shard) => {
    refuseNumber(input)
    return Math.max(shard.first, stream.trimmed + 1)
  },
  LATEST: (input, _stream, { end }, { database }) => {
    refuseNumber(input)
    return end === undefined ? database.streams.next : end.last + 1
  },
  AT_SEQUENCE_NUMBER: numberIn,
  AFTER_SEQUENCE_NUMBER: (...given) => numberIn(...given) + 1,
}

function refuseNumber(input: WireObject): void {
  if (input['SequenceNumber'] !== undefined)
    throw invalid(`${prefix}SequenceNumber should not be passed for this iterator type`)
}

function numberIn(
  { SequenceNumber: text, ShardIteratorType: type }: WireObject,
  { trimmed: past }: StreamState,
  { first, end }: Shard,
  { database }: EngineContext,
): number {
  if (text === undefined) throw invalid(`${prefix}Invalid SequenceNumber`)
  const number = Number(String(text).slice(1))
  const last = end?.last ?? database.streams.next - 1
  if (sequenceText(number) !== text || number < first || number > last)
    throw invalid('Invalid SequenceNumber for the shard')
  if (number < past || (number === past && type === 'AT_SEQUENCE_NUMBER')) throw trimmed()
  return number
}

function shardOf({ shards }: StreamState, id: unknown): Shard {
  const shard = shards.find((one) => one.id === id)
  if (shard === undefined) throw failure('ResourceNotFoundException', 'Shard does not exist')
  return shard
}

function placeOf(text: string): [id: string, from: number, returned: number] {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, 'base64').toString())
    if (Array.isArray(place) && place.length === 3) {
      const [id, from, returned] = place
      if (typeof id === 'string' && Number.isSafeInteger(from) && Number.isFinite(returned))
        return [id, from, returned]
    }
  } catch {}
  throw invalid('Invalid ShardIterator')
}

function trimmed(): ServiceFailure {
  return failure(
    'TrimmedDataAccessException',
    'The operation attempted to read past the oldest stream record in a shard: records are kept for 24 hours',
  )
}
