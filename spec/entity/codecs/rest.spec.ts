// What an object struct does not know.
import { expect } from 'chai'
import { object, string, type } from 'superstruct'
import { attribute } from '../../../lib/entity/struct/attribute.js'
import { codecOf, keeps, refusals, unreadable } from './crossing.js'

const kept = { unknown: 'preserve' } as const
const aliased = object({ note: attribute(string(), { name: 'n' }) })

describe('the rest', () => {
  it('is kept as what it is', () => {
    keeps(
      codecOf(object({ a: string() }), kept),
      { a: 'x', b: { c: [1] }, d: true },
      {
        M: { a: { S: 'x' }, b: { M: { c: { L: [{ N: '1' }] } } }, d: { BOOL: true } },
      },
    )
  })

  it('is checked for what can be stored', () => {
    expect(refusals(codecOf(type({})), { f: () => 1, g: new Date() })).to.have.length(2)
    expect(refusals(codecOf(type({})), JSON.parse('{"__proto__":1}'))).to.have.length(1)
    expect(refusals(codecOf(type({})), { s: new Set() })).to.have.length(1)
  })

  it('undefined is left out of it, and null is kept as it is, at every depth', () => {
    keeps(codecOf(type({})), { a: undefined, c: 1 }, { M: { c: { N: '1' } } }, { c: 1 } as never)
    for (const nulls of ['omit', 'store'] as const)
      keeps(
        codecOf(type({}), { nulls }),
        { b: null, c: { d: null, e: [null] } },
        { M: { b: { NULL: true }, c: { M: { d: { NULL: true }, e: { L: [{ NULL: true }] } } } } },
      )
  })

  it('does not get into the way of aliases', () => {
    expect(refusals(codecOf(aliased, kept), { note: 'x', n: 'y' })).to.deep.equal([
      "n: the stored name 'n' belongs to 'note'",
    ])
    const [message] = unreadable(codecOf(aliased, kept), { M: { n: { S: 'x' }, note: { S: 'y' } } })
    expect(message).to.match(/^note: the stored attribute with this name is unknown/)
  })

  it('a stored __proto__ is survived', () => {
    const value = codecOf(type({})).decode(
      { M: JSON.parse('{"__proto__":{"M":{"isAdmin":{"BOOL":true}}}}') },
      [],
    )
    expect((value as { isAdmin?: unknown }).isAdmin).to.equal(undefined)
  })
})
