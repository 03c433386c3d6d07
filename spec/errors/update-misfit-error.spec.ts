// The error of an update whose result would not fit.
import { expect } from 'chai'
import { ConditionFailedError } from '../../lib/errors/condition-failed-error.js'
import { UpdateMisfitError } from '../../lib/errors/update-misfit-error.js'

describe('UpdateMisfitError', () => {
  it('names the attribute and its bound, and is a condition that failed', () => {
    const error = new UpdateMisfitError({
      entity: 'Product',
      operation: 'update',
      key: { id: 1 },
      item: { id: 1, stock: 3 },
      path: 'stock',
      bound: 'stock must be at least 0',
    })
    expect(error).instanceOf(ConditionFailedError)
    expect(error).include({ code: 'UPDATE_MISFIT', path: 'stock', bound: 'stock must be at least 0' })
    expect(error.message).contain('the update would not fit: stock must be at least 0')
    expect(error.outcome).equal('nothing written')
    expect(error.item).deep.equal({ id: 1, stock: 3 })
  })
})
