// any() and unknown().
import { expect } from 'chai'
import { any, define, type Struct, unknown } from 'superstruct'
import { codecOf, keeps, read, refusals, unreadable } from './crossing.js'

describe('any codec', () => {
  it('nested data of four levels survives', () => {
    const value = { a: [{ b: { c: [1, 'x', true, null, { d: new Set(['s']) }] } }] }
    const codec = codecOf(any())
    expect(read(codec, codec.encode(codec.parse(value, [])))).to.deep.equal(value)
    keeps(codecOf(unknown()), { a: 1 }, { M: { a: { N: '1' } } })
    expect(codec.types).to.have.length(10)
  })

  it('undefined and null are left out of maps, and null is absence at the top', () => {
    keeps(codecOf(any()), { a: undefined, m: { b: null } }, { M: { m: { M: {} } } }, { m: {} } as never)
    expect(codecOf(any()).encode(null)).to.equal(undefined)
    keeps(codecOf(any(), { nulls: 'store' }), { b: null }, { M: { b: { NULL: true } } })
  })

  it('any path is a path', () => {
    expect(codecOf(any()).at('a')?.codec.at(0)?.name).to.equal(0)
    expect(codecOf(any()).at('a')?.codec.decode(undefined, [])).to.equal(undefined)
  })

  it('a look-alike is called', () => {
    const picky = define('any', (value) => value !== 'no') as Struct<unknown>
    expect(refusals(codecOf(picky), 'no')).to.deep.equal([])
    expect(unreadable(codecOf(picky), { S: 'no' })).to.have.length(1)
    keeps(codecOf(picky), 'yes', { S: 'yes' })
  })
})
