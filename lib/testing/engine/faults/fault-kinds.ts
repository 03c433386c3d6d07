// The kinds of faults: what becomes of a request that meets one.
import type { EngineResponse } from '../engine.js'
import { failure, type ServiceFailure } from '../values/service-failure.js'

/** What can become of a request. */
export type FaultKind = 'throttle' | 'lose the answer' | 'reset' | 'internal error' | 'hang'

/** Faults that an embedded engine is to show, so that tests see what programs make of them. */
export interface LocalFaults {
  /**
   * Makes the next request of this operation fail: `throttle` rejects it (ProvisionedThroughputExceededException),
   * `reset` closes the connection before it is applied, `lose the answer` after it was applied, `internal error`
   * responds with status 500, and `hang` does not respond until the caller gives up or the engine stops.
   * @example local.faults.next('PutItem', 'throttle', 3)
   * @param times the number of requests that fail (default 1).
   * @throws InvalidOptionError if the operation or the kind does not exist.
   */
  next(operation: string, kind: FaultKind, times?: number): void
  /**
   * From now on, makes BatchWriteItem and BatchGetItem leave this share of their elements unprocessed, chosen with the
   * seed; 0 disables it.
   * @example local.faults.leaveUnprocessed(0.3)
   * @throws InvalidOptionError if the share is not a number from 0 to 1.
   */
  leaveUnprocessed(share: number): void
  /**
   * Makes the next write or transaction end with a transaction conflict: a TransactionConflictException, or a cancelled
   * transaction with the reason TransactionConflict for one of its actions. Nothing is applied.
   * @example local.faults.conflict(2)
   * @param times the number of requests that fail (default 1).
   */
  conflict(times?: number): void
  /** Removes all planned faults. @example afterEach(() => local.faults.clear()) */
  clear(): void
}

/** Determines how a request with a fault ends. `run` runs it; `never` is a promise that ends with the engine. */
export type Fault = (
  run: () => EngineResponse,
  never: Promise<EngineResponse>,
) => EngineResponse | Promise<EngineResponse>

/** One row per kind. */
export const faultKinds: { readonly [K in FaultKind]: Fault } = {
  throttle: () =>
    refusal(
      failure(
        'ProvisionedThroughputExceededException',
        'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
      ),
    ),
  'lose the answer': (run) => {
    run()
    return Promise.reject(connectionReset())
  },
  reset: () => Promise.reject(connectionReset()),
  'internal error': () => {
    const { body } = failure(
      'InternalServerError',
      'The request processing has failed because of an unknown error.',
    )
    return { statusCode: 500, body: JSON.stringify(body) }
  },
  hang: (_run, never) => never,
}

/** Returns the response for an error. */
export function refusal({ statusCode, body }: ServiceFailure): EngineResponse {
  return { statusCode, body: JSON.stringify(body) }
}

/** Returns the error that a client sees if the other side closed the connection. */
export function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' })
}
