// Enums and literals.
import { expect } from 'chai'
import { deprecated, enums, lazy, literal, optional, type Struct } from 'superstruct'
import { codecOf, keeps, refusals, unreadable } from './crossing.js'

describe('constant codec', () => {
  it('an enum value is stored as what it is', () => {
    const codec = codecOf(enums(['open', 'paid']))
    keeps(codec, 'paid', { S: 'paid' })
    expect(codec.types).to.deep.equal(['S'])
    expect(refusals(codec, 'lost')).to.deep.equal([])
    expect(unreadable(codec, { S: 'lost' })[0]).to.match(/^Expected one of `"open","paid"`/)
    expect(unreadable(codec, { N: '1' })).to.deep.equal(['expected S (a string), but N is stored'])
  })

  it('numbers, and values of one text', () => {
    keeps(codecOf(enums([3, 1])), 3, { N: '3' })
    const mixed = codecOf(enums([1, '1'] as unknown as [string, string]))
    keeps(mixed, 1, { N: '1' })
    keeps(mixed, '1', { S: '1' })
    expect(mixed.types).to.have.members(['S', 'N'])
  })

  for (const [value, stored] of [
    ['a', { S: 'a' }],
    ['"', { S: '"' }],
    [5, { N: '5' }],
    [true, { BOOL: true }],
    [5n, { N: '5' }],
  ] as const)
    it(`literal(${String(value)})`, () => {
      keeps(codecOf(literal(value as string)), value, stored)
      expect(refusals(codecOf(literal(value as string)), 'other')).to.deep.equal([])
    })

  it('literal(null) and literal(undefined) have one value', () => {
    const nothing = literal(null as unknown as string)
    keeps(codecOf(nothing), null, undefined)
    keeps(codecOf(nothing, { nulls: 'store' }), null, { NULL: true })
    keeps(codecOf(literal(undefined as unknown as string)), undefined, undefined)
    expect(refusals(codecOf(nothing), 'x')).to.deep.equal([])
    expect(unreadable(codecOf(nothing), { S: 'x' })).to.have.length(1)
  })

  it('values that cannot be stored are refused at definition', () => {
    for (const value of [Number.POSITIVE_INFINITY, '\ud800', {}, Symbol('x')])
      expect(() => codecOf(literal(value as string))).to.throw(/cannot be stored/)
  })

  it('inside lazy() the values are found in the messages', () => {
    keeps(codecOf(lazy(() => enums(['a', 'b']))), 'b', { S: 'b' })
    keeps(codecOf(lazy(() => literal(7)) as Struct<number>), 7, { N: '7' })
  })

  it('a deprecated() log is not called for every value', () => {
    const calls: unknown[] = []
    const codec = codecOf(deprecated(enums(['a', 'b']), (value) => calls.push(value)))
    expect(calls).to.deep.equal([null])
    keeps(codec, 'a', { S: 'a' })
    expect(calls).to.deep.equal([null, 'a'])
    keeps(codecOf(optional(enums(['a']))), undefined, undefined)
  })
})
