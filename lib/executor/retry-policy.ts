// The executor option `retry`, checked and completed.
import { DyntasticError } from '../errors/dyntastic-error.js'
import { defaultRetry, type Retry, type RetryPolicy } from '../operation/retry.js'

/** Attempts and milliseconds, each with a default. */
export interface RetryOption {
  /** Of what BatchWriteItem and BatchGetItem leave unprocessed; default 6 attempts in a row without progress, pauses of 50 to 1,000 ms. */
  readonly unprocessed?: Partial<Retry> | undefined
  /** Of conflicts with transactions; default 16 attempts, pauses of 25 to 500 ms. */
  readonly conflicts?: Partial<Retry> | undefined
}

/** The policy of an option. @throws DyntasticError for an option that is none. */
export function retryPolicy(option: RetryOption = {}): RetryPolicy {
  for (const kind of Object.keys(option))
    if (!Object.hasOwn(defaultRetry, kind))
      throw new DyntasticError({
        detail: `the executor option retry has no '${kind}'; it has 'unprocessed' and 'conflicts', each with attempts, base and most`,
      })
  return Object.freeze({
    unprocessed: completed('unprocessed', option.unprocessed),
    conflicts: completed('conflicts', option.conflicts),
  })
}

function completed(kind: keyof RetryPolicy, given: Partial<Retry> = {}): Retry {
  const { attempts, base, most } = { ...defaultRetry[kind], ...given }
  if (!Number.isInteger(attempts) || attempts < 1)
    throw new DyntasticError({ detail: `the executor option retry.${kind}.attempts is a positive integer` })
  if (!(base >= 0 && most >= base && most < Number.POSITIVE_INFINITY))
    throw new DyntasticError({
      detail: `the executor option retry.${kind} has pauses of 0 <= base <= most milliseconds`,
    })
  return Object.freeze({ attempts, base, most })
}
