// Work side by side: in order, bounded, and stopped by the first failure.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect } from 'chai'
import { concurrently } from '../../lib/util/concurrent.js'
import { rejection } from '../support/rejection.js'

describe('concurrently', () => {
  for (const [count, most, reached] of [
    [0, 3, 0],
    [1, 3, 1],
    [10, 1, 1],
    [10, 3, 3],
    [3, 10, 3],
  ] as const)
    it(`does ${count} things, ${most} at once at the most, and returns in order`, async () => {
      let under = 0
      let highest = 0
      const items = Array.from({ length: count }, (_, at) => at)
      const results = await concurrently(items, most, async (item, index) => {
        highest = Math.max(highest, ++under)
        // Later ones are done first.
        for (let turns = count - item; turns > 0; turns--) await nextTurn()
        under--
        return [item, index]
      })
      expect(results).deep.equal(items.map((item) => [item, item]))
      expect(highest).equal(reached)
    })

  it('begins nothing more after a failure, and rejects with it', async () => {
    const failure = new Error('one')
    const begun: number[] = []
    const work = concurrently([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item)
      await nextTurn()
      if (item === 1) throw failure
    })
    expect(await rejection(work, Error)).equal(failure)
    await nextTurn()
    await nextTurn()
    expect(begun.length).lessThan(5)
  })
})
