// The errors of batches that end before all was sent.
import { expect } from 'chai'
import { AbortedError } from '../../../lib/errors/interrupted.js'
import { UnprocessedError } from '../../../lib/errors/unprocessed-error.js'
import { withUnsent } from '../../../lib/executor/scope/batch-scope.js'

const failure = { error: new Error('no'), remaining: ['c'] }
const left = () =>
  new UnprocessedError({
    entity: 'User',
    operation: 'batch',
    detail: '1 of 3 writes were done',
    remaining: ['b', 'c'],
    written: 1,
    failures: [failure],
    cause: failure.error,
  })

describe('executor/unsent', () => {
  it('adds to what one request left', () => {
    const error = withUnsent(left(), ['d', 'e'], 25) as UnprocessedError
    expect(error)
      .instanceOf(UnprocessedError)
      .and.include({ entity: 'User', written: 26, cause: failure.error })
    expect(error.remaining).deep.equal(['b', 'c', 'd', 'e'])
    expect(error.failures).deep.equal([failure])
    expect(error.message).equal(
      'User.batch: 1 of 3 writes were done; 25 writes were done in earlier requests, and 2 more were collected but not sent',
    )
  })

  it('does not change complete errors, nor errors that have nothing unsent', () => {
    const complete = left()
    expect(withUnsent(complete, [], 0)).equal(complete)
    const other = new RangeError('else')
    expect(withUnsent(other, ['d'], 25)).equal(other)
  })

  it('adds what is unsent to an AbortedError, hidden from inspection', () => {
    const aborted = Object.assign(new AbortedError({ outcome: 'unknown' }), { remaining: ['a'], written: 1 })
    for (const [given, remaining, written] of [
      [aborted, ['a', 'd'], 26],
      [new AbortedError({ outcome: 'nothing written' }), ['d'], 25],
    ] as const) {
      expect(withUnsent(given, ['d'], 25)).equal(given)
      expect(given).deep.include({ remaining, written })
      expect(JSON.stringify(given)).not.contain('remaining')
    }
  })
})
