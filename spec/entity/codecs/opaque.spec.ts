// Structs that only superstruct understands.
import { expect } from 'chai'
import {
  array,
  coerce,
  date,
  define,
  dynamic,
  number,
  object,
  optional,
  refine,
  type Struct,
  set,
  size,
  string,
  type,
} from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, refusals, unreadable } from './crossing.js'

const of = (check: (value: unknown) => boolean) => define('Own', check) as Struct<unknown>

const event = dynamic((value) => {
  const kind = (value as { kind?: unknown } | undefined)?.kind
  const dated = object({ kind: string(), at: date(), note: attribute(optional(string()), { name: 'n' }) })
  return (kind === 'dated'
    ? dated
    : object({ kind: string(), count: number() })) as unknown as Struct<unknown>
})

describe('opaque codec', () => {
  for (const [value, stored] of [
    ['a', { S: 'a' }],
    [5, { N: '5' }],
    [5n, { N: '5' }],
    [new Date(0), { S: '1970-01-01T00:00:00.000Z' }],
    [new Map([['a', 1]]), { M: { a: { N: '1' } } }],
    [new Set([1]), { NS: ['1'] }],
    [Uint8Array.of(1), { B: Uint8Array.of(1) }],
    [{ a: [1] }, { M: { a: { L: [{ N: '1' }] } } }],
  ] as const)
    it(`define() of ${Object.prototype.toString.call(value)} is stored as what the value is`, () => {
      const sort = (each: unknown) =>
        Object.prototype.toString.call(each) === Object.prototype.toString.call(value)
      keeps(codecOf(of(sort)), value, stored)
    })

  it('what would come back as something else is refused by name', () => {
    const loose = of((value) => typeof value === 'bigint' || typeof value === 'number')
    expect(refusals(codecOf(loose), 5n)).to.deep.equal(['would not be read back unchanged'])
    expect(refusals(codecOf(of(() => true)), new Date(0))).to.deep.equal(['would not be read back unchanged'])
  })

  it('the struct is called both ways', () => {
    const even = of((value) => typeof value === 'number' && value % 2 === 0)
    expect(refusals(codecOf(even), 3)).to.deep.equal([])
    expect(unreadable(codecOf(even), { N: '3' })).to.have.length(1)
    expect(unreadable(codecOf(even), undefined)).to.deep.equal(['required, but absent'])
  })

  it('a look-alike of a known struct is opaque: its own rules hold', () => {
    const shout = define(
      'string',
      (value) => typeof value === 'string' && value === value.toUpperCase(),
    ) as Struct<string>
    keeps(codecOf(shout), 'A', { S: 'A' })
    expect(refusals(codecOf(shout), 'a')).to.deep.equal([])
    expect(unreadable(codecOf(shout), { S: 'a' })).to.have.length(1)
  })

  it('dynamic(): the value says how it is stored, at every property', () => {
    keeps(
      codecOf(event),
      { kind: 'dated', at: new Date(0), note: 'x' },
      {
        M: { kind: { S: 'dated' }, at: { S: '1970-01-01T00:00:00.000Z' }, n: { S: 'x' } },
      },
    )
    keeps(codecOf(event), { kind: 'counted', count: 1 }, { M: { kind: { S: 'counted' }, count: { N: '1' } } })
    expect(refusals(codecOf(event), { kind: 'counted', count: 'x' })).to.deep.equal([])
    expect(
      unreadable(codecOf(event), { M: { kind: { S: 'counted' }, count: { S: 'x' } } }).length,
    ).to.be.greaterThan(0)
  })

  it('dynamic() of scalars and lists', () => {
    keeps(codecOf(dynamic(() => date() as unknown as Struct<unknown>)), new Date(0), {
      S: '1970-01-01T00:00:00.000Z',
    })
    const list = dynamic(() => array(date()) as unknown as Struct<unknown>)
    keeps(codecOf(list), [new Date(0)], { L: [{ S: '1970-01-01T00:00:00.000Z' }] })
    const members = dynamic(() => set(date()) as unknown as Struct<unknown>)
    keeps(codecOf(members), new Set([new Date(0)]), { SS: ['1970-01-01T00:00:00.000Z'] })
  })

  it('a dynamic() that decides by what is not stored is refused by name', () => {
    const fickle = dynamic((value) => {
      const dated = (value as { at?: unknown }).at instanceof Date
      return (dated ? type({ at: date() }) : type({ at: string() })) as unknown as Struct<unknown>
    })
    expect(refusals(codecOf(object({ a: fickle })), { a: { at: new Date(0) } })).to.deep.equal([
      'a: would not be read back unchanged',
    ])
  })

  it('coercions and refinements hold', () => {
    const codec = codecOf(
      coerce(size(of((value) => typeof value === 'string') as Struct<string>, 1, 2), number(), String),
    )
    keeps(codec, 12, { S: '12' }, '12' as never)
    expect(unreadable(codec, { S: 'abc' })).to.have.length(1)
    const odd = refine(
      of((value) => typeof value === 'number') as Struct<number>,
      'odd',
      (value) => value % 2 === 1,
    )
    expect(refusals(codecOf(odd), 2)).to.deep.equal([])
  })
})
