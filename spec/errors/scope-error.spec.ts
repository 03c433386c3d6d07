// A refusal of a place: a program can ask why.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { ScopeError, type ScopeErrorReason } from '../../lib/errors/scope-error.js'

describe('ScopeError', () => {
  const reasons: Record<ScopeErrorReason, true> = {
    place: true,
    nested: true,
    closed: true,
    alone: true,
    unawaited: true,
    copies: true,
    pending: true,
  }
  for (const reason of Object.keys(reasons) as ScopeErrorReason[])
    it(`says why by its reason, ${reason}, in JSON too`, () => {
      const error = new ScopeError({ operation: 'transaction', reason })
      expect(error).include({ code: 'SCOPE', name: 'ScopeError', reason })
      expect(JSON.parse(JSON.stringify(error))).include({ reason })
    })

  it('is of what was not sent', () => {
    expect(errorCodes[ScopeError.code].family).equal('before sending')
  })
})
