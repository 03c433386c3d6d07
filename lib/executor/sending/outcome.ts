// Outcome of a failed call, from what is known of each of its attempts: the one place where it is decided.
import type { Outcome } from '../../errors/outcome.js'

/** What is known of the attempts of one call, over all of its requests. An attempt is lost if it may have been applied although it failed. */
export interface Attempts {
  /** How many have begun. */
  begun: number
  /** Whether one before the last was lost. */
  lost: boolean
  /** Whether one of them ended without a response of DynamoDB: it may still be on its way, and be applied later. */
  underWay: boolean
  /** Whether the last one was lost; `undefined` if nothing is known of it, as with a mocked client, which makes no attempts. */
  last: boolean | undefined
  /** What the last attempt that ended was rejected with. */
  error: unknown
}

/** The attempts of a call that has not begun. */
export function noAttempts(): Attempts {
  return { begun: 0, lost: false, underWay: false, last: undefined, error: undefined }
}

/** Notes that the call sends another request. */
export function beginRequest(attempts: Attempts): void {
  if (attempts.last === true) attempts.lost = true
  attempts.last = undefined
  attempts.error = undefined
}

/** Notes that an attempt begins. Until its response is there, it may have been applied. */
export function beginAttempt(attempts: Attempts): void {
  if (attempts.last === true) attempts.lost = true
  attempts.last = true
  attempts.begun++
}

/** Notes what an attempt was rejected with. */
export function endAttempt(attempts: Attempts, error: unknown): void {
  attempts.last = isLost(error)
  attempts.underWay ||= attempts.last && !isAnswered(error)
  attempts.error = error
}

/** Notes what the client rejected a request with. */
export function endRequest(attempts: Attempts, thrown: unknown): void {
  // A client that makes no attempts of its own.
  if (attempts.last === undefined) {
    attempts.last = seemsLost(thrown)
    attempts.underWay ||= attempts.last && !isAnswered(thrown)
  }
  if (conclusive.has(nameOf(thrown))) Object.assign(attempts, { lost: attempts.underWay, last: false })
}

/**
 * What proves, under a token, that no earlier attempt which DynamoDB has finished was applied: it confirms the repeat of an applied
 * transaction before it looks at conditions. It proves nothing of an attempt that is still under way: that one may arrive later and find
 * its conditions met.
 */
const conclusive: ReadonlySet<unknown> = new Set([
  'TransactionCanceledException',
  'IdempotentParameterMismatchException',
])

/** What DynamoDB itself says when it gives up an attempt. A page of a proxy is not among them. */
const answers: ReadonlySet<unknown> = new Set([
  'InternalServerError',
  'InternalServerErrorException',
  'InternalFailure',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TransactionInProgressException',
])

/** Whether DynamoDB answered the attempt, so that nothing of it is under way. */
function isAnswered(error: unknown): boolean {
  const { $metadata }: AttemptError = Object(error)
  return $metadata?.httpStatusCode !== undefined && answers.has(nameOf(error))
}

/** The outcome of a call that failed after these attempts. */
export function outcomeOf({ lost, last }: Attempts): Outcome {
  return lost || last === true ? 'unknown' : 'nothing written'
}

const lostResponse = Symbol.for('dyntastic.lostResponse')

/** Stands for an error after which a write that must not be applied twice is not sent again: the SDK knows no reason to retry it. */
export class LostResponse extends Error {
  /** What happened. Not the `cause`: the SDK looks into causes for reasons to try again. */
  readonly lost: unknown
  readonly [lostResponse] = true

  constructor(lost: unknown) {
    super('the answer was lost')
    this.name = 'LostResponse'
    this.lost = lost
  }
}

/** Whether a value is a LostResponse; by a mark, as classes do not survive every bundler. */
export function isLostResponse(value: unknown): value is LostResponse {
  return Reflect.get(Object(value), lostResponse) === true
}

/** What is read of an error that ended an attempt: the SDK's, Node's or a request handler's. */
interface AttemptError {
  readonly name?: unknown
  readonly message?: unknown
  readonly code?: unknown
  readonly syscall?: unknown
  readonly errors?: unknown
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/** Connections that were never made, certificates that were not accepted and requests that could not be written. */
const unsentCodes = new RegExp(
  `^(?:${[
    'ECONNREFUSED|ENOTFOUND|EAI_.+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL',
    'CERT_.+|UNABLE_TO_.+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_TLS_CERT_.+',
    'ERR_INVALID_(?:CHAR|HTTP_TOKEN|PROTOCOL|URL)',
  ].join('|')})$`,
)
/** What the SDK says of its connection limit, and Node of a TLS handshake that was broken off: requests are written after both. */
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
 * Whether an attempt may have been applied although it failed. A refusal (4xx) and a connection that was never made say that it was not;
 * anything else says nothing.
 */
export function isLost(error: unknown): boolean {
  // Another attempt under the same token is under way.
  if (error instanceof SyntaxError || nameOf(error) === 'TransactionInProgressException') return true
  const { $metadata }: AttemptError = Object(error)
  const status = $metadata?.httpStatusCode ?? 0
  return status >= 500 || (status < 400 && !isUnsent(error))
}

/**
 * The same of an error that is not known to have ended an attempt, such as a stand-in for a client throws: only what names a time limit or a
 * fault of the connection (`ECONNRESET`, `HPE_INVALID_CONSTANT`, `ERR_HTTP2_STREAM_ERROR`), or came with a response, is taken for one.
 */
export function seemsLost(error: unknown): boolean {
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
