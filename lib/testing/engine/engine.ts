// Embedded engine: maps operations to their implementations, and errors to responses.
import { operations } from './operations.js'
import { checkConstraints } from './requests/constraint-check.js'
import { checkTypes } from './requests/type-check.js'
import { type Clock, engineClock } from './storage/clock.js'
import { Database } from './storage/database.js'
import type { EngineContext } from './storage/engine-context.js'
import { failure, isServiceFailure, ServiceFailure } from './values/service-failure.js'
import type { WireObject } from './values/wire.js'

/** Processes requests of DynamoDB's JSON protocol. */
export interface Engine {
  readonly context: EngineContext
  /**
   * Returns the response to a request. Never throws: errors become responses with status 400. `target` is the header
   * `x-amz-target`.
   */
  respond(target: string, body: string): EngineResponse
  /** Runs one operation on an input that the engine may keep. @throws a `ServiceFailure`. */
  run(operation: string, input: WireObject): WireObject
  /** Rejects all later requests. */
  stop(): void
}

export interface EngineResponse {
  readonly statusCode: number
  readonly body: string
}

/** The settings of an engine. */
export interface EngineSettings {
  readonly clock?: Clock
  /** The delay of eventually consistent reads, in milliseconds. */
  readonly lag?: number
  /** How long tables and indexes are being created, updated and deleted, in milliseconds. */
  readonly tableDelay?: number
}

/** Creates an engine without tables. Each request is completed before its response, so nothing happens in between. */
export function createEngine({
  clock = engineClock(),
  lag = 0,
  tableDelay = 0,
}: EngineSettings = {}): Engine {
  const context: EngineContext = { clock, database: new Database(clock, lag), tableDelay }
  let stopped = false
  const engine: Engine = {
    context,
    respond(target, body) {
      try {
        if (stopped) throw failure('ServiceUnavailable', 'The embedded DynamoDB was stopped')
        if (!isKnown(target)) throw unknown(target)
        const name = operationOf(target)
        return { statusCode: 200, body: JSON.stringify(engine.run(name, parsed(body))) }
      } catch (error) {
        return refused(error)
      }
    },
    run(name, input) {
      const operation = operations.get(name)
      if (operation === undefined) throw unknown(name)
      checkTypes(input, operation.members)
      operation.check?.(input)
      checkConstraints(input, operation.members, operation.firstErrorOnly)
      if (operation.writes) context.database.beforeWrite()
      return operation.run(input, context)
    },
    stop() {
      stopped = true
    },
  }
  return engine
}

/** Whether a header `x-amz-target` names a supported operation, such as `DynamoDB_20120810.GetItem`. */
export function isKnown(target: string): boolean {
  const name = operationOf(target)
  const operation = operations.get(name)
  return operation !== undefined && target === `${operation.service ?? itemService}.${name}`
}

const itemService = 'DynamoDB_20120810'

/** Returns the operation in a header `x-amz-target`. */
export function operationOf(target: string): string {
  return target.slice(target.lastIndexOf('.') + 1)
}

function parsed(body: string): WireObject {
  try {
    const input: unknown = JSON.parse(body)
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as WireObject
  } catch {}
  throw new ServiceFailure({ __type: 'com.amazon.coral.service#SerializationException' })
}

function unknown(name: string): ServiceFailure {
  const message = `The embedded DynamoDB does not know the operation ${name}`
  return new ServiceFailure({ __type: 'com.amazon.coral.service#UnknownOperationException', message })
}

function refused(error: unknown): EngineResponse {
  if (isServiceFailure(error)) return { statusCode: error.statusCode, body: JSON.stringify(error.body) }
  // An internal error of the engine is returned as the service would, and never thrown into the caller's process.
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {
    statusCode: 500,
    body: JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message }),
  }
}
