// Positions as bytes: every position is read back as it was, and bytes of no position are read as undefined.
import { expect } from 'chai'
import fc from 'fast-check'
import type { AttributeValue, StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { decodePosition, encodePosition } from '../../../lib/plan/cursor/cursor-position.js'
import { randomPosition } from '../random-positions.js'

const encode = (keys: readonly (StoredItem | null | undefined)[], before = false): Uint8Array =>
  encodePosition({ keys, before }, (detail) => new RangeError(detail))

describe('positions of cursors', () => {
  for (const [what, keys] of [
    ['the key of one stream', [{ id: { S: 'u1' } }]],
    ['a key of all three types', [{ a: { S: 'é' }, b: { N: '-1.5E10' }, c: { B: Uint8Array.of(0, 255) } }]],
    ['streams that have not begun, and are at their end', [undefined, { id: { S: 'u1' } }, null]],
    ['all streams at their end', [null, null]],
    ['one name with two types', [{ id: { S: '1' } }, { id: { N: '1' } }]],
  ] as [string, (StoredItem | null | undefined)[]][])
    for (const before of [false, true])
      it(`${what}, ${before ? 'backward' : 'forward'}: comes back as it was`, () => {
        expect(decodePosition(encode(keys, before))).deep.equal({ keys, before })
      })

  it('any position comes back as it was', () => {
    fc.assert(
      fc.property(randomPosition, ({ keys, before }) => {
        expect(decodePosition(encode(keys, before))).deep.equal({ keys, before })
      }),
    )
  })

  it('an attribute of the name __proto__ is one of the key, and nothing of its prototype', () => {
    const key = JSON.parse('{"__proto__":{"S":"x"},"constructor":{"N":"1"}}') as StoredItem
    const read = decodePosition(encode([key]))?.keys[0] ?? {}
    expect(Object.keys(read).sort()).deep.equal(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(read)).equal(Object.prototype)
    expect(({} as { S?: string }).S).equal(undefined)
  })

  it('is the same for the same key, in whatever order it names its attributes', () => {
    const one = encode([{ a: { S: '1' }, b: { S: '2' } }])
    expect(encode([{ b: { S: '2' }, a: { S: '1' } }])).deep.equal(one)
  })

  it('writes each name once, and binary as it is', () => {
    const name = 'aLongNameOfAnAttribute'
    const keys = Array.from({ length: 100 }, () => ({ [name]: { B: new Uint8Array(16) } }))
    expect(encode(keys).length).lessThan(100 * 20)
  })

  for (const [what, value] of [
    ['a boolean', { BOOL: true }],
    ['null', { NULL: true }],
    ['a list', { L: [] }],
    ['a map', { M: {} }],
    ['a set', { SS: ['a'] }],
    ['an empty string', { S: '' }],
    ['an empty binary', { B: new Uint8Array() }],
    ['a string beyond the limit of a key', { S: 'x'.repeat(2049) }],
  ] as [string, AttributeValue][])
    it(`${what} is not part of a cursor: refused with its name, without its value`, () => {
      expect(() => encode([{ id: value }])).throws(
        RangeError,
        /^'id' cannot be part of a cursor: it (is|has) [^x]/,
      )
    })

  it('a key without attributes is refused: written down it would be the end', () => {
    expect(() => encode([{}])).throws(RangeError, 'a key without attributes')
  })

  // direction, columns (name, type), streams (state, column, value)
  const id = [1, 2, 0x69, 0x64]
  for (const [what, bytes] of [
    ['nothing', []],
    ['a third direction', [2, 0, 1, 1]],
    ['no stream', [0, 0, 0]],
    ['more than the position', [0, 0, 1, 1, 0]],
    ['fewer streams than it says', [0, 0, 2, 1]],
    ['more streams than bytes', [0, 0, 0xff, 0xff, 0x7f, 1]],
    ['more attributes than bytes', [0, 0xff, 0x7f]],
    ['an attribute of a fourth type', [0, ...id, 3, 1, 2, 0, 1, 0x78]],
    ['an attribute without a name', [0, 1, 0, 0, 1, 2, 0, 1, 0x78]],
    ['an attribute whose name is not a string', [0, 1, 1, 0xff, 0, 1, 2, 0, 1, 0x78]],
    ['an invalid column', [0, ...id, 0, 1, 2, 1, 1, 0x78]],
    ['an attribute named twice', [0, ...id, 0, 1, 3, 0, 1, 0x78, 0, 1, 0x78]],
    ['an empty value', [0, ...id, 0, 1, 2, 0, 0]],
    ['a value that is cut', [0, ...id, 0, 1, 2, 0, 2, 0x78]],
    ['text that is not UTF-8', [0, ...id, 0, 1, 2, 0, 1, 0xff]],
    ['an invalid number', [0, ...id, 1, 1, 2, 0, 1, 0x78]],
    ['a number without digits', [0, ...id, 1, 1, 2, 0, 1, 0x2d]],
    ['more attributes than follow', [0, ...id, 0, 1, 9, 0, 1, 0x78]],
    ['a value beyond the limit of a key', [0, ...id, 0, 1, 2, 0, 0x81, 0x10, ...Array(2049).fill(0x78)]],
  ] as [string, number[]][])
    it(`${what}: is not a position`, () => {
      expect(decodePosition(Uint8Array.from(bytes))).equal(undefined)
    })

  it('the same bytes with a value of that type are one', () => {
    const bytes = Uint8Array.from([0, ...id, 1, 1, 2, 0, 1, 0x37])
    expect(decodePosition(bytes)).deep.equal({ keys: [{ id: { N: '7' } }], before: false })
  })

  it('never throws, and what it takes is a position that is written and read again the same', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        randomPosition,
        fc.nat(),
        (noise, { keys, before }, at) => {
          const bytes = Uint8Array.from(encode(keys, before))
          bytes.set(noise.subarray(0, 3), Math.max(0, (at % bytes.length) - 3))
          for (const each of [noise, bytes]) {
            const position = decodePosition(each)
            if (position !== undefined)
              expect(decodePosition(encode(position.keys, position.before))).deep.equal(position)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
