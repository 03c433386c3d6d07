// Second chance of a request whose first attempt failed: it is sent again, also once its table was created.
import type { Table } from '../../entity/table/table.js'
import { isError } from '../../errors/is-error.js'
import { TableNotFoundError } from '../../errors/table-not-found-error.js'
import type { CallName, Calls, Request } from '../../operation/ground/request.js'
import type { RetryPolicy } from '../../operation/ground/retry.js'
import type { Patience } from '../../operation/ground/runner.js'
import { sendAgain, sendWithRetry } from '../sending/conflict-retry.js'
import { outcomeOf } from '../sending/outcome.js'
import type { Way } from '../sending/send.js'
import { notCreated } from './auto-creation.js'

/** The parts of an executor that are needed here. */
export interface Creator {
  readonly retry: RetryPolicy
  mayCreate(table: Table): boolean
  create(request: Request, signal: AbortSignal | undefined): Promise<boolean>
}

/** A first attempt that failed. */
export interface FailedAttempt {
  readonly error: unknown
  /** When the time limit of the call is reached (`performance.now()`). */
  readonly last: number
  readonly patience: Patience | undefined
}

/**
 * Goes on with a request after the error of its first attempt: sends it again if that may help, or creates the missing
 * table and sends it once more.
 */
export async function afterFailure<N extends CallName>(
  executor: Creator,
  request: Request<N>,
  way: Way,
  first: FailedAttempt,
): Promise<Calls[N]['output']> {
  const { conflicts } = executor.retry
  const { patience } = first
  try {
    return await sendAgain(request, way, conflicts, first.error, first.last)
  } catch (error) {
    if (!isError(error, TableNotFoundError)) throw error
    const { withoutTable } = request
    if (withoutTable !== undefined && executor.mayCreate(request.table)) return withoutTable
    const outcome = outcomeOf(way.attempts)
    const start = performance.now()
    const creating = executor.create(request, way.signal)
    const created = await creating.catch((failed: unknown) => {
      throw notCreated(failed, outcome, error)
    })
    if (!created) throw error
    // Waiting for a table has its own time limit.
    if (patience !== undefined) patience.since += performance.now() - start
    return sendWithRetry(request, way, conflicts, patience)
  }
}
