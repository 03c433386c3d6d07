// The executor option `retry`.
import { expect } from 'chai'
import { retryKind, retryPolicy } from '../../lib/executor/retry-policy.js'
import { defaultRetry } from '../../lib/operation/ground/retry.js'

describe('executor/retry-policy', () => {
  it('defaults to 6 attempts for unprocessed work, with pauses from 50 ms', () => {
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

  for (const [given, option, message] of [
    [{ attempts: 2 }, 'retry.attempts', 'the options are `unprocessed` and `conflicts`'],
    [{ conflict: {} }, 'retry.conflict', 'did you mean `retry.conflicts`?'],
    [{ conflicts: { attempt: 2 } }, 'retry.conflicts.attempt', 'did you mean `retry.conflicts.attempts`?'],
    [{ conflicts: { attempts: 0 } }, 'retry.conflicts.attempts', 'a positive integer, but is 0'],
    [{ conflicts: { attempts: 1.5 } }, 'retry.conflicts.attempts', 'but is 1.5'],
    [{ conflicts: { attempts: Infinity } }, 'retry.conflicts.attempts', 'but is Infinity'],
    [{ unprocessed: { base: -1 } }, 'retry.unprocessed.base', 'but is -1'],
    [
      { conflicts: { base: 600 } },
      'retry.conflicts.base',
      'must not be greater than `most`, but is 600, and `most` is 500',
    ],
    [{ conflicts: { most: Number.NaN } }, 'retry.conflicts.most', 'but is NaN'],
    [{ conflicts: { most: '500' } }, 'retry.conflicts.most', "but is '500'"],
    [{ conflicts: 5 }, 'retry.conflicts', 'must be an object with `attempts`, `base` and `most`, but is 5'],
    [5, 'retry', 'must be an object with `unprocessed` and `conflicts`, but is 5'],
  ] as const)
    it(`refuses ${JSON.stringify(given)} at ${option}`, () => {
      const fault = retryKind.fault(given, 'retry')
      expect(fault?.option).equal(option)
      expect(fault?.detail).contain(message)
    })
})
