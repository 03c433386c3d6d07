// ThrottledError has nothing of its own but its code: what it says without a detail, and with one.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { ThrottledError } from '../../lib/errors/throttled-error.js'

describe('ThrottledError', () => {
  it('belongs to the errors after sending', () => {
    expect(errorCodes[ThrottledError.code].family).equal('after sending')
  })

  it('says what happened, or the detail that it is given', () => {
    expect(new ThrottledError().message).equal(
      `${errorCodes.THROTTLED.sentence}. ${errorCodes.THROTTLED.remedy}`,
    )
    expect(new ThrottledError({ entity: 'User', detail: 'just so' }).message).equal('User: just so')
  })

  it('can be recognized by its code if classes are not available', () => {
    expect(new ThrottledError()).include({ code: 'THROTTLED', name: 'ThrottledError' })
  })
})
