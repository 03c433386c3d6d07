// A condition that was not met: the item as it stands, and the clauses that were false.
import { expect } from 'chai'
import { errorCodes } from '../../lib/errors/codes.js'
import { ConditionFailedError } from '../../lib/errors/condition-failed-error.js'

describe('ConditionFailedError', () => {
  const item = { userId: 'u1', age: 16 }
  const stored = { userId: { S: 'u1' }, age: { N: '16' } }
  const failed = [{ clause: 'age > (value)', path: 'age', actual: 16 }]

  it('has the item, its stored form, and the false clauses with what they met', () => {
    const error = new ConditionFailedError({ key: { userId: 'u1' }, item, stored, failed })
    expect(error.item).equal(item)
    expect(error.stored).equal(stored)
    expect(error.failed[0]?.actual).equal(16)
    expect(error.key).deep.equal({ userId: 'u1' })
  })

  it('shows names and not values: clauses and key in JSON, never item, stored or actual', () => {
    const error = new ConditionFailedError({ key: { userId: 'u1' }, item, stored, failed })
    expect(JSON.parse(JSON.stringify(error))).deep.equal({
      name: 'ConditionFailedError',
      message: `${errorCodes.CONDITION_FAILED.sentence} ({ userId: 'u1' }). ${errorCodes.CONDITION_FAILED.remedy}`,
      code: 'CONDITION_FAILED',
      outcome: 'nothing written',
      key: { userId: 'u1' },
      failed: [{ clause: 'age > (value)', path: 'age' }],
    })
  })

  it('has no item if there is none, and no clauses if none are known', () => {
    const error = new ConditionFailedError({})
    expect(error.item).equal(undefined)
    expect(error.stored).equal(undefined)
    expect(error.failed).deep.equal([])
    expect(error).not.have.property('key')
  })

  it('leaves the clauses that it was given as they were', () => {
    const given = Object.freeze([Object.freeze({ clause: 'a', path: 'a', actual: 1 })])
    expect(new ConditionFailedError({ failed: given }).failed[0]).not.equal(given[0])
    expect(Object.keys(given[0] ?? {})).include('actual')
  })
})
