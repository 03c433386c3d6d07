// Limits of requests, and the checks of what callers ask for.
import { expect } from 'chai'
import { sharedSignals } from '../../../lib/executor/signals.js'
import { checkedBatchSize, checkedConcurrency } from '../../../lib/operation/many/batch-size.js'
import { thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

describe('checkedBatchSize', () => {
  it('D207 G32: takes integers from 1 to 25, and 25 where none is given', () => {
    expect([1, 7, 25, undefined].map((size) => checkedBatchSize(size))).deep.equal([1, 7, 25, 25])
    for (const size of [0, -1, 26, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5' as never])
      expect(thrown(() => checkedBatchSize(size), RangeError).message).contain('1 to 25')
  })
})

describe('checkedConcurrency', () => {
  const { listen } = sharedSignals()
  const reads = { scans: 'warn', concurrency: 3, sealer: undefined, listen, warn() {} } as const
  const runner = Object.assign(new FakeRunner(), { reads })

  it('is what was asked for, else the runner’s, else 8', () => {
    expect(checkedConcurrency(runner, 5)).equal(5)
    expect(checkedConcurrency(runner, undefined)).equal(3)
    expect(checkedConcurrency(new FakeRunner(), undefined)).equal(8)
  })

  it('refuses what is no positive integer', () => {
    for (const asked of [0, -1, 1.5, Number.NaN, '5' as never])
      expect(thrown(() => checkedConcurrency(runner, asked), RangeError).message).contain('positive integer')
  })
})
