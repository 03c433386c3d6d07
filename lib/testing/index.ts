// Public entry point `dyntastic/testing`, for users' tests and examples.

export type { DeliveryOptions, DeliveryReport, DiscardedRecords } from './delivery-options.js'
export type { FaultKind, LocalFaults } from './engine/faults/fault-kinds.js'
export type { DeliveryContext, DeliveryEvent, DeliveryFunction } from './lambda-function.js'
export type { LocalStream, StreamOwner } from './local-stream.js'
export type { LocalStreamView, LocalTable } from './local-tables.js'
export { type Answer, type RecordedCommand, Recorder, type RecorderOptions } from './recorder.js'
export {
  type LocalClock,
  type LocalDynamoDB,
  type LocalOptions,
  type LocalRequest,
  type LocalSnapshot,
  startLocal,
} from './start-local.js'
