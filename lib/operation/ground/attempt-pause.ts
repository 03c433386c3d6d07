// Pause between two attempts of a call, which ends as the call itself does if its signal aborts.
import { AbortedError } from '../../errors/interrupted.js'
import { pause } from '../../util/backoff.js'

/** The call that pauses. */
export interface PausingCall {
  readonly entity: string | undefined
  readonly operation: string | undefined
}

/**
 * Waits after an attempt that wrote nothing.
 * @throws AbortedError as soon as the signal aborts, never the reason of the signal itself, which is its `cause`.
 */
export async function pauseBetweenAttempts(
  milliseconds: number,
  { entity, operation }: PausingCall,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await pause(milliseconds, signal)
  } catch (cause) {
    const detail = 'aborted by its signal, between two attempts'
    throw new AbortedError({ entity, operation, detail, cause, outcome: 'nothing written' })
  }
}
