// Simulated clock: time passes only while everything waits for it, and then at once.
import type { WaitingClock } from '../../lib/util/waiting-clock.js'

interface Sleeper {
  readonly until: number
  wake(): void
}

/** A clock that jumps to the end of the next wait as soon as nothing else is going on. */
export class SimulatedClock implements WaitingClock {
  time = 0
  readonly sleepers: Sleeper[] = []
  /** Work outside the simulation, such as requests to an engine. */
  busy = 0

  now(): number {
    return this.time
  }

  wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = (): void => {
        this.sleepers.splice(this.sleepers.indexOf(sleeper), 1)
        reject(signal?.reason)
      }
      const sleeper: Sleeper = {
        until: this.time + milliseconds,
        wake() {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.sleepers.push(sleeper)
    })
  }

  /** Work in real time, during which the simulated time stands still. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.busy++
    try {
      return await work()
    } finally {
      this.busy--
    }
  }

  /** Lets time pass until the work is done. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    let done = false
    const result = work().finally(() => {
      done = true
    })
    result.catch(() => undefined)
    while (!done) {
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
      if (this.busy === 0 && !done) this.jump()
    }
    return result
  }

  jump(): void {
    const next = this.sleepers.reduce<Sleeper | undefined>(
      (first, each) => (first === undefined || each.until < first.until ? each : first),
      undefined,
    )
    if (next === undefined) return
    this.sleepers.splice(this.sleepers.indexOf(next), 1)
    this.time = Math.max(this.time, next.until)
    next.wake()
  }
}
