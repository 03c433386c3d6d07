// PutItem: what save and create compile to, and what their responses mean.
import { expect } from 'chai'
import { type Outcome, Repository } from 'dyntastic'
import { ConditionFailedError } from '../../../lib/errors/condition-failed-error.js'
import { InvalidItemError } from '../../../lib/errors/invalid-item-error.js'
import { ItemExistsError } from '../../../lib/errors/item-exists-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { VersionConflictError } from '../../../lib/errors/version-conflict-error.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../../support/entities.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const runner = new FakeRunner()
const User = userEntity()
const users = new Repository(User, runner)
const orders = new Repository(orderEntity(), runner)
const alice = { ...aliceInput, age: 0 }
const Item = {
  userId: { S: 'u1' },
  name: { S: 'Alice' },
  email: { S: 'alice@example.com' },
  age: { N: '0' },
}

describe('save and create', () => {
  beforeEach(() => {
    runner.sent.length = 0
    runner.reply = {}
  })

  for (const [what, operation, input] of [
    ['the whole item, with defaults', users.save(aliceInput), { TableName: 'users', Item }],
    [
      'no item with the key, to create',
      users.create(aliceInput),
      {
        TableName: 'users',
        Item,
        ConditionExpression: 'attribute_not_exists(#0)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ExpressionAttributeNames: { '#0': 'userId' },
      },
    ],
    [
      'a condition',
      users.save(aliceInput).if('age').lt(18),
      {
        TableName: 'users',
        Item,
        ConditionExpression: '#0 < :0',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ExpressionAttributeNames: { '#0': 'age' },
        ExpressionAttributeValues: { ':0': { N: '18' } },
      },
    ],
    [
      'the item that is replaced',
      users.save(aliceInput).returning('old'),
      { TableName: 'users', Item, ReturnValues: 'ALL_OLD' },
    ],
    ['nothing back', users.save(aliceInput).returning('none'), { TableName: 'users', Item }],
  ] as const)
    it(`requests ${what}`, () => {
      expect(operation.toCommand().input).deep.equal(input)
    })

  it('gives the runner the definition of its table, computed on demand', () => {
    const request = orders.save(orderInput).compile()
    expect(request).include({ call: 'PutItem', entity: 'Order', operation: 'save' })
    const creation = request.creation?.()
    expect(creation?.ttl).equal('expiresAt')
    expect(creation?.input).deep.equal(orders.toCreateTableInput())
    expect(request).not.property('withoutTable')
  })

  it('resolves to the item that was written, the SDK’s response reachable by raw', async () => {
    expect(await users.save(aliceInput)).deep.equal(alice)
    expect(await users.create(aliceInput)).deep.equal(alice)
    runner.reply = { $metadata: { requestId: 'r1' } }
    expect(await users.save(aliceInput).raw()).deep.equal(runner.reply)
  })

  it('resolves to the old item, undefined if there was none, or to nothing', async () => {
    expect(await users.save(aliceInput).returning('old')).equal(undefined)
    expect(await users.save(aliceInput).returning('none')).equal(undefined)
    runner.reply = { Attributes: { ...Item, age: { N: '30' } } }
    expect(await users.save(aliceInput).returning('old')).deep.equal({ ...alice, age: 30 })
    expect(await users.save(aliceInput).returning('none')).equal(undefined)
    expect(await users.save(aliceInput).returning('old').returning('none')).equal(undefined)
  })

  it('checks the old item', async () => {
    runner.reply = { Attributes: { userId: { S: 'u1' } } }
    await rejection(users.save(aliceInput).returning('old'), InvalidItemError)
  })

  it('create rejects with ItemExistsError, which carries the item as it stands', async () => {
    runner.reply = new ConditionFailedError({ stored: { ...Item, age: { N: '30' } } })
    const error = await rejection(users.create(aliceInput), ItemExistsError)
    expect(error.item).deep.equal({ ...alice, age: 30 })
    expect(error.key).deep.equal({ userId: 'u1' })
    expect(error).include({ entity: 'User', operation: 'create' })
  })

  it('rejects with every failure, and sends nothing', async () => {
    const bad = { userId: 'u1', email: 5, age: 'x' } as never
    for (const operation of [users.save(bad), users.create(bad)]) {
      const error = await rejection(operation, ValidationError)
      expect(error.failures.map(({ path }) => path).sort()).deep.equal(['age', 'email', 'name'])
      expect(error.entity).equal('User')
    }
    expect(runner.sent).deep.equal([])
  })

  describe('that was repeated, as its first response was lost', () => {
    const repeated = (stored: object | undefined, outcome: Outcome = 'unknown') =>
      new ConditionFailedError({ stored, outcome })

    it('has succeeded if it is a create, and the stored item is its own', async () => {
      runner.reply = repeated(Item)
      expect(await users.create(aliceInput)).deep.equal(alice)
      expect(await users.create(aliceInput).returning('old')).equal(undefined)
      expect(await users.create(aliceInput).returning('none')).equal(undefined)
    })

    it('is unknown if it is a save: another writer may have written the same', async () => {
      runner.reply = repeated(Item)
      const conditional = await rejection(users.save(aliceInput).if('age').notExists(), ConditionFailedError)
      expect(conditional).include({ outcome: 'unknown' })
      const order = orders.save({ ...orderInput, revision: 7 })
      runner.reply = repeated(order.toCommand().input.Item)
      expect(await rejection(order, ConditionFailedError)).include({ outcome: 'unknown' })
    })

    for (const [what, reply] of [
      ['meets its like, and no attempt was lost', repeated(Item, 'nothing written')],
      ['meets another item', repeated({ ...Item, age: { N: '1' } })],
      ['meets none', repeated(undefined)],
    ] as const)
      it(`has not where it ${what}`, async () => {
        runner.reply = reply
        await rejection(users.create(aliceInput).if('age').eq(7), ConditionFailedError)
      })

    it('says so', async () => {
      runner.reply = repeated(Item)
      const write = users.save(aliceInput).if('age').eq(7).returning('old')
      const error = await rejection(write, ConditionFailedError)
      expect(error).include({ outcome: 'unknown' })
      expect(await rejection(write.orSkip(), ConditionFailedError)).include({ outcome: 'unknown' })
      expect(error.message).match(/an earlier attempt may have been applied/)
    })

    it('rejects as usual with other errors', async () => {
      runner.reply = new RangeError('other')
      expect(await rejection(users.create(aliceInput), RangeError)).equal(runner.reply)
    })
  })

  it('writes one moment into both timestamps of a new item', async () => {
    const RealDate = Date
    let seconds = 0
    // Each look at the clock is a second later.
    const SteppingDate = new Proxy(RealDate, {
      construct: (target, given) =>
        Reflect.construct(target, given.length === 0 ? [++seconds * 1000] : given),
    })
    try {
      globalThis.Date = SteppingDate
      const saved = await orders.save(orderInput)
      expect(seconds).greaterThan(0)
      expect(saved.createdAt.getTime()).equal(saved.updatedAt.getTime())
    } finally {
      globalThis.Date = RealDate
    }
  })

  describe('of an entity with version and timestamps', () => {
    it('requires that there is no version before the first save, and writes version 1', async () => {
      const operation = orders.save(orderInput)
      const { input } = operation.toCommand()
      expect(input.ConditionExpression).equal('attribute_not_exists(#0)')
      expect(input.ExpressionAttributeNames).deep.equal({ '#0': 'revision' })
      expect(input.Item).deep.include({ revision: { N: '1' } })
      expect(await operation).include({ revision: 1 })
    })

    it('requires the version that was read, and writes one more', async () => {
      const read = orders.entity.parse({ ...orderInput, revision: 7 })
      const operation = orders.save(read)
      const { input } = operation.toCommand()
      expect(input.ConditionExpression).equal('#0 = :0')
      expect(input.ExpressionAttributeValues).deep.equal({ ':0': { N: '7' } })
      expect(input.Item).deep.include({ revision: { N: '8' } })
      expect(read.revision).equal(7)
      expect((await operation).revision).equal(8)
    })

    it('create requires absence, not a version', () => {
      const { input } = orders.create({ ...orderInput, revision: 7 }).toCommand()
      expect(input.ConditionExpression).equal('attribute_not_exists(#0)')
      expect(input.ExpressionAttributeNames).deep.equal({ '#0': 'customerId' })
    })

    it('keeps the time of creation, and writes the time of this write', async () => {
      const created = new Date('2020-01-01T00:00:00Z')
      const start = Date.now()
      const saved = await orders.save({ ...orderInput, createdAt: created, updatedAt: created })
      expect(saved.createdAt).deep.equal(created)
      expect(saved.updatedAt.getTime()).within(start, Date.now())
    })

    it('rejects with VersionConflictError where the version is another', async () => {
      const { Item: current } = orders.save({ ...orderInput, revision: 8 }).toCommand().input
      runner.reply = new ConditionFailedError({ stored: current })
      const error = await rejection(orders.save({ ...orderInput, revision: 7 }), VersionConflictError)
      expect(error.item).include({ revision: 9 })
    })
  })
})

describe('operation/put: the old item', () => {
  it('is sent once: sent twice, the write would find its own item', () => {
    expect(users.save(aliceInput).returning('old').compile()).property('repeatable', false)
    expect(users.save(aliceInput).compile()).not.property('repeatable')
    expect(users.delete('u1').returning('old').compile()).property('repeatable', false)
    expect(users.delete('u1').compile()).not.property('repeatable')
  })
})
