// InvalidOptionError names the option; what it says without a detail, and with one.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { InvalidOptionError } from '../../lib/errors/invalid-option-error.js'

describe('InvalidOptionError', () => {
  it('belongs to the errors before sending', () => {
    expect(errorCodes[InvalidOptionError.code].family).equal('before sending')
  })

  it('says what happened, or the detail that it is given', () => {
    const { sentence, remedy } = errorCodes.INVALID_OPTION
    expect(new InvalidOptionError({ option: 'x' }).message).equal(`${sentence}. ${remedy}`)
    const error = new InvalidOptionError({ operation: 'batch', option: 'size', detail: 'just so' })
    expect(error.message).equal('batch: just so')
  })

  it('names the option, in JSON and inspection too', () => {
    const error = new InvalidOptionError({ option: 'timeout.total' })
    expect(error).include({ code: 'INVALID_OPTION', name: 'InvalidOptionError', option: 'timeout.total' })
    expect(JSON.parse(JSON.stringify(error))).property('option', 'timeout.total')
    expect(inspect(error)).contain("option: 'timeout.total'")
  })
})
