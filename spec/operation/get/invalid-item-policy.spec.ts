// What replaces stored data that does not fit its entity.
import { expect } from 'chai'
import { InvalidItemError } from 'dyntastic'
import { inPlaceOfInvalid } from '../../../lib/operation/get/invalid-item-policy.js'
import { thrown } from '../../support/rejection.js'

const stored = { id: { S: '1' } }
const invalidItem = (): InvalidItemError =>
  new InvalidItemError({
    entity: 'Thing',
    operation: 'get',
    failures: [{ path: ['n'], message: 'required, but absent', value: undefined }],
    stored,
  })

describe('operation/get/invalid-item-policy', () => {
  it('throws the error itself, skips, or uses what the function returns', () => {
    const error = invalidItem()
    expect(thrown(() => inPlaceOfInvalid('throw', stored, error), InvalidItemError)).equal(error)
    expect(inPlaceOfInvalid('skip', stored, error)).equal(undefined)
    expect(inPlaceOfInvalid((...given) => given, stored, error)).deep.equal([stored, error])
  })

  it('throws any other error, whatever the policy', () => {
    const error = new RangeError('no item')
    for (const policy of ['skip', () => 'x'] as const)
      expect(thrown(() => inPlaceOfInvalid(policy, stored, error), RangeError)).equal(error)
  })

  it('refuses a promise and an operation that was not run, and keeps what is known of the item', () => {
    for (const made of [Promise.resolve(1), Promise.reject(new Error('boom')), { then: () => {} }]) {
      const error = thrown(() => inPlaceOfInvalid(() => made, stored, invalidItem()), InvalidItemError)
      expect(error.message).match(/^Thing.get: n: required, but absent; the function given to onInvalid /)
      expect(error.failures).length(1)
      expect(error.stored).equal(stored)
    }
  })
})
