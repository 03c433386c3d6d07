// Public entry point `dyntastic/streams`, for the consumers of DynamoDB streams.
export { StreamRecordError, type StreamRecordProblem } from '../errors/stream-record-error.js'
export { ChangedPaths } from './changed-paths.js'
export type { StreamContext } from './invocation-time.js'
export type {
  ChangeRecordOf,
  EntityName,
  InsertRecord,
  ModifyRecord,
  RemoveRecord,
  StreamRecordFacts,
  StreamView,
  UnknownRecord,
} from './record-types.js'
export type { ChangeType } from './stream-content.js'
export type {
  DynamoStreamRecord,
  KinesisEventRecord,
  KinesisRecord,
  StreamEvent,
  StreamImages,
  StreamRecord,
} from './stream-event.js'
export { type StreamResponse, streamHandler } from './stream-handler.js'
export type { InvalidRecordPolicy, StreamOptions } from './stream-options.js'
export type {
  EntityHandlers,
  HandlersChecked,
  ListedEntity,
  StreamFunction,
  StreamHandlers,
} from './stream-types.js'
