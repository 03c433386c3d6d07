// The abort signal of one run: follows the user's signal for as long as the run lasts, and can be ended by the run itself.
import { setMaxListeners } from 'node:events'
import type { Runner } from '../ground/runner.js'

/** A signal of a run's own. */
export interface LinkedSignal {
  readonly signal: AbortSignal
  /** Ends what is under way, and the following of the user's signal. */
  end(): void
}

/** A signal that aborts when the user's does, for the same reason. Runs that share a signal share a listener, where the runner can. */
export function linkedSignal(runner: Runner, signal: AbortSignal | undefined): LinkedSignal {
  const controller = new AbortController()
  // Each request and each pause of a run listens: that they are many is no leak.
  setMaxListeners(0, controller.signal)
  const abort = (): void => controller.abort(signal?.reason)
  let stop: (() => void) | undefined
  if (signal?.aborted) abort()
  // The listener goes with the run: combined signals (AbortSignal.any) would stay on a signal that outlives many runs.
  else if (signal !== undefined) stop = (runner.reads?.listen ?? listen)(signal, abort)
  return {
    signal: controller.signal,
    end() {
      stop?.()
      controller.abort()
    },
  }
}

/** The promise, or a rejection with the signal's reason as soon as it aborts. Leaves nothing behind on the signal. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

// On a runner that shares no listeners.
function listen(signal: AbortSignal, action: () => void): () => void {
  signal.addEventListener('abort', action)
  return () => signal.removeEventListener('abort', action)
}
