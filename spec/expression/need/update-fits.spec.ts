// Whether one attribute can hold what is stored for another.
import { expect } from 'chai'
import {
  any,
  array,
  bigint,
  boolean,
  date,
  define,
  enums,
  integer,
  literal,
  nullable,
  number,
  object,
  optional,
  pattern,
  record,
  refine,
  set,
  size,
  string,
  trimmed,
  tuple,
  union,
} from 'superstruct'
import type { Codec } from '../../../lib/entity/codec/codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { fitsFrom, sumsFit } from '../../../lib/expression/need/update-fits.js'
import { codecOf } from '../../entity/codecs/crossing.js'

const decimal = attribute(string(), { as: 'decimal' })
const seconds = attribute(date(), { as: 'epochSeconds' })
const millis = attribute(date(), { as: 'epochMillis' })
const address = object({ city: string(), zip: optional(string()) })
const short = size(string(), 1, 3)

const cases: readonly (readonly [
  target: string,
  into: unknown,
  source: string,
  from: unknown,
  fits: boolean,
])[] = [
  ['string', string(), 'string', string(), true],
  ['string', string(), 'optional string', optional(string()), true],
  ['string', string(), 'enums', enums(['a', 'b']), true],
  ['enums', enums(['a', 'b']), 'literal', literal('a'), true],
  ['enums', enums(['a', 'b']), 'other enums', enums(['a', 'c']), false],
  ['enums', enums(['a', 'b']), 'string', string(), false],
  ['short text', short, 'string', string(), true],
  ['string', string(), 'IP address', attribute(string(), { as: 'ipv4Address' }), false],
  ['IP address', attribute(string(), { as: 'ipv4Address' }), 'string', string(), false],
  ['number', number(), 'integer', integer(), true],
  ['integer', integer(), 'number', number(), false],
  ['number', number(), 'bigint', bigint(), false],
  ['bigint', bigint(), 'integer', integer(), true],
  ['decimal', decimal, 'number', number(), true],
  ['number', number(), 'decimal', decimal, false],
  ['seconds', seconds, 'millis', millis, false],
  ['seconds', seconds, 'seconds', attribute(date(), { as: 'epochSeconds' }), true],
  ['date', date(), 'boolean', boolean(), false],
  ['any', any(), 'object', address, true],
  ['string', string(), 'any', any(), false],
  ['object', address, 'the same', optional(object({ city: string(), zip: optional(string()) })), true],
  ['object', address, 'one with less', object({ city: string() }), true],
  ['object', address, 'one that lacks what is required', object({ zip: optional(string()) }), false],
  ['object', address, 'one where it is optional', object({ city: optional(string()) }), false],
  ['object', address, 'one with more', object({ city: string(), street: string() }), false],
  ['object', address, 'another stored name', object({ city: attribute(string(), { name: 'c' }) }), false],
  ['list of short text', array(short), 'list of text', array(string()), false],
  ['list of short text', array(short), 'list of the same', optional(array(short)), true],
  ['list of text', array(string()), 'list that may hold null', array(nullable(string())), false],
  ['list', array(number()), 'list of integers', array(integer()), true],
  ['set', set(string()), 'set', set(enums(['a'])), true],
  ['set', set(string()), 'list', array(string()), false],
  ['record', record(string(), number()), 'record', record(string(), integer()), true],
  ['tuple', tuple([string()]), 'tuple', tuple([string()]), false],
  ['union', union([string(), number()]), 'number', number(), true],
  ['union', union([string(), number()]), 'union', union([integer(), literal('x')]), true],
  ['number', number(), 'union', union([string(), number()]), false],
  ['refined number', refine(number(), 'even', (value) => value % 2 === 0), 'number', number(), true],
  ['pattern', pattern(string(), /a/), 'enums', enums(['b']), true],
]

const keyOf = (struct: object): Codec => {
  const keys = new Map([['k', 'index' as const]])
  return codecOf(object({ k: struct as never }), { keys }).at('k')?.codec as Codec
}

describe('fitsFrom into a key attribute', () => {
  it('a key attribute takes what is stored for another one of its form, and of others only what has one form', () => {
    const [day, trimming] = [attribute(date(), { as: 'isoDay' }), trimmed(string())]
    for (const [target, source, fits] of [
      [keyOf(date()), codecOf(date()), false],
      [keyOf(date()), keyOf(date()), true],
      [keyOf(day), keyOf(date()), false],
      [codecOf(date()), keyOf(date()), true],
      [keyOf(trimming), codecOf(string()), false],
      [keyOf(trimming), keyOf(trimming), false],
      [keyOf(string()), codecOf(string()), true],
      [keyOf(seconds), codecOf(seconds), true],
    ] as const)
      expect(fitsFrom(target, source)).to.equal(fits)
  })
})

describe('fitsFrom', () => {
  for (const [target, into, source, from, fits] of cases)
    it(`${target} from ${source}: ${fits}`, () => {
      const both = codecOf(object({ into, from } as never))
      const [a, b] = [both.at('into'), both.at('from')]
      expect(a && b && fitsFrom(a.codec, b.codec)).equal(fits)
    })

  it('takes sums of numbers of its own kind', () => {
    expect(sumsFit(codecOf(number()), codecOf(integer()))).equal(true)
    expect(sumsFit(codecOf(integer()), codecOf(number()))).equal(false)
    expect(sumsFit(codecOf(any()), codecOf(number()))).equal(true)
    // A date does not read every number, and nobody knows what a function of the user's takes.
    expect(sumsFit(codecOf(millis), codecOf(number()))).equal(false)
    expect(sumsFit(codecOf(union([millis, string()])), codecOf(number()))).equal(false)
    expect(sumsFit(codecOf(define('odd', () => true)), codecOf(number()))).equal(false)
    const own = codecOf(define('odd', () => true))
    expect(sumsFit(own, own)).equal(true)
    // Of a union, each member that is a number may be the one that is stored.
    expect(sumsFit(codecOf(integer()), codecOf(union([integer(), number()])))).equal(false)
    expect(sumsFit(codecOf(integer()), codecOf(union([integer(), string()])))).equal(true)
    expect(sumsFit(codecOf(integer()), codecOf(union([string(), union([integer(), number()])])))).equal(false)
  })
})
