import { expect } from 'chai'
import { copyOf, typeOf } from '../../../../lib/testing/engine/values/wire.js'

describe('wire', () => {
  it('names the type of a value', () => {
    expect(typeOf({ BOOL: false })).to.equal('BOOL')
    expect(typeOf({ SS: ['a'] })).to.equal('SS')
  })

  it('copies deeply, attributes called __proto__ included', () => {
    const item = JSON.parse('{"a":{"M":{"__proto__":{"N":"1"}}}}')
    const copy = copyOf(item)
    expect(JSON.stringify(copy)).to.equal(JSON.stringify(item))
    expect(copy.a.M).not.to.equal(item.a.M)
  })
})
