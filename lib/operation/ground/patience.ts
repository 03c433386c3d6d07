// Time that a call has taken since it last came forward, shared by all requests that it sends meanwhile.
import type { Patience, Runner, SendOptions } from './runner.js'

/** The limit of a call, beginning now. */
export function patience(): Patience {
  return { since: performance.now() }
}

/** The options, with one limit for all requests that are sent under them. A plain stub has no limit, and is given what it always was. */
export function underOneLimit<O extends SendOptions | undefined>(
  { timeLimit }: Runner,
  options: O,
  limit: Patience = patience(),
): O | SendOptions {
  return timeLimit === undefined ? options : { ...options, patience: limit }
}

/** Whether the limit is reached when `pause` milliseconds have passed. */
export function isOver({ timeLimit }: Runner, { since }: Patience, pause = 0): boolean {
  // Timers may fire a little early.
  return timeLimit !== undefined && timeLimit > 0 && performance.now() + pause >= since + timeLimit - 1
}
