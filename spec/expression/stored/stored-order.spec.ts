import { expect } from 'chai'
import fc from 'fast-check'
import type { AttributeValue } from '../../../lib/entity/struct/attribute-value.js'
import { compareStored, equalStored } from '../../../lib/expression/stored/stored-order.js'
import { storedValue } from '../sample-conditions.js'

const bytes = (...values: number[]) => new Uint8Array(values)

describe('compareStored', () => {
  const ascending: [string, AttributeValue[]][] = [
    [
      'text by UTF-8 bytes, not by UTF-16 units',
      ['', 'A', 'a', 'aa', 'b', 'é', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '😀'].map((S) => ({ S })),
    ],
    ['numbers by value', ['-10', '-9', '-0.5', '0', '9', '10', '1E2'].map((N) => ({ N }))],
    [
      'binary by unsigned bytes',
      [bytes(), bytes(0), bytes(0, 0), bytes(1), bytes(127), bytes(128), bytes(255)].map((B) => ({ B })),
    ],
  ]
  for (const [what, values] of ascending)
    it(`orders ${what}`, () => {
      for (const [at, left] of values.entries())
        for (const [other, right] of values.entries())
          expect(Math.sign(compareStored(left, right) ?? Number.NaN)).equal(Math.sign(at - other))
    })

  it('orders text as Buffer.compare orders its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareStored({ S: a }, { S: b }) ?? Number.NaN)).equal(
          Buffer.compare(Buffer.from(a), Buffer.from(b)),
        )
      }),
    )
  })

  it('has no order for values of different types, and for other types', () => {
    const values: AttributeValue[] = [
      { S: '1' },
      { N: '1' },
      { B: bytes(1) },
      { BOOL: true },
      { NULL: true },
      { L: [] },
      { M: {} },
      { SS: ['1'] },
      { NS: ['1'] },
      { BS: [bytes(1)] },
    ]
    for (const [at, left] of values.entries())
      for (const [other, right] of values.entries())
        if (at !== other || at > 2) expect(compareStored(left, right), `${at}, ${other}`).equal(undefined)
  })
})

describe('equalStored', () => {
  const equal: [AttributeValue, AttributeValue][] = [
    [{ S: 'a' }, { S: 'a' }],
    [{ N: '1' }, { N: '1.0' }],
    [{ B: bytes(1, 2) }, { B: Buffer.from([1, 2]) }],
    [{ BOOL: false }, { BOOL: false }],
    [{ NULL: true }, { NULL: true }],
    [{ SS: ['a', 'b'] }, { SS: ['b', 'a'] }],
    [{ NS: ['1', '2'] }, { NS: ['2.0', '1E0'] }],
    [{ BS: [bytes(1), bytes(2)] }, { BS: [bytes(2), bytes(1)] }],
    [{ L: [{ N: '1' }, { S: 'x' }] }, { L: [{ N: '1.0' }, { S: 'x' }] }],
    [{ M: { a: { N: '1' }, b: { L: [] } } }, { M: { b: { L: [] }, a: { N: '1.00' } } }],
  ]
  for (const [a, b] of equal)
    it(`${JSON.stringify(a)} equals ${JSON.stringify(b)}`, () => {
      expect(equalStored(a, b)).equal(true)
      expect(equalStored(b, a)).equal(true)
    })

  const different: [AttributeValue, AttributeValue][] = [
    [{ S: '1' }, { N: '1' }],
    [{ S: 'a' }, { B: bytes(97) }],
    [{ B: bytes(1) }, { B: bytes(1, 2) }],
    [{ BOOL: false }, { BOOL: true }],
    [{ BOOL: false }, { NULL: true }],
    [{ NULL: true }, { S: '' }],
    [{ SS: ['a'] }, { SS: ['a', 'b'] }],
    [{ SS: ['1'] }, { NS: ['1'] }],
    [{ NS: ['1', '2'] }, { NS: ['1', '3'] }],
    [{ BS: [bytes(1, 2)] }, { BS: [bytes(12)] }],
    [{ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] }],
    [{ L: [{ S: 'a' }] }, { L: [] }],
    [{ L: [] }, { M: {} }],
    [{ M: { a: { S: 'x' } } }, { M: { b: { S: 'x' } } }],
    [{ M: { a: { S: 'x' } } }, { M: { a: { S: 'y' } } }],
    [{ M: { toString: { S: 'x' } } }, { M: { a: { S: 'x' } } }],
    [{ M: { a: { S: 'x' } } }, { M: {} }],
  ]
  for (const [a, b] of different)
    it(`${JSON.stringify(a)} differs from ${JSON.stringify(b)}`, () => {
      expect(equalStored(a, b)).equal(false)
      expect(equalStored(b, a)).equal(false)
    })

  it('holds for a copy of any value, and is symmetric', () => {
    fc.assert(
      fc.property(storedValue, storedValue, (a, b) => {
        expect(equalStored(a, structuredClone(a))).equal(true)
        expect(equalStored(a, b)).equal(equalStored(b, a))
      }),
    )
  })
})
