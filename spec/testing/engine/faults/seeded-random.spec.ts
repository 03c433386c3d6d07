import { expect } from 'chai'
import { seededRandom } from '../../../../lib/testing/engine/faults/seeded-random.js'

describe('seeded random', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed)
    return Array.from({ length: 1_000 }, random)
  }

  it('is the same for the same seed, and another for another', () => {
    expect(draw(7)).to.deep.equal(draw(7))
    expect(draw(7)).to.not.deep.equal(draw(8))
  })

  it('is spread from 0 to 1', () => {
    const numbers = draw(1)
    expect(numbers.every((one) => one >= 0 && one < 1)).to.equal(true)
    expect(numbers.reduce((sum, one) => sum + one) / numbers.length).to.be.closeTo(0.5, 0.05)
  })
})
