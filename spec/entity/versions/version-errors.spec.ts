// Errors of upgrades: what they say, and the key that they name.
import { expect } from 'chai'
import { upgradeMisfit, versionError } from '../../../lib/entity/versions/version-errors.js'
import { storedOrder, versionedOrder } from '../../support/versioned-orders.js'

const owner = versionedOrder('version-errors')

describe('errors of versions', () => {
  it('name the key, both versions and the reason', () => {
    const stored = storedOrder(1)
    const cause = new Error('x')
    const run = { owner, operation: 'get', stored, version: 1, current: 3 }
    const error = versionError(run, 'it cannot be', { cause })
    expect(error).deep.include({
      version: 1,
      current: 3,
      key: { id: 'o1' },
      entity: 'Order',
      operation: 'get',
    })
    expect(error.failures).length(1)
    expect(error.cause).equal(cause)
  })

  it('say which attributes of the result do not fit', () => {
    const failures = [{ path: ['total'], message: 'expected a number', value: 'x' }]
    const error = upgradeMisfit(owner, storedOrder(2), 'get', failures)
    expect(error.message).contain(
      'the item of version 2, upgraded to version 3, does not fit the entity: total',
    )
    expect(error.version).equal(2)
  })
})
