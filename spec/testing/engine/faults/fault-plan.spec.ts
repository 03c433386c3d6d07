import { expect } from 'chai'
import { type FaultKind, faultKinds } from '../../../../lib/testing/engine/faults/fault-kinds.js'
import { FaultPlan, seedRow } from '../../../../lib/testing/engine/faults/fault-plan.js'

describe('fault plan', () => {
  it('gives each operation its faults in order, once', () => {
    const plan = new FaultPlan()
    plan.next('PutItem', 'reset', 2)
    plan.next('PutItem', 'throttle')
    plan.next('GetItem', 'hang')
    const taken = Array.from({ length: 4 }, () => plan.take('PutItem'))
    expect(taken).to.deep.equal([faultKinds.reset, faultKinds.reset, faultKinds.throttle, undefined])
    expect(plan.take('GetItem')).to.equal(faultKinds.hang)
    expect(plan.take('Query')).to.equal(undefined)
  })

  it('counts conflicts, keeps a share, and forgets everything when cleared', () => {
    const plan = new FaultPlan(5)
    plan.conflict()
    plan.conflict(2)
    expect(Array.from({ length: 4 }, () => plan.takeConflict())).to.deep.equal([true, true, true, false])
    plan.leaveUnprocessed(0.3)
    expect(plan.share).to.equal(0.3)
    plan.next('PutItem', 'reset')
    plan.conflict()
    plan.clear()
    expect([plan.take('PutItem'), plan.takeConflict(), plan.share]).to.deep.equal([undefined, false, 0])
  })

  const refused: [string, () => void, RegExp][] = [
    ['an unknown operation', () => new FaultPlan().next('PutItems', 'reset'), /operation.*PutItem/],
    ['an unknown kind', () => new FaultPlan().next('PutItem', 'explode' as FaultKind), /'throttle'.*'hang'/],
    ['no times', () => new FaultPlan().next('PutItem', 'reset', 0), /positive integer/],
    ['a share above 1', () => new FaultPlan().leaveUnprocessed(1.5), /a number from 0 to 1/],
    ['half a conflict', () => new FaultPlan().conflict(0.5), /positive integer/],
  ]
  for (const [title, work, message] of refused)
    it(`refuses ${title}`, () => expect(work).to.throw(message).with.property('code', 'INVALID_OPTION'))

  it('takes seeds of 32 bits', () => {
    expect(seedRow.takes.fault(2 ** 32 - 1, 'seed')).to.equal(undefined)
    expect(seedRow.takes.fault(-1, 'seed')).to.have.property('option', 'seed')
  })
})
