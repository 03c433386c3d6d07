// Maps an error thrown by the client to an error of this library, with the SDK's error as its cause.

import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { DyntasticError, type ErrorDetails } from '../../errors/dyntastic-error.js'
import { IdempotencyMismatchError } from '../../errors/idempotency-mismatch-error.js'
import { AbortedError, TimeoutError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { TableNotFoundError } from '../../errors/table-not-found-error.js'
import { ThrottledError } from '../../errors/throttled-error.js'
import { UnknownOutcomeError } from '../../errors/unknown-outcome-error.js'
import { hide } from '../../errors/veil.js'
import { brokenResponse } from '../../operation/batch-read/lost-read.js'
import type { Request } from '../../operation/ground/request.js'
import { type Interruption, isInterruption } from './interruption.js'
import { type Attempts, isLostResponse, outcomeOf } from './outcome.js'
import { withoutQuotes } from './quoted-values.js'
import { asCause } from './sdk-cause.js'

/** What is known about a failed call besides its error. */
export interface Circumstances {
  readonly request: Request
  /** Whether the call may have changed data. */
  readonly writes: boolean
  /** For a missing table: region and endpoint, as text. Otherwise empty. */
  readonly place: string
  readonly attempts: Attempts
}

/** The properties we read from the SDK's error. */
interface SdkError {
  readonly name?: string
  readonly message?: string
  readonly code?: string
  readonly Item?: unknown
  readonly CancellationReasons?: readonly { readonly Code?: string }[]
  readonly $retryable?: { readonly throttling?: boolean }
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number }
}

const throttling = new Set([
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
])

/** Returns the library's error for what a client threw. An error of the library is returned unchanged. */
export function mapError(rejection: unknown, circumstances: Circumstances): DyntasticError {
  const thrown = isLostResponse(rejection) ? rejection.lost : rejection
  if (isError(thrown, DyntasticError)) return thrown
  const { request, writes, attempts, place } = circumstances
  const { entity, operation } = request
  const outcome = writes ? outcomeOf(attempts) : undefined
  const unquoted = withoutQuotes(request.input, thrown)
  const where = { entity, operation, cause: asCause(thrown, unquoted), outcome }
  if (isInterruption(thrown) && rejection === thrown) return interrupted(thrown, where, circumstances)
  const error: SdkError = typeof thrown === 'object' && thrown !== null ? thrown : {}
  const facts = factsOf(error)
  if (error.name === 'ConditionalCheckFailedException')
    return new ConditionFailedError({ ...where, stored: error.Item })
  if (error.name === 'IdempotentParameterMismatchException')
    return new IdempotencyMismatchError({
      ...where,
      detail:
        'this token was used with a different request within the last 10 minutes: this call wrote nothing, and the earlier one may have. To repeat a transaction, run the same operation values again, as times, versions and generated defaults are part of the request',
    })
  if (error.name === 'ResourceNotFoundException')
    return new TableNotFoundError({ ...where, detail: `${oneTable(request)} does not exist${place}` })
  const unknown = outcome === 'unknown'
  if (isThrottle(error) && !unknown) return throttled(request, where, error, facts)
  const named = error.name === 'TimeoutError' && (error.code === undefined || error.code === 'ETIMEDOUT')
  // The SDK also names a reset connection TimeoutError; only the code tells them apart.
  if (rejection === thrown && named)
    return new TimeoutError({ ...where, detail: 'no response within the time limit of the client' })
  const explanation = indexTrouble(request, error) ?? ownMessage(thrown, error, unquoted)
  const detail = `${request.call} failed (${inWords(error, facts)})${explanation}`
  const Class = unknown ? UnknownOutcomeError : RequestFailedError
  const failed = Object.assign(new Class({ ...where, detail }), facts)
  if (attempts.last === true) hide(failed, brokenResponse, true)
  return failed
}

/** The SDK's error behind an error of this library. */
export function causeOf({ cause }: DyntasticError): SdkError {
  return Object(cause)
}

/** Whether DynamoDB throttled the request. */
export function isThrottle(error: SdkError): boolean {
  const { name = '', $retryable, $metadata } = error
  return throttling.has(name) || $retryable?.throttling === true || $metadata?.httpStatusCode === 429
}

