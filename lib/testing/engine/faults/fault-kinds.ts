// The kinds of faults: what becomes of a request that meets one.
import type { EngineAnswer } from '../engine.js'
import { failure, type ServiceFailure } from '../values/service-failure.js'

/** What can become of a request. */
export type FaultKind = 'throttle' | 'lose the answer' | 'reset' | 'internal error' | 'hang'

/** Faults that an embedded engine is to show, so that tests see what programs make of them. */
export interface LocalFaults {
  /**
   * The next request of this operation meets a fault: `throttle` refuses it (ProvisionedThroughputExceededException), `reset` closes
   * the connection before it is applied, `lose the answer` after it was applied, `internal error` answers with status 500, and `hang`
   * does not answer until the caller gives up or the engine stops.
   * @param times how many requests meet it (default 1).
   * @throws InvalidOptionError for an operation or a kind that does not exist.
   */
  next(operation: string, kind: FaultKind, times?: number): void
  /**
   * From now on, BatchWriteItem and BatchGetItem leave this share of their elements unprocessed, chosen by the seed; 0 ends it.
   * @throws InvalidOptionError for a share that is not a number from 0 to 1.
   */
  leaveUnprocessed(share: number): void
  /**
   * The next write or transaction ends in a conflict with a transaction: TransactionConflictException, or a cancelled transaction with
   * the reason TransactionConflict for one of its actions. Nothing is applied.
   * @param times how many requests meet it (default 1).
   */
  conflict(times?: number): void
  /** Forgets all faults that were planned. */
  clear(): void
}

/** How a request that meets a fault ends. `run` runs it; `never` is a promise that ends with the engine. */
export type Fault = (
  run: () => EngineAnswer,
  never: Promise<EngineAnswer>,
) => EngineAnswer | Promise<EngineAnswer>

/** One row for each kind. */
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

/** The answer that a refusal becomes. */
export function refusal({ statusCode, body }: ServiceFailure): EngineAnswer {
  return { statusCode, body: JSON.stringify(body) }
}

/** What a client sees of a connection that the other side closed. */
export function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' })
}
