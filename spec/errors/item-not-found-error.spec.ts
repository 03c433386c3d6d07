// No item has the key: the key is at hand, and shown.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { ItemNotFoundError } from '../../lib/errors/item-not-found-error.js'

describe('ItemNotFoundError', () => {
  it('has the key as it was given', () => {
    const key = { customerId: 'c1', orderId: 'o1' }
    const error = new ItemNotFoundError({ entity: 'Order', operation: 'getOrThrow', key })
    expect(error.key).equal(key)
    const { sentence, remedy } = errorCodes.ITEM_NOT_FOUND
    expect(error.message).equal(
      `Order.getOrThrow: ${sentence} ({ customerId: 'c1', orderId: 'o1' }). ${remedy}`,
    )
    expect(JSON.parse(JSON.stringify(error)).key).deep.equal(key)
  })
})
