// Outcome of a failed call, decided in this one place from what is known about each attempt.
import type { Outcome } from '../../errors/outcome.js'

/**
 * What is known about the attempts of one call, across all its requests. A lost attempt failed, but may have been
 * applied.
 */
export interface Attempts {
  /** Number of attempts that have begun. */
  begun: number
  /** Whether an attempt before the last one was lost. */
  lost: boolean
  /** Whether an attempt ended without a response from DynamoDB: it may still be on its way, and be applied later. */
  underWay: boolean
  /** Whether the last attempt was lost; `undefined` if unknown, as with a mocked client, which makes no attempts. */
  last: boolean | undefined
  /** The error of the last attempt that ended. */
  error: unknown
}

/** The attempts of a call that has not started. */
export function noAttempts(): Attempts {
  return { begun: 0, lost: false, underWay: false, last: undefined, error: undefined }
}

/** Records that the call sends another request. */
export function beginRequest(attempts: Attempts): void {
  if (attempts.last === true) attempts.lost = true
  attempts.last = undefined
  attempts.error = undefined
}

/** Records that an attempt starts. Until its response arrives, it may have been applied. */
export function beginAttempt(attempts: Attempts): void {
  if (attempts.last === true) attempts.lost = true
  attempts.last = true
  attempts.begun++
}

/** Records the error of an attempt. */
export function endAttempt(attempts: Attempts, error: unknown): void {
  attempts.last = isLost(error)
  attempts.underWay ||= attempts.last && !isResponse(error)
  attempts.error = error
}

/** Records the error with which the client rejected a request. */
export function endRequest(attempts: Attempts, thrown: unknown): void {
  // A client that makes no attempts of its own, such as a mocked one.
  if (attempts.last === undefined) {
    attempts.last = mayBeLost(thrown)
    attempts.underWay ||= attempts.last && !isResponse(thrown)
  }
  if (conclusive.has(nameOf(thrown))) Object.assign(attempts, { lost: attempts.underWay, last: false })
}

/**
 * Errors that prove, under a token, that DynamoDB applied none of the attempts it has finished: it recognizes the
 * repeat of an applied transaction before it evaluates conditions. They prove nothing about an attempt that is still
 * on its way: it may arrive later and find its conditions met.
 */
const conclusive: ReadonlySet<unknown> = new Set([
  'TransactionCanceledException',
  'IdempotentParameterMismatchException',
])

/** The errors with which DynamoDB itself ends an attempt, as opposed to an error page of a proxy. */
const responses: ReadonlySet<unknown> = new Set([
  'InternalServerError',
  'InternalServerErrorException',
  'InternalFailure',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TransactionInProgressException',
])

/** Whether DynamoDB responded to the attempt, so that it is no longer on its way. */
function isResponse(error: unknown): boolean {
  const { $metadata }: AttemptError = Object(error)
  return $metadata?.httpStatusCode !== undefined && responses.has(nameOf(error))
}

/** The outcome of a call that failed after these attempts. */
export function outcomeOf({ lost, last }: Attempts): Outcome {
  return lost || last === true ? 'unknown' : 'nothing written'
}

const lostResponse = Symbol.for('dyntastic.lostResponse')

/** Replaces an error after which a write must not be repeated. The SDK does not recognize it as retryable. */
export class LostResponse extends Error {
  /** The original error. Not stored as `cause`, because the SDK searches causes for retryable errors. */
  readonly lost: unknown
  readonly [lostResponse] = true

  constructor(lost: unknown) {
    super('the response was lost')
    this.name = 'LostResponse'
    this.lost = lost
  }
}

/**
 * Whether a value is a LostResponse. Checked by a mark, because `instanceof` fails if a bundler duplicates the class.
 */
export function isLostResponse(value: unknown): value is LostResponse {
  return Reflect.get(Object(value), lostResponse) === true
}

/** The properties we read from an error that ended an attempt: the SDK's, Node's or a request handler's. */
interface AttemptError {
  readonly name?: unknown
  readonly message?: unknown
  readonly code?: unknown
  readonly syscall?: unknown
  readonly errors?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/**
 * Codes that mean that nothing was sent: no connection, a rejected certificate, or a request that could not be written.
 */
const unsentCodes = new RegExp(
  `^(?:${[
    'ECONNREFUSED|ENOTFOUND|EAI_.+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL',
    'CERT_.+|UNABLE_TO_.+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_TLS_CERT_.+',
    'ERR_INVALID_(?:CHAR|HTTP_TOKEN|PROTOCOL|URL)',
  ].join('|')})$`,
)
/**
 * Messages of the SDK's connection timeout and of Node's failed TLS handshake: the request is written only after both.
 */
const unsentWords = /did not establish a connection|before secure TLS connection was established/
const unsentCalls: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo'])

function isUnsent(error: unknown): boolean {
  const { code, syscall, message, errors }: AttemptError = Object(error)
  // On a connection that was made: the host has become unreachable since.
  if (syscall === 'read' || syscall === 'write') return false
  // Of a host with several addresses, what each of them met.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isUnsent)
  return unsentCodes.test(String(code)) || unsentCalls.has(syscall) || unsentWords.test(String(message))
}

/**
 * Whether an attempt may have been applied although it failed. It was not applied if DynamoDB rejected it (4xx) or if
 * the connection was never established. After any other error, we cannot tell.
 */
export function isLost(error: unknown): boolean {
  // A TransactionInProgressException means that another attempt under the same token is still running.
  if (error instanceof SyntaxError || nameOf(error) === 'TransactionInProgressException') return true
  const { $metadata }: AttemptError = Object(error)
  const status = $metadata?.httpStatusCode ?? 0
  return status >= 500 || (status < 400 && !isUnsent(error))
}

/**
 * The same for an error that may not come from an attempt, such as one thrown by a mocked client. It counts as lost
 * only if it indicates a time limit or a connection failure (`ECONNRESET`, `HPE_INVALID_CONSTANT`,
 * `ERR_HTTP2_STREAM_ERROR`), or came with a response.
 */
export function mayBeLost(error: unknown): boolean {
  const { $metadata, code }: AttemptError = Object(error)
  const known =
    error instanceof SyntaxError ||
    $metadata?.httpStatusCode !== undefined ||
    ['TimeoutError', 'TransactionInProgressException'].includes(String(nameOf(error))) ||
    /^(?:E|HPE_)[A-Z\d_]+$/.test(String(code))
  return known && isLost(error)
}

function nameOf(error: unknown): unknown {
  return Reflect.get(Object(error), 'name')
}
