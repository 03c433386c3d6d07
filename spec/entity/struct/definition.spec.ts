// Refusals at definition.

import { expect } from 'chai'
import { array, lazy, nullable, object, optional, record, set, size, string, tuple } from 'superstruct'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { below, unstorable } from '../../../lib/entity/struct/definition.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'

describe('refusals at definition', () => {
  it('name the place', () => {
    expect(unstorable('a.b', 'no'))
      .to.be.instanceOf(EntityDefinitionError)
      .with.property('message', 'a.b: no')
    expect(unstorable('', 'no').message).to.equal('no')
  })

  it('paths grow by properties', () => {
    expect(below('', 'a')).to.equal('a')
    expect(below('a', 'b')).to.equal('a.b')
  })
})

describe('what is not a struct', () => {
  const made = 'structs are made by calls, such as string() or optional(string())'
  const bare = string as never
  const inside = 'what is inside it is not a struct'
  const cases: readonly (readonly [string, () => unknown, string])[] = [
    ['optional(string)', () => optional(bare), `a: ${inside}; ${made}`],
    ['nullable(string)', () => nullable(bare), `a: ${inside}; ${made}`],
    ['size(string, 1)', () => size(bare, 1), `a: ${inside}; ${made}`],
    ['array(string)', () => array(bare), `a[]: this is a function, and not a struct; ${made}`],
    [
      'object({ b: string })',
      () => object({ b: bare }),
      `a.b: this is a function, and not a struct; ${made}`,
    ],
    ['an undefined member', () => object({ b: undefined as never }), `a.b: this is undefined, and not`],
    ['a nested literal', () => object({ b: { c: string() } as never }), `a.b: this is an object, and not`],
    ['record(string, string())', () => record(bare, string()), `a (names): this is a function, and not`],
    ['tuple([string])', () => tuple([bare]), `a[0]: this is a function, and not`],
    ['lazy(() => string)', () => lazy(() => bare), 'a: the function of lazy() does not return a struct'],
  ]
  for (const [title, struct, words] of cases)
    it(`${title} is refused, with its place`, () => {
      const compile = () => compileCodec(object({ a: struct() as never }), { nulls: 'omit', unknown: 'drop' })
      expect(compile).to.throw(EntityDefinitionError, words)
    })

  it('leaves other errors of the function of lazy() as they are', () => {
    const early = lazy(() => {
      throw new RangeError('too early')
    })
    const compile = () => compileCodec(object({ a: early as never }), { nulls: 'omit', unknown: 'drop' })
    expect(compile).to.throw(RangeError, 'too early')
  })

  for (const given of [string, 5, {}, new Map(), null, undefined])
    it(`attribute() refuses ${String(given)}`, () => {
      expect(() => attribute(given as never, { name: 'n' })).to.throw(
        EntityDefinitionError,
        'attribute(): expected a struct, such as string(), or a Standard Schema, not',
      )
    })
})

describe('entity/codecs/definition: stored names', () => {
  const named = () => attribute(string(), { name: 'x' })
  const cases: Record<string, () => object> = {
    array: () => array(named()),
    tuple: () => tuple([named()]),
    record: () => record(string(), named()),
    set: () => set(named()),
  }
  for (const [kind, make] of Object.entries(cases))
    it(`a member of ${kind} has no name of its own`, () => {
      const compile = () => compileCodec(object({ a: make() as never }), { nulls: 'omit', unknown: 'drop' })
      expect(compile).to.throw(
        EntityDefinitionError,
        'a stored `name` can be given only to a property of an object',
      )
    })
})
