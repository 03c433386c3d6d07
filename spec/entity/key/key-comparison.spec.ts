// Stored keys compared with what items make.
import { expect } from 'chai'
import { makesKey, makesStored } from '../../../lib/entity/key/key-comparison.js'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { kindsOf } from '../../support/kinds.js'

const { Order } = kindsOf('shop')
const item = { customerId: 'c1', placedAt: new Date('2026-01-05T00:00:00.000Z'), orderId: 'o1' }
const key: StoredItem = { pk: { S: 'CUSTOMER#c1' }, sk: { S: 'ORDER#2026-01-05T00:00:00.000Z#o1' } }

describe('comparison of keys', () => {
  for (const [what, stored, expected] of [
    ['the key that the item makes', key, true],
    ['another partition', { ...key, pk: { S: 'CUSTOMER#c11' } }, false],
    ['a partition that ends alike', { ...key, pk: { S: 'CUSTOMER#cc1' } }, false],
    ['another name in the template', { ...key, pk: { S: 'CUSTOMEr#c1' } }, false],
    ['a longer sort key', { ...key, sk: { S: 'ORDER#2026-01-05T00:00:00.000Z#o12' } }, false],
    ['a shorter sort key', { ...key, sk: { S: 'ORDER#2026-01-05T00:00:00.000Z#' } }, false],
    ['a number', { ...key, pk: { N: '1' } }, false],
    ['no sort key', { pk: { S: 'CUSTOMER#c1' } }, false],
  ] as const)
    it(`tells ${what}`, () => {
      const text = (name: string): string | undefined => {
        const value = (stored as StoredItem)[name]
        return value !== undefined && 'S' in value ? value.S : undefined
      }
      expect(makesStored(Order.key, item, stored)).equal(expected)
      expect(makesKey(Order.key, item, text)).equal(expected)
    })

  it('cannot tell of an item without an attribute of the key', () => {
    expect(makesStored(Order.key, { customerId: 'c1' }, key)).equal(false)
  })
})
