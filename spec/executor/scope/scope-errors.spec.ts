// Errors of operations in the wrong place: the reason, the way out, and never a value.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import type { ScopeError } from '../../../lib/errors/scope-error.js'
import {
  aborted,
  notCollected,
  notNested,
  otherExecutor,
  tooLate,
  whereOf,
} from '../../../lib/executor/scope/scope-errors.js'
import { FakeRunner } from '../../operation/fake-runner.js'
import { userEntity } from '../../support/entities.js'
import { write } from '../collecting.js'

const where = { entity: 'User', operation: 'save' }

describe('executor/scope-errors', () => {
  const users = new Repository(userEntity(), new FakeRunner())

  for (const [error, reason, words] of [
    [tooLate('batch', where), 'closed', 'the batch that this was started in has ended'],
    [tooLate('batch', where, new Error('why')), 'closed', 'the batch that this was started in has failed'],
    [otherExecutor('transaction', where), 'place', 'belongs to another executor'],
    [notCollected('transaction', where), 'nested', 'independently of the enclosing transaction'],
  ] as [ScopeError, string, string][])
    it(`${reason}: ${words}`, () => {
      expect(error).include({ code: 'SCOPE', reason, ...where })
      expect(error.message).contain('User.save: ').and.contain(words)
      if (error.cause === undefined) expect(error.message).contain('executor.unscoped()')
    })

  it('nested: both scopes are named', () => {
    const error = notNested('transaction', 'batch')
    expect(error).include({ reason: 'nested', operation: 'batch' })
    expect(error.message).contain('a batch cannot start inside a transaction')
  })

  it('says where an operation stands, as far as it is known', () => {
    expect(whereOf(users.delete('u1'))).deep.equal({ entity: 'User', operation: 'delete' })
    expect(whereOf(write('save'))).deep.equal({ entity: undefined, operation: 'save' })
  })

  it('says of an abort that nothing was sent', () => {
    expect(aborted(where, AbortSignal.abort('enough'))).include({
      outcome: 'nothing written',
      cause: 'enough',
    })
  })
})
