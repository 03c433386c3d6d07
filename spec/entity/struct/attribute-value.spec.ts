// Stored values and their tags.
import { expect } from 'chai'
import { type AttributeValue, attributeType } from '../../../lib/entity/struct/attribute-value.js'

const values: readonly AttributeValue[] = [
  { S: '' },
  { N: '0' },
  { B: new Uint8Array() },
  { BOOL: false },
  { NULL: true },
  { M: {} },
  { L: [] },
  { SS: ['a'] },
  { NS: ['1'] },
  { BS: [Uint8Array.of(1)] },
]

describe('attributeType', () => {
  for (const value of values) {
    const [tag = ''] = Object.keys(value)
    it(`the tag of a stored ${tag}`, () => {
      expect(attributeType(value)).to.equal(tag)
    })
  }

  it('tags without value are passed over, as the SDK may set them', () => {
    expect(attributeType({ S: undefined, N: '1' } as never)).to.equal('N')
    expect(attributeType({} as never)).to.equal('NULL')
  })
})
