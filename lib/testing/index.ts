// Public entry point `dyntastic/testing`, for users' tests and examples.

export type { FaultKind, LocalFaults } from './engine/faults/fault-kinds.js'
export type { LocalTable } from './local-tables.js'
export { type Answer, type RecordedCommand, Recorder, type RecorderOptions } from './recorder.js'
export {
  type LocalClock,
  type LocalDynamoDB,
  type LocalOptions,
  type LocalRequest,
  type LocalSnapshot,
  startLocal,
} from './start-local.js'
