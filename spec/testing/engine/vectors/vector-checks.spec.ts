import { expect } from 'chai'
import type { VectorSchema } from '../../../../lib/testing/engine/storage/table-schema.js'
import { checkVector } from '../../../../lib/testing/engine/vectors/vector-checks.js'
import { numbers } from '../shelves.js'

const index: VectorSchema = {
  name: 'near',
  attribute: 'v',
  dimensions: 2,
  distance: 'COSINE',
  partition: { name: 'tenant', type: 'S' },
  filters: [{ name: 'year', type: 'N' }],
  projected: undefined,
}
const all = () => true

describe('vector checks', () => {
  it('accept items that lack what the index has', () => {
    for (const item of [{}, { v: { L: numbers(1, 2) } }, { tenant: { S: 't' }, year: { N: '1' } }])
      checkVector(index, item, all)
    checkVector(index, { tenant: { S: 'x'.repeat(2048) } }, all)
  })

  it('look only at the attributes that they are given', () => {
    const item = { v: { S: 'x' }, tenant: { N: '1' }, year: { S: 'x' } }
    checkVector(index, item, () => false)
    for (const name of ['v', 'tenant', 'year'])
      expect(() => checkVector(index, item, (each) => each === name), name).to.throw(name)
  })

  it('refuse a long partition key', () =>
    expect(() => checkVector(index, { tenant: { S: 'x'.repeat(2049) } }, all)).to.throw(
      'Aggregate size for HASH key attributes exceeds the maximum of 2048 bytes',
    ))
})
