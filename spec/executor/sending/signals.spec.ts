import { getEventListeners } from 'node:events'
import { expect } from 'chai'
import { sharedSignals } from '../../../lib/executor/sending/signals.js'

describe('executor/signals', () => {
  it('listens once to a signal that many calls share, and no more when they are done', () => {
    const { signal } = new AbortController()
    const signals = sharedSignals()
    const stops = Array.from({ length: 50 }, () => signals.listen(signal, () => {}))
    expect(getEventListeners(signal, 'abort')).to.have.length(1)
    for (const stop of stops) stop()
    expect(getEventListeners(signal, 'abort')).to.have.length(0)
    const stop = signals.listen(signal, () => {})
    expect(getEventListeners(signal, 'abort')).to.have.length(1)
    stop()
    stop()
    expect(getEventListeners(signal, 'abort')).to.have.length(0)
  })

  it('tells all that still listen', () => {
    const controller = new AbortController()
    const signals = sharedSignals()
    const reported: number[] = []
    const stops = [1, 2, 3].map((n) => signals.listen(controller.signal, () => reported.push(n)))
    stops[1]?.()
    controller.abort()
    expect(reported).to.deep.equal([1, 3])
    expect(getEventListeners(controller.signal, 'abort')).to.have.length(0)
  })
})
