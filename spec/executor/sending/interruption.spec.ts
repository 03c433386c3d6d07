// The reason for which a call is ended from here.
import { expect } from 'chai'
import { Interruption, isInterruption } from '../../../lib/executor/sending/interruption.js'

describe('executor/interruption', () => {
  it('has the name by which the SDK retries an attempt, and never a call that has ended', () => {
    const names = (['attempt', 'total', 'signal'] as const).map((why) => new Interruption(why, 'over').name)
    expect(names).to.deep.equal(['TimeoutError', 'AbortError', 'AbortError'])
  })

  it('is recognized by its mark, whatever the class is called', () => {
    expect(isInterruption(new Interruption('signal', 'aborted', 'why'))).to.equal(true)
    for (const other of [new Error('aborted'), undefined, null, 'AbortError', { why: 'signal' }])
      expect(isInterruption(other)).to.equal(false)
  })
})
