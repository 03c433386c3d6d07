// Undefined, null, defaults, coercers and validators around a codec.
import { expect } from 'chai'
import {
  array,
  coerce,
  date,
  defaulted,
  deprecated,
  nullable,
  number,
  object,
  optional,
  record,
  refine,
  type Struct,
  size,
  string,
  trimmed,
} from 'superstruct'
import type { Node } from '../../../lib/entity/codec/node.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, parsed, read, refusals, unreadable } from '../codecs/crossing.js'

describe('presence', () => {
  it('absence is undefined, else null, else a refusal', () => {
    expect(read(codecOf(optional(nullable(string()))), undefined)).to.equal(undefined)
    expect(read(codecOf(nullable(string())), undefined)).to.equal(null)
    expect(unreadable(codecOf(string()), undefined)).to.deep.equal(['required, but absent'])
  })

  it('a stored NULL is null, or undefined where only that is a value', () => {
    expect(read(codecOf(nullable(string())), { NULL: true })).to.equal(null)
    expect(read(codecOf(optional(string())), { NULL: true })).to.equal(undefined)
    expect(unreadable(codecOf(string()), { NULL: true })).to.deep.equal([
      'expected S (a string), but NULL is stored',
    ])
  })

  it('optional says whether undefined is a value', () => {
    expect(codecOf(optional(string())).optional).to.equal(true)
    expect(codecOf(nullable(string())).optional).to.equal(false)
  })

  it('a default is made for each item', () => {
    let count = 0
    const codec = codecOf(object({ id: attribute(string(), { default: () => `id ${++count}` }) }))
    expect(count).to.equal(0)
    expect(parsed(codec, {})).to.deep.equal({ id: 'id 1' })
    expect(parsed(codec, {})).to.deep.equal({ id: 'id 2' })
    expect(read(codec, { M: {} })).to.deep.equal({ id: 'id 3' })
  })

  it('a default is checked and copied', () => {
    const shared = ['a']
    const codec = codecOf(object({ tags: attribute(array(string()), { default: shared }) }))
    const { tags } = parsed(codec, {}) as { tags: string[] }
    expect(tags).to.deep.equal(shared)
    expect(tags).to.not.equal(shared)
    expect(
      refusals(codecOf(object({ n: attribute(number(), { default: () => Infinity }) })), {}),
    ).to.have.length(1)
    expect(() => codecOf(object({ n: attribute(number(), { default: Infinity }) }))).throw(
      'its default does not fit',
    )
  })

  it('a default goes before undefined and null', () => {
    const codec = codecOf(object({ a: attribute(optional(nullable(string())), { default: 'x' }) }))
    expect(parsed(codec, {})).to.deep.equal({ a: 'x' })
    expect(read(codec, { M: {} })).to.deep.equal({ a: 'x' })
    keeps(codec, { a: null }, { M: { a: { NULL: true } } })
  })

  it('defaulted() of superstruct fills too, on write and on read', () => {
    const codec = codecOf(
      object({ a: defaulted(string(), 'x'), b: defaulted(object({ c: number(), d: number() }), { c: 1 }) }),
    )
    expect(parsed(codec, { b: { d: 2 } })).to.deep.equal({ a: 'x', b: { c: 1, d: 2 } })
    expect(read(codec, { M: { b: { M: { d: { N: '2' } } } } })).to.deep.equal({ a: 'x', b: { c: 1, d: 2 } })
  })

  it('coercers run on inputs, and on stored values that do not fit', () => {
    const codec = codecOf(coerce(date(), string(), (text) => new Date(text)))
    keeps(codec, '2020-01-01', { S: '2020-01-01T00:00:00.000Z' }, new Date('2020-01-01') as never)
    expect(read(codecOf(coerce(number(), string(), Number)), { S: '5' })).to.equal(5)
    expect(unreadable(codecOf(coerce(number(), string(), Number)), { BOOL: true })).to.have.length(1)
    keeps(codecOf(trimmed(string())), ' a ', { S: 'a' }, 'a')
    keeps(codecOf(attribute(trimmed(string()), { default: ' d ' })), ' a ', { S: 'a' }, 'a')
  })

  it('a coercer that throws is a failure', () => {
    const codec = codecOf(
      object({
        a: coerce(number(), string(), () => {
          throw new RangeError('secret')
        }),
      }),
    )
    expect(refusals(codec, { a: 'x' })).to.deep.equal(['a: a function of the struct threw a RangeError'])
  })

  it('deprecated() logs each given value, and is called once at definition', () => {
    const calls: unknown[] = []
    const codec = codecOf(object({ a: deprecated(string(), (value) => calls.push(value)) }))
    expect(calls).to.have.length(1)
    keeps(codec, { a: 'x' }, { M: { a: { S: 'x' } } })
    keeps(codec, {}, { M: {} })
    expect(calls.slice(1)).to.deep.equal(['x'])
  })

  it('what is optional and no more needs no context when it is decoded, and with a refinement it does', () => {
    const needs = (struct: Struct<never>) => (codecOf(struct) as Node).contextualDecode
    const odd = refine(number(), 'odd', (value, { branch }) => branch.length === 2 && value % 2 === 1)
    for (const [plain, refined] of [
      [string(), size(string(), 1)],
      [number(), odd],
      [array(optional(string())), array(optional(size(string(), 1)))],
      [record(string(), nullable(number())), record(string(), nullable(odd))],
      [object({ b: optional(string()) }), object({ b: optional(size(string(), 1)) })],
    ] as unknown as readonly (readonly [Struct<never>, Struct<never>])[]) {
      expect(needs(object({ a: optional(plain) }) as unknown as Struct<never>)).to.equal(false)
      expect(needs(object({ a: optional(refined) }) as unknown as Struct<never>)).to.equal(true)
    }
    const codec = codecOf(object({ a: optional(odd) }))
    keeps(codec, { a: 3 }, { M: { a: { N: '3' } } })
    expect(unreadable(codec, { M: { a: { N: '4' } } })).to.have.length(1)
  })

  it('a refinement of attribute() is called once for each value', () => {
    const seen: unknown[] = []
    const spy = refine(string(), 'spy', (value) => seen.push(value) > 0)
    const codec = codecOf(object({ a: attribute(optional(attribute(spy, { name: 'b' })), {}) }))
    expect(seen).to.deep.equal([])
    expect(codec.parse({ a: 'x' }, [])).to.deep.equal({ a: 'x' })
    expect(seen).to.deep.equal(['x'])
    expect(codec.decode({ M: { b: { S: 'y' } } }, [])).to.deep.equal({ a: 'y' })
    expect(seen).to.deep.equal(['x', 'y'])
  })

  it('refinements of what may be absent hold', () => {
    const codec = codecOf(object({ a: optional(size(string(), 1, 2)), b: nullable(size(string(), 1)) }))
    keeps(codec, { b: null }, { M: {} })
    expect(refusals(codec, { a: 'abc', b: 'x' })).to.deep.equal([])
    expect(unreadable(codec, { M: { a: { S: 'abc' }, b: { S: 'xy' } } })).to.have.length(2)
  })
})
