// Sends one command with a signal, a time limit for the call, and one per attempt, after which the SDK retries.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { LeanOptions } from '../lean/lean-command.js'
import type { Plans } from '../lean/middleware-plan.js'
import type { OwnClient } from '../lean/own-steps.js'
import { Interruption } from './interruption.js'
import { type Attempts, beginAttempt, endAttempt, LostResponse, noAttempts } from './outcome.js'
import type { Signals } from './signals.js'
import type { SocketWait, SocketWaits } from './socket-waits.js'

/** Time limits in milliseconds. A limit that is not a positive finite number does not apply. */
export interface CallLimits {
  readonly attempt: number
  readonly total: number
}

/** State shared by all calls of one executor. */
export interface CallRules {
  readonly limits: CallLimits
  readonly signals: Signals
  readonly plans: Plans
  readonly waits: SocketWaits
  /** Who writes and reads bodies. */
  readonly bodies: 'own' | 'sdk'
  /** Returns what is done for a client in the place of the SDK's middleware; absent if nothing is. */
  readonly steps?: ((client: object) => OwnClient) | undefined
  /** The application's own client, if it passed one. */
  readonly client?: DynamoDBClient | undefined
}

/** Settings of a single call. */
export interface CallSettings<T = unknown> {
  /** Whether to stop retrying once the response to an attempt is lost. */
  readonly once?: boolean
  /** Record of the attempts, updated during the call. */
  readonly attempts?: Attempts
  /** The client that sends the command. */
  readonly client?: unknown
  /** Present if bodies are written and read here, and not by the SDK. */
  readonly bodies?: LeanOptions['bodies']
  /** Present if some of the SDK's middleware is left out. */
  readonly steps?: LeanOptions['steps']
  /** The time left for this request, if earlier requests of the same call have used up part of the limit. */
  readonly left?: number | undefined
  /** Called with the result of a call that has not been ended from here. @throws what the call then rejects with. */
  accept?(value: T): void
  /** Rejects with what the call rejects with, given an error; or resolves to what the call resolves to after all. */
  fail?(error: unknown): Promise<T>
}

/**
 * Options passed to `client.send` along with the command. The SDK passes this same object to the request handler of
 * each attempt.
 */
class TimedCallOptions {
  readonly plans: Plans
  readonly bodies: LeanOptions['bodies']
  readonly steps: LeanOptions['steps']
  attempt: Attempt | undefined = undefined

  constructor(plans: Plans, { bodies, steps }: Pick<CallSettings, 'bodies' | 'steps'>) {
    this.plans = plans
    this.bodies = bodies
    this.steps = steps
  }

  /** The signal of the current attempt. */
  get abortSignal(): AbortSignal | undefined {
    return this.attempt?.signal
  }
}

interface Sendable {
  readonly middlewareStack?: { add?(middleware: unknown, position: object): void }
}

// Runs inside the SDK's retry loop and after signing, directly around the request. Added to the command, so that
// clients stay unchanged.
const attemptPosition = {
  name: 'dyntasticAttempt',
  step: 'finalizeRequest',
  priority: 'low',
  override: true,
} as const

/**
 * Sends a command within the time limits and until the signal aborts. When the call is ended from here, the promise
 * rejects immediately, whatever the client does, and the current attempt is aborted through its `abortSignal`.
 *
 * The limit of the call starts immediately, that of an attempt when its request gets a socket. Timers do not keep the
 * process alive, and listeners are removed when the call ends.
 */
export function sendTimed<T>(
  command: Sendable,
  send: (options: object) => Promise<T>,
  rules: CallRules,
  signal: AbortSignal | undefined,
  settings: CallSettings<T> = {},
): Promise<T> {
  const call = new TimedCall<T>(rules, settings)
  if (signal?.aborted) {
    call.attempts.last = false
    const error = new Interruption('signal', 'aborted by its signal', signal.reason)
    return settings.fail?.(error) ?? Promise.reject(error)
  }
  command.middlewareStack?.add?.(call.middleware(), attemptPosition)
  return new Promise<T>((resolve, reject) => call.start(send, signal, resolve, reject))
}

class TimedCall<T> {
  readonly rules: CallRules
  readonly options: TimedCallOptions
  readonly settings: CallSettings<T>
  /** Whether an attempt whose response is lost must not be followed by another. */
  readonly once: boolean
  readonly attempts: Attempts
  /** Whether the SDK has begun to process the command. A mocked client never does. */
  started = false
  ended: Interruption | undefined = undefined
  /** Whether the current attempt is waiting for a socket, so that none of it has been sent. */
  waiting = false
  timeout: NodeJS.Timeout | undefined = undefined
  stopListening: (() => void) | undefined = undefined
  resolveWith: ((value: T) => void) | undefined = undefined
  rejectWith: ((error: unknown) => void) | undefined = undefined

  constructor(rules: CallRules, settings: CallSettings<T>) {
    this.rules = rules
    this.settings = settings
    this.once = settings.once === true
    this.attempts = settings.attempts ?? noAttempts()
    this.options = new TimedCallOptions(rules.plans, settings)
  }

