// Values stored as what they are.
import { NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb'
import { expect } from 'chai'
import { invalid } from '../../../lib/entity/codec/codec.js'
import {
  decodeNatural,
  encodeNatural,
  naturalNode,
  parseNatural,
} from '../../../lib/entity/codecs/natural.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { pathText } from '../../../lib/errors/failures.js'
import { nested } from './crossing.js'

function refusalsOf(value: unknown): string[] {
  const failures: Failure[] = []
  expect(parseNatural(value, failures, 'omit', 0)).to.equal(invalid)
  return failures.map(({ path, message }) => `${pathText(path)}: ${message}`)
}

class Point {
  x = 1
}

describe('natural values', () => {
  for (const [value, stored] of [
    ['a', { S: 'a' }],
    [1.5, { N: '1.5' }],
    [2n ** 64n, { N: '18446744073709551616' }],
    [false, { BOOL: false }],
    [Uint8Array.of(1), { B: Uint8Array.of(1) }],
    [[1, null, ['a']], { L: [{ N: '1' }, { NULL: true }, { L: [{ S: 'a' }] }] }],
    [{ a: { b: 1 } }, { M: { a: { M: { b: { N: '1' } } } } }],
    [new Set([1, 2 ** 53]), { NS: ['1', '9007199254740992'] }],
    [{ constructor: 'c', toString: 1 }, { M: { constructor: { S: 'c' }, toString: { N: '1' } } }],
  ] as const)
    it(`${Object.keys(stored)} survives`, () => {
      const parsed = parseNatural(value, [], 'omit', 0)
      expect(parsed).to.deep.equal(value)
      expect(encodeNatural(parsed, 'omit')).to.deep.equal(stored)
      expect(decodeNatural(stored as never)).to.deep.equal(value)
    })

  for (const [name, value, message] of [
    ['a Date', { a: new Date() }, /^a: a Date would be read back as a string/],
    ['a Map', [new Map()], /^\[0\]: a Map cannot be stored/],
    ['an instance', { p: new Point() }, /^p: a Point cannot be stored/],
    ['a function', { f: () => 1 }, /^f: a function cannot be stored/],
    ['a symbol', [Symbol('x')], /a symbol cannot be stored/],
    ['undefined in a list', [undefined], /^\[0\]: undefined in a list/],
    ['a hole', Array(1), /^\[0\]: undefined in a list/],
    ['NaN', { n: Number.NaN }, /^n: NaN and Infinity/],
    ['a small bigint', { n: 5n }, /^n: a bigint of this size would be read back as a number/],
    ['the name __proto__', JSON.parse('{"__proto__":1}'), /__proto__/],
    ['the empty name', { '': 1 }, /cannot be empty/],
    ['a lone surrogate', { a: '\ud800' }, /lone surrogate/],
    ['a lone surrogate in a name', { '\ud800': 1 }, /lone surrogate/],
    ['a long name', { ['é'.repeat(33_000)]: 1 }, /longer than 65535 bytes/],
  ] as const)
    it(`${name} is refused with its path`, () => {
      expect(refusalsOf(value)).to.have.length(1)
      expect(refusalsOf(value)[0]).to.match(message)
    })

  it('all failures are found', () => {
    expect(refusalsOf({ a: [Number.NaN, { b: () => 1 }], c: 5n })).to.have.length(3)
  })

  it('32 levels and no more, so that what holds itself is refused', () => {
    expect(parseNatural(nested(31), [], 'omit', 0)).to.deep.equal(nested(31))
    expect(refusalsOf(nested(32))[0]).to.match(/nested deeper than 32 levels/)
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(refusalsOf(cycle)).to.have.length(1)
  })

  it('objects of other realms and without prototype are plain', () => {
    expect(parseNatural(Object.assign(Object.create(null), { a: 1 }), [], 'omit', 0)).to.deep.equal({ a: 1 })
  })

  it('a stored __proto__ becomes an own property, never the prototype', () => {
    const value = decodeNatural({
      M: JSON.parse('{"__proto__":{"M":{"isAdmin":{"BOOL":true}}},"a":{"S":"x"}}'),
    })
    expect(Object.keys(value as object)).to.deep.equal(['__proto__', 'a'])
    expect(Object.getPrototypeOf(value)).to.equal(Object.prototype)
    expect((value as { isAdmin?: unknown }).isAdmin).to.equal(undefined)
  })

  it('an attribute that the SDK returns without value is left out', () => {
    expect(decodeNatural({ M: { a: undefined as never, b: { S: 'x' } } })).to.deep.equal({ b: 'x' })
  })

  it('numbers of every size are read exactly', () => {
    expect(decodeNatural({ N: '9007199254740993' })).to.equal(9007199254740993n)
    expect(decodeNatural({ N: '0.10' })).to.equal(0.1)
    const exact = decodeNatural({ N: '1.23456789012345678901234567890' })
    expect(exact).to.be.instanceOf(NumberValue)
    expect(encodeNatural(parseNatural(exact, [], 'omit', 0), 'omit')).to.deep.equal({
      N: '1.2345678901234567890123456789',
    })
  })

  it('the node of no struct has null and undefined too', () => {
    const node = naturalNode('omit')
    expect(node.parse(undefined, [])).to.equal(undefined)
    expect(node.parse(null, [])).to.equal(null)
    expect(node.encode(undefined)).to.equal(undefined)
    expect(node.decode({ NULL: true }, [])).to.equal(null)
    expect(node.at('a')?.name).to.equal('a')
  })
})
