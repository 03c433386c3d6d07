// Clock that can be waited on: the system's, unless a test passes one that it moves itself.
import { pause } from './backoff.js'

/** A time that passes. */
export interface WaitingClock {
  /** Milliseconds since any fixed time; never goes back. */
  now(): number
  /** Waits. Rejects with the reason of the signal as soon as it aborts. */
  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void>
}

/** The clock of the system. */
export const systemClock: WaitingClock = Object.freeze({
  now: performance.now.bind(performance),
  wait: pause,
})
