// Intersections.
import { expect } from 'chai'
import {
  any,
  date,
  intersection,
  number,
  object,
  pattern,
  record,
  refine,
  size,
  string,
  type,
  union,
} from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, parsed, refusals, unreadable } from './crossing.js'

const both = intersection([
  type({ id: string(), at: date() }),
  type({ id: size(string(), 2), count: attribute(number(), { name: 'n' }) }),
])

describe('intersection codec', () => {
  it('the properties of all members are stored', () => {
    keeps(
      codecOf(both),
      { id: 'ab', at: new Date(0), count: 1 },
      { M: { id: { S: 'ab' }, at: { S: '1970-01-01T00:00:00.000Z' }, n: { N: '1' } } },
    )
    expect(codecOf(both).types).to.deep.equal(['M'])
    expect(codecOf(both).at('count')?.name).to.equal('n')
  })

  it('all members check, on write and on read', () => {
    expect(refusals(codecOf(both), { id: 'abc', at: new Date(0), count: 1 })).to.have.length(1)
    const stored = { M: { id: { S: 'abc' }, at: { S: '1970-01-01' }, n: { N: '1' } } }
    expect(unreadable(codecOf(both), stored)[0]).to.match(/^id: Expected a string with a length of `2`/)
    expect(refusals(codecOf(both), { id: 'ab', at: new Date(0) })).to.deep.equal([])
  })

  it('inputs are not changed', () => {
    const input = Object.freeze({ id: 'ab', at: new Date(0), count: 1 })
    expect(parsed(codecOf(both), input)).to.not.equal(input)
  })

  it('of scalars it is stored as the one kind that they are of', () => {
    const codec = codecOf(intersection([pattern(string(), /^a/), size(string(), 2)]))
    keeps(codec, 'ab', { S: 'ab' })
    expect(codec.types).to.deep.equal(['S'])
    expect(refusals(codec, 'ba')).to.have.length(1)
    const late = intersection([date(), refine(date(), 'late', (value) => value.getTime() > 5)])
    keeps(codecOf(late), new Date(6), { S: '1970-01-01T00:00:00.006Z' })
    keeps(codecOf(intersection([any(), number()])), 5, { N: '5' })
  })

  it('a record among the members types the other properties', () => {
    const codec = codecOf(intersection([type({ id: string() }), record(string(), union([date(), string()]))]))
    keeps(
      codec,
      { id: 'a', born: new Date(0) },
      { M: { id: { S: 'a' }, born: { S: '1970-01-01T00:00:00.000Z' } } },
    )
  })

  it('of unlike kinds the value decides', () => {
    keeps(codecOf(intersection([object({ a: number() }), any()])), { a: 1 }, { M: { a: { N: '1' } } })
    keeps(codecOf(intersection([union([string(), number()]), number()])), 5, { N: '5' })
  })

  it('has no path to what an object() among its members does not know, which every read would refuse', () => {
    const codec = codecOf(intersection([type({ a: object({ x: string() }) }), type({ b: string() })]), {
      unknown: 'preserve',
    })
    const a = codec.at('a')?.codec
    expect(a?.at('x')).to.not.equal(undefined)
    expect(a?.at('y')).to.equal(undefined)
  })
})
