import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'

describe('clock', () => {
  it('runs with the system, and moves when it is advanced', () => {
    const clock = engineClock()
    expect(Math.abs(clock.now() - Date.now())).to.be.below(1_000)
    expect(clock.advance(60_000)).to.be.closeTo(Date.now() + 60_000, 1_000)
    clock.set(Date.now())
    expect(clock.now()).to.be.closeTo(Date.now(), 1_000)
  })

  it('stands still if it has a start', () => {
    const clock = engineClock(1_000)
    expect(clock.now()).to.equal(1_000)
    expect(clock.advance(5)).to.equal(1_005)
    clock.set(7)
    expect(clock.now()).to.equal(7)
  })
})
