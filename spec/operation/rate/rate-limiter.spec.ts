// Limiter of capacity units per second: its rate over any sizes and any number of requests in flight, and its waits.
import { expect } from 'chai'
import fc from 'fast-check'
import { RateLimiter, rateLimiter } from '../../../lib/operation/rate/rate-limiter.js'
import { systemClock } from '../../../lib/util/waiting-clock.js'
import { holds, runCount } from '../../properties/property-runs.js'
import { rejection } from '../../support/rejection.js'
import { SimulatedClock } from '../../support/simulated-clock.js'
import { FakeRunner } from '../fake-runner.js'

interface Load {
  readonly requestsPerSecond: number
  readonly lanes: number
  /** How long a request takes, as part of the time that its units are worth while all lanes send. */
  readonly haste: number
  readonly sizes: readonly number[]
}

// Loads that could be sent twice as fast as the rate, or faster.
const load = fc.record({
  requestsPerSecond: fc.oneof(
    fc.double({ min: 0.02, max: 1, noNaN: true }),
    fc.double({ min: 1, max: 50, noNaN: true }),
  ),
  lanes: fc.integer({ min: 1, max: 32 }),
  haste: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
  sizes: fc.array(
    fc.oneof(
      fc.constant(0.5),
      fc.double({ min: 0.5, max: 4, noNaN: true }),
      fc.double({ min: 1, max: 256, noNaN: true }),
    ),
    { minLength: 1, maxLength: 20 },
  ),
})

/** The units per second up to the start of the last request, as a part of the rate. */
async function shareOfRate({ requestsPerSecond, lanes, haste, sizes }: Load): Promise<number> {
  const clock = new SimulatedClock()
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
  const rate = mean * requestsPerSecond
  const limiter = new RateLimiter(rate, clock)
  const latency = Math.min(200, (haste * lanes * 1_000) / requestsPerSecond)
  // What is in flight, and five seconds of unused time, are then a small part.
  const requests = Math.ceil(Math.max(20 * lanes, 60 * requestsPerSecond, 5 * sizes.length))
  let begun = 0
  let units = 0
  let last = { units: 0, seconds: 0 }
  await clock.run(async () => {
    const lane = async (): Promise<void> => {
      while (begun < requests) {
        const size = sizes[begun++ % sizes.length] ?? 1
        const share = await limiter.take()
        last = { units, seconds: clock.now() / 1_000 }
        await clock.wait(latency, undefined)
        units += size
        share.settle(size)
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  })
  return last.units / last.seconds / rate
}

describe('RateLimiter', () => {
  it('keeps the units per second within a tenth of the rate, for any sizes and many lanes', async function () {
    this.timeout(120_000)
    await holds(
      fc.asyncProperty(load, async (given) => {
        expect(await shareOfRate(given)).within(0.9, 1.1)
      }),
      runCount(30, 200),
    )
  })

  it('sends the first request alone, as nothing is known of what it consumes', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(100, clock)
    const first = await limiter.take()
    let second = false
    const waiting = limiter.take().then((share) => {
      second = true
      return share
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(second).equal(false)
    first.settle(200)
    const share = await clock.run(() => waiting)
    expect(clock.now()).equal(2_000)
    share.settle(0)
  })

  it('spaces parallel requests by what the ones before consumed, less the time that was not used', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(100, clock)
    const begun: number[] = []
    await clock.run(async () => {
      await Promise.all(
        Array.from({ length: 5 }, async () => {
          const share = await limiter.take()
          begun.push(clock.now())
          await clock.wait(300, undefined)
          share.settle(10)
        }),
      )
    })
    expect(begun.map(Math.round)).deep.equal([0, 300, 300, 300, 400])
  })

  it('saves at most five seconds of unused time', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(100, clock)
    const begun: number[] = []
    await clock.run(async () => {
      ;(await limiter.take()).settle(1)
      await clock.wait(3_600_000, undefined)
      for (let at = 0; at < 4; at++) {
        const share = await limiter.take()
        begun.push(clock.now() - 3_600_000)
        share.settle(250)
      }
    })
    expect(begun).deep.equal([0, 0, 0, 2_500])
  })

  it('counts a request whose units are unknown as an average one', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(10, clock)
    await clock.run(async () => {
      ;(await limiter.take()).settle(10)
      ;(await limiter.take()).settle(undefined)
      ;(await limiter.take()).settle(0)
    })
    expect(clock.now()).equal(2_000)
  })

  it('settles a share once', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(10, clock)
    const share = await limiter.take()
    share.settle(10)
    share.settle(10)
    await clock.run(() => limiter.take())
    expect(clock.now()).equal(1_000)
  })

  it('ends a wait at once with the reason of its signal, and lets the next one pass', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(1, clock)
    ;(await limiter.take()).settle(60)
    const controller = new AbortController()
    const reason = new Error('enough')
    const ended = rejection(limiter.take(controller.signal), Error)
    const next = limiter.take()
    controller.abort(reason)
    expect(await ended).equal(reason)
    expect(clock.now()).equal(0)
    await clock.run(() => next)
    expect(clock.now()).equal(60_000)
    expect(await rejection(limiter.take(controller.signal), Error)).equal(reason)
  })

  it('leaves no timer and no listener when all waits are aborted', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(1, clock)
    ;(await limiter.take()).settle(60)
    const controller = new AbortController()
    const waits = [1, 2, 3].map(() => rejection(limiter.take(controller.signal), Error))
    expect(clock.sleepers).length(1)
    controller.abort(new Error('enough'))
    await Promise.all(waits)
    expect(clock.sleepers).length(0)
    expect(limiter.waiters).length(0)
  })

  it('resolves to nothing when the time for the wait is over', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(1, clock)
    ;(await limiter.take()).settle(60)
    expect(await clock.run(() => limiter.take(undefined, 500))).equal(undefined)
    expect(clock.now()).equal(500)
    expect(await limiter.take(undefined, 0)).equal(undefined)
    // Nothing was charged for it.
    await clock.run(() => limiter.take())
    expect(clock.now()).equal(60_000)
  })

  it('waits for the time of a deadline while the first request is in flight', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(1, clock)
    const first = await limiter.take()
    expect(await clock.run(() => limiter.take(undefined, 500))).equal(undefined)
    expect(clock.now()).equal(500)
    first.settle(1)
  })

  it('keeps to the clock of its runner', () => {
    const clock = new SimulatedClock()
    expect(rateLimiter(new FakeRunner(), 5).clock).equal(systemClock)
    expect(rateLimiter(Object.assign(new FakeRunner(), { clock }), 5)).include({ unitsPerSecond: 5, clock })
  })

  it('keeps to the clock of the system', async () => {
    const limiter = new RateLimiter(1_000)
    const begun = performance.now()
    for (let at = 0; at < 4; at++) (await limiter.take()).settle(20)
    expect(performance.now() - begun).within(55, 1_000)
  })
})
