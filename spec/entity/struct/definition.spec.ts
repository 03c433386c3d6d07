// Refusals at definition.

import { expect } from 'chai'
import {
  any,
  array,
  assign,
  coerce,
  date,
  defaulted,
  define,
  deprecated,
  dynamic,
  intersection,
  lazy,
  map,
  nullable,
  number,
  object,
  omit,
  optional,
  partial,
  pick,
  record,
  refine,
  set,
  size,
  string,
  trimmed,
  tuple,
  type,
  union,
} from 'superstruct'
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
    ['record(string())', () => record(string(), undefined as never), `a{}: this is undefined, and not`],
    ['map(string(), string)', () => map(string(), bare), `a{}: this is a function, and not`],
    ['set(string)', () => set(bare), `a{}: this is a function, and not`],
    ['type({ b: string })', () => type({ b: bare }), `a.b: this is a function, and not`],
    ['partial({ b: string })', () => partial({ b: bare } as never), `a.b: ${inside}`],
    [
      'omit() of a bare member',
      () => omit(object({ b: bare, c: string() }), ['c']),
      'a.b: this is a function',
    ],
    [
      'pick() of an absent member',
      () => pick(object({ b: string() }), ['c' as 'b']),
      'a.c: this is undefined',
    ],
    ['assign() of a bare member', () => assign(object({ b: bare }), object({})), 'a.b: this is a function'],
    ['union([string])', () => union([bare]), `a: ${inside}; ${made}`],
    ['union([string(), number])', () => union([string(), bare]), `a: ${inside}; ${made}`],
    ['union([optional(string)])', () => union([optional(bare)]), `a|0: ${inside}; ${made}`],
    ['a union inside optional()', () => optional(union([string(), bare])), `a: ${inside}; ${made}`],
    ['a union inside array()', () => array(union([string(), bare])), `a[]: ${inside}; ${made}`],
    ['intersection([string])', () => intersection([bare]), `a: ${inside}; ${made}`],
    ['intersection([string(), string])', () => intersection([string(), bare]), `a: ${inside}; ${made}`],
    ['intersection([optional(string)])', () => intersection([optional(bare)]), `a: ${inside}; ${made}`],
    ['intersection([object(), {}])', () => intersection([object(), {} as never]), `a: ${inside}; ${made}`],
    ['lazy(() => optional(string))', () => lazy(() => optional(bare)), 'a: the function of lazy() does not'],
    ['lazy(() => union([string]))', () => lazy(() => union([bare])), 'a: the function of lazy() does not'],
    ['dynamic(() => string)', () => dynamic(() => bare), `a: ${inside}; ${made}`],
    ['dynamic(() => undefined)', () => dynamic(() => undefined as never), `a: ${inside}; ${made}`],
    ['coerce(string, …)', () => coerce(bare, string(), String), `a: ${inside}; ${made}`],
    ['coerce(string(), string, …)', () => coerce(string(), bare, String), `a: ${inside}; ${made}`],
    ['coerce(string(), undefined, …)', () => coerce(string(), undefined as never, String), `a: ${inside}`],
    ['defaulted(string, …)', () => defaulted(bare, 'x'), `a: ${inside}; ${made}`],
    ['refine(string, …)', () => refine(bare, 'n', () => true), `a: ${inside}; ${made}`],
    ['trimmed(string)', () => trimmed(bare), `a: ${inside}; ${made}`],
    ['deprecated(string, …)', () => deprecated(bare, () => {}), `a: ${inside}; ${made}`],
    ['lazy(() => string)', () => lazy(() => bare), 'a: the function of lazy() does not return a struct'],
  ]
  for (const [title, struct, words] of cases)
    it(`${title} is refused, with its place`, () => {
      const compile = () => compileCodec(object({ a: struct() as never }), { nulls: 'omit', unknown: 'drop' })
      expect(compile).to.throw(EntityDefinitionError, words)
    })

  it('leaves structs alone whose functions fail for a value without their kind', () => {
    const ofKind = dynamic<unknown>((value) =>
      (value as { kind: string }).kind === 'n' ? (number() as never) : (string() as never),
    )
    const upper = define<string>('upper', (value) => (value as string).toUpperCase() === value)
    const late = coerce(date(), any(), (value) => new Date((value as string).trim()))
    for (const struct of [
      ofKind,
      upper,
      late,
      union([upper, number()]),
      intersection([string(), upper]),
      lazy(() => upper),
    ])
      compileCodec(object({ a: struct as never }), { nulls: 'omit', unknown: 'drop' })
  })

  it('calls no log and no member of a union to find out', () => {
    const called: unknown[] = []
    const note = (value: unknown): never => called.push(value) as never
    for (const struct of [union([define('noted', note), deprecated(string(), note)])])
      compileCodec(object({ a: struct as never }), { nulls: 'omit', unknown: 'drop' })
    expect(called.filter((value) => typeof value === 'symbol')).deep.equal([])
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
