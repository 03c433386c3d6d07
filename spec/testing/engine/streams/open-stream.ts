// An engine with a table `books` that has a stream, and short ways to its shards and records.
import type { EngineSettings } from '../../../../lib/testing/engine/engine.js'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import type { WireItem, WireObject } from '../../../../lib/testing/engine/values/wire.js'
import { book, books } from '../ways-in.js'

export interface ShardText {
  readonly ShardId: string
  readonly ParentShardId?: string
  readonly SequenceNumberRange: {
    readonly StartingSequenceNumber: string
    readonly EndingSequenceNumber?: string
  }
}

export interface RecordText {
  readonly eventID: string
  readonly eventName: string
  readonly userIdentity?: object
  readonly dynamodb: {
    readonly Keys: WireItem
    readonly SequenceNumber: string
    readonly NewImage?: WireItem
    readonly OldImage?: WireItem
  }
}

export const hour = 60 * 60 * 1000

/** The engine, its clock, which stands still, and what specs ask of the stream. */
export function openStream(settings?: Omit<EngineSettings, 'clock'>) {
  const clock = engineClock(1_900_000_000_000)
  const engine = books({ ...settings, clock })
  const enable = (StreamViewType = 'NEW_AND_OLD_IMAGES'): string => {
    const StreamSpecification = { StreamEnabled: true, StreamViewType }
    const { TableDescription } = engine.run('UpdateTable', { TableName: 'books', StreamSpecification })
    return String((TableDescription as WireObject)['LatestStreamArn'])
  }
  const arn = enable()
  const describe = (more: object = {}) =>
    engine.run('DescribeStream', { StreamArn: arn, ...more })['StreamDescription'] as WireObject & {
      readonly Shards: readonly ShardText[]
    }
  const shardId = (at = -1) => String(describe().Shards.at(at)?.ShardId)
  const iterator = (ShardIteratorType = 'TRIM_HORIZON', more: object = {}) =>
    String(
      engine.run('GetShardIterator', { StreamArn: arn, ShardId: shardId(), ShardIteratorType, ...more })[
        'ShardIterator'
      ],
    )
  const read = (ShardIterator: string, more: object = {}) => {
    const response = engine.run('GetRecords', { ShardIterator, ...more })
    const records = response['Records'] as readonly RecordText[]
    return {
      records,
      next: response['NextShardIterator'] as string | undefined,
      names: records.map(({ dynamodb }) => dynamodb.Keys['sk']?.S),
    }
  }
  return {
    ...engine,
    clock,
    arn,
    enable,
    disable: () =>
      engine.run('UpdateTable', { TableName: 'books', StreamSpecification: { StreamEnabled: false } }),
    describe,
    shardId,
    iterator,
    read,
    put: (sk: string, more: WireItem = {}) =>
      engine.run('PutItem', { TableName: 'books', Item: { ...book(sk), ...more } }),
  }
}
