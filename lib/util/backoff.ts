// Pauses between attempts: exponential, with full jitter.
import { setTimeout as sleep } from 'node:timers/promises'

/** How long to pause, in milliseconds. */
export interface Backoff {
  readonly base: number
  readonly most: number
}

/**
 * Returns the pause before an attempt, counted from 0: a random time up to the base, doubled for each attempt ("full
 * jitter").
 */
export function pauseBefore(
  attempt: number,
  { base, most }: Backoff,
  random: () => number = Math.random,
): number {
  return random() * Math.min(most, base * 2 ** attempt)
}

/** Waits. Rejects with the reason of the signal as soon as it aborts. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(milliseconds, undefined, signal === undefined ? {} : { signal }).catch((error) => {
    throw signal?.reason ?? error
  })
}
