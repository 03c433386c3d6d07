// Calls that were ended before their answer: what is known of them.
import { expect } from 'chai'
import { AbortedError, type Outcome, TimeoutError } from '../../lib/errors/interrupted.js'

const outcomes: Outcome[] = ['not sent', 'nothing written', 'unknown']

for (const Class of [AbortedError, TimeoutError])
  describe(Class.name, () => {
    for (const outcome of outcomes)
      it(`says whether it may have been applied: ${outcome}`, () => {
        const error = new Class({ outcome })
        expect(error.outcome).equal(outcome)
        expect(JSON.parse(JSON.stringify(error)).outcome).equal(outcome)
      })

    it('is not the other one', () => {
      const Other = Class === AbortedError ? TimeoutError : AbortedError
      expect(new Class({ outcome: 'unknown' })).not.instanceOf(Other)
    })
  })

describe('AbortedError, of a signal', () => {
  it('has the reason of the signal as its cause', () => {
    const { reason } = AbortSignal.abort(new Error('gone'))
    expect(new AbortedError({ outcome: 'not sent', cause: reason }).cause).equal(reason)
    expect(new AbortedError({ outcome: 'not sent', cause: 'a text' }).cause).equal('a text')
  })
})
