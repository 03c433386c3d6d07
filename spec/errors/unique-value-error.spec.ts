// UniqueValueError: which attributes, whose value, and nothing written.
import { expect } from 'chai'
import { UniqueValueError } from '../../lib/errors/unique-value-error.js'

describe('UniqueValueError', () => {
  it('has the attributes of the first value that is taken, those of all, and the key of the owner', () => {
    const key = { memberId: 'm1' }
    const taken = [['email'], ['club', 'nickname']]
    const error = new UniqueValueError({
      entity: 'Member',
      operation: 'save',
      key,
      taken,
      owner: { memberId: 'm2' },
    })
    expect({ ...error }).deep.include({ key, taken, attributes: ['email'], owner: { memberId: 'm2' } })
    expect(error).include({ code: 'UNIQUE_VALUE', outcome: 'nothing written' })
    expect(error.message).contain("{ memberId: 'm2' }").not.contain('m1')
    expect(new UniqueValueError({ key, taken: [] }))
      .deep.include({ attributes: [] })
      .not.property('owner')
  })
})
