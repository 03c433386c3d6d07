// object() and type().
import { expect } from 'chai'
import {
  array,
  date,
  integer,
  never,
  nullable,
  number,
  object,
  optional,
  refine,
  set,
  string,
  type,
} from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, parsed, read, refusals, unreadable } from './crossing.js'

const user = object({ name: string(), born: optional(date()), age: attribute(integer(), { default: 0 }) })

describe('object codec', () => {
  it('nested objects are stored as M, and come back checked', () => {
    keeps(
      codecOf(object({ user, lines: array(object({ sku: string() })) })),
      { user: { name: 'A', born: new Date(0), age: 3 }, lines: [{ sku: 'x' }] },
      {
        M: {
          user: { M: { name: { S: 'A' }, born: { S: '1970-01-01T00:00:00.000Z' }, age: { N: '3' } } },
          lines: { L: [{ M: { sku: { S: 'x' } } }] },
        },
      },
    )
  })

  it('defaults are filled in and stored', () => {
    keeps(codecOf(user), { name: 'A' }, { M: { name: { S: 'A' }, age: { N: '0' } } }, {
      name: 'A',
      age: 0,
    } as never)
    expect(read(codecOf(user), { M: { name: { S: 'A' } } })).to.deep.equal({ name: 'A', age: 0 })
  })

  it('all failures are found at once, those of superstruct left to it', () => {
    const codec = codecOf(object({ a: number(), b: string(), c: object({ d: number() }) }))
    expect(refusals(codec, { a: Infinity, b: 5, c: { d: 1e200 } })).to.have.length(2)
    expect(unreadable(codec, { M: { a: { S: 'x' }, c: { M: {} } } })).to.deep.equal([
      'a: expected N (a number), but S is stored',
      'b: required, but absent',
      'c.d: required, but absent',
    ])
  })

  it('undefined and null are left out of maps', () => {
    const codec = codecOf(object({ a: optional(string()), m: object({ b: nullable(string()) }) }))
    keeps(codec, { a: undefined, m: { b: null } }, { M: { m: { M: {} } } }, { m: { b: null } } as never)
    const both = codecOf(object({ a: optional(nullable(string())) }))
    keeps(both, { a: null }, { M: {} }, {} as never)
    expect(read(both, { M: { a: { NULL: true } } })).to.deep.equal({ a: null })
  })

  it("nulls: 'store' keeps them, for the entity or one attribute", () => {
    keeps(
      codecOf(object({ a: optional(nullable(string())) }), { nulls: 'store' }),
      { a: null },
      { M: { a: { NULL: true } } },
    )
    const one = object({ a: nullable(string()), b: attribute(nullable(string()), { nulls: 'store' }) })
    keeps(codecOf(one), { a: null, b: null }, { M: { b: { NULL: true } } })
  })

  it('null is stored where its absence would read back as the default', () => {
    const codec = codecOf(object({ a: attribute(nullable(string()), { default: 'x' }) }))
    keeps(codec, { a: null }, { M: { a: { NULL: true } } })
  })

  it('an alias is the stored name, at any depth', () => {
    const inner = object({ myField: attribute(string(), { name: 'my/alias' }) })
    keeps(
      codecOf(object({ inner })),
      { inner: { myField: 'x' } },
      { M: { inner: { M: { 'my/alias': { S: 'x' } } } } },
    )
  })

  it('swapped aliases work', () => {
    const codec = codecOf(
      object({ a: attribute(string(), { name: 'b' }), b: attribute(string(), { name: 'a' }) }),
    )
    keeps(codec, { a: '1', b: '2' }, { M: { b: { S: '1' }, a: { S: '2' } } })
    expect(codec.at('a')?.name).to.equal('b')
  })

  it('unknown stored attributes are dropped, kept or refused', () => {
    const struct = object({ a: string() })
    const stored = { M: { a: { S: 'x' }, b: { L: [{ N: '1' }] } } }
    expect(read(codecOf(struct), stored)).to.deep.equal({ a: 'x' })
    keeps(codecOf(struct, { unknown: 'preserve' }), { a: 'x', b: [1] }, stored)
    expect(unreadable(codecOf(struct, { unknown: 'error' }), stored)).to.deep.equal([
      'b: there is a stored attribute that the entity does not know',
    ])
  })

  it('unknown properties of object() are superstruct’s to refuse; type() keeps them', () => {
    expect(refusals(codecOf(object({ a: string() })), { a: 'x', b: 1 })).to.deep.equal([])
    expect(refusals(codecOf(object({ a: string() })), { a: 'x', b: undefined })).to.deep.equal([])
    keeps(codecOf(type({ a: string() })), { a: 'x', b: 1 }, { M: { a: { S: 'x' }, b: { N: '1' } } })
    expect(codecOf(type({ a: string() })).at('b')?.codec.types).to.have.length(10)
  })

  it('what every object inherits is not read, and odd names are ordinary', () => {
    const codec = codecOf(object({ constructor: optional(string()), toString: string() } as never))
    expect(refusals(codec, {})).to.deep.equal([])
    keeps(codec, { toString: 'x' }, { M: { toString: { S: 'x' } } })
    keeps(
      codec,
      { constructor: 'y', toString: 'x' },
      { M: { constructor: { S: 'y' }, toString: { S: 'x' } } },
    )
    expect(unreadable(codec, { M: {} })).to.deep.equal(['toString: required, but absent'])
  })

  it('instances of the user’s classes are read, built-in containers are refused by name', () => {
    class Point {
      x = 1
    }
    expect(parsed(codecOf(object({ x: number() })), new Point())).to.deep.equal({ x: 1 })
    class Circle {
      get x() {
        return 2
      }
      get other() {
        return 3
      }
      y() {
        return 4
      }
    }
    const lost = object({ x: optional(number()), y: optional(number()) })
    expect(parsed(codecOf(lost), new Circle())).to.deep.equal({ x: 2 })
    expect(refusals(codecOf(object({ x: optional(number()) })), new Map([['x', 1]]))[0]).to.match(
      /^a Map is not an object/,
    )
    expect(refusals(codecOf(object({})), new Date())).to.have.length(1)
  })

  it('getters are called once', () => {
    let calls = 0
    const input = Object.defineProperty({}, 'a', { enumerable: true, get: () => `call ${++calls}` })
    expect(parsed(codecOf(object({ a: string() })), input)).to.deep.equal({ a: 'call 1' })
  })

  it('a part is read without what is missing', () => {
    const checked = refine(user, 'grown', ({ age }) => age > 17)
    const codec = codecOf(object({ user: checked, tags: set(string()), kept: string() }))
    expect(codec.decodePart({ M: { user: { M: { age: { N: '3' } } } } }, [])).to.deep.equal({
      user: { age: 3 },
    })
    expect(codec.decodePart({ M: { kept: { N: '1' } } }, [])).to.equal(invalid)
    expect(codec.decodePart({ S: 'x' }, [])).to.equal(invalid)
  })

  it('paths lead to properties by their stored names', () => {
    const codec = codecOf(object({ a: attribute(object({ b: number() }), { name: 'x' }) }))
    const step = codec.at('a')
    expect(step?.name).to.equal('x')
    expect(step?.codec.at('b')?.codec.types).to.deep.equal(['N'])
    expect(codec.at('x')).to.equal(undefined)
    expect(codec.at(0)).to.equal(undefined)
  })

  it('objects without schema hold what they hold', () => {
    keeps(codecOf(object()), { a: { b: [1] } }, { M: { a: { M: { b: { L: [{ N: '1' }] } } } } })
    expect(refusals(codecOf(object()), 'x')).to.deep.equal([])
    expect(unreadable(codecOf(object()), { S: 'x' })).to.have.length(1)
  })

  it('optional(never()) says that a property must be absent', () => {
    const codec = codecOf(object({ a: string(), b: optional(never()) }))
    keeps(codec, { a: 'x' }, { M: { a: { S: 'x' } } })
    expect(refusals(codec, { a: 'x', b: 1 })).to.deep.equal([])
    expect(unreadable(codec, { M: { a: { S: 'x' }, b: { N: '1' } } })).to.have.length(1)
  })
})
