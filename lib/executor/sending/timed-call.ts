// Sends one command with a signal, a time limit for the call, and one per attempt, after which the SDK retries.
import type { LeanOptions } from '../lean/lean-command.js'
import type { Plans } from '../lean/middleware-plan.js'
import { type Attempts, beginAttempt, endAttempt, LostResponse, noAttempts } from './outcome.js'
import type { Signals } from './signals.js'
import type { SocketWaits } from './socket-waits.js'

/** Time limits in milliseconds. A limit that is not a positive finite number does not apply. */
export interface CallLimits {
  readonly attempt: number
  readonly total: number
  /** The time left for this request, if earlier requests of the same call have used up part of the limit. */
  readonly left?: number | undefined
}

/** State shared by all calls of one executor. */
export interface CallRules {
  readonly limits: CallLimits
  readonly signals: Signals
  readonly plans: Plans
  readonly waits: SocketWaits
  /** Who writes and reads bodies. */
  readonly bodies: 'own' | 'sdk'
}

/** Settings of a single call. */
export interface CallSettings {
  /** Whether to stop retrying once the response to an attempt is lost. */
  readonly once?: boolean
  /** Record of the attempts, updated during the call. */
  readonly attempts?: Attempts
  /** The client that sends the command. */
  readonly client?: unknown
  /** Present if bodies are written and read here, and not by the SDK. */
  readonly bodies?: LeanOptions['bodies']
}

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

/**
 * Options passed to `client.send` along with the command. The SDK passes this same object to the request handler of
 * each attempt.
 */
export interface TimedCallOptions {
  abortSignal?: AbortSignal
  readonly plans: Plans
  readonly bodies: LeanOptions['bodies']
}

interface Sendable {
  readonly middlewareStack?: { add?(middleware: unknown, position: object): void }
}

interface TimedCall {
  readonly options: TimedCallOptions
  /** Whether an attempt whose response is lost must not be followed by another. */
  readonly once: boolean
  /** Whether the SDK has begun to process the command. A mocked client never does. */
  started: boolean
  ended: Interruption | undefined
  attempt: AbortController | undefined
  readonly attempts: Attempts
  /** Whether the current attempt is waiting for a socket, so that none of it has been sent. */
  waiting: boolean
}

/**
 * Sends a command within the time limits and until the signal aborts. When the call is ended from here, the promise
 * rejects immediately, whatever the client does, and the current attempt is aborted through its `abortSignal`.
 *
 * The limit of the call starts immediately, that of an attempt when its request gets a socket. Timers do not keep the
 * process alive, and listeners are removed when the call ends.
 */
export function sendTimed<T>(
  command: Sendable,
  send: (options: TimedCallOptions) => Promise<T>,
  rules: CallRules,
  signal: AbortSignal | undefined,
  settings: CallSettings = {},
): Promise<T> {
  const { limits, signals, plans } = rules
  const { once = false, attempts = noAttempts() } = settings
  if (signal?.aborted) {
    attempts.last = false
    return Promise.reject(new Interruption('signal', 'aborted by its signal', signal.reason))
  }
  const call: TimedCall = {
    options: { plans, bodies: settings.bodies },
    once,
    started: false,
    ended: undefined,
    attempt: undefined,
    attempts,
    waiting: false,
  }
  command.middlewareStack?.add?.(attemptMiddleware(call, rules, settings.client), attemptPosition)

  return new Promise<T>((resolve, reject) => {
    const end = (why: 'signal' | 'total', message: string, cause?: unknown): void => {
      call.ended = new Interruption(why, message, cause)
      // A client that bypasses the SDK's middleware may have sent the command.
      if (!call.started) attempts.last = true
      else if (call.waiting) attempts.last = false
      settle(() => reject(call.ended))
      call.attempt?.abort()
    }
    const stopTimer = timer(limits.left ?? limits.total, () =>
      end('total', `no response within ${limits.total} ms`),
    )
    const stopListening =
      signal === undefined
        ? undefined
        : signals.listen(signal, () => end('signal', 'aborted by its signal', signal.reason))
    const settle = (how: () => void): void => {
      stopTimer()
      stopListening?.()
      how()
    }
    begun(() => send(call.options)).then(
      (value) => settle(() => resolve(value)),
      (error) => settle(() => reject(error)),
    )
  })
}

// Runs inside the SDK's retry loop and after signing, directly around the request. Added to the command, so that
// clients stay unchanged.
const attemptPosition = {
  name: 'dyntasticAttempt',
  step: 'finalizeRequest',
  priority: 'low',
  override: true,
} as const

function attemptMiddleware(call: TimedCall, rules: CallRules, client: unknown) {
  const { attempts } = call
  return (next: (args: unknown) => Promise<unknown>) => {
    call.started = true
    attempts.last = false
    return (args: unknown): Promise<unknown> => {
      if (call.ended !== undefined) return Promise.reject(call.ended)
      beginAttempt(attempts)
      const attempt = new AbortController()
      call.attempt = attempt
      call.options.abortSignal = attempt.signal
      call.waiting = false
      return new Promise((resolve, reject) => {
        let open = true
        const fail = (error: unknown): void => {
          // Once the call has ended, the result of the aborted attempt means nothing.
          if (open && call.ended === undefined) endAttempt(attempts, error)
          const lost = open && call.ended === undefined && attempts.last === true
          open = false
          reject(call.once && lost ? new LostResponse(error) : error)
        }
        const stop = attemptTimer(call, rules, { client, args }, (limit) => {
          fail(new Interruption('attempt', `no response within ${limit} ms`))
          attempt.abort()
        })
        next(args).then(
          (answer) => {
            stop()
            resolve(answer)
          },
          (error) => {
            stop()
            fail(error)
          },
        )
      })
    }
  }
}

// Calls `action` when the limit of one attempt is reached, not counting the time that its request spends waiting for a
// socket.
function attemptTimer(
  call: TimedCall,
  { limits: { attempt: limit }, waits }: CallRules,
  { client, args }: { readonly client: unknown; readonly args: unknown },
  action: (limit: number) => void,
): () => void {
  const onLimit = (): void => {
    // The request turns out to be waiting for a socket: keep waiting.
    if (wait?.look() === true) return
    wait?.end()
    action(limit)
  }
  let stopTimer = timer(limit, onLimit)
  const wait = waits.watch(client, Reflect.get(Object(args), 'request'), {
    waits() {
      call.waiting = true
      stopTimer()
    },
    begins() {
      call.waiting = false
      stopTimer = timer(limit, onLimit)
    },
  })
  return () => {
    stopTimer()
    wait?.end()
  }
}

const longest = 2 ** 31 - 1

function timer(ms: number, action: () => void): () => void {
  if (!(ms > 0 && ms <= longest)) return () => {}
  const timeout = setTimeout(action, ms)
  timeout.unref()
  return () => clearTimeout(timeout)
}

// Turns a synchronous throw of the client into a rejection.
async function begun<T>(work: () => Promise<T>): Promise<T> {
  return work()
}
