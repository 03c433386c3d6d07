// Text and names.
import { expect } from 'chai'
import { nameFault, setOwn } from '../../../lib/entity/codec/text.js'

describe('text', () => {
  it('names are bounded, whole, and not __proto__', () => {
    for (const name of ['a', 'constructor', 'a.b', ' ', 'é'.repeat(32_767)])
      expect(nameFault(name)).to.equal(undefined)
    for (const name of ['', '__proto__', '\ud800', 'x'.repeat(65_536), 'é'.repeat(32_768)])
      expect(nameFault(name)).to.be.a('string')
  })

  it('every name is set as an own property', () => {
    const target = {}
    setOwn(target, '__proto__', { isAdmin: true })
    setOwn(target, 'constructor', 1)
    expect(Object.keys(target)).to.deep.equal(['__proto__', 'constructor'])
    expect((target as { isAdmin?: unknown }).isAdmin).to.equal(undefined)
  })
})
