// Widths of numbers in keys.
import { expect } from 'chai'
import { digitsOf, numberSlot } from '../../../../lib/entity/key/template/number-slot.js'
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
