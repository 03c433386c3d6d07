// InvalidKeyError has nothing of its own but its code: what it says without a detail, and with one.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { InvalidKeyError } from '../../lib/errors/invalid-key-error.js'

describe('InvalidKeyError', () => {
  it('belongs to the errors before sending', () => {
    expect(errorCodes[InvalidKeyError.code].family).equal('before sending')
  })

  it('says what happened, or the detail that it is given', () => {
    expect(new InvalidKeyError().message).equal(
      `${errorCodes.INVALID_KEY.sentence}. ${errorCodes.INVALID_KEY.remedy}`,
    )
    expect(new InvalidKeyError({ entity: 'User', detail: 'just so' }).message).equal('User: just so')
  })

  it('can be recognized by its code if classes are not available', () => {
    expect(new InvalidKeyError()).include({ code: 'INVALID_KEY', name: 'InvalidKeyError' })
  })
})
