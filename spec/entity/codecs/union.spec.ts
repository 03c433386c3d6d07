// Unions.
import { expect } from 'chai'
import {
  array,
  bigint,
  boolean,
  date,
  defaulted,
  instance,
  lazy,
  literal,
  nullable,
  number,
  object,
  optional,
  record,
  refine,
  type Struct,
  set,
  string,
  trimmed,
  union,
} from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import { codecOf, keeps, parsed, read, refusals, unreadable } from './crossing.js'

describe('union codec', () => {
  it('each value is stored by the first member that takes it', () => {
    const codec = codecOf(union([string(), number(), object({ at: date() }), instance(Uint8Array)]))
    keeps(codec, 'a', { S: 'a' })
    keeps(codec, 5, { N: '5' })
    keeps(codec, { at: new Date(0) }, { M: { at: { S: '1970-01-01T00:00:00.000Z' } } })
    keeps(codec, Uint8Array.of(1), { B: Uint8Array.of(1) })
    expect(codec.types).to.deep.equal(['S', 'N', 'M', 'B'])
  })

  it('a value that an earlier member would read as its own is refused by name', () => {
    const codec = codecOf(union([date(), string()]))
    const message = 'would be read back as a value of another member of the union'
    expect(refusals(codec, '2022-02-12')).to.deep.equal([message])
    expect(refusals(codec, '2022-02-12T12:26:35.000Z')).to.deep.equal([message])
    keeps(codec, 'soon', { S: 'soon' })
    keeps(codec, new Date(0), { S: '1970-01-01T00:00:00.000Z' })
    expect(refusals(codecOf(union([number(), bigint()])), 5n)).to.deep.equal([message])
    keeps(codecOf(union([number(), bigint()])), 2n ** 64n, { N: '18446744073709551616' })
  })

  it('members of one type that tell values apart work', () => {
    const shape = union([
      object({ kind: literal('circle'), r: number() }),
      object({ kind: literal('square'), side: number(), at: date() }),
    ])
    const square = { kind: 'square', side: 2, at: new Date(0) }
    keeps(codecOf(shape), square, {
      M: { kind: { S: 'square' }, side: { N: '2' }, at: { S: '1970-01-01T00:00:00.000Z' } },
    })
    expect(
      unreadable(codecOf(shape), { M: { kind: { S: 'square' }, side: { S: 'x' }, at: { S: 'x' } } }),
    ).to.have.length(2)
    expect(unreadable(codecOf(shape), { M: { kind: { S: 'star' } } })).to.deep.equal([
      'fits no member of the union',
    ])
  })

  it('a wider member after a narrower one loses nothing', () => {
    const struct = union([object({ a: string() }), object({ a: string(), b: number() })])
    for (const unknown of ['drop', 'preserve', 'error'] as const) {
      keeps(codecOf(struct, { unknown }), { a: 'x', b: 1 }, { M: { a: { S: 'x' }, b: { N: '1' } } })
      keeps(codecOf(struct, { unknown }), { a: 'x' }, { M: { a: { S: 'x' } } })
    }
    const more = { M: { a: { S: 'x' }, z: { N: '1' } } }
    expect(read(codecOf(struct), more)).to.deep.equal({ a: 'x' })
    expect(unreadable(codecOf(struct, { unknown: 'error' }), more)).to.have.length(1)
    keeps(codecOf(struct, { unknown: 'preserve' }), { a: 'x', z: 1 }, more)
  })

  it('coercions, defaults and refinements of members work', () => {
    keeps(codecOf(union([trimmed(string()), number()])), ' a ', { S: 'a' }, 'a' as never)
    expect(parsed(codecOf(union([number(), defaulted(string(), 'x')])), undefined)).to.equal('x')
    const even = refine(number(), 'even', (value) => value % 2 === 0)
    keeps(codecOf(union([even, string()])), 2, { N: '2' })
    expect(refusals(codecOf(union([even, string()])), 3)).to.deep.equal([])
    expect(unreadable(codecOf(union([even, string()])), { N: '3' })).to.have.length(1)
  })

  it('null, undefined and empty sets', () => {
    const codec = codecOf(object({ a: union([optional(string()), nullable(number())]) }))
    keeps(codec, {}, { M: {} })
    keeps(codec, { a: null }, { M: {} }, {} as never)
    keeps(codecOf(array(union([optional(string()), nullable(number())]))), [null, 'a'], {
      L: [{ NULL: true }, { S: 'a' }],
    })
    expect(unreadable(codecOf(union([string(), number()])), undefined)).to.deep.equal([
      'required, but absent',
    ])
    expect(unreadable(codecOf(union([string(), number()])), { BOOL: true })).to.deep.equal([
      'expected S (a string) or N (a number), but BOOL is stored',
    ])
    expect(unreadable(codecOf(union([string(), number()])), { NULL: true })).to.have.length(1)
    keeps(codecOf(object({ a: union([set(string()), number()]) })), { a: new Set() }, { M: {} })
    keeps(codecOf(union([string(), nullable(number())]), { nulls: 'store' }), null, { NULL: true })
  })

  it('what no member can store is refused with their reasons', () => {
    expect(refusals(codecOf(union([number(), object({ a: number() })])), { a: Infinity })).to.deep.equal([
      'a: NaN and Infinity cannot be stored',
    ])
    expect(refusals(codecOf(union([number(), string()])), true)).to.deep.equal([])
  })

  it('members are found under optional(), refine() and lazy() too', () => {
    keeps(codecOf(optional(union([date(), number()]))), new Date(0), { S: '1970-01-01T00:00:00.000Z' })
    keeps(codecOf(refine(union([date(), number()]), 'any', () => true)), new Date(0), {
      S: '1970-01-01T00:00:00.000Z',
    })
    keeps(codecOf(lazy(() => union([date(), number()]) as unknown as Struct<Date>)), new Date(0), {
      S: '1970-01-01T00:00:00.000Z',
    })
    expect(string().validate).to.equal(Object.getPrototypeOf(string()).validate)
  })

  it('deep recursive unions take a time that grows with the value, not with the number of ways to read it', () => {
    const tree: Struct<unknown> = lazy(() =>
      union([
        object({ kind: literal('leaf'), value: union([string(), number(), boolean()]) }),
        object({ kind: literal('left'), child: tree }),
        object({ kind: literal('right'), child: tree }),
      ]),
    ) as unknown as Struct<unknown>
    const codec = codecOf(record(string(), tree) as never)
    let value: unknown = { kind: 'leaf', value: 1 }
    for (let level = 0; level < 28; level++) value = { kind: 'right', child: value }
    const started = performance.now()
    const item = { deep: value }
    const stored = codec.encode(codec.parse(item, []))
    expect(codec.decode(stored, [])).to.deep.equal(item)
    expect(performance.now() - started).to.be.lessThan(1000)
  })

  it('paths go where a member goes', () => {
    const codec = codecOf(union([string(), object({ a: number() }), array(date())]))
    expect(codec.at('a')?.codec.types).to.deep.equal(['N'])
    expect(codec.at(0)?.codec.types).to.deep.equal(['S'])
    expect(codec.at('b')).to.equal(undefined)
  })

  it('parts are read by the member that can', () => {
    const codec = codecOf(union([object({ a: string(), b: string() }), number()]))
    expect(codec.decodePart({ M: { b: { S: 'x' } } }, [])).to.deep.equal({ b: 'x' })
    expect(codec.decodePart({ BOOL: true }, [])).to.equal(invalid)
  })
})
