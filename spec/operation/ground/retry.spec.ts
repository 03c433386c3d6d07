// The defaults of the executor's retries.
import { expect } from 'chai'
import { defaultRetry } from '../../../lib/operation/ground/retry.js'
import { pauseBefore } from '../../../lib/util/backoff.js'

describe('the default of retry', () => {
  it('is 6 attempts at unprocessed work, with pauses of at most 50, 100, 200, 400 and 800 ms', () => {
    const { attempts, ...backoff } = defaultRetry.unprocessed
    const longest = Array.from({ length: attempts - 1 }, (_, at) => pauseBefore(at, backoff, () => 1))
    expect(longest).deep.equal([50, 100, 200, 400, 800])
  })

  it('cannot be changed by those who read it', () => {
    expect(defaultRetry).frozen
    for (const retry of Object.values(defaultRetry)) expect(retry).frozen
  })
})
