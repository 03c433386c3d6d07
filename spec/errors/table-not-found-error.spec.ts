// TableNotFoundError has nothing of its own but its code: what it says without a detail, and with one.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { TableNotFoundError } from '../../lib/errors/table-not-found-error.js'

describe('TableNotFoundError', () => {
  it('belongs to the errors after sending', () => {
    expect(errorCodes[TableNotFoundError.code].family).equal('after sending')
  })

  it('says what happened, or the detail that it is given', () => {
    expect(new TableNotFoundError().message).equal(
      `${errorCodes.TABLE_NOT_FOUND.sentence}. ${errorCodes.TABLE_NOT_FOUND.remedy}`,
    )
    expect(new TableNotFoundError({ entity: 'User', detail: 'just so' }).message).equal('User: just so')
  })

  it('can be recognized by its code if classes are not available', () => {
    expect(new TableNotFoundError()).include({ code: 'TABLE_NOT_FOUND', name: 'TableNotFoundError' })
  })
})
