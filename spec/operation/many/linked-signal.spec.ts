// A run's own signal: follows the user's, leaves no listener behind, and ends by itself.
import { getEventListeners } from 'node:events'
import { expect } from 'chai'
import { sharedSignals } from '../../../lib/executor/sending/signals.js'
import { linkedSignal, untilAborted } from '../../../lib/operation/many/linked-signal.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length

describe('a linked signal', () => {
  for (const [what, reads] of [
    ['a runner that shares listeners', { listen: sharedSignals().listen }],
    ['a runner that shares none', undefined],
  ] as const)
    it(`aborts with the user's, for its reason, on ${what}`, () => {
      const runner = Object.assign(new FakeRunner(), { reads: reads as never })
      const controller = new AbortController()
      const linked = linkedSignal(runner, controller.signal)
      expect(linked.signal.aborted).equal(false)
      controller.abort('enough')
      expect(linked.signal.reason).equal('enough')
      const ended = new AbortController()
      linkedSignal(runner, ended.signal).end()
      expect(listeners(ended.signal)).equal(0)
    })

  it('is aborted from the start where the user has aborted', () => {
    expect(linkedSignal(new FakeRunner(), AbortSignal.abort('early')).signal.reason).equal('early')
  })

  it('ends by itself', () => {
    const linked = linkedSignal(new FakeRunner(), undefined)
    linked.end()
    expect(linked.signal.aborted).equal(true)
  })
})

describe('untilAborted', () => {
  it('is the promise, and leaves nothing on the signal', async () => {
    const { signal } = new AbortController()
    expect(await untilAborted(Promise.resolve(1), signal)).equal(1)
    const error = await rejection(untilAborted(Promise.reject(new Error('no')), signal), Error)
    expect(error.message).equal('no')
    await new Promise((resolve) => setImmediate(resolve))
    expect(listeners(signal)).equal(0)
  })

  it('rejects at once when the signal aborts, with its reason', async () => {
    const controller = new AbortController()
    const waiting = untilAborted(new Promise(() => {}), controller.signal)
    controller.abort(new Error('enough'))
    expect((await rejection(waiting, Error)).message).equal('enough')
    await rejection(untilAborted(new Promise(() => {}), controller.signal), Error)
  })
})
