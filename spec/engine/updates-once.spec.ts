// Updates that take more than one request: applied exactly once, and inside maps that are missing, with other writers
// in between.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  IdempotencyMismatchError,
  InvalidUpdateError,
  ItemNotFoundError,
  Repository,
  RequestFailedError,
  ValidationError,
  VersionConflictError,
} from 'dyntastic'
import { withEngine } from '../support/engine.js'
import { orderEntity, orderInput } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { opened } from './opened.js'
import { openedThings, updateEntity } from './update-items.js'

const engine = withEngine()

/** A client that lets another writer act after each of these calls, once each. */
function interrupted(
  client: DynamoDBClient,
  after: Record<string, () => PromiseLike<unknown>>,
): DynamoDBClient {
  const left = new Map(Object.entries(after))
  const send = async (command: object, options: unknown): Promise<unknown> => {
    const name = command.constructor.name.replace(/Command$/, '')
    const other = left.get(name)
    const response = (client.send as (command: unknown, options: unknown) => PromiseLike<unknown>).call(
      client,
      command,
      options,
    )
    if (other === undefined) return response
    // The update is done, or refused, before the other writer comes.
    await Promise.allSettled([response])
    left.delete(name)
    await other()
    return response
  }
  return Object.create(client, { send: { value: send } })
}

