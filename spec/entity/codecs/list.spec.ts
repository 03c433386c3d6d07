// array() and tuple().
import { expect } from 'chai'
import {
  any,
  array,
  date,
  defaulted,
  integer,
  nonempty,
  nullable,
  number,
  object,
  optional,
  string,
  tuple,
} from 'superstruct'
import { invalid } from '../../../lib/entity/codec/codec.js'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, parsed, refusals, unreadable } from './crossing.js'

describe('list codec', () => {
  it('arrays and tuples are stored as L', () => {
    keeps(codecOf(array(string())), ['a', 'b'], { L: [{ S: 'a' }, { S: 'b' }] })
    keeps(codecOf(array(array(integer()))), [[1], []], { L: [{ L: [{ N: '1' }] }, { L: [] }] })
    keeps(codecOf(tuple([string(), date()])), ['a', new Date(0)], {
      L: [{ S: 'a' }, { S: '1970-01-01T00:00:00.000Z' }],
    })
  })

  it('null in a list is NULL, and comes back', () => {
    for (const nulls of ['omit', 'store'] as const)
      keeps(codecOf(array(nullable(number())), { nulls }), [null, 1], { L: [{ NULL: true }, { N: '1' }] })
  })

  it('undefined is NULL too, if null is not a value', () => {
    keeps(codecOf(array(optional(number()))), [undefined, 1], { L: [{ NULL: true }, { N: '1' }] })
    expect(refusals(codecOf(array(optional(nullable(number())))), [1, undefined])).to.deep.equal([
      '[1]: undefined in a list would be read back as null',
    ])
    expect(refusals(codecOf(array(any())), [undefined])).to.have.length(1)
  })

  it('holes are undefined, and defaults fill them', () => {
    const sparse = [1, 2]
    delete sparse[0]
    expect(parsed(codecOf(array(attribute(number(), { default: 7 }))), sparse)).to.deep.equal([7, 2])
    expect(refusals(codecOf(array(number())), sparse)).to.deep.equal([])
  })

  it('all failures are found, at their indexes', () => {
    const codec = codecOf(array(object({ sku: string() })))
    expect(refusals(codec, [{ sku: '\ud800' }, { sku: 'b' }, { sku: '\ud801' }])).to.deep.equal([
      '[0].sku: a string with a lone surrogate cannot be stored',
      '[2].sku: a string with a lone surrogate cannot be stored',
    ])
    expect(unreadable(codec, { L: [{ S: 'a' }, { M: {} }] })).to.deep.equal([
      '[0]: expected M (a map), but S is stored',
      '[1].sku: required, but absent',
    ])
    expect(unreadable(codec, { SS: ['a'] })).to.have.length(1)
    expect(refusals(codec, 'ab')).to.deep.equal([])
  })

  it('the input is not changed, and not kept', () => {
    const input = Object.freeze([Object.freeze({ a: 1 })])
    const value = parsed(codecOf(array(object({ a: number() }))), input) as { a: number }[]
    expect(value).to.deep.equal(input)
    expect(value).to.not.equal(input)
    expect(value[0]).to.not.equal(input[0])
  })

  it('tuples take defaults and optional ends, and no more elements than they have', () => {
    const codec = codecOf(tuple([string(), defaulted(number(), 5), optional(string())]))
    keeps(codec, ['a'], { L: [{ S: 'a' }, { N: '5' }] }, ['a', 5] as never)
    keeps(codec, ['a', 1, undefined], { L: [{ S: 'a' }, { N: '1' }, { NULL: true }] })
    expect(refusals(codec, ['a', 1, 'b', 'c'])).to.deep.equal([])
    expect(unreadable(codec, { L: [{ S: 'a' }, { N: '1' }, { S: 'b' }, { S: 'c' }] })).to.deep.equal([
      'expected at most 3 elements',
    ])
  })

  it('indexes lead to elements', () => {
    expect(codecOf(array(number())).at(3)?.name).to.equal(3)
    expect(codecOf(array(number())).at(3)?.codec.types).to.deep.equal(['N'])
    expect(codecOf(array(number())).element?.types).to.deep.equal(['N'])
    expect(codecOf(array(number())).at('length')).to.equal(undefined)
    expect(codecOf(tuple([string(), number()])).at(1)?.codec.types).to.deep.equal(['N'])
    expect(codecOf(tuple([string()])).at(1)).to.equal(undefined)
  })

  it('arrays without element struct hold what they hold', () => {
    keeps(codecOf(array()), [1, 'a', [null]], { L: [{ N: '1' }, { S: 'a' }, { L: [{ NULL: true }] }] })
    expect(refusals(codecOf(array()), { 0: 'a' })).to.deep.equal([])
    expect(unreadable(codecOf(array()), { S: 'a' })).to.deep.equal(['expected L (a list), but S is stored'])
  })

  it('refinements hold both ways', () => {
    expect(refusals(codecOf(nonempty(array(string()))), [])).to.deep.equal([])
    expect(unreadable(codecOf(nonempty(array(string()))), { L: [] })).to.have.length(1)
  })

  it('a part of a list is read without what is missing', () => {
    const lines = codecOf(nonempty(array(object({ sku: string(), count: number() }))))
    expect(lines.decodePart({ L: [{ M: { sku: { S: 'a' } } }] }, [])).to.deep.equal([{ sku: 'a' }])
    expect(lines.decodePart({ L: [] }, [])).to.deep.equal([])
  })

  it('a projection of a tuple closes the gaps', () => {
    const codec = codecOf(tuple([string(), number(), date()]))
    expect(codec.decodePart({ L: [{ N: '5' }] }, [])).to.deep.equal([5])
    expect(codec.decodePart({ L: [{ S: 'a' }, { S: '1970-01-01' }] }, [])).to.deep.equal(['a', new Date(0)])
    expect(codec.decodePart({ L: [{ BOOL: true }] }, [])).to.equal(invalid)
  })
})
