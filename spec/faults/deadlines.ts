// How long calls take, told apart from how long this process was too busy to notice.
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Something that was awaited: what it came to, and after how many milliseconds. */
export interface Timed {
  readonly ms: number
  readonly value?: unknown
  readonly error?: unknown
}

/** Runs work and takes its time; never rejects. */
export async function timed(work: () => PromiseLike<unknown>): Promise<Timed> {
  const start = performance.now()
  try {
    const value = await work()
    return { ms: performance.now() - start, value }
  } catch (error) {
    return { ms: performance.now() - start, error }
  }
}

/**
 * Watches how late the event loop was, so that a busy machine is not mistaken for a call that hangs: a timer cannot
 * fire while other work holds the loop.
 */
export function watchLateness(): { stop(): number } {
  const monitor = monitorEventLoopDelay({ resolution: 5 })
  monitor.enable()
  return {
    /** The longest lateness in milliseconds. */
    stop() {
      monitor.disable()
      return monitor.max / 1e6
    },
  }
}

/** Runs work on each element, up to n at a time; returns the results in order. */
export async function inParallel<T, R>(
  elements: readonly T[],
  most: number,
  work: (element: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let at = next++; at < elements.length; at = next++) results[at] = await work(elements[at] as T)
  }
  await Promise.all(Array.from({ length: most }, worker))
  return results
}
