// Capacity units of responses, and requests that wait for their turn and are charged for them.
import { expect } from 'chai'
import { AbortedError } from '../../../lib/errors/interrupted.js'
import { atRate, consumedUnits } from '../../../lib/operation/rate/consumed-units.js'
import { RateLimiter } from '../../../lib/operation/rate/rate-limiter.js'
import { rejection } from '../../support/rejection.js'
import { SimulatedClock } from '../../support/simulated-clock.js'

describe('consumedUnits', () => {
  it('adds up the reports of a response, and knows when there is none', () => {
    expect(consumedUnits({ ConsumedCapacity: { CapacityUnits: 2.5 } })).equal(2.5)
    expect(consumedUnits({ ConsumedCapacity: [{ CapacityUnits: 2 }, {}, { CapacityUnits: 1 }] })).equal(3)
    expect(consumedUnits({ ConsumedCapacity: { CapacityUnits: 0 } })).equal(0)
    expect(consumedUnits({ ConsumedCapacity: [{}] })).equal(undefined)
    expect(consumedUnits({ ConsumedCapacity: [] })).equal(undefined)
    expect(consumedUnits({})).equal(undefined)
  })
})

const call = { entity: 'Order', operation: 'scan' }

describe('atRate', () => {
  const output = { ConsumedCapacity: { CapacityUnits: 50 } }

  it('sends at once without a limiter', async () => {
    expect(await atRate(undefined, call, async () => output)).equal(output)
  })

  it('waits until what earlier requests consumed is paid for', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(100, clock)
    const times: number[] = []
    await clock.run(async () => {
      for (let at = 0; at < 4; at++)
        await atRate(limiter, call, async () => {
          times.push(clock.now())
          return output
        })
    })
    expect(times).deep.equal([0, 500, 1_000, 1_500])
  })

  it('settles a request that failed, so that the next one can start', async () => {
    const clock = new SimulatedClock()
    const limiter = new RateLimiter(100, clock)
    const failure = new Error('lost')
    const error = await rejection(
      atRate(limiter, call, () => Promise.reject(failure)),
      Error,
    )
    expect(error).equal(failure)
    await clock.run(() => atRate(limiter, call, async () => output))
    expect(clock.now()).equal(5)
  })

  it('sends nothing once its signal has aborted', async () => {
    const reason = new Error('enough')
    const limiter = new RateLimiter(1, new SimulatedClock())
    let sent = 0
    const send = async () => {
      sent++
      return output
    }
    const signal = AbortSignal.abort(reason)
    const error = await rejection(atRate(limiter, { ...call, signal }, send), AbortedError)
    expect(error).include({ ...call, cause: reason, outcome: 'nothing written' })
    expect(sent).equal(0)
  })
})
