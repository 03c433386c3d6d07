// Stored data that does not fit: which item, why, and what is stored.
import { expect } from 'chai'
import { InvalidItemError } from '../../lib/errors/invalid-item-error.js'

describe('InvalidItemError', () => {
  const stored = { userId: { S: 'u1' }, age: { S: 'x' } }
  const failures = [{ path: ['age'], message: 'expected N, stored is S', value: 'x' }]

  it('names the path, and has key, failures and the item as stored', () => {
    const error = new InvalidItemError({
      entity: 'User',
      operation: 'get',
      key: { userId: 'u1' },
      failures,
      stored,
    })
    expect(error.message).equal('User.get: age: expected N, stored is S')
    expect(error.key).deep.equal({ userId: 'u1' })
    expect(error.stored).equal(stored)
    expect(error.failures.map(({ path }) => path)).deep.equal(['age'])
    expect(Object.keys(error)).include('key').and.not.include('stored')
  })

  it('has no key where the key itself does not fit', () => {
    expect(new InvalidItemError({ failures, stored })).not.have.property('key')
  })
})
