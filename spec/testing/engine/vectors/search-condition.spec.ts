import { expect } from 'chai'
import { parseSearchCondition, partitionOf } from '../../../../lib/testing/engine/vectors/search-condition.js'
import { readerOf } from '../ways-in.js'

const values = { ':a': { S: 'a' }, ':b': { S: 'b' } }
const read = (text: string) =>
  parseSearchCondition(readerOf(text, values, { '#n': 'name' }, 'SearchConditionExpression'))
const index = {
  name: 'near',
  attribute: 'v',
  dimensions: 2,
  distance: 'COSINE',
  partition: { name: 'tenant', type: 'S' },
  filters: [{ name: 'name', type: 'S' }],
  projected: undefined,
} as const

describe('search condition', () => {
  it('is made of equalities', () => {
    expect(read('tenant = :a').equalities).to.deep.equal([['tenant', { S: 'a' }]])
    expect(read('(tenant = :a) AND #n = :b AND tenant = :b').equalities).to.deep.equal([
      ['tenant', { S: 'a' }],
      ['name', { S: 'b' }],
      ['tenant', { S: 'b' }],
    ])
  })

  it('names the partition', () => {
    expect(partitionOf(read('#n = :b AND tenant = :a'), index)).to.deep.equal({ S: 'a' })
    expect(() => partitionOf(read('#n = :b'), index)).to.throw('must be provided')
    expect(() => partitionOf(undefined, index)).to.throw('must be provided')
    const { partition: _, ...open } = index
    expect(partitionOf(undefined, { ...open, partition: undefined })).to.equal(undefined)
    expect(() => partitionOf(read('tenant = :a'), { ...open, partition: undefined })).to.throw(
      'Invalid attribute: tenant',
    )
  })
})