  start(
    send: (options: object) => Promise<T>,
    signal: AbortSignal | undefined,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): void {
    const { limits, signals } = this.rules
    this.resolveWith = resolve
    this.rejectWith = reject
    this.timeout = timer(this.settings.left ?? limits.total, endTotal, this)
    if (signal !== undefined)
      this.stopListening = signals.listen(signal, () =>
        this.end('signal', 'aborted by its signal', signal.reason),
      )
    let sent: Promise<T>
    try {
      sent = Promise.resolve(send(this.options))
    } catch (error) {
      this.reject(error)
      return
    }
    sent.then(
      (value) => this.accept(value),
      (error) => {
        if (this.ended === undefined) this.reject(error)
      },
    )
  }

  accept(value: T): void {
    if (this.ended !== undefined) return
    try {
      this.settings.accept?.(value)
    } catch (error) {
      this.reject(error)
      return
    }
    this.settle()
    this.resolveWith?.(value)
  }

  reject(error: unknown): void {
    const { resolveWith, rejectWith, settings } = this
    this.settle()
    if (resolveWith === undefined || rejectWith === undefined) return
    if (settings.fail === undefined) rejectWith(error)
    else settings.fail(error).then(resolveWith, rejectWith)
  }

  end(why: 'signal' | 'total', message: string, cause?: unknown): void {
    const { attempts } = this
    this.ended = new Interruption(why, message, cause)
    // A client that bypasses the SDK's middleware may have sent the command.
    if (!this.started) attempts.last = true
    else if (this.waiting) attempts.last = false
    this.reject(this.ended)
    this.options.attempt?.abort()
  }

  settle(): void {
    clearTimeout(this.timeout)
    this.stopListening?.()
    this.stopListening = undefined
  }

  middleware() {
    return (next: (args: unknown) => Promise<unknown>) => {
      this.started = true
      this.attempts.last = false
      return (args: unknown): Promise<unknown> => {
        if (this.ended !== undefined) return Promise.reject(this.ended)
        const attempt = new Attempt(this)
        return new Promise((resolve, reject) => attempt.start(() => next(args), args, resolve, reject))
      }
    }
  }
}

/** What an attempt needs of its call. */
type CallOfAttempt = Pick<
  TimedCall<unknown>,
  'rules' | 'options' | 'settings' | 'once' | 'attempts' | 'ended' | 'waiting'
>

/** One attempt of a call. */
class Attempt {
  readonly call: CallOfAttempt
  open = true
  aborted = false
  controller: AbortController | undefined = undefined
  timeout: NodeJS.Timeout | undefined = undefined
  wait: SocketWait | undefined = undefined
  reject: ((error: unknown) => void) | undefined = undefined

  constructor(call: CallOfAttempt) {
    this.call = call
    call.options.attempt = this
    call.waiting = false
    beginAttempt(call.attempts)
  }

  // Made when a request handler reads it, which those of mocks do not.
  get signal(): AbortSignal {
    this.controller ??= new AbortController()
    if (this.aborted) this.controller.abort()
    return this.controller.signal
  }

  abort(): void {
    this.aborted = true
    this.controller?.abort()
  }

  start(
    next: () => Promise<unknown>,
    args: unknown,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): void {
    const { rules, settings } = this.call
    this.reject = reject
    this.timeout = timer(rules.limits.attempt, endAttemptTime, this)
    this.wait = rules.waits.watch(settings.client, Reflect.get(Object(args), 'request'), this)
    next().then(
      (output) => {
        this.settle()
        resolve(output)
      },
      (error) => {
        this.settle()
        this.fail(error)
      },
    )
  }

  settle(): void {
    clearTimeout(this.timeout)
    this.wait?.end()
  }

  fail(error: unknown): void {
    const { call } = this
    const { attempts } = call
    // Once the call has ended, the result of the aborted attempt means nothing.
    const counts = this.open && call.ended === undefined
    if (counts) endAttempt(attempts, error)
    const lost = counts && attempts.last === true
    this.open = false
    this.reject?.(call.once && lost ? new LostResponse(error) : error)
  }

  waits(): void {
    this.call.waiting = true
    clearTimeout(this.timeout)
  }

  // Only now does the limit of the attempt start.
  begins(): void {
    this.call.waiting = false
    this.timeout = timer(this.call.rules.limits.attempt, endAttemptTime, this)
  }
}

function endTotal(call: Pick<TimedCall<unknown>, 'rules' | 'end'>): void {
  call.end('total', `no response within ${call.rules.limits.total} ms`)
}

function endAttemptTime(attempt: Attempt): void {
  // The request turns out to be waiting for a socket: keep waiting.
  if (attempt.wait?.look() === true) return
  attempt.wait?.end()
  attempt.fail(new Interruption('attempt', `no response within ${attempt.call.rules.limits.attempt} ms`))
  attempt.abort()
}

const longest = 2 ** 31 - 1

function timer<T>(ms: number, action: (of: T) => void, of: T): NodeJS.Timeout | undefined {
  return ms > 0 && ms <= longest ? setTimeout(action, ms, of).unref() : undefined
}
