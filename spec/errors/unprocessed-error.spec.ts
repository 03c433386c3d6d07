// Unprocessed work: available as operations, and shown nowhere.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { UnprocessedError } from '../../lib/errors/unprocessed-error.js'
import { secret } from './samples.js'

describe('UnprocessedError', () => {
  const remaining = [{ userId: 'u1', password: secret }]
  const error = new UnprocessedError({ entity: 'User', operation: 'query', remaining })

  it('has what is unprocessed', () => {
    expect(error.remaining).equal(remaining)
    expect(error).include({ code: 'UNPROCESSED', name: 'UnprocessedError' })
  })

  it('says what happened, or the detail that it is given', () => {
    expect(error.message).contain(`User.query: ${errorCodes.UNPROCESSED.sentence}`)
    expect(new UnprocessedError({ detail: 'just so', remaining }).message).equal('just so')
  })

  it('does not show what is unprocessed', () => {
    for (const text of [error.message, JSON.stringify(error), inspect(error, { depth: 10 })])
      expect(text).not.contain(secret)
    expect(Object.keys(error)).not.include('remaining')
  })

  it('belongs to the errors after sending', () => {
    expect(errorCodes[UnprocessedError.code].family).equal('after sending')
  })
})
