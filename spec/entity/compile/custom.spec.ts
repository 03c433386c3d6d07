// Codecs of the user's own.
import { expect } from 'chai'
import { Entity, ValidationError } from 'dyntastic'
import { coerce, define, instance, nullable, object, optional, type Struct, string } from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { thrown } from '../../support/rejection.js'
import { codecOf, keeps, parsed, refusals, unreadable } from '../codecs/crossing.js'

const link = attribute(instance(URL), {
  encode: (url) => url.href,
  decode: (text: string) => new URL(text),
  type: 'S',
})

const money = attribute(
  define('Money', (value) => typeof value === 'number' && value >= 0) as Struct<number>,
  {
    encode: (value) => ({ cents: Math.round(value * 100) }),
    decode: ({ cents }: { cents: number }) => cents / 100,
  },
)

describe('custom codec', () => {
  it('what encode makes is stored as what it is', () => {
    keeps(codecOf(link), new URL('http://a/b'), { S: 'http://a/b' })
    keeps(codecOf(money), 1.5, { M: { cents: { N: '150' } } })
    expect(codecOf(link).types).to.deep.equal(['S'])
    expect(codecOf(money).types).to.include('M')
  })

  it('what is parsed is what comes back', () => {
    expect(parsed(codecOf(money), 1.999)).to.equal(2)
  })

  it('the struct is called both ways', () => {
    expect(refusals(codecOf(money), -1)).to.deep.equal([])
    expect(unreadable(codecOf(money), { M: { cents: { N: '-5' } } })).to.have.length(1)
    expect(refusals(codecOf(link), 'http://a')).to.deep.equal([])
  })

  it('what it throws becomes a failure that names no value', () => {
    expect(unreadable(codecOf(link), { S: 'secret' })).to.deep.equal(['decode threw a TypeError'])
    const thrower = attribute(string(), {
      encode: () => BigInt('x'),
      decode: () => 'x',
    })
    expect(refusals(codecOf(object({ a: thrower })), { a: 'secret' })).to.deep.equal([
      'a: encode threw a SyntaxError',
    ])
  })

  for (const [what, struct, message] of [
    [
      'encode',
      attribute(string(), { encode: () => Promise.reject(new Error('secret')) as never, decode: () => 'x' }),
      'a: encode returned a promise; it must return the value itself',
    ],
    [
      'decode',
      attribute(string(), { encode: () => 'x', decode: () => Promise.reject(new Error('secret')) as never }),
      'a: decode returned a promise; it must return the value itself',
    ],
    [
      'a default',
      attribute(string(), { default: () => Promise.reject(new Error('secret')) as never }),
      undefined,
    ],
    ['a coercer', coerce(string(), string(), () => Promise.reject(new Error('secret'))), undefined],
  ] as const)
    it(`${what} that returns a promise is refused, and its rejection ends no process`, async () => {
      const unhandled: unknown[] = []
      const note = (reason: unknown): void => void unhandled.push(reason)
      process.on('unhandledRejection', note)
      const Thing = new Entity({
        name: 'Thing',
        table: 'things',
        attributes: { id: string(), a: struct as Struct<string> },
        key: { partition: 'id' },
      })
      const given = what === 'a default' ? { id: '1' } : { id: '1', a: 'x' }
      const error = thrown(() => Thing.encode(given as never), ValidationError)
      await new Promise((resolve) => setImmediate(resolve))
      process.off('unhandledRejection', note)
      expect(unhandled).to.deep.equal([])
      if (message !== undefined) expect(error.message).to.equal(`Thing.encode: ${message}`)
      expect(error.message).to.not.contain('secret')
    })

  it('what cannot be stored is refused', () => {
    const made = (value: unknown) => codecOf(attribute(string(), { encode: () => value, decode: () => 'x' }))
    for (const value of [undefined, null, () => 1, new Date(), new Set(), { a: Number.NaN }])
      expect(refusals(made(value), 'x')).to.have.length(1)
  })

  it('another stored type is refused where the type is said', () => {
    expect(unreadable(codecOf(link), { N: '5' })).to.deep.equal(['expected S (a string), but N is stored'])
    expect(unreadable(codecOf(link), undefined)).to.deep.equal(['required, but absent'])
  })

  it('undefined, null and defaults stay outside', () => {
    const around = attribute(optional(nullable(instance(URL))), {
      encode: (url) => url.href,
      decode: (text: string) => new URL(text),
    })
    keeps(codecOf(around), undefined, undefined)
    keeps(codecOf(object({ a: around }), { nulls: 'store' }), { a: null }, { M: { a: { NULL: true } } })
    const filled = attribute(link, { default: () => new URL('http://d/') })
    expect(parsed(codecOf(object({ a: filled })), {})).to.deep.equal({ a: new URL('http://d/') })
  })

  it('a storage form besides is refused at definition', () => {
    expect(() => codecOf(attribute(link, { as: 'iso' as never }))).to.throw(/either `as`, or/)
  })
})
