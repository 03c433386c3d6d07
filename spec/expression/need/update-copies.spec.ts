// Copies of attributes that may hold NULL.
import { expect } from 'chai'
import { nullable, optional, string } from 'superstruct'
import { changing, rootOf, unmet } from '../bounded-entity.js'

const change = changing(rootOf({ a: string(), b: optional(string()), c: nullable(string()), d: string() }))
type Attr = Record<string, { ifNotExists(other: unknown): unknown }>

describe('copies', () => {
  it('into what cannot be NULL need the other not to be', () => {
    const copy = [change('set', 'a', (attr: Attr) => attr['c'])]
    expect(unmet(copy, { c: { NULL: true } })).deep.equal(['a must not be NULL'])
    expect(unmet(copy, { c: { S: '' } })).deep.equal([])
    expect(unmet([change('set', 'a', (attr: Attr) => attr['b']?.ifNotExists('x'))], {})).deep.equal([])
  })

  it('of what is never NULL, and into what may be, need nothing', () => {
    expect(change('set', 'a', (attr: Attr) => attr['d'])).not.have.property('needs')
    expect(change('set', 'b', (attr: Attr) => attr['c'])).not.have.property('needs')
  })
})
