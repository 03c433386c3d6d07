// One call under way: ended by the user's signal, by the limit of the whole call, or, per attempt, by a limit after which the SDK tries again.
import { isLost, LostAnswer } from './lost-answer.js'
import type { Plans } from './middleware-plan.js'
import type { Signals } from './signals.js'

/** Time limits in milliseconds; one that is not a positive finite number does not apply. */
export interface Limits {
  readonly attempt: number
  readonly total: number
}

/** What flights of one executor share. */
export interface FlightRules {
  readonly limits: Limits
  readonly signals: Signals
  readonly plans: Plans
}

const interruption = Symbol.for('dyntastic.interruption')

/** Why a call was ended from this side. `sent` is whether a request may have left. */
export class Interruption extends Error {
  readonly why: 'signal' | 'total' | 'attempt'
  readonly sent: boolean
  readonly [interruption] = true

  constructor(why: 'signal' | 'total' | 'attempt', sent: boolean, message: string, cause?: unknown) {
    super(message, { cause })
    // The SDK tries again after a TimeoutError, and never after an AbortError.
    this.name = why === 'attempt' ? 'TimeoutError' : 'AbortError'
    this.why = why
    this.sent = sent
  }
}

/** Whether a value is an Interruption; by a mark, as classes do not survive every bundler. */
export function isInterruption(value: unknown): value is Interruption {
  return Reflect.get(Object(value), interruption) === true
}

/** What `client.send` is given beside the command. The SDK hands it on, as this same object, to the request handler of each attempt. */
export interface SendOptions {
  abortSignal?: AbortSignal
  readonly plans: Plans
}

interface Sendable {
  readonly middlewareStack?: { add?(middleware: unknown, position: object): void }
}

/** What is to be known of a call when it is over. */
export interface FlightLog {
  /** Whether an attempt that another one followed may have been applied. */
  lost: boolean
  /** Whether the last attempt may have been; `false` where none has begun, absent where that cannot be told, as of a mocked client. */
  last?: boolean
}

interface Flight {
  readonly options: SendOptions
  /** Whether an attempt whose answer is lost must not be followed by another. */
  readonly once: boolean
  /** Whether the SDK has set to work on the command, which a mocked client never does. */
  started: boolean
  /** Whether an attempt has begun. */
  sent: boolean
  ended: Interruption | undefined
  attempt: AbortController | undefined
  readonly log: FlightLog
}

/**
 * Sends a command within the limits and until the signal aborts. Rejects at once when it is ended, whatever the client does, and ends the
 * attempt under way through its `abortSignal`. With `once`, an attempt whose answer is lost is the last one. Timers do not keep the process alive, and listeners are removed in the end.
 */
export function fly<T>(
  command: Sendable,
  send: (options: SendOptions) => Promise<T>,
  { limits, signals, plans }: FlightRules,
  signal: AbortSignal | undefined,
  once = false,
  log: FlightLog = { lost: false },
): Promise<T> {
  if (signal?.aborted)
    return Promise.reject(new Interruption('signal', false, 'aborted by its signal', signal.reason))
  const flight: Flight = {
    options: { plans },
    once,
    started: false,
    sent: false,
    ended: undefined,
    attempt: undefined,
    log,
  }
  command.middlewareStack?.add?.(attemptMiddleware(flight, limits.attempt), attemptPosition)

  return new Promise<T>((resolve, reject) => {
    const end = (why: 'signal' | 'total', message: string, cause?: unknown): void => {
      flight.ended = new Interruption(why, flight.sent || !flight.started, message, cause)
      settle(() => reject(flight.ended))
      flight.attempt?.abort()
    }
    const stopTimer = timer(limits.total, () => end('total', `no answer within ${limits.total} ms`))
    const stopListening =
      signal === undefined
        ? undefined
        : signals.listen(signal, () => end('signal', 'aborted by its signal', signal.reason))
    const settle = (how: () => void): void => {
      stopTimer()
      stopListening?.()
      how()
    }
    begun(() => send(flight.options)).then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    )
  })
}

// Inside of the SDK's retry loop and of its signing, right around the request; added to the command, so that clients stay as they are.
const attemptPosition = {
  name: 'dyntasticAttempt',
  step: 'finalizeRequest',
  priority: 'low',
  override: true,
} as const

function attemptMiddleware(flight: Flight, limit: number) {
  const { log } = flight
  return (next: (args: unknown) => Promise<unknown>) => {
    flight.started = true
    log.last = false
    return (args: unknown): Promise<unknown> => {
      if (flight.ended !== undefined) return Promise.reject(flight.ended)
      if (log.last === true) log.lost = true
      // Until it is known better: what is thrown after an answer says nothing of the write, either.
      log.last = true
      const attempt = new AbortController()
      flight.sent = true
      flight.attempt = attempt
      flight.options.abortSignal = attempt.signal
      return new Promise((resolve, reject) => {
        const stopTimer = timer(limit, () => {
          const late = new Interruption('attempt', true, `no answer within ${limit} ms`)
          reject(flight.once ? new LostAnswer(late) : late)
          attempt.abort()
        })
        next(args).then(
          (answer) => {
            stopTimer()
            resolve(answer)
          },
          (error) => {
            stopTimer()
            log.last = isLost(error)
            reject(flight.once && flight.ended === undefined && log.last ? new LostAnswer(error) : error)
          },
        )
      })
    }
  }
}

const longest = 2 ** 31 - 1

function timer(ms: number, action: () => void): () => void {
  if (!(ms > 0 && ms <= longest)) return () => {}
  const timeout = setTimeout(action, ms)
  timeout.unref()
  return () => clearTimeout(timeout)
}

// A client that throws at once is treated as one that rejects.
async function begun<T>(work: () => Promise<T>): Promise<T> {
  return work()
}