describe('updates that take several requests', () => {
  let things: ReturnType<typeof openedThings>
  const update = (id = 'a') => things.repository.update(id)
  const having = async (attributes: object) => {
    await things.repository.save({ id: 'a', ...attributes })
    things.sent.length = 0
  }

  before(async () => {
    things = openedThings(engine)
    await things.repository.createTable()
  })

  describe('idempotent ones', () => {
    it('one value with a token of its own is applied once, however often it is run', async () => {
      await having({ n: 1 })
      const payment = update().add('n', 1).idempotent(crypto.randomUUID())
      expect((await payment).n).equal(2)
      expect((await payment).n).equal(2)
      await Promise.all([payment, payment, payment])
      expect((await things.repository.getOrThrow('a').consistent()).n).equal(2)
    })

    it('without a token each run is one of its own', async () => {
      await having({ n: 1 })
      const step = update().add('n', 1).idempotent()
      await step
      expect((await step).n).equal(3)
    })

    it('the token of another update is refused, and nothing is applied', async () => {
      await having({ n: 1 })
      const token = crypto.randomUUID()
      await update().add('n', 1).idempotent(token)
      const error = await rejection(update().add('n', 2).idempotent(token), IdempotencyMismatchError)
      expect(error).include({ entity: 'Thing', operation: 'update' })
      expect(error.message).match(/token was used with a different request/)
      expect((await things.repository.getOrThrow('a')).n).equal(2)
    })

    it('resolve to the new item, or to nothing; raw to its stored form', async () => {
      await having({ n: 1 })
      expect(await update().add('n', 1).idempotent()).deep.equal({ id: 'a', n: 2 })
      expect(things.calls()).deep.equal(['TransactWriteItems', 'GetItem'])
      expect(await update().add('n', 1).idempotent().returning('none')).equal(undefined)
      expect(await update().add('n', 1).idempotent().raw()).deep.include({
        Attributes: { id: { S: 'a' }, n: { N: '4' } },
      })
    })

    it('say what plain ones say of conditions, versions and missing items', async () => {
      await having({ n: 1 })
      const unmet = update().add('n', 1).if('n').gt(5).idempotent()
      const error = await rejection(unmet, ConditionFailedError)
      expect(error.item).deep.equal({ id: 'a', n: 1 })
      expect(error.failed.map(({ clause, actual }) => [clause, actual])).deep.equal([['n > (value)', 1]])
      expect(await unmet.orSkip()).equal(undefined)
      await rejection(update('nobody').add('n', 1).idempotent().orSkip(), ItemNotFoundError)

      const orders = opened(engine, orderEntity).repository
      const order = await orders.save(orderInput)
      expect((await orders.update(order).add('total', 1).idempotent()).revision).equal(2)
      const conflict = await rejection(
        orders.update(order).add('total', 1).idempotent(),
        VersionConflictError,
      )
      expect(conflict.item).include({ revision: 2, total: 13.5 })
    })

    it('what DynamoDB refuses of the item is explained by what it holds', async () => {
      await having({})
      const error = await rejection(
        update()
          .set('n', (attr) => attr.m.plus(1))
          .idempotent(),
        InvalidUpdateError,
      )
      expect(error.message).contain('set on n: the attribute m is absent from the item')
    })

    it('make their table under upsert, and create once', async () => {
      const fresh = openedThings(engine)
      const made = fresh.repository.update('a').add('n', 1).upsert().idempotent(crypto.randomUUID())
      expect(await made).deep.equal({ id: 'a', n: 1 })
      expect(await made).deep.equal({ id: 'a', n: 1 })
    })

    it('many at once on one item are all applied', async function () {
      this.timeout(30_000)
      await having({ n: 0 })
      await Promise.all(
        Array.from({ length: 20 }, () => update().add('n', 1).idempotent().returning('none').execute()),
      )
      expect((await things.repository.getOrThrow('a').consistent()).n).equal(20)
    })
  })

  describe('inside missing maps', () => {
    it('make the map in the same request, whole', async () => {
      await having({ n: 1 })
      expect((await update().set('d.n', 5).set('counts.a', 1).add('n', 1)).d).deep.equal({ n: 5 })
      expect(things.calls()).deep.equal(['UpdateItem', 'GetItem', 'UpdateItem'])
      expect(await things.stored()).deep.equal({
        n: { N: '2' },
        d: { M: { n: { N: '5' } } },
        counts: { M: { a: { N: '1' } } },
      })
    })

    it('count, append, and work out from nothing', async () => {
      await having({ n: 7 })
      await update()
        .add('counts.a', 2)
        .append('d.list', 'x')
        .set('d.n', (attr) => attr.n.plus(1))
        .setIfMissing('d.m', 3)
      expect(await things.repository.getOrThrow('a').consistent()).deep.equal({
        id: 'a',
        n: 7,
        counts: { a: 2 },
        d: { list: ['x'], n: 8, m: 3 },
      })
    })

    it('removals have nothing to do, and the rest is done', async () => {
      await having({ n: 1 })
      expect(await update().remove('d.n').set('str', 'x')).deep.equal({ id: 'a', n: 1, str: 'x' })
      expect(await update().remove('d.n')).deep.equal({ id: 'a', n: 1, str: 'x' })
      await rejection(update().remove('d.n').if('n').gt(5), ConditionFailedError)
    })

    it('an incomplete map is a ValidationError, and nothing is left behind', async () => {
      const orders = opened(engine, orderEntity)
      await orders.repository.save(orderInput)
      const key = { customerId: 'c1', orderId: 'o1' }
      const error = await rejection(
        orders.repository.update(key).set('address.city', 'Rome').set('status', 'paid'),
        ValidationError,
      )
      expect(error.failures.map(({ path }) => path)).deep.equal(['address.zip'])
      const item = await orders.repository.getOrThrow(key).consistent()
      expect(item).include({ status: 'open', revision: 1 }).and.not.property('address')
    })

    it('a condition of the user that is false at the same time is said first, and nothing is read', async () => {
      await having({ n: 1 })
      const error = await rejection(update().set('d.n', 5).if('n').gt(5), ConditionFailedError)
      expect(error.failed[0]).include({ clause: 'n > (value)', actual: 1 })
      expect(things.calls()).deep.equal(['UpdateItem'])
      expect(await update().set('d.n', 5).if('n').gt(5).orSkip()).equal(undefined)
      await rejection(update('nobody').set('d.n', 5), ItemNotFoundError)
    })

    it('a list on the way that is missing is said, and nothing is made', async () => {
      await having({ n: 1 })
      for (const operation of [update().set('lines[0].sku', 'x'), update().set('grid[0][0]', 1)]) {
        const error = await rejection(operation, Error)
        expect(error instanceof InvalidUpdateError || error instanceof RequestFailedError).equal(true)
      }
      expect(await things.stored()).deep.equal({ n: { N: '1' } })
    })

    it('upsert begins a new item with what it is given, and applies the changes inside', async () => {
      await things.repository.delete('up')
      const operation = update('up')
        .add('counts.a', 1)
        .set('d.n', 5)
        .upsert({ counts: { a: 10, b: 1 } })
      expect(await operation).deep.equal({ id: 'up', counts: { a: 11, b: 1 }, d: { n: 5 } })
      expect(await operation).deep.equal({ id: 'up', counts: { a: 12, b: 1 }, d: { n: 5 } })
    })

    it('are idempotent on request, and refuse a token of the user’s own', async () => {
      await having({})
      expect((await update().add('counts.a', 1).idempotent()).counts).deep.equal({ a: 1 })
      await having({})
      const error = await rejection(update().add('counts.a', 1).idempotent('mine'), InvalidUpdateError)
      expect(error.message).match(/set the whole map/)
      expect(await things.stored()).deep.equal({})
    })

    describe('with another writer in between', () => {
      /** The repository of a client after whose calls another writer acts. */
      const racing = (after: Record<string, () => PromiseLike<unknown>>) =>
        new Repository(
          things.entity,
          new CommandExecutor({ client: interrupted(engine.client, after) }),
        ).update('a')

      it('who makes the map after it was read: what that one wrote stays', async () => {
        await having({})
        const other = () => update().set('counts', { b: 5 }).returning('none')
        expect((await racing({ GetItem: other }).add('counts.a', 1)).counts).deep.equal({ a: 1, b: 5 })
      })

      it('who makes the map before it is read', async () => {
        await having({})
        const other = () => update().set('counts', { a: 5 }).returning('none')
        expect((await racing({ UpdateItem: other }).add('counts.a', 1)).counts).deep.equal({ a: 6 })
      })

      it('who changes what it is worked out from', async () => {
        await having({ n: 1 })
        const other = () => update().set('n', 50)
        const item = await racing({ GetItem: other }).set('d.n', (attr) => attr.n.plus(1))
        expect(item).deep.include({ n: 50, d: { n: 51 } })
      })

      it('who changes something else: it is not in the way', async () => {
        await having({ n: 1 })
        const other = () => update().set('n', 2)
        expect(await racing({ GetItem: other }).set('d.n', 1)).deep.include({ n: 2, d: { n: 1 } })
      })

      it('who deletes the item: it is not made again', async () => {
        for (const call of ['UpdateItem', 'GetItem']) {
          await having({ n: 1 })
          const other = () => things.repository.delete('a')
          await rejection(racing({ [call]: other }).set('d.n', 1), ItemNotFoundError)
          expect(await things.raw({ id: { S: 'a' } })).equal(undefined)
        }
      })

      it('who makes the condition false', async () => {
        await having({ n: 1 })
        const other = () => update().set('n', 100)
        const error = await rejection(
          racing({ GetItem: other }).set('d.n', 1).if('n').lt(5),
          ConditionFailedError,
        )
        expect(error.item).deep.equal({ id: 'a', n: 100 })
      })

      it('who deletes the item of an idempotent update after it: that is said', async () => {
        await having({ n: 1 })
        const other = () => things.repository.delete('a')
        const error = await rejection(
          racing({ TransactWriteItems: other }).add('n', 1).idempotent(),
          ItemNotFoundError,
        )
        expect(error.message).match(/the update was applied/)
      })

      it('twenty of them: every count is in the map', async function () {
        this.timeout(30_000)
        await having({})
        await Promise.all(Array.from({ length: 20 }, () => update().add('counts.a', 1).execute()))
        expect((await things.repository.getOrThrow('a').consistent()).counts).deep.equal({ a: 20 })
      })
    })
  })

  it('an update of a repository alone needs no more than one request', async () => {
    const { repository, calls } = opened(engine, updateEntity)
    await repository.save({ id: 'a', d: { n: 1 } })
    await repository.update('a').add('d.n', 1)
    expect(calls().slice(-1)).deep.equal(['UpdateItem'])
  })
})
