import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { DyntasticError } from '../../lib/errors/dyntastic-error.js'
import { UnsupportedOperationError } from '../../lib/errors/unsupported-operation-error.js'

describe('UnsupportedOperationError', () => {
  it('is of its own kind, and says what happened and what to do', () => {
    const error = new UnsupportedOperationError({ operation: 'transaction' })
    expect(error).instanceOf(DyntasticError)
    expect(error).include({ code: 'UNSUPPORTED_OPERATION', name: 'UnsupportedOperationError' })
    const { sentence, remedy, family } = errorCodes[UnsupportedOperationError.code]
    expect(error.message).contain(sentence).contain(remedy)
    expect(family).equal('before sending')
    expect(new DyntasticError()).not.instanceOf(UnsupportedOperationError)
  })
})