function throttled(
  request: Request,
  where: ErrorDetails,
  error: SdkError,
  facts: Facts,
  until = '',
): ThrottledError {
  const detail = `${oneTable(request)} was throttled (${inWords(error, facts)})${until}`
  return Object.assign(new ThrottledError({ ...where, detail }), facts)
}

// DynamoDB's messages name neither the table nor a fix ("The table does not have the specified index: byX", "Cannot
// read from backfilling …").
function indexTrouble({ index, table }: Request, { name, message }: SdkError): string | undefined {
  if (index === undefined || name !== 'ValidationException' || typeof message !== 'string') return undefined
  if (message.includes('does not have the specified index'))
    return `: table '${table.name}' does not have index '${index}', which the entity defines. Add the index to the table before you deploy code that reads it; createTable() reports what the table lacks (\`differences\`)`
  if (message.includes('backfilling'))
    return `: index '${index}' of table '${table.name}' is still being built. Read it once its IndexStatus is ACTIVE`
  return undefined
}

// DynamoDB does not say which of several tables is meant.
function oneTable({ table, others = [] }: Request): string {
  const names = new Set([table, ...others.map((other) => other.table)].map(({ name }) => `'${name}'`))
  return names.size === 1 ? `table '${table.name}'` : `one of the tables ${[...names].join(', ')}`
}

/** Whether the response was lost or cannot be read. Repeating a read may succeed. */
export function isBrokenResponse(error: DyntasticError): boolean {
  return Reflect.get(error, brokenResponse) === true
}

/** The SDK's name of a mapped error, such as `'ResourceInUseException'`. */
export function sdkName(error: unknown): string | undefined {
  return isError(error, DyntasticError) && error.cause instanceof Error ? error.cause.name : undefined
}

function interrupted(
  thrown: Interruption,
  where: ErrorDetails,
  circumstances: Circumstances,
): DyntasticError {
  const { request, attempts } = circumstances
  if (thrown.why === 'signal')
    return new AbortedError({ ...where, detail: thrown.message, cause: thrown.cause })
  const { error, begun, lost, last } = attempts
  const met: SdkError = Object(error)
  // Every attempt was throttled, and the pauses between them used up the time.
  if (thrown.why === 'total' && !lost && last === false && isThrottle(met)) {
    const facts = { ...factsOf(met), attempts: begun }
    const cause = asCause(error, withoutQuotes(request.input, error))
    return throttled(request, { ...where, cause }, met, facts, `, and ${thrown.message}`)
  }
  const tries = factsOf(thrown).attempts
  const times = thrown.why === 'attempt' && tries !== undefined ? `, in each of ${tries} attempts` : ''
  return new TimeoutError({ ...where, detail: thrown.message + times })
}

interface Facts {
  readonly httpStatus?: number
  readonly attempts?: number
}

function factsOf({ $metadata }: SdkError): Facts {
  return {
    ...($metadata?.httpStatusCode === undefined ? {} : { httpStatus: $metadata.httpStatusCode }),
    ...($metadata?.attempts === undefined ? {} : { attempts: $metadata.attempts }),
  }
}

function inWords(error: SdkError, { httpStatus, attempts }: Facts): string {
  return [
    error.name ?? 'no Error',
    error.code,
    httpStatus === undefined ? undefined : `HTTP ${httpStatus}`,
    attempts === undefined ? undefined : attempts === 1 ? '1 attempt' : `${attempts} attempts`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(', ')
}

const hints = [
  ['Region is missing', '; give the executor a `region`, or set DYNTASTIC_REGION or AWS_REGION'],
  [
    'Could not load credentials',
    '; a local engine needs no credentials if its `endpoint` (or DYNTASTIC_HOST) is a loopback address',
  ],
] as const

// The SDK's message, without parts that may quote the response or a value of an item.
function ownMessage(thrown: unknown, { message }: SdkError, unquoted: (message: string) => string): string {
  if (thrown instanceof SyntaxError) return ': the response is not valid DynamoDB JSON'
  // The SDK's placeholder for a response without a message.
  if (typeof message !== 'string' || message === '' || message === 'UnknownError') return ''
  const hint = hints.find(([start]) => message.startsWith(start))?.[1] ?? ''
  return `: ${unquoted(message)}${hint}`
}
