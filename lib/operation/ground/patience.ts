// Patience of a call: the time since its last progress, shared by all requests it sends in the meantime.
import type { Patience, Runner, SendOptions } from './runner.js'

/** Starts the time limit of a call. */
export function patience(): Patience {
  return { since: performance.now() }
}

/**
 * Adds one shared time limit to the options of all requests of a call. A plain stub has no limit, and gets its options
 * unchanged.
 */
export function underOneLimit<O extends SendOptions | undefined>(
  { timeLimit }: Runner,
  options: O,
  limit: Patience = patience(),
): O | SendOptions {
  return timeLimit === undefined ? options : { ...options, patience: limit }
}

/** Waits for something else than progress: the time that it takes does not count. */
export async function withoutWaiting<T>(since: Patience, wait: Promise<T>): Promise<T> {
  const used = performance.now() - since.since
  try {
    return await wait
  } finally {
    // Several waits at a time may share a limit.
    since.since = Math.max(since.since, performance.now() - used)
  }
}

/** Whether the limit is reached after another `pause` milliseconds. */
export function isOver({ timeLimit }: Runner, { since }: Patience, pause = 0): boolean {
  // Timers may fire a little early.
  return timeLimit !== undefined && timeLimit > 0 && performance.now() + pause >= since + timeLimit - 1
}
