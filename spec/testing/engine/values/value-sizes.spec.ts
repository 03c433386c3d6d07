import { expect } from 'chai'
import {
  binaryBytes,
  itemBytes,
  textBytes,
  valueBytes,
} from '../../../../lib/testing/engine/values/value-sizes.js'

describe('value sizes', () => {
  it('weighs items in bytes, names included', () => {
    expect(itemBytes({ pk: { S: 'aé' } })).to.equal(5)
    expect(itemBytes({ a: { BOOL: true }, b: { NULL: true } })).to.equal(4)
    expect(itemBytes({ a: { N: '0' } })).to.equal(2)
    expect(itemBytes({ a: { N: '123' } })).to.equal(4)
    expect(itemBytes({ a: { N: '-1' } })).to.equal(4)
    expect(itemBytes({ a: { SS: ['a', 'bc'] } })).to.equal(4)
    expect(itemBytes({ a: { L: [{ S: 'x' }] } })).to.equal(6)
    expect(itemBytes({ a: { M: { b: { S: 'x' } } } })).to.equal(7)
  })

  it('counts text in UTF-8 bytes, short or long, and binaries as they are decoded', () => {
    for (const text of ['', 'a', 'é', '😀', 'x'.repeat(200), 'é'.repeat(200)])
      expect(textBytes(text)).to.equal(Buffer.byteLength(text))
    expect(binaryBytes('YWI=')).to.equal(2)
    expect(valueBytes({ BS: ['YWI=', 'YQ=='] })).to.equal(3)
    expect(valueBytes({ NS: ['1', '10'] })).to.equal(4)
  })
})
