// Shapes of requests for streams: their lists, shards and records.
import { type Members, oneOf, required, structure, text } from './shape.js'

const streamArn = text({ min: 37, max: 1024 })
const shardId = text({ min: 28, max: 65 })
const limit = { kind: 'integer', min: 1 } as const

export const listStreams: Members = {
  TableName: text({ min: 3, max: 255, pattern: /^[a-zA-Z0-9_.-]+$/ }),
  Limit: limit,
  ExclusiveStartStreamArn: streamArn,
}

export const describeStream: Members = {
  StreamArn: required(streamArn),
  Limit: limit,
  ExclusiveStartShardId: shardId,
  ShardFilter: structure('ShardFilter', { Type: oneOf('CHILD_SHARDS'), ShardId: shardId }),
}

export const getShardIterator: Members = {
  StreamArn: required(streamArn),
  ShardId: required(shardId),
  ShardIteratorType: required(oneOf('AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON')),
  SequenceNumber: text({ min: 21, max: 40 }),
}

export const getRecords: Members = {
  ShardIterator: required(text({ min: 1, max: 2048 })),
  Limit: limit,
}
