// Abort signal of one run: follows the caller's signal during the run, and can be aborted by the run itself.
import { setMaxListeners } from 'node:events'
import type { Runner } from '../ground/runner.js'

/** The signal of a run. */
export interface LinkedSignal {
  readonly signal: AbortSignal
  /** Aborts what is in progress, and stops following the caller's signal. */
  end(): void
}

/**
 * Returns a signal that aborts with the caller's, for the same reason. Runs that share a signal share a listener, if
 * the runner supports it.
 */
export function linkedSignal(runner: Runner, signal: AbortSignal | undefined): LinkedSignal {
  const controller = new AbortController()
  // Every request and pause of a run listens to this signal, therefore a large number of listeners is not a leak.
  setMaxListeners(0, controller.signal)
  const abort = (): void => controller.abort(signal?.reason)
  let stop: (() => void) | undefined
  if (signal?.aborted) abort()
  // This listener is removed at the end of the run; AbortSignal.any would keep signals on one that outlives many runs.
  else if (signal !== undefined) stop = (runner.reads?.listen ?? listen)(signal, abort)
  return {
    signal: controller.signal,
    end() {
      stop?.()
      controller.abort()
    },
  }
}

/** Returns the promise, or rejects with the signal's reason as soon as it aborts. Leaves no listener on the signal. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

// Used if the runner does not share listeners.
function listen(signal: AbortSignal, action: () => void): () => void {
  signal.addEventListener('abort', action)
  return () => signal.removeEventListener('abort', action)
}
