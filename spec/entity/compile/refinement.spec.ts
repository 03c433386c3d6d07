// Refinements.
import { expect } from 'chai'
import {
  array,
  date,
  nonempty,
  number,
  object,
  optional,
  refine,
  type Struct,
  size,
  string,
} from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, refusals, unreadable } from '../codecs/crossing.js'

interface Pair {
  low: number
  high: number
}
// A refinement of one property that looks at another one.
const pair = object({
  high: refine(
    number(),
    'above',
    (value, { branch }) => value > (branch[0] as Pair).low || 'must be above low',
  ),
  low: number(),
})

describe('refinements', () => {
  it('of containers hold on write and on read', () => {
    const ordered = refine(
      object({ low: number(), high: number() }),
      'ordered',
      ({ low, high }) => low < high,
    )
    keeps(codecOf(ordered), { low: 1, high: 2 }, { M: { low: { N: '1' }, high: { N: '2' } } })
    expect(refusals(codecOf(ordered), { low: 2, high: 1 })).to.deep.equal([])
    expect(unreadable(codecOf(ordered), { M: { low: { N: '2' }, high: { N: '1' } } })).to.have.length(1)
    expect(
      unreadable(codecOf(object({ a: nonempty(array(string())) })), { M: { a: { L: [] } } })[0],
    ).to.match(/^a: Expected a nonempty/)
  })

  it('may look around: all values are there, on write and on read', () => {
    keeps(codecOf(pair), { high: 2, low: 1 }, { M: { high: { N: '2' }, low: { N: '1' } } })
    expect(refusals(codecOf(pair), { high: 1, low: 2 })).to.deep.equal([])
    expect(unreadable(codecOf(pair), { M: { high: { N: '1' }, low: { N: '2' } } })).to.deep.equal([
      'high: must be above low',
    ])
  })

  it('have their paths', () => {
    const seen: unknown[] = []
    const spy = refine(string(), 'spy', (_value, { path, branch }) => seen.push([path, branch.length]) > 0)
    const codec = codecOf(object({ list: array(object({ a: spy })) }))
    codec.parse({ list: [{ a: 'x' }] }, [])
    expect(seen).to.deep.equal([[['list', 0, 'a'], 4]])
  })

  it('may report at paths below theirs', () => {
    const struct = refine(object({ a: string() }), 'own', (_value, { path }) => [
      { message: 'bad', path: [...path, 'a'] },
    ])
    expect(unreadable(codecOf(object({ x: struct })), { M: { x: { M: { a: { S: 'y' } } } } })).to.deep.equal([
      'x.a: bad',
    ])
  })

  it('that only the stored form breaks are ours to tell', () => {
    const millis = refine(
      attribute(date(), { as: 'epochSeconds' }),
      'odd',
      (value) => value.getTime() % 2 === 1 || 'must be odd',
    )
    expect(refusals(codecOf(millis), new Date(1001))).to.deep.equal(['must be odd'])
    expect(refusals(codecOf(millis), new Date(1000))).to.deep.equal([])
  })

  it('that throw refuse', () => {
    const careless = size(optional(string()) as unknown as Struct<string>, 1)
    expect(unreadable(codecOf(object({ a: careless })), { M: {} })).to.deep.equal([
      'a: a function of the struct threw a TypeError',
    ])
  })
})
