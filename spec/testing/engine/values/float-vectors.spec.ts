import { expect } from 'chai'
import {
  dotProduct,
  floatOf,
  squaredDistance,
  vectorOf,
  vectorValue,
} from '../../../../lib/testing/engine/values/float-vectors.js'

describe('float vectors', () => {
  it('are lists of numbers within the range of 32-bit floats', () => {
    expect(floatOf({ N: '0.1' })).to.equal(Math.fround(0.1))
    expect(floatOf({ N: '340282350000000000000000000000000000000' })).to.equal(3.4028234663852886e38)
    expect(floatOf({ N: '1E-60' })).to.equal(0)
    for (const value of [{ N: '3.5E38' }, { N: '' }, { S: '1' }, {}])
      expect(floatOf(value)).to.equal(undefined)
    expect(vectorOf({ L: [{ N: '1' }, { N: '0.5' }] }, 2)).to.deep.equal(Float32Array.of(1, 0.5))
    for (const value of [{ L: [{ N: '1' }] }, { L: [{ N: '1' }, { S: '1' }] }, { NS: ['1', '2'] }, undefined])
      expect(vectorOf(value, 2)).to.equal(undefined)
  })

  it('are written in plain decimals, the shortest that are the same float', () => {
    const floats = [0.1, 16_777_216, 1e-10, -0, 3.4028234663852886e38, 0.30000001192092896]
    expect(vectorValue(Float32Array.from(floats)).L?.map(({ N }) => N)).to.deep.equal([
      '0.1',
      '16777216',
      '0.0000000001',
      '0',
      '340282350000000000000000000000000000000',
      '0.3',
    ])
  })

  it('are multiplied and compared in doubles, whatever their length', () => {
    for (const length of [1, 2, 3, 4, 5, 7, 8, 11]) {
      const a = Float32Array.from({ length }, (_, at) => at + 1)
      const b = Float32Array.from({ length }, (_, at) => 2 * at)
      let [product, distance] = [0, 0]
      for (let at = 0; at < length; at += 1) {
        product += (at + 1) * 2 * at
        distance += (at + 1 - 2 * at) ** 2
      }
      expect(dotProduct(a, b)).to.equal(product)
      expect(squaredDistance(a, b)).to.equal(distance)
    }
    expect(dotProduct(Float32Array.of(3e38), Float32Array.of(3e38))).to.be.closeTo(9e76, 1e70)
  })
})
