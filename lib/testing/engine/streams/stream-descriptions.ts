// ListStreams and DescribeStream.
import type { EngineContext } from '../storage/engine-context.js'
import { type Shard, type StreamState, sequenceText } from '../storage/stream-log.js'
import { streamArn } from '../tables/table-description.js'
import { failure, invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'

const most = 100
const prefix = 'One or more parameter values were invalid: '

/**
 * Streams of one table or of all, by table and time. Those of the last 24 hours that are switched off are among them.
 */
export function listStreams(input: WireObject, { database }: EngineContext): WireObject {
  const limit = limitOf(input)
  const { TableName: table, ExclusiveStartStreamArn: start } = input
  const streams = database.streams.all().filter((one) => table === undefined || one.table === table)
  const from = start === undefined ? -1 : streams.findIndex((one) => arnOf(one) === start)
  if (start !== undefined && from < 0) throw invalid(`${prefix}Invalid ExclusiveStartStreamArn`)
  const left = streams.slice(from + 1)
  const shown = left.slice(0, limit)
  const last = shown.at(-1)
  return {
    Streams: shown.map((one) => ({ StreamArn: arnOf(one), TableName: one.table, StreamLabel: one.label })),
    ...(left.length > limit && last !== undefined && { LastEvaluatedStreamArn: arnOf(last) }),
  }
}

/** Describes a stream with its shards, oldest first. */
export function describeStream(input: WireObject, context: EngineContext): WireObject {
  const limit = limitOf(input)
  const arn = String(input['StreamArn'])
  const stream = streamBy(arn, context)
  if (stream === undefined)
    throw failure('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`)
  const left = shardsAfter(input, stream)
  const shown = left.slice(0, limit)
  return {
    StreamDescription: {
      StreamArn: arn,
      StreamLabel: stream.label,
      StreamStatus: statusOf(stream, context.clock.now()),
      StreamViewType: stream.viewType,
      CreationRequestDateTime: stream.created / 1000,
      TableName: stream.table,
      KeySchema: stream.key,
      Shards: shown.map(describeShard),
      ...(left.length > limit && { LastEvaluatedShardId: shown.at(-1)?.id }),
    },
  }
}

/** The stream that an ARN names; `undefined` if there is none, or if it was switched off more than 24 hours ago. */
export function streamBy(arn: string, { database }: EngineContext): StreamState | undefined {
  const [, table = '', label = ''] = /:table\/([^/]+)\/stream\/([^/]+)$/.exec(arn) ?? []
  return streamArn(table, label) === arn ? database.streams.find(table, label) : undefined
}

/** The ARN of a stream. */
export function arnOf({ table, label }: StreamState): string {
  return streamArn(table, label)
}

function shardsAfter(input: WireObject, { shards }: StreamState): readonly Shard[] {
  const start = input['ExclusiveStartShardId']
  const filter = input['ShardFilter'] as { readonly Type?: string; readonly ShardId?: string } | undefined
  if (filter !== undefined && (filter.Type === undefined || filter.ShardId === undefined))
    throw invalid(`${prefix}ShardFilter needs both Type and ShardId`)
  return shards.filter(
    ({ id, parent }) =>
      (start === undefined || id > String(start)) && (filter === undefined || parent === filter.ShardId),
  )
}

function describeShard({ id, parent, first, end }: Shard): WireObject {
  return {
    ShardId: id,
    SequenceNumberRange: {
      StartingSequenceNumber: sequenceText(first),
      ...(end !== undefined && { EndingSequenceNumber: sequenceText(end.last) }),
    },
    ...(parent !== undefined && { ParentShardId: parent }),
  }
}

function statusOf({ enabled, end }: StreamState, now: number): string {
  if (end !== undefined) return now < end.disabled ? 'DISABLING' : 'DISABLED'
  return now < enabled ? 'ENABLING' : 'ENABLED'
}

function limitOf({ Limit: limit = most }: WireObject): number {
  if (Number(limit) > most)
    throw invalid(`${prefix}Limit cannot be greater than the maximum allowed size: ${most}`)
  return Number(limit)
}
