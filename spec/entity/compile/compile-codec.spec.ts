// The codec of a struct: what is found out of structs, and which of them are refused.
import { expect } from 'chai'
import {
  any,
  array,
  bigint,
  boolean,
  coerce,
  date,
  defaulted,
  define,
  deprecated,
  dynamic,
  enums,
  func,
  instance,
  integer,
  intersection,
  lazy,
  literal,
  map,
  never,
  nullable,
  number,
  object,
  optional,
  pattern,
  record,
  regexp,
  type Struct,
  set,
  size,
  string,
  trimmed,
  tuple,
  type,
  union,
  unknown,
} from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import { compileCodec } from '../../../lib/entity/compile/compile-codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import type { AttributeType } from '../../../lib/entity/struct/attribute-value.js'
import { EntityDefinitionError } from '../../../lib/errors/entity-definition-error.js'
import { thrown } from '../../support/rejection.js'
import { codecOf, defaults, keeps, parsed, read, refusals, unreadable } from '../codecs/crossing.js'

type AnyStruct = Parameters<typeof compileCodec>[0]

const every: readonly AttributeType[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS', 'BS']

const typed: readonly (readonly [string, AnyStruct, readonly AttributeType[]])[] = [
  ['string', string(), ['S']],
  ['integer', integer(), ['N']],
  ['bigint', bigint(), ['N']],
  ['boolean', boolean(), ['BOOL']],
  ['date', date(), ['S']],
  ['enums', enums(['a', 'b']), ['S']],
  ['literal', literal(5), ['N']],
  ['instance', instance(Uint8Array), ['B']],
  ['set', set(number()), ['NS']],
  ['array', array(string()), ['L']],
  ['tuple', tuple([string()]), ['L']],
  ['object', object({}), ['M']],
  ['type', type({}), ['M']],
  ['record', record(string(), number()), ['M']],
  ['map', map(string(), number()), ['M']],
  ['union', union([string(), number()]), ['S', 'N']],
  ['intersection', intersection([type({ a: string() }), type({ b: string() })]), ['M']],
  ['any', any(), every],
  ['unknown', unknown(), every],
  ['lazy', lazy(() => date()), ['S']],
  ['dynamic', dynamic(() => string()), every],
  ['define', define('short', (value) => typeof value === 'string' && value.length < 3), every],
  ['pattern', pattern(string(), /a/), ['S']],
  ['size', size(number(), 1, 2), ['N']],
  ['defaulted', defaulted(string(), 'x'), ['S']],
  ['nullable', nullable(boolean()), ['BOOL']],
]

describe('compileCodec', () => {
  for (const [kind, struct, types] of typed)
    it(`${kind}() is stored as ${types.join(' or ')}`, () => {
      expect([...codecOf(struct).types].sort()).to.deep.equal([...types].sort())
    })

  for (const [what, struct] of [
    ['func', func()],
    ['regexp', regexp()],
    ['never', never()],
    ['instance of a class', instance(URL)],
    ['set of booleans', set(boolean() as never)],
    ['map with keys that are not a string', map(number(), string())],
    ['as that does not go with it', attribute(boolean(), { as: 'decimal' as never })],
  ] as const)
    it(`refuses at definition, by its place: ${what}`, () => {
      const nested = object({ deep: array(object({ wrong: struct as never })) })
      const error = thrown(() => compileCodec(nested, defaults), EntityDefinitionError)
      expect(error.message).to.match(/deep.*\.wrong: /)
    })

  it('two properties of one stored name are refused, naming it', () => {
    const twice = object({ x: attribute(string(), { name: 'n' }), y: attribute(string(), { name: 'n' }) })
    expect(thrown(() => codecOf(twice), EntityDefinitionError).message).to.match(/duplicate alias 'n'/)
  })

  it('is frozen, and the same struct compiles to equal codecs twice', () => {
    expect(codecOf(object({ a: string() }))).to.be.frozen
    expect(codecOf(string())).to.be.frozen
    const struct = object({ a: optional(number()) })
    for (const codec of [codecOf(struct), codecOf(struct)]) keeps(codec, { a: 1 }, { M: { a: { N: '1' } } })
  })

  it('optional says whether undefined is a value', () => {
    expect(codecOf(optional(string())).optional).to.equal(true)
    expect(codecOf(nullable(string())).optional).to.equal(false)
    expect(codecOf(string()).optional).to.equal(false)
    expect(codecOf(any()).optional).to.equal(true)
  })

  it('a struct that only calls itself string is not taken for one', () => {
    const digits = define<unknown>('string', (value) => typeof value === 'number')
    keeps(codecOf(digits), 5, { N: '5' })
    expect(refusals(codecOf(digits), 'a')).to.deep.equal([])
    expect(unreadable(codecOf(digits), { S: 'a' })).to.have.length(1)
  })

  it('nor is one under optional(), where the kind has no words of its own', () => {
    const yes = codecOf(optional(define<boolean>('boolean', (value) => value === true)))
    keeps(yes, true, { BOOL: true })
    keeps(yes, undefined, undefined)
    expect(refusals(yes, false)).to.deep.equal([])
    expect(unreadable(yes, { BOOL: false })).to.have.length(1)
  })

  it('coercers are called, once a value, and on read only if nothing else fits', () => {
    let calls = 0
    const counted = coerce(number(), string(), (text) => {
      calls++
      return Number(text)
    })
    expect(parsed(codecOf(counted), '5')).to.equal(5)
    expect(calls).to.equal(1)
    expect(read(codecOf(counted), { N: '5' })).to.equal(5)
    expect(calls).to.equal(1)
    expect(read(codecOf(counted), { S: '7' })).to.equal(7)
    expect(calls).to.equal(2)
    keeps(codecOf(trimmed(string())), '  a ', { S: 'a' }, 'a')
  })

  it('defaults of superstruct and of attribute() are filled in, also if nothing is stored', () => {
    for (const struct of [defaulted(integer(), 0), attribute(integer(), { default: 0 })]) {
      keeps(codecOf(object({ age: struct })), {}, { M: { age: { N: '0' } } }, { age: 0 } as never)
      expect(read(codecOf(object({ age: struct })), { M: {} })).to.deep.equal({ age: 0 })
    }
  })

  it('a default function runs for each item', () => {
    let next = 0
    const codec = codecOf(object({ id: attribute(string(), { default: () => `id-${++next}` }) }))
    expect([parsed(codec, {}), parsed(codec, {})]).to.deep.equal([{ id: 'id-1' }, { id: 'id-2' }])
  })

  it('the log of deprecated() is called for each value, and at most once while compiling', () => {
    const seen: unknown[] = []
    const codec = codecOf(object({ old: deprecated(string(), (value) => seen.push(value)) }))
    expect(seen.splice(0).length).to.be.lessThan(2)
    expect(codec.parse({}, [])).to.deep.equal({})
    expect(seen).to.deep.equal([])
    for (const value of ['x', 'y']) expect(codec.parse({ old: value }, [])).to.deep.equal({ old: value })
    expect(seen).to.deep.equal(['x', 'y'])
  })

  it('recursive structs end, at compile and at use', () => {
    interface Tree {
      name: string
      children: Tree[]
    }
    const tree: Struct<Tree, unknown> = object({
      name: string(),
      children: lazy(() => array(tree as Struct<Tree>)),
    }) as never
    const value = { name: 'a', children: [{ name: 'b', children: [] }] }
    keeps(codecOf(tree), value, {
      M: {
        name: { S: 'a' },
        children: { L: [{ M: { name: { S: 'b' }, children: { L: [] } } }] },
      },
    })
    const wrong = { name: 'a', children: [{ name: 'b\ud800', children: [] }] }
    expect(refusals(codecOf(tree), wrong)).to.deep.equal([
      'children[0].name: a string with a lone surrogate cannot be stored',
    ])
  })

  it('a lazy() that makes a new struct each time ends too', () => {
    let made = 0
    const endless = (): Struct<unknown> => {
      made++
      return lazy(
        () => object({ next: optional(endless()) }) as unknown as Struct<unknown>,
      ) as Struct<unknown>
    }
    let value: unknown = {}
    for (let level = 0; level < 20; level++) value = { next: value }
    const codec = codecOf(endless())
    expect(made).to.be.lessThan(200)
    const stored = codec.encode(parsed(codec, value))
    expect(read(codec, stored)).to.deep.equal(value)
  })

  it('what is behind lazy() is found out: kinds, coercers, refinements', () => {
    const both = lazy(() => intersection([type({ a: string() }), type({ b: date() })]) as Struct<unknown>)
    keeps(
      codecOf(both),
      { a: 'x', b: new Date(7) },
      {
        M: { a: { S: 'x' }, b: { S: '1970-01-01T00:00:00.007Z' } },
      },
    )
    const coercing = coerce(union([number(), boolean()]), string(), Number)
    keeps(codecOf(lazy(() => coercing as never)), '5', { N: '5' }, 5 as never)
    expect(unreadable(codecOf(lazy(() => size(string(), 1))), { S: 'ab' })).to.have.length(1)
  })

  it('refinements hold on write and on read', () => {
    const codec = codecOf(object({ n: size(number(), 1, 2) }))
    keeps(codec, { n: 2 }, { M: { n: { N: '2' } } })
    expect(refusals(codec, { n: 3 })).to.deep.equal([])
    expect(unreadable(codec, { M: { n: { N: '3' } } })).to.have.length(1)
  })

  it('options of an attribute behind lazy() are found', () => {
    const behind = lazy(() => attribute(date(), { as: 'epochMillis' }) as unknown as Struct<Date>)
    keeps(codecOf(object({ at: behind })), { at: new Date(7) }, { M: { at: { N: '7' } } })
  })

  it("`nulls` of an attribute wins over the entity's", () => {
    const struct = object({ a: nullable(any()), b: attribute(nullable(any()), { nulls: 'omit' }) })
    keeps(codecOf(struct, { nulls: 'store' }), { a: null, b: null }, { M: { a: { NULL: true } } }, {
      a: null,
    } as never)
  })

  it('inputs are neither changed nor kept', () => {
    const inner = Object.freeze({ list: Object.freeze([1]), text: 'a' })
    const input = Object.freeze({ inner })
    const codec = codecOf(object({ inner: object({ list: array(number()), text: trimmed(string()) }) }))
    const result = codec.parse(input, []) as typeof input
    expect(result).to.deep.equal(input)
    expect(result.inner).to.not.equal(inner)
    expect(result.inner.list).to.not.equal(inner.list)
    expect(codec.parse({ inner: 5 }, [])).to.equal(invalid)
  })
})
