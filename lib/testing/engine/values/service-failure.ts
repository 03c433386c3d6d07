// Error response of DynamoDB: an error name, a message and additional members.
import type { WireObject } from './wire.js'

const validator = 'com.amazon.coral.validate#'
const service = 'com.amazonaws.dynamodb.v20120810#'

const serviceFailure = Symbol.for('dyntastic.serviceFailure')

/** Thrown inside the engine; becomes the JSON of an error response, which the SDK turns into its own error class. */
export class ServiceFailure extends Error {
  readonly body: WireObject
  readonly statusCode: number
  readonly [serviceFailure] = true

  constructor(body: WireObject, statusCode = 400) {
    const message = body['message'] ?? body['Message']
    super(typeof message === 'string' ? message : String(body['__type']))
    this.body = body
    this.statusCode = statusCode
  }

  /** The error's name without its namespace: `ValidationException`. */
  get type(): string {
    return String(this.body['__type']).replace(/^.*#/, '')
  }
}

/** Whether a value is a ServiceFailure; by a mark, as classes do not survive every bundler. */
export function isServiceFailure(value: unknown): value is ServiceFailure {
  return Reflect.get(Object(value), serviceFailure) === true
}

/** A request that DynamoDB refuses for what it says. */
export function invalid(message: string): ServiceFailure {
  return new ServiceFailure({ __type: `${validator}ValidationException`, message })
}

/** A refusal of another kind: `failure('ResourceNotFoundException', '...')`, with more members of the response. */
export function failure(name: string, message: string, more: WireObject = {}): ServiceFailure {
  return new ServiceFailure({ __type: service + name, message, ...more })
}
