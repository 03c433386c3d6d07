// Calls that ended before their response: what is known of them.
import { expect } from 'chai'
import { AbortedError, TimeoutError } from '../../lib/errors/interrupted.js'
import type { Outcome } from '../../lib/errors/outcome.js'

const outcomes: Outcome[] = ['nothing written', 'written', 'unknown']

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
    expect(new AbortedError({ outcome: 'nothing written', cause: reason }).cause).equal(reason)
    expect(new AbortedError({ outcome: 'nothing written', cause: 'a text' }).cause).equal('a text')
  })
})
