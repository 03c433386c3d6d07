import { expect } from 'chai'
import fc from 'fast-check'
import { decimalSum, negatedDecimal } from '../../../lib/expression/stored/decimal-sum.js'

describe('sums of decimals', () => {
  const cases: [string, string, string | undefined][] = [
    ['5', '100', '105'],
    ['5', '-100', '-95'],
    ['0.1', '0.2', '0.3'],
    ['1.5', '3.25', '4.75'],
    ['1.50', '-1.5', '0'],
    ['-0', '0', '0'],
    ['1E2', '1e-2', '100.01'],
    ['9007199254740993', '1', '9007199254740994'],
    ['99999999999999999999999999999999999999', '1', '100000000000000000000000000000000000000'],
    ['12345678901234567890123456789012345678', '0.1', undefined],
    ['9.9999999999999999999999999999999999999E125', '1E125', undefined],
    ['1E-130', '-1E-130', '0'],
    ['1E-130', '1', undefined],
  ]
  for (const [a, b, sum] of cases)
    it(`${a} and ${b} are ${sum ?? 'beyond the limits'}`, () => {
      expect(decimalSum(a, b)).equal(sum)
      expect(decimalSum(b, a)).equal(sum)
    })

  it('are those of integers, at any scale', () => {
    const part = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n })
    fc.assert(
      fc.property(part, part, fc.integer({ min: -60, max: 60 }), (a, b, power) => {
        const sum = decimalSum(`${a}E${power}`, `${b}E${power}`)
        expect(sum).equal(decimalSum(`${a + b}E${power}`, '0'))
      }),
    )
  })

  it('have an opposite', () => {
    expect(['1', '-1.5', '0'].map(negatedDecimal)).deep.equal(['-1', '1.5', '0'])
  })
})
