// The time of one invocation: a signal that aborts before it is over, and calls that end with it.
import { TimeoutError } from '../errors/interrupted.js'
import type { StreamView } from './record-types.js'
import type { StreamOptions } from './stream-options.js'

/** What is known of the invocation that a batch is handled in, as Lambda's context has it. */
export interface StreamContext {
  getRemainingTimeInMillis?(): number
}

/** A signal, and what ends its timer. */
export interface InvocationTime {
  readonly signal: AbortSignal
  end(): void
}

const longestReserve = 1_000

/** Returns the signal of an invocation. Without a known remaining time, it never aborts. */
export function invocationTime(
  { reserve }: StreamOptions<StreamView>,
  context: StreamContext | undefined,
): InvocationTime {
  const controller = new AbortController()
  const { signal } = controller
  const left: unknown = context?.getRemainingTimeInMillis?.()
  if (typeof left !== 'number' || !Number.isFinite(left)) return { signal, end() {} }
  const limit = Math.max(0, left - (reserve ?? Math.min(longestReserve, left / 10)))
  const detail = `the time of the invocation is over: the handlers of the batch had ${Math.round(limit)} ms; a record that was being handled will be handled again`
  const abort = () =>
    controller.abort(
      new TimeoutError({ operation: 'streamHandler', detail, outcome: 'unknown', outcomeDetail: '' }),
    )
  if (limit === 0) abort()
  const timer = setTimeout(abort, limit)
  return { signal, end: () => clearTimeout(timer) }
}

/**
 * Calls a handler and waits for it until the signal aborts: one that does not look at the signal must not keep the
 * results of those before it from being reported.
 */
export async function whileValid(call: (signal: AbortSignal) => unknown, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
  })
  aborted.catch(() => {})
  try {
    await Promise.race([Promise.resolve(call(signal)), aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
