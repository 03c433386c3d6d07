// Pauses: exponential with full jitter, capped, and ended by a signal at once.
import { expect } from 'chai'
import { pause, pauseBefore } from '../../lib/util/backoff.js'
import { rejection } from '../support/rejection.js'

describe('pauseBefore', () => {
  const backoff = { base: 25, most: 1_000 }

  for (const [attempt, most] of [
    [0, 25],
    [1, 50],
    [2, 100],
    [5, 800],
    [6, 1_000],
    [60, 1_000],
  ] as const)
    it(`is anything from 0 to ${most} before attempt ${attempt}`, () => {
      expect(pauseBefore(attempt, backoff, () => 0)).equal(0)
      expect(pauseBefore(attempt, backoff, () => 0.5)).equal(most / 2)
      expect(pauseBefore(attempt, backoff, () => 1)).equal(most)
      expect(pauseBefore(attempt, backoff)).within(0, most)
    })
})

describe('pause', () => {
  it('waits', async () => {
    const begun = performance.now()
    await pause(20, undefined)
    expect(performance.now() - begun).greaterThan(15)
  })

  it('rejects with the reason of its signal, at once', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const waiting = rejection(pause(60_000, controller.signal), Error)
    controller.abort(reason)
    expect(await waiting).equal(reason)
    expect(await rejection(pause(60_000, controller.signal), Error)).equal(reason)
  })

  it('leaves no listener behind', async () => {
    const { signal } = new AbortController()
    let listeners = 0
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++
      add(...args)
    }
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--
      remove(...args)
    }
    await pause(1, signal)
    expect(listeners).equal(0)
  })
})
