// GetItem: what a read by key compiles to, and what its responses mean.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { InvalidConditionError } from '../../../lib/errors/invalid-condition-error.js'
import { InvalidItemError } from '../../../lib/errors/invalid-item-error.js'
import { ItemNotFoundError } from '../../../lib/errors/item-not-found-error.js'
import { orderEntity, userEntity } from '../../support/entities.js'
import { rejection, thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const runner = new FakeRunner()
const users = new Repository(userEntity(), runner)
const orders = new Repository(orderEntity(), runner)
const key = { customerId: 'c1', orderId: 'o1' }
const Key = { customerId: { S: 'c1' }, orderId: { S: 'o1' } }
const stored = { userId: { S: 'u1' }, name: { S: 'Alice' }, email: { S: 'a@x' }, age: { N: '3' } }
const alice = { userId: 'u1', name: 'Alice', email: 'a@x', age: 3 }

describe('get', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.reply = { Item: stored }
  })

  for (const [what, operation, input] of [
    ['the key', users.get('u1'), { TableName: 'users', Key: { userId: { S: 'u1' } } }],
    [
      'a consistent read',
      users.get('u1').consistent(),
      { TableName: 'users', Key: { userId: { S: 'u1' } }, ConsistentRead: true },
    ],
    [
      'a projection, of stored names',
      orders.get(key).select('total', 'lines[0].sku', 'note'),
      {
        TableName: 'orders',
        Key,
        ProjectionExpression: '#0, #1[0].#2, #3',
        ExpressionAttributeNames: { '#0': 'total', '#1': 'lines', '#2': 'sku', '#3': 'n' },
      },
    ],
    [
      'a projection in several calls, without doubles',
      orders.get(key).select('address.city').select('total').select('address', 'total'),
      {
        TableName: 'orders',
        Key,
        ProjectionExpression: '#0, #1',
        ExpressionAttributeNames: { '#0': 'total', '#1': 'address' },
      },
    ],
    [
      'no projection, for no paths',
      users.get('u1').select(),
      { TableName: 'users', Key: { userId: { S: 'u1' } } },
    ],
    [
      'a consistent read by refresh',
      users.refresh(alice),
      { TableName: 'users', Key: { userId: { S: 'u1' } }, ConsistentRead: true },
    ],
    ['the key by getOrThrow', orders.getOrThrow(key), { TableName: 'orders', Key }],
  ] as const)
    it(`requests ${what}`, () => {
      expect(operation.toCommand().input).deep.equal(input)
    })

  it('tells the runner where it comes from, and never how a table is made', () => {
    const request = users.getOrThrow('u1').compile()
    expect(request).include({ call: 'GetItem', entity: 'User', operation: 'getOrThrow' })
    expect(request.table).equal(users.entity.table)
    expect(request).not.property('creation')
    expect(request).not.property('withoutTable')
  })

  it('returns the item', async () => {
    expect(await users.get('u1')).deep.equal(alice)
    expect(await users.getOrThrow('u1')).deep.equal(alice)
    expect(await users.refresh('u1')).deep.equal(alice)
  })

  it('returns undefined if there is none, also of a mock that responds with null', async () => {
    for (const reply of [{}, { Item: null as never }]) {
      runner.reply = reply
      expect(await users.get('u1')).equal(undefined)
      await rejection(users.getOrThrow('u1'), ItemNotFoundError)
    }
  })

  for (const [name, read] of [
    ['getOrThrow', () => users.getOrThrow('u1')],
    ['refresh', () => users.refresh('u1')],
    ['refresh of an item', () => users.refresh(alice)],
  ] as const)
    it(`${name} rejects with ItemNotFoundError if there is none`, async () => {
      runner.reply = {}
      const error = await rejection(read(), ItemNotFoundError)
      expect(error.key).deep.equal({ userId: 'u1' })
      expect(error).include({ entity: 'User', operation: name.split(' ')[0], code: 'ITEM_NOT_FOUND' })
    })

  it('decodes a part as a part: nothing is required, no default is filled in', async () => {
    runner.reply = { Item: { name: { S: 'Alice' } } }
    expect(await users.get('u1').select('name')).deep.equal({ name: 'Alice' })
    await rejection(users.get('u1'), InvalidItemError)
  })

  it('checks a part, too', async () => {
    runner.reply = { Item: { age: { S: 'three' } } }
    const error = await rejection(users.get('u1').select('age'), InvalidItemError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['age'])
  })

  it('refuses a path that is not an attribute at once', () => {
    thrown(() => users.get('u1').select('nope' as 'name'), InvalidConditionError)
    thrown(() => orders.get(key).select('lines.sku' as 'lines'), InvalidConditionError)
  })

  describe('of stored data that does not fit', () => {
    const odd = { ...stored, age: { S: 'three' } }

    beforeEach(() => {
      runner.reply = { Item: odd }
    })

    it('throws by default, and if the option says so', async () => {
      for (const read of [users.get('u1'), users.get('u1').onInvalid('skip').onInvalid('throw')]) {
        const error = await rejection(read, InvalidItemError)
        expect(error.stored).deep.equal(odd)
      }
    })

    it("treats it as missing with 'skip'", async () => {
      expect(await users.get('u1').onInvalid('skip')).equal(undefined)
      await rejection(users.getOrThrow('u1').onInvalid('skip'), ItemNotFoundError)
    })

    it('returns the result of a function that receives the stored item and the error', async () => {
      const read = users.get('u1').onInvalid((raw, error) => [raw['age'], error.code, error.key] as const)
      expect(await read).deep.equal([{ S: 'three' }, 'INVALID_ITEM', { userId: 'u1' }])
    })

    it('lets errors of the function through', async () => {
      const own = new Error('own')
      const read = users.get('u1').onInvalid(() => {
        throw own
      })
      expect(await rejection(read, Error)).equal(own)
    })

    it('asks the function about nothing else', async () => {
      runner.reply = new RangeError('other')
      const read = users.get('u1').onInvalid(() => 'answered')
      expect(await rejection(read, RangeError)).equal(runner.reply)
    })
  })
})
