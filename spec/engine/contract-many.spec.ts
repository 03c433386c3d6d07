// The blocks on many at once of the public interface as its page shows them: written as a user writes them, compiled
// and run.
import { expect } from 'chai'
import type { ItemOf } from 'dyntastic'
import {
  CommandExecutor,
  Repository,
  TransactionCancelledError,
  UnprocessedError,
  UnsupportedOperationError,
} from 'dyntastic'
import { withEngine } from '../support/engine.js'
import { orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'

const engine = withEngine()

describe('the public interface of many at once', () => {
  const User = userEntity(() => tables.users)
  const Order = orderEntity(() => tables.orders)
  const tables = { users: '', orders: '' }
  let executor: CommandExecutor
  let users: Repository<typeof User>
  let orders: Repository<typeof Order>
  const key = { customerId: 'c1', orderId: 'o1' }
  const person = (userId: string, age = 20) => ({ userId, name: userId, email: `${userId}@example.com`, age })
  const a = person('a')

  before(async () => {
    tables.users = engine.name('users')
    tables.orders = engine.name('orders')
    executor = new CommandExecutor({ client: engine.client })
    users = new Repository(User, executor)
    orders = new Repository(Order, executor)
  })

  beforeEach(async () => {
    await users.deleteTable()
    await orders.deleteTable()
    await users.saveMany([person('u1'), person('u2'), person('u3')])
    await orders.save({ ...orderInput, ...key })
  })

  it('5: saveMany, getMany, deleteMany', async () => {
    let reported = 0
    const items = Array.from({ length: 60 }, (_, at) => person(`m${at}`))
    await users.saveMany(items, { concurrency: 4, onProgress: () => reported++ })
    expect(reported).to.equal(3)
    const found: ItemOf<typeof User>[] = await users.getMany(['u1', 'nobody', 'u2', 'u1'])
    expect(found.map(({ userId }) => userId)).to.deep.equal(['u1', 'u2', 'u1'])
    await users.deleteMany(items.map(({ userId }) => userId))
    expect(await users.scan().count()).to.equal(3)
  })

  it('5: a batch of operations of several repositories; a version is refused there, unless it is written over', async () => {
    const o = await orders.getOrThrow(key)
    // @ts-expect-error the version of an order is a condition, which no batch takes
    const refused = executor.batch([users.save(a), users.delete('u2'), orders.save(o)])
    await rejection(refused, UnsupportedOperationError)
    expect(await users.get('a')).to.equal(undefined)

    const [saved, nothing, order] = await executor.batch([
      users.save(a),
      users.delete('u2'),
      orders.save({ ...o, total: 99 }).overwrite(),
    ])
    const name: string = saved.name
    expect([name, nothing, order.total]).to.deep.equal(['a', undefined, 99])
    expect(await users.get('u2')).to.equal(undefined)
    expect(await orders.get(key)).to.deep.include({ total: 99, revision: 2 })
  })

  it('5: batchGet returns a typed tuple', async () => {
    const [u, o] = await executor.batchGet([users.get('u1'), orders.get(key)])
    const name: string | undefined = u?.name
    const total: number | undefined = o?.total
    expect([name, total]).to.deep.equal(['u1', orderInput.total])
  })

  it('5: a transaction of a save, an update and a check, under a token', async () => {
    const operations = [
      users.save(a),
      orders.update(key).add('total', 1),
      users.check('u3').if('age').gt(17),
    ] as const
    await executor.transaction(operations, { token: 'payment-17' })
    // The same operations under the same token again: applied once.
    await executor.transaction(operations, { token: 'payment-17' })
    expect(await users.get('a')).to.deep.equal(a)
    expect(await orders.get(key)).to.deep.include({ total: orderInput.total + 1 })

    const error = await rejection(
      executor.transaction([users.delete('a'), users.check('u3').if('age').gt(30)]),
      TransactionCancelledError,
    )
    expect(error.reasons.map(({ code }) => code)).to.deep.equal(['None', 'ConditionalCheckFailed'])
    expect(error.reasons[1]).to.deep.include({ entity: 'User', key: { userId: 'u3' } })
    expect(error.reasons[1]?.item).to.deep.equal(person('u3'))
    expect(await users.get('a')).to.deep.equal(a)
  })

  it('5: transactionGet returns a typed tuple', async () => {
    const [x, y] = await executor.transactionGet([users.get('u1'), orders.get(key)])
    const name: string | undefined = x?.name
    expect([name, y?.orderId]).to.deep.equal(['u1', 'o1'])
  })

  it('5: ambient transactions and batches', async () => {
    await executor.transaction(async () => {
      await users.save(a)
      await orders.update(key).set('status', 'paid')
    })
    expect(await users.get('a')).to.deep.equal(a)
    expect(await orders.get(key)).to.deep.include({ status: 'paid' })

    const work = async () => {
      for (let at = 0; at < 60; at++) await users.save(person(`w${at}`))
    }
    await executor.transaction(work, { autoCommit: true, commitEvery: 50 })
    await executor.batch(
      async () => {
        await users.save(person('b'))
        await users.delete('u2')
      },
      { size: 25 },
    )
    expect(await users.getMany(['w59', 'b', 'u2'])).to.have.lengthOf(2)
  })

  it('5: the unwritten rest of a batch are operations that can run again', async () => {
    const left: UnprocessedError = new UnprocessedError({ remaining: [users.save(a)] })
    for (const operation of left.remaining) await operation
    expect(await users.get('a')).to.deep.equal(a)
  })
})
