// One call under way: ended by the user's signal, by the limit of the whole call, or, per attempt, by a limit after which the SDK tries again.
import type { Plans } from './middleware-plan.js'
import { type Attempts, beginAttempt, endAttempt, LostResponse, noAttempts } from './outcome.js'
import type { Signals } from './signals.js'
import type { SocketWaits } from './socket-waits.js'

/** Time limits in milliseconds; one that is not a positive finite number does not apply. */
export interface Limits {
  readonly attempt: number
  readonly total: number
  /** What is left of the limit of the call, if other requests of it have used up a part. */
  readonly left?: number | undefined
}

/** What the calls of one executor share. */
export interface CallRules {
  readonly limits: Limits
  readonly signals: Signals
  readonly plans: Plans
  readonly waits: SocketWaits
}

/** What is particular to one call. */
export interface CallSettings {
  /** Whether an attempt whose response is lost must be the last one. */
  readonly once?: boolean
  /** Where what becomes of its attempts is noted. */
  readonly attempts?: Attempts
  /** The client that sends it. */
  readonly client?: unknown
}

const interruption = Symbol.for('dyntastic.interruption')

/** Why a call was ended from this side. */
export class Interruption extends Error {
  readonly why: 'signal' | 'total' | 'attempt'
  readonly [interruption] = true

  constructor(why: 'signal' | 'total' | 'attempt', message: string, cause?: unknown) {
    super(message, { cause })
    // The SDK tries again after a TimeoutError, and never after an AbortError.
    this.name = why === 'attempt' ? 'TimeoutError' : 'AbortError'
    this.why = why
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

interface TimedCall {
  readonly options: SendOptions
  /** Whether an attempt whose answer is lost must not be followed by another. */
  readonly once: boolean
  /** Whether the SDK has set to work on the command, which a mocked client never does. */
  started: boolean
  ended: Interruption | undefined
  attempt: AbortController | undefined
  readonly attempts: Attempts
  /** Whether the attempt under way waits for a socket: nothing of it is sent. */
  waiting: boolean
}

/**
 * Sends a command within the limits and until the signal aborts. Rejects at once when it is ended, whatever the client does, and ends the
 * attempt under way through its `abortSignal`. The limit of an attempt begins when its request has a socket, that of the call at once. Timers do not keep the process alive, and listeners are removed in the end.
 */
export function sendTimed<T>(
  command: Sendable,
  send: (options: SendOptions) => Promise<T>,
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
    options: { plans },
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
      // A client that makes no attempts of its own may have sent it.
      if (!call.started) attempts.last = true
      else if (call.waiting) attempts.last = false
      settle(() => reject(call.ended))
      call.attempt?.abort()
    }
    const stopTimer = timer(limits.left ?? limits.total, () =>
      end('total', `no answer within ${limits.total} ms`),
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

// Inside of the SDK's retry loop and of its signing, right around the request; added to the command, so that clients stay as they are.
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
          // What comes of an attempt that was ended from here says nothing more.
          if (open && call.ended === undefined) endAttempt(attempts, error)
          const lost = open && call.ended === undefined && attempts.last === true
          open = false
          reject(call.once && lost ? new LostResponse(error) : error)
        }
        const stop = attemptTimer(call, rules, { client, args }, (limit) => {
          fail(new Interruption('attempt', `no answer within ${limit} ms`))
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

// Calls `action` when the limit of one attempt is reached, not counting the time in which its request waits for a socket.
function attemptTimer(
  call: TimedCall,
  { limits: { attempt: limit }, waits }: CallRules,
  { client, args }: { readonly client: unknown; readonly args: unknown },
  action: (limit: number) => void,
): () => void {
  const onLimit = (): void => {
    // Found there only now, its request goes on waiting.
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

// A client that throws at once is treated as one that rejects.
async function begun<T>(work: () => Promise<T>): Promise<T> {
  return work()
}
