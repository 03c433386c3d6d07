import { expect } from 'chai'
import fc from 'fast-check'
import { floatTexts } from '../../../lib/entity/codecs/float-text.js'

const text = (float: number) => floatTexts(Float32Array.of(float))[0]
const digitsOf = (written: string) => written.replace(/e.*$/, '').replace(/^-?[0.]*|\.|0+$/g, '').length

describe('float texts', () => {
  for (const [float, expected] of [
    [0.1, '0.1'],
    [-0.1, '-0.1'],
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [0.5, '0.5'],
    [16_777_216, '16777216'],
    [0.30000001192092896, '0.3'],
    [0.013671875, '0.013671875'],
    [1e-9, '1e-9'],
    [1.5e-9, '0.0000000015'],
    [3.4028234663852886e38, '3.4028235e+38'],
    [1.401298464324817e-45, '1e-45'],
    [123.456, '123.456'],
  ] as const)
    it(`${float} is ${expected}`, () => {
      const written = text(float)
      expect(written).equal(expected)
      expect(Math.fround(Number(written))).equal(Math.fround(float))
    })

  it('are the same floats, with as few digits as any text of them', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (float) => {
        const written = String(text(float))
        expect(Math.fround(Number(written))).equal(float + 0)
        const fewest = [1, 2, 3, 4, 5, 6, 7, 8, 9].find(
          (digits) => Math.fround(Number(float.toPrecision(digits))) === float,
        )
        expect(digitsOf(written)).at.most(fewest ?? 9)
      }),
      { numRuns: 5_000 },
    )
  })

  it('are those of each part of a larger buffer', () => {
    const all = Float32Array.of(0.1, 0.2, 0.3, 0.4)
    expect(floatTexts(all.subarray(1, 3))).deep.equal(['0.2', '0.3'])
  })
})
