// DeleteItem: what a delete compiles to, and what its responses mean.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { InvalidKeyError } from '../../../lib/errors/invalid-key-error.js'
import { VersionConflictError } from '../../../lib/errors/version-conflict-error.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const runner = new FakeRunner()
const users = new Repository(userEntity(), runner)
const orders = new Repository(orderEntity(), runner)
const alice = { ...aliceInput, age: 0 }
const Key = { userId: { S: 'u1' } }
const order = orders.entity.parse({ ...orderInput, revision: 7 })

describe('delete', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.reply = {}
  })

  for (const [what, operation, input] of [
    ['the key, by value', users.delete('u1'), { TableName: 'users', Key }],
    ['the key, by name', users.delete({ userId: 'u1' }), { TableName: 'users', Key }],
    ['the key of an item', users.delete(alice), { TableName: 'users', Key }],
    [
      'a condition',
      users.delete('u1').if('age').gt(17),
      {
        TableName: 'users',
        Key,
        ConditionExpression: '#0 > :0',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ExpressionAttributeNames: { '#0': 'age' },
        ExpressionAttributeValues: { ':0': { N: '17' } },
      },
    ],
    [
      'the item that was there',
      users.delete('u1').returning('old'),
      { TableName: 'users', Key, ReturnValues: 'ALL_OLD' },
    ],
    ['nothing back', users.delete('u1').returning('old').returning('none'), { TableName: 'users', Key }],
    [
      'the version of an item that has one',
      orders.delete(order),
      {
        TableName: 'orders',
        Key: { customerId: { S: 'c1' }, orderId: { S: 'o1' } },
        ConditionExpression: '#0 = :0',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ExpressionAttributeNames: { '#0': 'revision' },
        ExpressionAttributeValues: { ':0': { N: '7' } },
      },
    ],
    [
      'no version, by key alone',
      orders.delete({ customerId: 'c1', orderId: 'o1' }),
      { TableName: 'orders', Key: { customerId: { S: 'c1' }, orderId: { S: 'o1' } } },
    ],
  ] as const)
    it(`requests ${what}`, () => {
      expect(operation.toCommand().input).deep.equal(input)
    })

  it('resolves to nothing, or to the item that was deleted', async () => {
    expect(await users.delete('u1')).equal(undefined)
    expect(await users.delete('u1').returning('old')).equal(undefined)
    runner.reply = { Attributes: users.entity.encode(aliceInput) }
    expect(await users.delete('u1')).equal(undefined)
    expect(await users.delete('u1').returning('old')).deep.equal(alice)
  })

  it('rejects with VersionConflictError where the item has another version, or none', async () => {
    for (const stored of [orders.entity.encode({ ...orderInput, revision: 9 }), undefined]) {
      runner.reply = new ConditionFailedError({ stored })
      const error = await rejection(orders.delete(order), VersionConflictError)
      expect(error).include({ entity: 'Order', operation: 'delete' })
      expect(error.key).deep.equal({ customerId: 'c1', orderId: 'o1' })
    }
  })

  it('refuses a key that does not fit, and an item with a misspelled attribute', async () => {
    for (const bad of [5, {}, { ...alice, nmae: 'x' }, null]) {
      const error = await rejection(users.delete(bad as never), InvalidKeyError)
      expect(error).include({ entity: 'User', operation: 'delete' })
    }
    expect(runner.sent).deep.equal([])
  })

  for (const [what, operation, done] of [
    ['a plain delete', users.delete('u1'), true],
    ['a condition that holds on nothing', users.delete('u1').if('name').notExists(), true],
    ['a condition that does not', users.delete('u1').if('age').gt(17), false],
    ['an item with a version', orders.delete(order), false],
  ] as const)
    it(`without a table, ${what} is ${done ? 'done' : 'not done'}`, () => {
      const request = operation.compile()
      expect('withoutTable' in request).equal(done)
      expect(request).not.property('creation')
    })
})
