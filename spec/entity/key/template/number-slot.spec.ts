// Widths of numbers in keys.
import { expect } from 'chai'
import fc from 'fast-check'
import { date } from 'superstruct'
import { digitsOf, numberSlot, plainNumberSlot } from '../../../../lib/entity/key/template/number-slot.js'
import { slotFormat } from '../../../../lib/entity/key/template/slot-formats.js'
import { attribute } from '../../../../lib/entity/struct/attribute.js'
import { contextOf } from '../../compiled-attributes.js'
import { context } from './random-templates.js'

describe('digitsOf', () => {
  it('reads widths', () => {
    expect(digitsOf('5')).deep.equal({ signed: false, whole: 5, decimals: 0 })
    expect(digitsOf('8.2')).deep.equal({ signed: false, whole: 8, decimals: 2 })
    expect(digitsOf('-8.2')).deep.equal({ signed: true, whole: 8, decimals: 2 })
    expect(digitsOf('38')).deep.equal({ signed: false, whole: 38, decimals: 0 })
  })

  for (const text of ['', 'x', '5.', '.5', '+5', '5.2.1', '-', '1e3', '0', '0.5', '39', '20.19'])
    it(`refuses '${text}'`, () => {
      expect(digitsOf(text)).match(/width|digits/)
    })
})

describe('numberSlot', () => {
  const codec = context.codec.at('total')?.codec ?? context.codec
  const slot = numberSlot(codec, { signed: true, whole: 3, decimals: 2 })

  it('sorts by value', () => {
    const numbers = ['-999.99', '-12.5', '-12.49', '-0.01', '0', '0.01', '9', '10', '999.99']
    const texts = numbers.map((N) => slot.print({ N }))
    expect(texts).deep.equal([...texts].sort())
    expect(texts.every((text) => typeof text === 'string' && text.length === slot.width)).equal(true)
    expect(texts.map((text) => slot.read(String(text)))).deep.equal(numbers.map(Number))
  })

  it('has one text for zero', () => {
    expect(slot.print({ N: '-0' })).equal('0000.00')
    expect(typeof slot.read('-999.99')).equal('symbol')
  })
})

const slotOf = (property: string) => plainNumberSlot(context.codec.at(property)?.codec ?? context.codec)

describe('plainNumberSlot', () => {
  const slot = slotOf('total')

  it('writes what String() writes', () => {
    for (const value of [0, -0, 7, 12.5, -3, 1e21, 1.5e-7, 0.1 + 0.2, 2 ** 53 - 1])
      expect(slot.print({ N: String(value) }), String(value)).equal(String(value))
    expect(slot.print({ N: '1.50' })).equal('1.5')
    expect(slot.print({ S: '1' })).deep.equal({ trouble: 'is not a number' })
    expect([slot.ordered, slot.lossy, slot.width]).deep.equal([false, false, undefined])
  })

  it('writes all digits of a number that JavaScript does not hold, which are read back', () => {
    const digits = '123456789012345678901234567890'
    expect(slotOf('big').print({ N: digits })).equal(digits)
    expect(slotOf('big').read(digits)).equal(123456789012345678901234567890n)
    expect(slotOf('exact').read('0.1234567890123456789')).equal('0.1234567890123456789')
  })

  it('gives every number back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: -1e100, max: 1e100 }), (value) => {
        fc.pre(value === 0 || Math.abs(value) > 1e-100)
        const text = slot.print({ N: String(value) })
        expect(text).equal(String(value))
        expect(slot.read(String(text))).equal(value === 0 ? 0 : value)
      }),
    )
    for (const text of ['', 'x', '1e999', ' 1']) expect(typeof slot.read(text), text).equal('symbol')
  })

  it('has one text for a value, and says nothing of order', () => {
    expect(slot.place({ N: '7' })).deep.equal({ text: '7', rank: 'only' })
    expect(slot.place({ S: '7' })).deep.equal({ text: undefined, rank: 'after' })
  })

  it('serves dates that are stored as numbers, as a width does', () => {
    const dates = contextOf({ at: attribute(date(), { as: 'epochMillis' }) })
    const at = dates.codec.at('at')?.codec ?? dates.codec
    for (const [written, ordered] of [
      ['plain', false],
      ['13', true],
    ] as const) {
      const made = slotFormat(at, written)
      if (typeof made === 'string') expect.fail(made)
      expect(made.ordered).equal(ordered)
      expect(made.print({ N: '1700000000000' })).equal('1700000000000')
      expect(made.read('1700000000000')).deep.equal(new Date(1_700_000_000_000))
    }
    const width = slotFormat(at, '13')
    expect(typeof width === 'object' && width.print({ N: '1' })).equal('0000000000001')
  })
})
