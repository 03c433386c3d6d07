// Limiter of capacity units per second: requests wait until what earlier ones consumed is paid for by time.
import { systemClock, type WaitingClock } from '../../util/waiting-clock.js'
import type { Runner } from '../ground/runner.js'

/** Units for which a request may start. It must be settled once, whatever becomes of the request. */
export interface RateShare {
  /**
   * Charges what the request consumed, as DynamoDB reports it. `undefined` if that is unknown (the request failed, or
   * the server reports no capacity): the request then counts as an average one.
   */
  settle(units: number | undefined): void
}

interface Waiter {
  readonly deadline: number
  grant(share: RateShare | undefined): void
}

/** Time that was not used is saved up to this many milliseconds: it makes up for small requests between large ones. */
const mostSaved = 5_000
/** How much the last request changes the average: enough to follow a table whose items change in size. */
const weight = 0.25
/** The least that a request counts: an eventually consistent read of up to 4 KB. */
const leastUnits = 0.5
/** Waits that are shorter are not worth a timer, in milliseconds. */
const leastWait = 0.01
const longestTimer = 2 ** 31 - 1

/**
 * Keeps the capacity units that requests consume at a rate. What a request consumes is known only from its response, so
 * it starts with the average of those before it, and is corrected then. Until the first response, it is the only one.
 * Requests start in the order in which they came.
 */
export class RateLimiter {
  readonly unitsPerSecond: number
  readonly clock: WaitingClock
  /** The time at which everything consumed so far is paid for. */
  paid: number
  /** What a request consumes on average; unknown until the first is settled. */
  average: number | undefined
  inFlight = 0
  readonly waiters: Waiter[] = []
  /** Ends the wait for the time at which the next request may start. */
  timer: AbortController | undefined

  constructor(unitsPerSecond: number, clock: WaitingClock = systemClock) {
    this.unitsPerSecond = unitsPerSecond
    this.clock = clock
    this.paid = clock.now()
  }

  /**
   * Waits until a request may start.
   * @param within how long to wait at most, in milliseconds. After that, it resolves to `undefined`.
   * @throws the reason of the signal, as soon as it aborts.
   */
  take(signal?: AbortSignal, within?: undefined): Promise<RateShare>
  take(signal: AbortSignal | undefined, within: number): Promise<RateShare | undefined>
  take(signal?: AbortSignal, within = Number.POSITIVE_INFINITY): Promise<RateShare | undefined> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        deadline: this.clock.now() + within,
        grant(share) {
          signal?.removeEventListener('abort', onAbort)
          resolve(share)
        },
      }
      const onAbort = (): void => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1)
        reject(signal?.reason)
        this.advance()
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.waiters.push(waiter)
      this.advance()
    })
  }

  // Starts what may start now, and waits for the time at which the next may.
  advance(): void {
    this.timer?.abort()
    this.timer = undefined
    this.expire()
    while (this.waiters.length > 0 && this.delay < leastWait) this.waiters.shift()?.grant(this.share())
    if (this.waiters.length === 0) return
    const deadline = Math.min(...this.waiters.map((waiter) => waiter.deadline))
    const wait = Math.min(this.delay, deadline - this.clock.now())
    // Otherwise, the response of the first request goes on.
    if (wait !== Number.POSITIVE_INFINITY) this.wakeAfter(Math.min(wait, longestTimer))
  }

  wakeAfter(milliseconds: number): void {
    const timer = new AbortController()
    this.timer = timer
    const wake = (): void => {
      if (this.timer === timer) this.advance()
    }
    // It is rejected only if this timer is given up.
    this.clock.wait(milliseconds, timer.signal).then(wake, () => undefined)
  }

  // Those whose time is over leave without a share.
  expire(): void {
    const now = this.clock.now()
    for (const waiter of this.waiters.filter(({ deadline }) => deadline <= now)) {
      this.waiters.splice(this.waiters.indexOf(waiter), 1)
      waiter.grant(undefined)
    }
  }

  /** In how many milliseconds a request may start. */
  get delay(): number {
    // Nothing is known of what the first request consumes until its response.
    if (this.average === undefined && this.inFlight > 0) return Number.POSITIVE_INFINITY
    return this.paid - this.clock.now()
  }

  share(): RateShare {
    const expected = this.average === undefined ? 0 : Math.max(this.average, leastUnits)
    this.inFlight++
    this.paid = Math.max(this.paid, this.clock.now() - mostSaved)
    this.charge(expected)
    let open = true
    return {
      settle: (units) => {
        if (!open) return
        open = false
        this.inFlight--
        const consumed = units ?? Math.max(expected, leastUnits)
        this.charge(consumed - expected)
        if (units !== undefined || this.average === undefined) this.learn(consumed)
        this.advance()
      },
    }
  }

  charge(units: number): void {
    this.paid += (units * 1_000) / this.unitsPerSecond
  }

  learn(units: number): void {
    this.average = this.average === undefined ? units : this.average + (units - this.average) * weight
  }
}

/** Returns the limiter of a run, which keeps to the clock of its runner. */
export function rateLimiter(runner: Runner, unitsPerSecond: number): RateLimiter {
  return new RateLimiter(unitsPerSecond, runner.clock)
}
