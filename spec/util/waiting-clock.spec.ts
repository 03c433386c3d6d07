// Clock of the system: passes, is waited on, and ends a wait with its signal.
import { expect } from 'chai'
import { systemClock } from '../../lib/util/waiting-clock.js'
import { rejection } from '../support/rejection.js'

describe('systemClock', () => {
  it('waits as long as it says by itself', async () => {
    const begun = systemClock.now()
    await systemClock.wait(20, undefined)
    expect(systemClock.now() - begun).within(15, 1_000)
  })

  it('ends a wait with the reason of the signal, at once', async () => {
    const controller = new AbortController()
    const waiting = rejection(systemClock.wait(60_000, controller.signal), Error)
    controller.abort(new Error('enough'))
    expect((await waiting).message).equal('enough')
  })
})
