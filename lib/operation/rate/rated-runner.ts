// Runner that keeps all requests of a run to a rate, whichever operation sends them.

import { withoutWaiting } from '../ground/patience.js'
import type { CallName } from '../ground/request.js'
import type { Runner } from '../ground/runner.js'
import { consumedUnits, turnOf, type WithCapacity } from './consumed-units.js'
import { rateLimiter } from './rate-limiter.js'
import type { ReadWriteRate } from './rate-options.js'

const writes: ReadonlySet<CallName> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
])

/**
 * Returns a runner that sends each request once the rate of reads, or of writes, allows it, and charges what it
 * consumed. Without a rate, it is the given one.
 */
export function ratedRunner(runner: Runner, { read, write }: ReadWriteRate = {}): Runner {
  if (read === undefined && write === undefined) return runner
  const reading = read === undefined ? undefined : rateLimiter(runner, read)
  const writing = write === undefined ? undefined : rateLimiter(runner, write)
  const run: Runner['run'] = (request, options = {}) => {
    const limiter = writes.has(request.call) ? writing : reading
    if (limiter === undefined) return runner.run(request, options)
    const { signal, patience } = options
    const turn = turnOf(limiter, { ...request, signal })
    const input = { ...request.input, ReturnConsumedCapacity: 'TOTAL' }
    // Waiting for the rate is not a lack of progress.
    return charged(patience === undefined ? turn : withoutWaiting(patience, turn), () =>
      runner.run({ ...request, input }, options),
    )
  }
  return Object.create(runner, { run: { value: run } })
}

async function charged<T>(turn: ReturnType<typeof turnOf>, send: () => Promise<T>): Promise<T> {
  const share = await turn
  try {
    const output = await send()
    // The outputs of all these calls report it.
    share?.settle(consumedUnits(output as WithCapacity))
    return output
  } finally {
    // Whether a request that failed has consumed anything is not known: it counts as an average one.
    share?.settle(undefined)
  }
}
