// What a run takes, counted, and when its budget is spent.
import { expect } from 'chai'
import type { ReadBudget } from '../../../lib/operation/ground/usage-meter.js'
import { UsageMeter } from '../../../lib/operation/ground/usage-meter.js'

describe('UsageMeter', () => {
  it('counts', () => {
    const meter = new UsageMeter(undefined)
    expect(meter.usage).deep.equal({ requests: 0, returned: 0, examined: 0, capacityUnits: 0 })
    meter.begin()
    meter.add(10, 1.5)
    meter.begin()
    meter.add(5, 0.5)
    meter.returned = 3
    expect(meter.usage).deep.equal({ requests: 2, returned: 3, examined: 15, capacityUnits: 2 })
    expect(meter.usage).frozen
    expect(meter.spent).equal(false)
  })

  for (const [budget, requests, units, spent] of [
    [{}, 1_000, 1_000, false],
    [{ requests: 2 }, 1, 0, false],
    [{ requests: 2 }, 2, 0, true],
    [{ capacityUnits: 3 }, 1, 2.5, false],
    [{ capacityUnits: 3 }, 1, 3, true],
    [{ requests: 5, capacityUnits: 3 }, 1, 4, true],
    [{ milliseconds: 60_000 }, 9, 9, false],
    [{ milliseconds: 1e-6 }, 0, 0, true],
    [{ requests: undefined, milliseconds: undefined }, 9, 9, false],
  ] as const satisfies readonly (readonly [ReadBudget, number, number, boolean])[])
    it(`is ${spent ? '' : 'not '}spent: ${JSON.stringify(budget)} after ${requests} requests, ${units} units`, () => {
      const meter = new UsageMeter(budget)
      for (let at = 0; at < requests; at++) meter.begin()
      meter.add(0, units)
      expect(meter.spent).equal(spent)
    })
})
