import { expect } from 'chai'
import { InvalidConditionError } from '../../lib/errors/invalid-condition-error.js'
import { InvalidUpdateError } from '../../lib/errors/invalid-update-error.js'

describe('InvalidUpdateError', () => {
  it('is of its own kind, and not one of queries and conditions', () => {
    const error = new InvalidUpdateError({ entity: 'Order', detail: 'set on total: no' })
    expect(error.code).equal('INVALID_UPDATE')
    expect(error.message).equal('Order: set on total: no')
    expect(error).not.instanceOf(InvalidConditionError)
  })
})
