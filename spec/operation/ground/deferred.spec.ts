// A value worked out now, or the error met, which is thrown later.
import { expect } from 'chai'
import { deferred, settle } from '../../../lib/operation/ground/deferred.js'

describe('deferred', () => {
  it('works the value out at once, and only once', () => {
    let calls = 0
    const value = deferred(() => ++calls)
    expect(calls).equal(1)
    expect([settle(value), settle(value)]).deep.equal([1, 1])
    expect(calls).equal(1)
  })

  it('keeps an error, and throws that very one each time', () => {
    const error = new Error('wrong')
    const failed = deferred(() => {
      throw error
    })
    for (const _ of [1, 2]) {
      try {
        settle(failed)
        expect.fail('nothing was thrown')
      } catch (thrown) {
        expect(thrown).equal(error)
      }
    }
  })

  it('takes undefined for a value, and undefined for an error', () => {
    expect(settle(deferred(() => undefined))).equal(undefined)
    let thrown: unknown = 'nothing'
    try {
      settle(
        deferred(() => {
          throw undefined
        }),
      )
    } catch (error) {
      thrown = error
    }
    expect(thrown).equal(undefined)
  })
})
