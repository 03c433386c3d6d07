// Retries requests that failed for a reason that clears up on its own.
import { DyntasticError, retold } from '../../errors/dyntastic-error.js'
import { AbortedError, TimeoutError } from '../../errors/interrupted.js'
import { isError } from '../../errors/is-error.js'
import { reasonsIn } from '../../errors/transaction-cancelled-error.js'
import type { CallName, Calls, Request } from '../../operation/ground/request.js'
import type { Retry } from '../../operation/ground/retry.js'
import type { Patience } from '../../operation/ground/runner.js'
import { pauseBefore } from '../../util/backoff.js'
import { callRow } from './commands.js'
import { isInterruption } from './interruption.js'
import { outcomeOf } from './outcome.js'
import { causeOf, isBrokenResponse, isThrottle } from './sdk-errors.js'
import { asLimit, hasToken, patienceOf, send, type Way } from './send.js'
import type { CallLimits } from './timed-call.js'

/**
 * Sends a request and retries it, with identical input, until it succeeds or the call's time limit is reached.
 *
 * - Any request is retried after a conflict with a transaction: DynamoDB wrote nothing.
 * - A transaction with a token, and a transactional read, is also retried after throttling and after a lost response.
 *
 * @throws UnknownOutcomeError if an attempt may have been applied and no later attempt could confirm it.
 * @throws AbortedError if the signal aborts between two attempts.
 */
export async function sendWithRetry<N extends CallName>(
  request: Request<N>,
  way: Way,
  policy: Retry,
  since?: Patience,
): Promise<Calls[N]['output']> {
  const patience = patienceOf(request, way.rules.limits, since)
  const last = performance.now() + patience
  if (patience <= 0) throw neverSent(request, way)
  try {
    return await send(request, way, asLimit(patience))
  } catch (error) {
    return sendAgain(request, way, policy, error, last)
  }
}

/**
 * Retries a request after the error of its first attempt, like `sendWithRetry`.
 * @param last when the time limit of the call is reached (`performance.now()`)
 */
export async function sendAgain<N extends CallName>(
  request: Request<N>,
  way: Way,
  policy: Retry,
  first: unknown,
  last: number,
): Promise<Calls[N]['output']> {
  let error = first
  for (let attempt = 0; ; attempt++) {
    if (!isError(error, DyntasticError)) throw error
    const pause = mayPass(request, error) ? pauseBefore(attempt, policy) : Number.POSITIVE_INFINITY
    if (attempt + 1 >= policy.attempts || performance.now() + pause >= last)
      throw attempt === 0 ? error : ofAll(error, attempt + 1, way.rules.limits)
    await pauseBetween(pause, request, way)
    try {
      return await send(request, way, asLimit(last - performance.now()))
    } catch (again) {
      error = again
    }
  }
}

/** Returns the error of a request for which earlier requests left no time. */
export function neverSent({ call, entity, operation }: Request, { rules, attempts }: Way): TimeoutError {
  const detail = `no time was left for ${call}: the time limit of the call is ${rules.limits.total} ms`
  const outcome = callRow(call).writes ? outcomeOf(attempts) : undefined
  return new TimeoutError({ entity, operation, detail, outcome })
}

const passing: ReadonlySet<unknown> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
])

function mayPass(request: Request, error: DyntasticError): boolean {
  const { name } = causeOf(error)
  if (name === 'TransactionConflictException') return true
  if (name === 'TransactionCanceledException') {
    const refused = reasonsIn(error.cause).filter(({ Code = 'None' }) => Code !== 'None')
    return refused.length > 0 && refused.every(({ Code }) => passing.has(Code))
  }
  if (request.call !== 'TransactGetItems' && !hasToken(request)) return false
  if (isError(error, TimeoutError)) return !isOver(error)
  return isThrottle(causeOf(error)) || isBrokenResponse(error)
}

// Whether the limit of the whole call was reached, not that of one attempt.
function isOver({ cause }: DyntasticError): boolean {
  return isInterruption(cause) && cause.why === 'total'
}

// If several requests used up the limit, the message names the limit of the call, not what was left of it for the last
// request.
function ofAll(error: DyntasticError, requests: number, { total }: CallLimits): DyntasticError {
  if (!(isError(error, TimeoutError) && isOver(error))) return error
  return retold(error, { detail: `no response within ${total} ms, in ${requests} requests` })
}

function pauseBetween(
  milliseconds: number,
  { call, entity, operation }: Request,
  { signal, rules, attempts }: Way,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer)
      stopListening()
      const detail = 'aborted by its signal, between two attempts'
      const outcome = callRow(call).writes ? outcomeOf(attempts) : undefined
      reject(new AbortedError({ entity, operation, detail, cause: signal?.reason, outcome }))
    }
    const stopListening = signal === undefined ? () => {} : rules.signals.listen(signal, onAbort)
    const timer = setTimeout(() => {
      stopListening()
      resolve()
    }, milliseconds)
    if (signal?.aborted) onAbort()
  })
}
