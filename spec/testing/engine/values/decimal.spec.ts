import { expect } from 'chai'
import fc from 'fast-check'
import {
  addNumbers,
  compareNumbers,
  normalNumber,
  subtractNumbers,
} from '../../../../lib/testing/engine/values/decimal.js'

describe('decimal', () => {
  for (const [text, normal] of [
    ['007', '7'],
    ['1.50', '1.5'],
    ['-0', '0'],
    ['0.000', '0'],
    ['1E3', '1000'],
    ['1.5e-3', '0.0015'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+5', '5'],
    ['-12.30', '-12.3'],
    ['9007199254740993', '9007199254740993'],
    ['9'.repeat(38), '9'.repeat(38)],
    ['1E125', `1${'0'.repeat(125)}`],
    ['1E-130', `0.${'0'.repeat(129)}1`],
  ] as const)
    it(`writes ${text.slice(0, 20)} as ${normal.slice(0, 20)}`, () =>
      expect(normalNumber(text)).to.equal(normal))

  for (const [text, message] of [
    ['', /cannot be converted/],
    ['.', /cannot be converted/],
    [' 5', /cannot be converted/],
    ['NaN', /cannot be converted/],
    ['0x10', /cannot be converted/],
    ['1'.repeat(39), /more than 38 significant digits/],
    ['1E126', /larger than supported range/],
    ['1E-131', /smaller than supported range/],
    ['1E999999999', /larger than supported range/],
  ] as const)
    it(`refuses ${text.slice(0, 20)}`, () => expect(() => normalNumber(text)).to.throw(message))

  it('adds, subtracts and compares exactly', () => {
    expect(addNumbers('0.1', '0.2')).to.equal('0.3')
    expect(addNumbers('9007199254740993', '1')).to.equal('9007199254740994')
    expect(addNumbers('5', '-5')).to.equal('0')
    expect(addNumbers('95', '5')).to.equal('100')
    expect(subtractNumbers('1', '1.001')).to.equal('-0.001')
    expect(subtractNumbers('0', '7')).to.equal('-7')
    expect(compareNumbers('1', '1.0')).to.equal(0)
    expect(compareNumbers('-1E125', '1E-130')).to.equal(-1)
    expect(compareNumbers('0.5', '0.25')).to.equal(1)
  })

  it('refuses a sum that DynamoDB cannot hold', () => {
    expect(() => addNumbers('1E38', '0.1')).to.throw(/38 significant digits/)
    expect(() => addNumbers('9E125', '9E125')).to.throw(/larger than supported range/)
  })

  it('agrees with bigint on whole numbers', () => {
    const whole = fc.bigInt(-(10n ** 30n), 10n ** 30n)
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        expect(addNumbers(String(a), String(b))).to.equal(String(a + b))
        expect(subtractNumbers(String(a), String(b))).to.equal(String(a - b))
        expect(compareNumbers(String(a), String(b))).to.equal(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })

  it('refuses hundreds of thousands of digits at once', () => {
    const start = performance.now()
    expect(() => normalNumber('9'.repeat(400_000))).to.throw(/Number overflow/)
    expect(() => normalNumber(`0.${'9'.repeat(400_000)}`)).to.throw(/38 significant digits/)
    expect(normalNumber(`${'0'.repeat(5_000)}7.${'0'.repeat(5_000)}`)).to.equal('7')
    expect(performance.now() - start).to.be.below(200)
  })
})
