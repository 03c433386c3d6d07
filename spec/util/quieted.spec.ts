// Promises where a plain value is expected.
import { expect } from 'chai'
import { isThenable, quieted } from '../../lib/util/quieted.js'

describe('util/quieted', () => {
  it('passes on any value as it is', () => {
    const thenable = { then: 1 }
    for (const value of [undefined, null, 5, 'x', thenable, Promise.resolve(1)])
      expect(quieted(value)).to.equal(value)
  })

  it('leaves no rejection unhandled', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    quieted(Promise.reject(new Error('nobody awaits it')))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', note)
    expect(unhandled).to.deep.equal([])
  })

  it('knows a promise, and anything else that has a method `then`', () => {
    const thenable = { then: () => {} }
    for (const value of [Promise.resolve(1), thenable]) expect(isThenable(value)).to.equal(true)
    for (const value of [undefined, null, 5, 'x', {}, { then: 1 }, () => {}])
      expect(isThenable(value)).to.equal(false)
  })
})
