import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { DyntasticError } from '../../lib/errors/dyntastic-error.js'
import { TransactionLimitError } from '../../lib/errors/transaction-limit-error.js'

describe('TransactionLimitError', () => {
  it('is of its own kind, and says what happened and what to do', () => {
    const error = new TransactionLimitError({ operation: 'transaction' })
    expect(error).instanceOf(DyntasticError)
    expect(error).include({ code: 'TRANSACTION_LIMIT', name: 'TransactionLimitError' })
    const { sentence, remedy, family } = errorCodes[TransactionLimitError.code]
    expect(error.message).contain(sentence).contain(remedy)
    expect(family).equal('before sending')
    expect(new DyntasticError()).not.instanceOf(TransactionLimitError)
  })
})
