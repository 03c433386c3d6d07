// The executor option `retry`.
import { expect } from 'chai'
import { DyntasticError } from '../../lib/errors/dyntastic-error.js'
import { retryPolicy } from '../../lib/executor/retry-policy.js'
import { defaultRetry } from '../../lib/operation/retry.js'
import { thrown } from '../support/rejection.js'

describe('executor/retry-policy', () => {
  it('D74: is 6 attempts for unprocessed work, with pauses from 50 ms, unless it is told otherwise', () => {
    expect(retryPolicy()).deep.equal(defaultRetry)
    expect(retryPolicy({ unprocessed: undefined }).unprocessed).deep.equal({
      attempts: 6,
      base: 50,
      most: 1_000,
    })
  })

  it('is completed by the defaults', () => {
    expect(retryPolicy({ conflicts: { attempts: 3 } })).deep.equal({
      ...defaultRetry,
      conflicts: { attempts: 3, base: 25, most: 500 },
    })
    expect(retryPolicy({ unprocessed: { base: 0, most: 0 } }).unprocessed).include({ base: 0, most: 0 })
  })

  it('refuses what it does not know', () => {
    const error = thrown(() => retryPolicy({ attempts: 2 } as never), DyntasticError)
    expect(error.message).contain("no 'attempts'").and.contain("'unprocessed'")
  })

  for (const bad of [{ attempts: 0 }, { attempts: 1.5 }, { base: -1 }, { base: 600 }, { most: Number.NaN }])
    it(`refuses ${JSON.stringify(bad)}`, () => {
      const error = thrown(() => retryPolicy({ conflicts: bad }), DyntasticError)
      expect(error.message).contain('retry.conflicts')
    })
})
