// RequestFailedError has nothing of its own but its code: what it says without a detail, and with one.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { RequestFailedError } from '../../lib/errors/request-failed-error.js'

describe('RequestFailedError', () => {
  it('belongs to the errors after sending', () => {
    expect(errorCodes[RequestFailedError.code].family).equal('after sending')
  })

  it('says what happened, or the detail that it is given', () => {
    expect(new RequestFailedError().message).equal(
      `${errorCodes.REQUEST_FAILED.sentence}. ${errorCodes.REQUEST_FAILED.remedy}`,
    )
    expect(new RequestFailedError({ entity: 'User', detail: 'just so' }).message).equal('User: just so')
  })

  it('can be recognized by its code if classes are not available', () => {
    expect(new RequestFailedError()).include({ code: 'REQUEST_FAILED', name: 'RequestFailedError' })
  })
})
