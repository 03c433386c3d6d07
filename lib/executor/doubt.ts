// Whether a write that failed may have been applied by an attempt before the last one, and how that is said.
import { ConditionFailedError } from '../errors/condition-failed-error.js'
import type { DyntasticError } from '../errors/dyntastic-error.js'
import { AbortedError, TimeoutError } from '../errors/interrupted.js'
import { isError } from '../errors/is-error.js'
import { RequestFailedError } from '../errors/request-failed-error.js'
import { ThrottledError } from '../errors/throttled-error.js'
import { UnknownOutcomeError } from '../errors/unknown-outcome-error.js'

/** What is read of the SDK's error. */
export interface SdkCause {
  readonly name?: unknown
  readonly CancellationReasons?: readonly { readonly Code?: string }[]
  readonly $metadata?: { attempts?: number }
}

/** The SDK's error behind one of the library. */
export function causeOf({ cause }: DyntasticError): SdkCause {
  return Object(cause)
}

/** Whether it is open, after this error, if the write was applied; `before`: whether it was open already. */
export function leavesDoubt(error: DyntasticError, before: boolean): boolean {
  const { name } = causeOf(error)
  // Under its token a transaction that was applied is answered with success: one that is cancelled was not.
  if (name === 'TransactionCanceledException') return false
  return before || outcomeOf(error) === 'unknown' || name === 'TransactionInProgressException'
}

const words = ' (the write may have been applied by an earlier attempt)'

/** The error as it is to be told where an attempt before may have been applied: what the last one met is not the whole truth then. */
export function withDoubt(error: DyntasticError, doubtful: boolean): DyntasticError {
  if (!doubtful || outcomeOf(error) === 'unknown') return error
  const { entity, operation, cause } = error
  const told = { entity, operation, cause, detail: detailOf(error) + words }
  if (isError(error, AbortedError)) return new AbortedError({ ...told, outcome: 'unknown' })
  if (isError(error, TimeoutError)) return new TimeoutError({ ...told, outcome: 'unknown' })
  const { $metadata } = causeOf(error)
  // Operations tell by the number of attempts whether what a condition met may be the call's own doing.
  if (isError(error, ConditionFailedError) && $metadata !== undefined)
    $metadata.attempts = Math.max(2, $metadata.attempts ?? 1)
  return isSilent(error) ? Object.assign(new UnknownOutcomeError(told), factsOf(error)) : error
}

const silentNames: ReadonlySet<unknown> = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
])

// A refusal of what was asked holds for all attempts; a throttle, a conflict or a broken connection only for its own.
function isSilent(error: DyntasticError): error is RequestFailedError | ThrottledError {
  if (isError(error, ThrottledError)) return true
  if (!isError(error, RequestFailedError)) return false
  const { httpStatus = 0 } = error
  return httpStatus < 400 || httpStatus >= 500 || silentNames.has(causeOf(error).name)
}

function outcomeOf(error: DyntasticError): unknown {
  return Reflect.get(error, 'outcome')
}

function factsOf(error: RequestFailedError | ThrottledError): object {
  const { attempts, httpStatus }: { attempts?: number; httpStatus?: number } = error
  return {
    ...(attempts === undefined ? {} : { attempts }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
  }
}

// Without the place that the message begins with: the new error has it, too.
function detailOf({ entity, operation, message }: DyntasticError): string {
  const place = `${entity}.${operation}: `
  return message.startsWith(place) ? message.slice(place.length) : message
}
