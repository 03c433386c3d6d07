import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { DyntasticError } from '../../lib/errors/dyntastic-error.js'
import { IdempotencyMismatchError } from '../../lib/errors/idempotency-mismatch-error.js'

describe('IdempotencyMismatchError', () => {
  it('is of its own kind, and says what happened and what to do', () => {
    const error = new IdempotencyMismatchError({ operation: 'transaction' })
    expect(error).instanceOf(DyntasticError)
    expect(error).include({ code: 'IDEMPOTENCY_MISMATCH', name: 'IdempotencyMismatchError' })
    const { sentence, remedy, family } = errorCodes[IdempotencyMismatchError.code]
    expect(error.message).contain(sentence).contain(remedy)
    expect(family).equal('after sending')
    expect(new DyntasticError()).not.instanceOf(IdempotencyMismatchError)
  })
})
