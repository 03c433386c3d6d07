// The size of an item in DynamoDB's bytes, worked out only where it may be too large.
import { expect } from 'chai'
import { itemBytes, itemBytesOver, maxItemBytes } from '../../../lib/entity/codec/item-size.js'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'

const bytes = (length: number) => new Uint8Array(length)

// The value of an attribute with a name of one byte, and the bytes of the whole.
const sizes: readonly (readonly [what: string, value: AttributeValue, bytes: number])[] = [
  ['text', { S: 'abc' }, 1 + 3],
  ['text of several bytes a character', { S: '€😀' }, 1 + 7],
  ['a number, at its least', { N: '123456789' }, 1 + 2],
  ['binary', { B: bytes(9) }, 1 + 9],
  ['a boolean', { BOOL: false }, 1 + 1],
  ['NULL', { NULL: true }, 1 + 1],
  ['a string set', { SS: ['a', '€'] }, 1 + 4],
  ['a number set', { NS: ['1', '2', '3'] }, 1 + 6],
  ['a binary set', { BS: [bytes(2), bytes(3)] }, 1 + 5],
  ['an empty list', { L: [] }, 1 + 3],
  ['a list', { L: [{ S: 'ab' }, { BOOL: true }] }, 1 + 3 + (1 + 2) + (1 + 1)],
  ['an empty map', { M: {} }, 1 + 3],
  ['a map', { M: { key: { S: 'ab' } } }, 1 + 3 + (1 + 3 + 2)],
  ['maps in lists in maps', { M: { l: { L: [{ M: { k: { S: 'v' } } }] } } }, 1 + 3 + 2 + 3 + 1 + 3 + 2 + 1],
]

describe('itemBytesOver', () => {
  for (const [what, value, size] of sizes) {
    it(`counts ${what} as ${size} bytes with its name`, () => {
      expect(itemBytesOver({ a: value }, size - 1)).equal(size)
    })

    it(`lets ${what} pass at exactly the limit`, () => {
      expect(itemBytesOver({ a: value }, size)).equal(undefined)
    })
  }

  it('counts names in UTF-8, and all attributes together', () => {
    expect(itemBytesOver({ '€': { S: 'a' }, b: { S: 'cd' } }, 6)).equal(7)
    expect(itemBytesOver({ '€': { S: 'a' }, b: { S: 'cd' } }, 7)).equal(undefined)
  })

  it('knows DynamoDB’s limit of 400 KB', () => {
    expect(maxItemBytes).equal(400 * 1024)
    expect(itemBytesOver({ a: { S: 'x'.repeat(maxItemBytes - 1) } }, maxItemBytes)).equal(undefined)
    expect(itemBytesOver({ a: { S: 'x'.repeat(maxItemBytes) } }, maxItemBytes)).equal(maxItemBytes + 1)
  })
})

describe('itemBytes', () => {
  for (const [what, value, size] of sizes.filter(([what]) => !what.includes('number')))
    it(`counts ${what} exactly`, () => {
      expect(itemBytes({ a: value })).equal(size)
    })

  it('counts numbers by their text: one byte for two digits, and one more', () => {
    const numbers = ['7', '42', '149', '-1.5', '12345678901234567890123456789012345678']
    expect(numbers.map((N) => itemBytes({ a: { N } }) - 1)).deep.equal([2, 2, 3, 3, 20])
    expect(itemBytes({ a: { NS: ['1', '149'] } })).equal(1 + 2 + 3)
  })

  it('counts text in UTF-8, be it short or long', () => {
    for (const text of [
      '',
      'plain',
      'é',
      'a€',
      '😀',
      'x'.repeat(100),
      `${'x'.repeat(100)}€`,
      `${'x'.repeat(63)}é`,
    ])
      expect(itemBytes({ [`n${text}`]: { S: text } })).equal(1 + 2 * Buffer.byteLength(text))
  })
})
