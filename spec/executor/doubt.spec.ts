// Whether an earlier attempt may have been applied, and how it is said.
import { expect } from 'chai'
import { ConditionFailedError } from '../../lib/errors/condition-failed-error.js'
import { AbortedError, TimeoutError } from '../../lib/errors/interrupted.js'
import { RequestFailedError } from '../../lib/errors/request-failed-error.js'
import { TableNotFoundError } from '../../lib/errors/table-not-found-error.js'
import { ThrottledError } from '../../lib/errors/throttled-error.js'
import { UnknownOutcomeError } from '../../lib/errors/unknown-outcome-error.js'
import { causeOf, leavesDoubt, withDoubt } from '../../lib/executor/doubt.js'

const where = { entity: 'Thing', operation: 'save' }
const named = (name: string, more: object = {}) => Object.assign(new Error('no'), { name, ...more })
const failed = (name: string, httpStatus?: number) =>
  Object.assign(new RequestFailedError({ ...where, cause: named(name), detail: 'failed' }), {
    ...(httpStatus === undefined ? {} : { httpStatus, attempts: 3 }),
  })

describe('executor/doubt', () => {
  describe('leavesDoubt', () => {
    const rows = [
      ['a lost answer', new UnknownOutcomeError(where), true, true],
      ['a time limit', new TimeoutError({ ...where, outcome: 'unknown' }), true, true],
      ['one under way', failed('TransactionInProgressException', 400), true, true],
      ['a time limit before it was sent', new TimeoutError({ ...where, outcome: 'not sent' }), false, true],
      ['a throttle', new ThrottledError(where), false, true],
      ['a conflict', failed('TransactionConflictException', 400), false, true],
      ['a cancelled transaction', failed('TransactionCanceledException', 400), false, false],
    ] as const
    for (const [what, error, alone, afterDoubt] of rows)
      it(`${what}: ${alone ? 'yes' : 'no'}; ${afterDoubt ? 'still' : 'no longer'} where there was doubt`, () => {
        expect(leavesDoubt(error, false)).to.equal(alone)
        expect(leavesDoubt(error, true)).to.equal(afterDoubt)
      })
  })

  describe('withDoubt', () => {
    it('leaves an error as it is where there is no doubt, and one that says so itself', () => {
      for (const error of [new ThrottledError(where), failed('Odd')])
        expect(withDoubt(error, false)).to.equal(error)
      for (const error of [
        new UnknownOutcomeError(where),
        new AbortedError({ ...where, outcome: 'unknown' }),
        new TimeoutError({ ...where, outcome: 'unknown' }),
      ])
        expect(withDoubt(error, true)).to.equal(error)
    })

    it('says of an interruption that the outcome is unknown', () => {
      for (const error of [
        new AbortedError({ ...where, outcome: 'not sent', detail: 'stop', cause: 'x' }),
        new TimeoutError({ ...where, outcome: 'not sent', detail: 'stop', cause: 'x' }),
      ]) {
        const told = withDoubt(error, true)
        expect(told).to.be.instanceOf(error.constructor).and.include({ outcome: 'unknown', cause: 'x' })
        expect(told.message).to.equal(
          'Thing.save: stop (the write may have been applied by an earlier attempt)',
        )
      }
    })

    it('makes an unknown outcome of what tells nothing of earlier attempts', () => {
      for (const error of [
        failed('ECONNREFUSED'),
        failed('InternalServerError', 500),
        failed('TransactionConflictException', 400),
        failed('TransactionInProgressException', 400),
        Object.assign(new ThrottledError({ ...where, cause: named('Slow'), detail: 'slow' }), {
          attempts: 4,
        }),
      ]) {
        const told = withDoubt(error, true)
        expect(told, error.message).to.be.instanceOf(UnknownOutcomeError)
        expect(told.cause).to.equal(error.cause)
        if (error.attempts !== undefined) expect(told).to.include({ attempts: error.attempts })
      }
    })

    it('leaves a refusal of what was asked', () => {
      for (const error of [failed('ValidationException', 400), new TableNotFoundError(where)])
        expect(withDoubt(error, true)).to.equal(error)
    })

    it('counts the attempts of a failed condition, by which operations judge', () => {
      const error = new ConditionFailedError({ ...where, cause: named('C', { $metadata: { attempts: 1 } }) })
      expect(withDoubt(error, true)).to.equal(error)
      expect(causeOf(error).$metadata).to.deep.equal({ attempts: 2 })
    })
  })
})
