// The public entry `dyntastic/testing`: what users' own tests and examples run on.
export { type Answer, type RecordedCommand, Recorder, type RecorderOptions } from './recorder.js'
export { type LocalDynamoDB, type LocalOptions, startLocal } from './start-local.js'
