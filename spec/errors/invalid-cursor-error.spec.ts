// A cursor that is not taken: whoever catches QueryPlanError catches it too, and a program can ask why.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { type CursorRefusal, InvalidCursorError } from '../../lib/errors/invalid-cursor-error.js'
import { QueryPlanError } from '../../lib/errors/query-plan-error.js'

describe('InvalidCursorError', () => {
  const reasons: Record<CursorRefusal, true> = {
    malformed: true,
    tampered: true,
    foreign: true,
    expired: true,
  }
  for (const reason of Object.keys(reasons) as CursorRefusal[])
    it(`says by its reason that a cursor is ${reason}, in JSON too`, () => {
      const error = new InvalidCursorError({ entity: 'User', reason })
      expect(error).include({ code: 'INVALID_CURSOR', name: 'InvalidCursorError', reason })
      expect(JSON.parse(JSON.stringify(error))).include({ reason, entity: 'User' })
    })

  it('is a QueryPlanError, before sending', () => {
    expect(new InvalidCursorError({ reason: 'foreign' })).instanceOf(QueryPlanError)
    expect(new QueryPlanError()).not.instanceOf(InvalidCursorError)
    expect(errorCodes[InvalidCursorError.code].family).equal('before sending')
  })
})
