// QueryPlanError has nothing of its own but its code: what it says without a detail, and with one.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { QueryPlanError } from '../../lib/errors/query-plan-error.js'

describe('QueryPlanError', () => {
  it('belongs to the errors before sending', () => {
    expect(errorCodes[QueryPlanError.code].family).equal('before sending')
  })

  it('says what happened, or the detail that it is given', () => {
    expect(new QueryPlanError().message).equal(
      `${errorCodes.QUERY_PLAN.sentence}. ${errorCodes.QUERY_PLAN.remedy}`,
    )
    expect(new QueryPlanError({ entity: 'User', detail: 'just so' }).message).equal('User: just so')
  })

  it('can be recognized by its code if classes are not available', () => {
    expect(new QueryPlanError()).include({ code: 'QUERY_PLAN', name: 'QueryPlanError' })
  })
})
