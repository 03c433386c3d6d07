import { expect } from 'chai'
import fc from 'fast-check'
import { comparableDecimal, compareDecimals } from '../../../lib/expression/stored/decimal-order.js'

describe('compareDecimals', () => {
  const ascending = [
    '-9.9999999999999999999999999999999999999E+125',
    '-12345678901234567890123456789012345679',
    '-12345678901234567890123456789012345678',
    '-1E20',
    '-10',
    '-9',
    '-1.51',
    '-1.5',
    '-1E-130',
    '0',
    '1E-130',
    '0.1',
    '1',
    '1.5',
    '9',
    '10',
    '9007199254740992',
    '9007199254740993',
    '12345678901234567890123456789012345678',
    '12345678901234567890123456789012345678.5',
    '1E125',
  ]
  it('orders numbers that JavaScript numbers cannot tell apart', () => {
    for (const [at, left] of ascending.entries())
      for (const [other, right] of ascending.entries())
        expect(Math.sign(compareDecimals(left, right)), `${left} and ${right}`).equal(Math.sign(at - other))
  })

  const equal = [
    ['0', '-0', '0.00', '0E5', '+0'],
    ['1', '1.0', '01', '10E-1', '0.1e1', '+1'],
    ['1.50', '1.5', '15E-1', '0.0015E+3'],
    ['100', '1E2', '1e+2', '100.000'],
    ['-100', '-1E2'],
  ]
  for (const texts of equal)
    it(`knows ${texts.join(', ')} as one number`, () => {
      for (const left of texts) for (const right of texts) expect(compareDecimals(left, right)).equal(0)
      expect(new Set(texts.map(comparableDecimal)).size).equal(1)
    })

  it('agrees with bigint arithmetic', () => {
    const number = fc.tuple(
      fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
      fc.integer({ min: -20, max: 20 }),
    )
    const near = fc.tuple(number, fc.bigInt({ min: -2n, max: 2n }))
    fc.assert(
      fc.property(near, fc.boolean(), number, ([[digits, exponent], step], close, far) => {
        const [otherDigits, otherExponent] = close ? [digits + step, exponent] : far
        const left = digits * 10n ** BigInt(exponent + 20)
        const right = otherDigits * 10n ** BigInt(otherExponent + 20)
        const order = compareDecimals(`${digits}E${exponent}`, `${otherDigits}E${otherExponent}`)
        expect(Math.sign(order)).equal(left < right ? -1 : left > right ? 1 : 0)
        expect(
          comparableDecimal(`${digits}E${exponent}`) === comparableDecimal(`${otherDigits}E${otherExponent}`),
        ).equal(left === right)
      }),
      { numRuns: 1000 },
    )
  })
})
