// ConditionCheck: a condition on an item that a transaction does not write.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { InvalidKeyError } from '../../../lib/errors/invalid-key-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { VersionConflictError } from '../../../lib/errors/version-conflict-error.js'
import { orderEntity, orderInput, userEntity } from '../../support/entities.js'
import { rejection, thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const runner = new FakeRunner()
const users = new Repository(userEntity(), runner)
const orders = new Repository(orderEntity(), runner)
const order = orders.entity.parse({ ...orderInput, revision: 7 })

describe('check', () => {
  it('is a ConditionCheck by key that returns the stored item if it fails', () => {
    expect(users.check('u1').if('age').gt(17).transactWriteFace()).deep.include({
      action: {
        ConditionCheck: {
          TableName: 'users',
          Key: { userId: { S: 'u1' } },
          ConditionExpression: '#0 > :0',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ExpressionAttributeNames: { '#0': 'age' },
          ExpressionAttributeValues: { ':0': { N: '17' } },
        },
      },
      result: undefined,
      pending: false,
    })
  })

  it('has no empty maps', () => {
    const { action } = users.check('u1').if('name').notExists().transactWriteFace()
    expect(action.ConditionCheck).not.have.property('ExpressionAttributeValues')
  })

  it('of an item with a version checks that nobody changed it', () => {
    const { action, failure } = orders.check(order).if('total').gt(1).transactWriteFace()
    expect(action.ConditionCheck?.ConditionExpression).equal('#0 = :0 AND #1 > :1')
    const error = new ConditionFailedError({ stored: { revision: { N: '8' }, total: { N: '2' } } })
    expect(failure(error)).instanceOf(VersionConflictError)
  })

  it('is a frozen value that can be forked', () => {
    const base = users.check('u1').if('age').gt(17)
    const fork = base.if('name').eq('Alice')
    expect(base).frozen
    expect(base.transactWriteFace().action.ConditionCheck?.ConditionExpression).equal('#0 > :0')
    expect(fork.transactWriteFace().action.ConditionCheck?.ConditionExpression).equal('#0 > :0 AND #1 = :1')
  })

  it('needs a condition', () => {
    thrown(() => users.check('u1').transactWriteFace(), InvalidConditionError)
  })

  it('reports an invalid key when it is used', () => {
    thrown(
      () =>
        users
          .check(5 as never)
          .if('age')
          .gt(1)
          .transactWriteFace(),
      InvalidKeyError,
    )
  })

  it('is refused outside a transaction, in every way to run it', async () => {
    const check = users.check('u1').if('age').gt(17)
    for (const work of [check, check.execute(), check.raw()]) {
      const error = await rejection(work, ScopeError)
      expect(error).include({ reason: 'alone', entity: 'User', operation: 'check' })
    }
    thrown(() => check.toCommand(), ScopeError)
    expect(runner.sent).deep.equal([])
  })
})
