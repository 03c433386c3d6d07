import { expect } from 'chai'
import fc from 'fast-check'
import { keyText, openKeyText } from '../../../../lib/testing/engine/values/key-text.js'
import type { WireValue } from '../../../../lib/testing/engine/values/wire.js'
import { compareValues } from '../../../../lib/testing/engine/values/wire-values.js'

const text = fc.string({
  unit: fc.constantFrom('\0', '\u0001', 'a', 'z', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '𐀀'),
})
const number = fc
  .tuple(fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), fc.integer({ min: 0, max: 40 }))
  .map(([digits, fraction]) => {
    const all = String(digits < 0n ? -digits : digits).padStart(fraction + 1, '0')
    const [whole, part] = [
      all.slice(0, all.length - fraction),
      all.slice(all.length - fraction).replace(/0+$/, ''),
    ]
    const plain = part === '' ? whole : `${whole}.${part}`
    return digits < 0n ? `-${plain}` : plain
  })

function sameOrder(a: WireValue, b: WireValue) {
  const [one, two] = [keyText(a), keyText(b)]
  expect(one < two ? -1 : one > two ? 1 : 0).to.equal(Math.sign(compareValues(a, b) ?? 0))
}

describe('key text', () => {
  it('has the order of strings in UTF-8', () => {
    fc.assert(
      fc.property(text, text, (a, b) => sameOrder({ S: a }, { S: b })),
      { seed: 1, numRuns: 2_000 },
    )
    expect(keyText({ S: '\uffff' }) < keyText({ S: '😀' })).to.equal(true)
  })

  it('has the order of numbers by value, up to 38 digits', () => {
    fc.assert(
      fc.property(number, number, (a, b) => sameOrder({ N: a }, { N: b })),
      { seed: 1, numRuns: 3_000 },
    )
    const ascending = [
      '-12345678901234567890',
      '-12',
      '-1.2',
      '-1',
      '-0.001',
      '0',
      '0.001',
      '1',
      '1.2',
      '12',
      '100',
    ]
    expect(
      [...ascending].reverse().sort((a, b) => (keyText({ N: a }) < keyText({ N: b }) ? -1 : 1)),
    ).to.deep.equal(ascending)
  })

  it('has the order of binaries by byte', () => {
    const bytes = fc.uint8Array({ maxLength: 4 }).map((one) => ({ B: Buffer.from(one).toString('base64') }))
    fc.assert(fc.property(bytes, bytes, sameOrder), { seed: 1, numRuns: 1_000 })
  })

  it('begins with the open text of what the value begins with, and with no other', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(keyText({ S: a + b }).startsWith(openKeyText({ S: a }))).to.equal(true)
        expect(keyText({ S: b }).startsWith(openKeyText({ S: a }))).to.equal(b.startsWith(a))
        expect(keyText({ S: a + b }).startsWith(keyText({ S: a }))).to.equal(b === '')
      }),
      { seed: 1, numRuns: 2_000 },
    )
  })

  it('takes lone surrogates for the replacement character', () => {
    expect(keyText({ S: 'a\ud800' })).to.equal(keyText({ S: 'a\ufffd' }))
  })
})
