// The time of an invocation: when its signal aborts, and what becomes of a call that does not end.
import { expect } from 'chai'
import { TimeoutError } from 'dyntastic'
import { invocationTime, whileValid } from '../../lib/streams/invocation-time.js'
import { rejection } from '../support/rejection.js'
import { contextWith } from '../support/stream-samples.js'

describe('the time of an invocation', () => {
  it('aborts before its end, and not after it was ended', async () => {
    const { signal, end } = invocationTime({ reserve: 10 }, contextWith(20))
    const other = invocationTime({ reserve: 10 }, contextWith(20))
    other.end()
    expect(signal.aborted).equal(false)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(signal.aborted).equal(true)
    expect(signal.reason).instanceOf(TimeoutError)
    expect(other.signal.aborted).equal(false)
    end()
  })

  it('never aborts if nothing is known of it', () => {
    for (const context of [undefined, {}, contextWith(Number.POSITIVE_INFINITY)])
      expect(invocationTime({}, context).signal.aborted).equal(false)
  })

  it('ends a call that does not, and leaves no rejection of it unhandled', async () => {
    const controller = new AbortController()
    const call = whileValid(
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => setTimeout(() => reject(new Error('late')), 1))
        }),
      controller.signal,
    )
    controller.abort(new Error('over'))
    expect(String(await rejection(call, Error))).equal('Error: over')
    await new Promise((resolve) => setTimeout(resolve, 5))
    const never = whileValid(() => expect.fail('called'), controller.signal)
    expect(String(await rejection(never, Error))).equal('Error: over')
  })
})
