// instance() of the classes that can be stored.
import { expect } from 'chai'
import { instance, optional } from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, refusals } from './crossing.js'

class Point {
  x = 1
}

describe('instance codec', () => {
  for (const [type, value, stored] of [
    [Uint8Array, Uint8Array.of(1), { B: Uint8Array.of(1) }],
    [Buffer, Buffer.from([1]), { B: Uint8Array.of(1) }],
    [Date, new Date(0), { S: '1970-01-01T00:00:00.000Z' }],
    [Set, new Set(['a']), { SS: ['a'] }],
    [Map, new Map([['a', 1]]), { M: { a: { N: '1' } } }],
    [Array, [1, 'a'], { L: [{ N: '1' }, { S: 'a' }] }],
    [Object, { a: 1 }, { M: { a: { N: '1' } } }],
  ] as const)
    it(`instance(${type.name})`, () => {
      keeps(codecOf(instance(type as never)), value, stored)
      keeps(codecOf(optional(instance(type as never))), value, stored)
      expect(refusals(codecOf(instance(type as never)), 'text')).to.deep.equal([])
    })

  it('other classes are refused at definition', () => {
    for (const type of [Point, URL, RegExp, WeakMap, Int8Array, Error, Promise])
      expect(() => codecOf(instance(type as never))).to.throw(/give the attribute `encode` and `decode`/)
  })

  it('a form goes with Dates alone', () => {
    keeps(codecOf(attribute(instance(Date), { as: 'epochMillis' })), new Date(5), { N: '5' })
    expect(() => codecOf(attribute(instance(Set), { as: 'iso' as never }))).to.throw(
      /cannot be combined with instance\(\)/,
    )
  })
})
