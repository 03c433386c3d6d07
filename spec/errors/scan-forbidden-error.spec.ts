// A forbidden scan is a query that cannot be planned as it should be: it is caught as both.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { QueryPlanError } from '../../lib/errors/query-plan-error.js'
import { ScanForbiddenError } from '../../lib/errors/scan-forbidden-error.js'

describe('ScanForbiddenError', () => {
  it('is a QueryPlanError with a code of its own; not every QueryPlanError is one', () => {
    const error = new ScanForbiddenError({ entity: 'User', operation: 'query' })
    expect(error).instanceOf(QueryPlanError)
    expect(error).include({ code: 'SCAN_FORBIDDEN', name: 'ScanForbiddenError' })
    expect(new QueryPlanError()).not.instanceOf(ScanForbiddenError)
  })

  it('belongs to the errors before sending, and says what happened', () => {
    expect(errorCodes[ScanForbiddenError.code].family).equal('before sending')
    expect(new ScanForbiddenError().message).contain(errorCodes.SCAN_FORBIDDEN.sentence)
    expect(new ScanForbiddenError({ entity: 'User', detail: 'just so' }).message).equal('User: just so')
  })
})
