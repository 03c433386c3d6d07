import { expect } from 'chai'
import { parseSearchCondition } from '../../../../lib/testing/engine/vectors/search-condition.js'
import { readerOf } from '../ways-in.js'

const values = { ':a': { S: 'a' }, ':b': { S: 'b' } }
const read = (text: string) =>
  parseSearchCondition(readerOf(text, values, { '#n': 'name' }, 'SearchConditionExpression'))

describe('search condition', () => {
  it('is made of equalities', () => {
    expect(read('tenant = :a').equalities).to.deep.equal([['tenant', { S: 'a' }]])
    expect(read('(tenant = :a) AND #n = :b AND tenant = :b').equalities).to.deep.equal([
      ['tenant', { S: 'a' }],
      ['name', { S: 'b' }],
      ['tenant', { S: 'b' }],
    ])
  })

  for (const text of [
    'tenant < :a',
    'tenant <> :a',
    'tenant IN (:a, :b)',
    'tenant BETWEEN :a AND :b',
    'begins_with(tenant, :a)',
    'NOT tenant = :a',
    'tenant = :a OR lang = :b',
    'tenant = lang',
    ':a = tenant',
    'size(tenant) = :a',
  ])
    it(`refuses ${text}`, () =>
      expect(() => read(text)).to.throw(
        'Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression',
      ))

  it('refuses nested attributes', () =>
    expect(() => read('place.town = :a')).to.throw('Nested attributes are not supported'))
})
