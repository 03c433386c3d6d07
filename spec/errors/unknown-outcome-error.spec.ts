// A write whose response was lost.
import { expect } from 'chai'
import { RequestFailedError } from '../../lib/errors/request-failed-error.js'
import { UnknownOutcomeError } from '../../lib/errors/unknown-outcome-error.js'

describe('UnknownOutcomeError', () => {
  it('is a failed request of which nobody knows whether it was applied', () => {
    const cause = new Error('socket hang up')
    const error = new UnknownOutcomeError({ entity: 'Order', operation: 'update', detail: 'lost', cause })
    expect(error).to.be.instanceOf(RequestFailedError)
    expect(error).to.include({ code: 'UNKNOWN_OUTCOME', outcome: 'unknown', cause })
    expect(error.message).to.equal('Order.update: lost; the write may have been applied')
    expect(error.toJSON()).to.include({ code: 'UNKNOWN_OUTCOME' })
  })

  it('is not for a request that certainly failed', () => {
    expect(new RequestFailedError({ detail: 'no' })).to.not.be.instanceOf(UnknownOutcomeError)
    expect(new RequestFailedError({ detail: 'no' })).to.include({ outcome: 'nothing written' })
  })

  it('says without a detail what happened and what to do', () => {
    expect(new UnknownOutcomeError({}).message).to.match(/may have been applied.*idempotent\(\)/)
  })
})
