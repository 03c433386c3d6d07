// Decimal text: canonical, within limits, exact.
import { expect } from 'chai'
import fc from 'fast-check'
import {
  canonicalDecimal,
  decimalFault,
  exactBigInt,
  exactNumber,
  numberText,
} from '../../../lib/entity/codec/decimal.js'

describe('decimal text', () => {
  for (const [text, canonical] of [
    ['1.50', '1.5'],
    ['007', '7'],
    ['+5', '5'],
    ['-0.00', '0'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1E20', '100000000000000000000'],
    ['-12.340e-3', '-0.01234'],
    ['1e126', undefined],
    ['1e-131', undefined],
    ['1e9999999', undefined],
    ['', undefined],
    ['.', undefined],
    ['1,5', undefined],
    ['1 ', undefined],
  ] as const)
    it(`'${text}' is ${canonical}`, () => {
      expect(canonicalDecimal(text)).to.equal(canonical)
    })

  it('38 significant digits and no more', () => {
    expect(decimalFault('9'.repeat(38))).to.equal(undefined)
    expect(decimalFault(`${'9'.repeat(38)}0000`)).to.equal(undefined)
    expect(decimalFault(`0.${'9'.repeat(39)}`)).to.match(/number precision/)
    expect(decimalFault(`9.${'9'.repeat(37)}E125`)).to.equal(undefined)
    expect(decimalFault('1E126')).to.match(/number range/)
    expect(decimalFault('x')).to.equal('expected a decimal number')
  })

  it('numbers and their strings are each other’s image', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = numberText(value)
        expect(Number(text)).to.equal(value)
        expect(text).to.equal(
          String(value === 0 ? 0 : value)
            .toUpperCase()
            .replace('E+', 'E'),
        )
        if (Math.abs(value) < 1e126 && Math.abs(value) >= 1e-130) expect(exactNumber(text)).to.equal(value)
      }),
    )
  })

  it('short decimals, which take the fast path, have the same results', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 5 }), (digits, places) => {
        const value = digits / 10 ** places
        expect(numberText(value)).to.equal(value === 0 ? '0' : String(value).toUpperCase())
        expect(exactNumber(value.toFixed(places))).to.equal(value === 0 ? 0 : value)
      }),
    )
  })

  it('integers of any size are read exactly', () => {
    expect(exactBigInt('1E20')).to.equal(10n ** 20n)
    expect(exactBigInt('-9007199254740993')).to.equal(-9007199254740993n)
    expect(exactBigInt('1.5')).to.equal(undefined)
    expect(exactBigInt('x')).to.equal(undefined)
  })

  it('long text takes no longer than its length', () => {
    const started = performance.now()
    expect(canonicalDecimal(`${'0'.repeat(100_000)}x`)).to.equal(undefined)
    expect(canonicalDecimal(`${'10'.repeat(50_000)}`)).to.equal(undefined)
    expect(performance.now() - started).to.be.lessThan(500)
  })
})
