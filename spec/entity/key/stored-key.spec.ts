// The key in a stored form that anyone may have made.
import { expect } from 'chai'
import { keyFrom, keyImage } from '../../../lib/entity/key/stored-key.js'
import type { Failure } from '../../../lib/entity/struct/failure.js'
import { kindsOf, placedAt } from '../../support/kinds.js'

const { Order } = kindsOf('shop')
const key = { pk: { S: 'CUSTOMER#c1' }, sk: { S: 'ORDER#2026-01-05T00:00:00.000Z#o1' } }

describe('keyImage', () => {
  it('is the key, the attributes that it is made of, and the marker', () => {
    const image = { ...key, customerId: { S: 'c1' }, total: { N: 'what?' }, _type: { S: 'Order' } }
    expect(keyImage(Order, image)).deep.equal({ ...key, customerId: { S: 'c1' }, _type: { S: 'Order' } })
  })

  for (const given of [undefined, null, 'x', [key]])
    it(`leaves ${JSON.stringify(given)} to those who judge it`, () => {
      expect(keyImage(Order, given)).equal(given)
    })
})

describe('keyFrom', () => {
  it('reads the attributes from the key', () => {
    const failures: Failure[] = []
    expect(keyFrom(Order.key, key, failures)).deep.equal({ customerId: 'c1', placedAt, orderId: 'o1' })
    expect(failures).deep.equal([])
  })

  it('says what is absent', () => {
    const failures: Failure[] = []
    keyFrom(Order.key, { pk: { S: 'CUSTOMER#c1' } }, failures)
    expect(failures.map(({ path }) => path)).deep.equal([['placedAt'], ['orderId']])
  })
})
