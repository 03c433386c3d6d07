// How many requests are in flight.
import { expect } from 'chai'
import { sharedSignals } from '../../../lib/executor/sending/signals.js'
import { concurrencyOf } from '../../../lib/operation/many/batch-size.js'
import { FakeRunner } from '../fake-runner.js'

describe('concurrencyOf', () => {
  const { listen } = sharedSignals()
  const reads = { scans: 'warn', concurrency: 3, sealer: undefined, listen, warn() {} } as const
  const runner = Object.assign(new FakeRunner(), { reads })

  it("is the given one, else the runner's, else 8", () => {
    expect(concurrencyOf(runner, 5)).equal(5)
    expect(concurrencyOf(runner, undefined)).equal(3)
    expect(concurrencyOf(new FakeRunner(), undefined)).equal(8)
  })
})
