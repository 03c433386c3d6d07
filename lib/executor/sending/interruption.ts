// The reason for which a call is ended from here: its signal, its time limit, or that of an attempt.

const interruption = Symbol.for('dyntastic.interruption')

/** Reason why we ended a call ourselves. */
export class Interruption extends Error {
  readonly why: 'signal' | 'total' | 'attempt'
  readonly [interruption] = true

  constructor(why: 'signal' | 'total' | 'attempt', message: string, cause?: unknown) {
    super(message, { cause })
    // The SDK retries after a TimeoutError, but never after an AbortError.
    this.name = why === 'attempt' ? 'TimeoutError' : 'AbortError'
    this.why = why
  }
}

/**
 * Whether a value is an Interruption. Checked by a mark, because `instanceof` fails if a bundler duplicates the class.
 */
export function isInterruption(value: unknown): value is Interruption {
  return Reflect.get(Object(value), interruption) === true
}
