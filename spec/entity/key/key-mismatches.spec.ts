// The key that an item was read with, and the one that it would be written with.
import { expect } from 'chai'
import { keyMismatches } from '../../../lib/entity/key/key-mismatches.js'
import { kindsOf, orderOne } from '../../support/kinds.js'

const { Order } = kindsOf('shop')
const stored = Order.encode(orderOne)

describe('keyMismatches', () => {
  it('are none of an item that is stored under its own key', () => {
    expect(keyMismatches(Order.key, orderOne, stored)).deep.equal([])
  })

  it('name the key attribute, what is stored and what would be', () => {
    const [mismatch, ...others] = keyMismatches(Order.key, { ...orderOne, orderId: 'o2' }, stored)
    expect(others).deep.equal([])
    expect(mismatch?.path).deep.equal(['sk'])
    expect(mismatch?.message).match(
      /o1' is stored in the key attribute 'sk'.*would write '.*o2', which is another key/,
    )
  })

  it('do not judge what was not read', () => {
    expect(keyMismatches(Order.key, { customerId: 'c2' }, { sk: { S: 'x' } })).deep.equal([])
    expect(keyMismatches(Order.key, { ...orderOne, customerId: 'c2' }, {})).deep.equal([])
  })
})
