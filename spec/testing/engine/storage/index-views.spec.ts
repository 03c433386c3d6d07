import { expect } from 'chai'
import {
  projectedBytes,
  projectedItem,
  vectorEntryBytes,
  withoutVector,
} from '../../../../lib/testing/engine/storage/index-views.js'

const item = JSON.parse('{"a":{"S":"1"},"__proto__":{"S":"2"},"v":{"L":[{"N":"0.125"}]}}')
const index = {
  name: 'near',
  attribute: 'v',
  dimensions: 1,
  distance: 'COSINE',
  partition: undefined,
  filters: [],
  projected: undefined,
} as const

describe('index views', () => {
  it('hold the projected attributes', () => {
    expect(JSON.stringify(projectedItem(item, new Set(['__proto__', 'b'])))).to.equal(
      '{"__proto__":{"S":"2"}}',
    )
    expect(projectedBytes({ key: '', item, bytes: 99 }, new Set(['a']))).to.equal(2)
    expect(projectedBytes({ key: '', item, bytes: 99 }, undefined)).to.equal(99)
  })

  it('hold a vector in four bytes for each dimension', () => {
    expect(JSON.stringify(withoutVector(item, index))).to.equal('{"a":{"S":"1"},"__proto__":{"S":"2"}}')
    expect(vectorEntryBytes(item, index)).to.equal(1 + 4 + 2 + 10)
    expect(vectorEntryBytes(item, { ...index, projected: new Set(['a', 'v']) })).to.equal(1 + 4 + 2)
  })
})
