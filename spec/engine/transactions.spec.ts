// Transactions of writes and of reads on a real engine.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  DuplicateOperationError,
  DyntasticError,
  Entity,
  IdempotencyMismatchError,
  InvalidOptionError,
  ItemExistsError,
  ItemNotFoundError,
  type ItemOf,
  Repository,
  RequestFailedError,
  ScopeError,
  Table,
  TransactionCancelledError,
  TransactionLimitError,
  UnsupportedOperationError,
  ValidationError,
  VersionConflictError,
} from 'dyntastic'
import { number, optional, string } from 'superstruct'
import { rawGet, rawScan, withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { witness } from './opened.js'

const engine = withEngine()

/** Users, orders and notes in three tables, on one executor; everything that it sends is kept. */
function openedShop() {
  const { client, sent } = witness(engine.client)
  const executor = new CommandExecutor({ client })
  const users = new Repository(userEntity(engine.name('users')), executor)
  const orders = new Repository(orderEntity(engine.name('orders')), executor)
  const Note = new Entity({
    name: 'Note',
    table: engine.name('notes'),
    attributes: { hashKey: string(), text: optional(string()), n: optional(number()) },
    key: { partition: 'hashKey' },
  })
  const notes = new Repository(Note, executor)
  return {
    executor,
    users,
    orders,
    notes,
    sent,
    calls: () => sent.map(({ call }) => call),
    async tables() {
      await Promise.all([users.createTable(), orders.createTable(), notes.createTable()])
      sent.length = 0
    },
    raw: (id: string) => rawGet(engine.client, users.entity.table.name, { userId: { S: id } }),
    note: async (id: string) =>
      (await rawGet(engine.client, Note.table.name, { hashKey: { S: id } }))?.['text']?.S,
  }
}

const orderKey = { customerId: 'c1', orderId: 'o1' }

describe('transactions', () => {
  let shop: ReturnType<typeof openedShop>
  beforeEach(async () => {
    shop = openedShop()
    await shop.tables()
  })

  it('of nothing send nothing', async () => {
    const none: [] = await shop.executor.transaction([])
    expect(none).deep.equal([])
    expect(await shop.executor.transactionGet([])).deep.equal([])
    expect(shop.sent).length(0)
  })

  it('saves in one table, and in two, are committed together in one request', async () => {
    const { executor, users, orders } = shop
    await executor.transaction([users.save(aliceInput), users.save({ ...aliceInput, userId: 'u2' })])
    await executor.transaction([users.save({ ...aliceInput, age: 7 }), orders.save(orderInput)])
    expect(shop.calls()).deep.equal(['TransactWriteItems', 'TransactWriteItems'])
    expect((await users.getOrThrow('u1')).age).equal(7)
    expect(await users.get('u2')).include({ userId: 'u2' })
    expect((await orders.getOrThrow(orderKey)).total).equal(12.5)
  })

  it('the results are typed, and those of the operations', async () => {
    const { executor, users, orders } = shop
    const [user, order, deleted, checked] = await executor.transaction([
      users.save(aliceInput),
      orders.create(orderInput),
      users.delete('u2'),
      users.check('u3').if('name').notExists(),
    ])
    const typed: [ItemOf<typeof users.entity>, ItemOf<typeof orders.entity>, undefined, undefined] = [
      user,
      order,
      deleted,
      checked,
    ]
    expect(typed[0]).deep.equal(await users.getOrThrow('u1'))
    expect(typed[1]).deep.equal(await orders.getOrThrow(orderKey))
    expect(typed.slice(2)).deep.equal([undefined, undefined])
  })

  it('updates in one table, and in two, with and without a condition', async () => {
    const { executor, users, orders } = shop
    await executor.transaction([
      users.save(aliceInput),
      users.save({ ...aliceInput, userId: 'u2' }),
      orders.save(orderInput),
    ])
    shop.sent.length = 0
    await executor.transaction([
      users.update('u1').set('age', 1),
      users.update('u2').add('age', 2).if('age').eq(0),
    ])
    await executor.transaction([
      users.update('u1').add('age', 10),
      orders.update(orderKey).set('status', 'paid').if('status').eq('open'),
    ])
    expect(shop.calls()).deep.equal(['TransactWriteItems', 'TransactWriteItems'])
    const [one, two, order] = await executor.transactionGet([
      users.get('u1'),
      users.get('u2'),
      orders.get(orderKey),
    ])
    expect([one?.age, two?.age, order?.status]).deep.equal([11, 2, 'paid'])
  })

  it('deletes in one table, and in two, with and without a condition', async () => {
    const { executor, users, orders } = shop
    await executor.transaction([
      users.save(aliceInput),
      users.save({ ...aliceInput, userId: 'u2' }),
      users.save({ ...aliceInput, userId: 'u3' }),
      orders.save(orderInput),
    ])
    shop.sent.length = 0
    await executor.transaction([users.delete('u1'), users.delete('u2').if('age').eq(0)])
    await executor.transaction([users.delete('u3'), orders.delete(orderKey).if('total').gt(1)])
    expect(shop.calls()).deep.equal(['TransactWriteItems', 'TransactWriteItems'])
    expect(await rawScan(engine.client, users.entity.table.name)).deep.equal([])
    expect(await orders.get(orderKey)).equal(undefined)
  })

  it('a condition that fails cancels all, with the reasons in the order of the operations', async () => {
    const { executor, users, orders } = shop
    await users.save(aliceInput)
    await orders.save(orderInput)
    const work = executor.transaction([
      users.save({ ...aliceInput, userId: 'u2' }),
      users.update('u1').set('age', 5).if('age').gt(17),
      orders.create(orderInput),
      users.update('nobody').set('age', 1),
      users.delete('u3'),
    ])
    const error = await rejection(work, TransactionCancelledError)
    expect(error.reasons.map(({ code }) => code)).deep.equal([
      'None',
      'ConditionalCheckFailed',
      'ConditionalCheckFailed',
      'ConditionalCheckFailed',
      'None',
    ])
    const [, second, third, fourth] = error.reasons
    expect(second).deep.include({ entity: 'User', operation: 'update', key: { userId: 'u1' } })
    expect(second?.item).deep.equal({ ...aliceInput, age: 0 })
    expect(second?.error)
      .instanceOf(ConditionFailedError)
      .property('failed')
      .deep.equal([{ clause: 'age > (value)', path: 'age' }])
    expect(third?.error).instanceOf(ItemExistsError)
    expect(third?.item).deep.include({ total: 12.5, revision: 1 })
    expect(fourth?.error).instanceOf(ItemNotFoundError)
    expect(await shop.raw('u2')).equal(undefined)
    expect((await shop.raw('u1'))?.['age']).deep.equal({ N: '0' })
    expect(error.message).match(
      /operation 1, User\.update of \{ userId: 'u1' \}: ConditionFailedError, the condition was not met/,
    )
  })

  it('a check is next to the writes, and needs no item', async () => {
    const { executor, users, notes } = shop
    await users.save({ ...aliceInput, age: 20 })
    await executor.transaction([
      notes.save({ hashKey: 'n1', text: 'first' }),
      users.check('u1').if('age').gt(17),
      users.check('never saved').if('name').notExists(),
    ])
    expect(await shop.note('n1')).equal('first')
    const error = await rejection(
      executor.transaction([
        notes.save({ hashKey: 'n2', text: 'second' }),
        users.check('u1').if('age').gt(30),
      ]),
      TransactionCancelledError,
    )
    expect(error.reasons[1]).deep.include({
      code: 'ConditionalCheckFailed',
      operation: 'check',
      entity: 'User',
    })
    expect(error.reasons[1]?.item).include({ age: 20 })
    expect(await shop.note('n2')).equal(undefined)
  })

  it('a check on its own is refused, as no request does that alone', async () => {
    const check = shop.users.check('u1').if('age').gt(17)
    expect(await rejection(check, ScopeError)).include({ reason: 'alone' })
    // @ts-expect-error: a check needs a condition
    await rejection(shop.executor.transaction([shop.users.check('u1')]), Error)
    expect(shop.sent).length(0)
  })

  it('two operations on one item are refused at once, by name', async () => {
    const { executor, users, orders } = shop
    const first = users.save(aliceInput)
    const second = users.check('u1').if('age').gt(17)
    const error = await rejection(
      executor.transaction([first, orders.save(orderInput), second]),
      DuplicateOperationError,
    )
    expect(error).include({ entity: 'User', operation: 'transaction' })
    expect(error.key).deep.equal({ userId: 'u1' })
    expect(error.operations).deep.equal([first, second])
    expect(shop.sent).length(0)
  })

  it('an update and its condition name the same attribute without a clash', async () => {
    const { executor, users } = shop
    await users.save(aliceInput)
    await executor.transaction([
      users
        .update('u1')
        .set('age', (attr) => attr.age.plus(3))
        .if('age')
        .lt(3)
        .if((attr) => attr.age.ne(7)),
    ])
    expect((await users.getOrThrow('u1')).age).equal(3)
  })

  it('values of conditions are stored values, once', async () => {
    const { executor, notes } = shop
    await notes.save({ hashKey: 'foo' })
    shop.sent.length = 0
    await executor.transaction([notes.save({ hashKey: 'foo', text: 'x' }).if('hashKey').eq('foo')])
    expect(JSON.stringify(shop.sent[0]?.input['TransactItems'])).contain(
      '"ExpressionAttributeValues":{":0":{"S":"foo"}}',
    )
    expect(await shop.note('foo')).equal('x')
  })

  it('no operation has an empty map of values', async () => {
    const { executor, notes } = shop
    await notes.save({ hashKey: 'old' })
    await notes.save({ hashKey: 'there' })
    shop.sent.length = 0
    await executor.transaction([
      notes.create({ hashKey: 'new' }),
      notes.delete('old').if('hashKey').exists(),
      notes.check('there').if('hashKey').exists(),
      notes.update('other').remove('text').upsert(),
    ])
    const items = shop.sent[0]?.input['TransactItems'] as Record<string, object>[]
    for (const action of items.flatMap(Object.values))
      expect(action).not.property('ExpressionAttributeValues')
    expect(
      (await rawScan(engine.client, notes.entity.table.name)).map(({ hashKey }) => hashKey?.S).sort(),
    ).deep.equal(['new', 'other', 'there'])
  })

  it('100 operations are taken, and the 101st is refused before anything is sent', async () => {
    const { executor, notes } = shop
    const saves = (count: number) =>
      Array.from({ length: count }, (_, at) => notes.save({ hashKey: `n${at}` }))
    const error = await rejection(executor.transaction(saves(101)), TransactionLimitError)
    expect(error.message).match(/at most 100 operations, but this one has 101/)
    expect(shop.sent).length(0)
    await executor.transaction(saves(100))
    expect(await rawScan(engine.client, notes.entity.table.name)).length(100)
  })

  it('4 MB are taken, and more is refused before anything is sent', async () => {
    const { executor, notes } = shop
    const saves = (count: number) =>
      Array.from({ length: count }, (_, at) => notes.save({ hashKey: `n${at}`, text: 'x'.repeat(380_000) }))
    expect((await rejection(executor.transaction(saves(12)), TransactionLimitError)).message).match(/4 MB/)
    const updates = Array.from({ length: 60 }, (_, at) =>
      notes.update(`n${at}`).set('text', 'x'.repeat(80_000)).upsert(),
    )
    await rejection(executor.transaction(updates), TransactionLimitError)
    expect(shop.sent).length(0)
    await executor.transaction(saves(11))
    expect(await rawScan(engine.client, notes.entity.table.name)).length(11)
  })

  it('just below what is surely too much, DynamoDB decides', async () => {
    const { executor, notes } = shop
    // The expressions count, too, and are not weighed by the library.
    const text = 'x'.repeat(42_350)
    const puts = Array.from({ length: 99 }, (_, at) =>
      notes
        .save({ hashKey: `n${at}`, text })
        .if('text')
        .notExists()
        .if('n')
        .notExists(),
    )
    await rejection(executor.transaction(puts), RequestFailedError)
    expect(await rawScan(engine.client, notes.entity.table.name)).deep.equal([])
  })

  describe('the place', () => {
    const elsewhere = (options: object) => {
      const executor = new CommandExecutor({ endpoint: 'http://127.0.0.1:9', region: 'us-east-1' })
      const notesIn = (table: object) =>
        new Repository(
          new Entity({
            name: 'Note',
            table: new Table({ name: 'notes', ...table }),
            attributes: { id: string() },
            key: { partition: 'id' },
          }),
          executor,
        )
      return {
        executor,
        operations: [notesIn({}).save({ id: 'a' }), notesIn(options).save({ id: 'b' })] as const,
      }
    }

    for (const [what, options] of [
      ['two regions', { region: 'us-west-2' }],
      ['two endpoints', { endpoint: 'http://127.0.0.1:10' }],
    ] as const)
      it(`${what} are refused before anything is sent, with both tables`, async () => {
        const { executor, operations } = elsewhere(options)
        const error = await rejection(executor.transaction(operations), ScopeError)
        expect(error).include({ reason: 'place' })
        expect(error.message).contain(Object.values(options)[0])
        executor.destroy()
      })

    it('one region, however it was said, is one place', async () => {
      const { executor, operations } = elsewhere({
        region: () => 'us-east-1',
        endpoint: 'http://127.0.0.1:9',
      })
      // Refused by the network, and so not by its place.
      await rejection(executor.transaction(operations), RequestFailedError)
      executor.destroy()
    })

    it('two executors are refused, whichever client they have', async () => {
      const other = new CommandExecutor({ client: engine.client })
      const users = new Repository(shop.users.entity, other)
      expect(await rejection(shop.executor.transaction([users.save(aliceInput)]), ScopeError)).include({
        reason: 'place',
      })
      expect(await rejection(shop.executor.transactionGet([users.get('u1')]), ScopeError)).include({
        reason: 'place',
      })
      expect(await shop.raw('u1')).equal(undefined)
    })
  })

  describe('the token', () => {
    it('makes a repeat harmless, however often and at once', async () => {
      const { executor, users } = shop
      await users.save(aliceInput)
      const token = crypto.randomUUID()
      const pay = () => executor.transaction([users.update('u1').add('age', 1)], { token })
      await pay()
      await Promise.all([pay(), pay(), pay()])
      expect((await users.getOrThrow('u1').consistent()).age).equal(1)
      shop.sent.length = 0
      await executor.transaction([users.update('u1').add('age', 1)])
      await executor.transaction([users.update('u1').add('age', 1)])
      const tokens = shop.sent.map(({ input }) => input['ClientRequestToken'])
      expect(new Set(tokens).size).equal(2)
      expect((await users.getOrThrow('u1').consistent()).age).equal(3)
    })

    it('of something else is refused by name, and nothing is written', async () => {
      const { executor, users } = shop
      const token = crypto.randomUUID()
      await executor.transaction([users.save(aliceInput)], { token })
      const error = await rejection(
        executor.transaction([users.save({ ...aliceInput, age: 5 })], { token }),
        IdempotencyMismatchError,
      )
      expect(error).include({ entity: 'User', operation: 'transaction' })
      expect((await users.getOrThrow('u1')).age).equal(0)
    })

    it('has 1 to 36 characters', async () => {
      for (const token of ['', 'x'.repeat(37)])
        await rejection(
          shop.executor.transaction([shop.users.save(aliceInput)], { token }),
          InvalidOptionError,
        )
      expect(shop.sent).length(0)
    })
  })

  it('versions and times are kept inside: the version that was read is the one that is changed', async () => {
    const { executor, orders, users } = shop
    const [order] = await executor.transaction([orders.save(orderInput), users.save(aliceInput)])
    expect(order.revision).equal(1)
    expect(order.createdAt).deep.equal(order.updatedAt)
    await executor.transaction([orders.update(order).add('total', 1)])
    const second = await orders.getOrThrow(orderKey).consistent()
    expect(second).include({ revision: 2, total: 13.5 })
    expect(+second.updatedAt).gte(+order.updatedAt)
    for (const outdated of [
      orders.save(order),
      orders.update(order).add('total', 1),
      orders.delete(order),
      orders.check(order).if('total').gt(0),
    ]) {
      const error = await rejection(
        executor.transaction([users.delete('u1'), outdated]),
        TransactionCancelledError,
      )
      const [, reason] = error.reasons
      expect(reason?.error, outdated.name).instanceOf(VersionConflictError)
      expect(reason?.item).deep.equal(second)
    }
    expect(await users.get('u1')).include({ userId: 'u1' })
    const [third] = await executor.transaction([orders.save(second)])
    expect(third.revision).equal(3)
    expect(third.createdAt).deep.equal(order.createdAt)
  })

  it('every condition is required: orSkip and old items are refused by type, and by name', async () => {
    const { executor, users } = shop
    const save = users.save(aliceInput).if('age').gt(1)
    for (const work of [
      // @ts-expect-error: what skips a condition cannot be part of it
      () => executor.transaction([save.orSkip()]),
      // @ts-expect-error
      () => executor.transaction([users.update('u1').set('age', 1).orSkip()]),
      // @ts-expect-error: transactions return no items
      () => executor.transaction([users.delete('u1').returning('old')]),
      // @ts-expect-error
      () => executor.transaction([users.update('u1').set('age', 1).returning('updatedNew')]),
      // By name alone: without a token of its own it fits.
      () => executor.transaction([users.update('u1').set('age', 1).idempotent('mine')]),
      // @ts-expect-error: a read belongs in transactionGet
      () => executor.transaction([users.get('u1')]),
      // @ts-expect-error: a write does not
      () => executor.transactionGet([users.delete('u1')]),
      // @ts-expect-error: a query runs on its own
      () => executor.transactionGet([users.query().where('userId').eq('u1')]),
      // @ts-expect-error: it was awaited
      async () => executor.transaction([await users.get('u1')]),
    ])
      await rejection(work(), UnsupportedOperationError)
    expect(shop.calls().filter((call) => call !== 'GetItem')).deep.equal([])
  })

  it('one operation that is not valid refuses all, before anything is sent', async () => {
    const { executor, users } = shop
    const bad = users.save({ ...aliceInput, userId: 'u2', age: 1.5 })
    await rejection(executor.transaction([users.save(aliceInput), bad]), ValidationError)
    expect(shop.sent).length(0)
  })

  it('an expression that does not fit its item is the reason of that operation', async () => {
    const { executor, users, orders } = shop
    await orders.save(orderInput)
    const work = executor.transaction([
      users.save(aliceInput),
      orders.update(orderKey).set('address.city', 'Rome'),
    ])
    const error = await rejection(work, DyntasticError)
    expect(await shop.raw('u1')).equal(undefined)
    // DynamoDB Local refuses the request as a whole.
    if (!(error instanceof TransactionCancelledError)) return expect(error).instanceOf(RequestFailedError)
    expect(error.reasons.map(({ code }) => code)).deep.equal(['None', 'ValidationError'])
    expect(error.reasons[1]?.error).instanceOf(RequestFailedError)
    expect(error.reasons[1]?.message).match(/document path/i)
  })

  it('the first one makes the tables that are missing, all of them', async () => {
    const { executor, users, orders, notes, calls } = openedShop()
    await executor.transaction([
      users.save(aliceInput),
      orders.save(orderInput),
      notes.delete('x'),
      users.save({ ...aliceInput, userId: 'u2' }),
      notes.save({ hashKey: 'n' }),
    ])
    const [user, order, note] = await executor.transactionGet([
      users.get('u2'),
      orders.get(orderKey),
      notes.get('n'),
    ])
    expect([user?.userId, order?.total, note?.hashKey]).deep.equal(['u2', 12.5, 'n'])
    expect(calls().filter((call) => call === 'CreateTable')).length(3)
    expect(calls().filter((call) => call === 'TransactWriteItems')).length(2)
  })

  it('a table that no operation may create is said to be missing', async () => {
    const { executor, users, orders, notes } = openedShop()
    await users.createTable()
    for (const operations of [
      [users.save(aliceInput), orders.delete(orderKey)],
      [users.delete('u1'), notes.check('x').if('n').exists()],
    ])
      expect(await rejection(executor.transaction(operations), Error))
        .include({ code: 'TABLE_NOT_FOUND' })
        .property('message')
        .match(/one of the tables 'users-.*', '(orders|notes)-/)
    expect(await rejection(executor.transactionGet([users.get('u1'), notes.get('x')]), Error)).include({
      code: 'TABLE_NOT_FOUND',
    })
  })

  it('a put of an item that is read by another in the same transaction is not seen before it is done', async () => {
    const { executor, notes } = shop
    await executor.transaction([notes.save({ hashKey: 'a', n: 1 }), notes.save({ hashKey: 'b', n: 2 })])
    const swap = await rejection(
      executor.transaction([notes.save({ hashKey: 'a', n: 2 }), notes.update('b').set('n', 1).if('n').eq(1)]),
      TransactionCancelledError,
    )
    expect(swap.reasons[0]?.code).equal('None')
    expect((await notes.getOrThrow('a')).n).equal(1)
  })
})

describe('transactions of reads', () => {
  let shop: ReturnType<typeof openedShop>
  before(async () => {
    shop = openedShop()
    await shop.tables()
    await shop.executor.transaction([
      shop.users.save(aliceInput),
      shop.orders.save(orderInput),
      shop.notes.save({ hashKey: 'n', text: 'x', n: 1 }),
    ])
  })
  beforeEach(() => {
    shop.sent.length = 0
  })

  it('return a typed tuple in the given order, by one request', async () => {
    const { executor, users, orders, notes } = shop
    const results = await executor.transactionGet([
      orders.get(orderKey).select('total', 'lines[0].sku'),
      users.get('nobody'),
      users.getOrThrow('u1'),
      notes.get('n').consistent(),
    ])
    const [part, nobody, user, note] = results
    const total: number | undefined = part?.total
    const name: string = user.name
    expect(total).equal(12.5)
    expect(part).deep.equal({ total: 12.5, lines: [{ sku: 'a' }] })
    expect(nobody).equal(undefined)
    expect(name).equal('Alice')
    expect(note?.text).equal('x')
    expect(shop.calls()).deep.equal(['TransactGetItems'])
  })

  it('request equal keys once, and return the item for each', async () => {
    const { executor, users } = shop
    const [one, two, three] = await executor.transactionGet([
      users.get('u1'),
      users.get('u2'),
      users.get('u1'),
    ])
    expect(one).deep.equal(three)
    expect(one).not.equal(three)
    expect(two).equal(undefined)
    expect(shop.sent[0]?.input['TransactItems']).length(2)
  })

  it('refuse one key with different paths, and 101 items', async () => {
    const { executor, users } = shop
    await rejection(
      executor.transactionGet([users.get('u1'), users.get('u1').select('name')]),
      DuplicateOperationError,
    )
    await rejection(
      executor.transactionGet(Array.from({ length: 101 }, (_, at) => users.get(`u${at}`))),
      TransactionLimitError,
    )
    expect(shop.sent).length(0)
  })

  it('reject where an item is required and missing', async () => {
    const { executor, users } = shop
    expect(
      await rejection(
        executor.transactionGet([users.get('u1'), users.getOrThrow('nobody')]),
        ItemNotFoundError,
      ),
    ).deep.include({ key: { userId: 'nobody' } })
  })

  it('see a transaction as a whole or not at all', async function () {
    this.timeout(30_000)
    const { executor, notes } = shop
    const ids = ['s1', 's2', 's3']
    const both = (n: number) => executor.transaction(ids.map((hashKey) => notes.save({ hashKey, n })))
    await both(0)
    let done = false
    const writing = (async () => {
      for (let n = 1; n <= 40; n++) await both(n)
      done = true
    })()
    while (!done) {
      const seen = await executor.transactionGet(ids.map((id) => notes.getOrThrow(id)))
      expect(new Set(seen.map(({ n }) => n)).size).equal(1)
    }
    await writing
  })
})

describe('a transaction through a client that never responds', () => {
  it('is aborted at once, with an outcome that is unknown', async () => {
    const client = new DynamoDBClient({
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: { handle: () => new Promise<never>(() => {}) } as never,
    })
    const executor = new CommandExecutor({ client })
    const users = new Repository(userEntity(), executor)
    const controller = new AbortController()
    const work = executor.transaction([users.save(aliceInput)], { signal: controller.signal, token: 'mine' })
    setTimeout(() => controller.abort(), 20)
    const error = await rejection(work, Error)
    expect(error).include({ code: 'ABORTED', outcome: 'unknown', token: 'mine' })
    expect(error.message).contain("with the token 'mine'")
    const early = await rejection(
      executor.transaction([users.save(aliceInput)], { signal: controller.signal }),
      Error,
    )
    expect(early).include({ code: 'ABORTED', outcome: 'nothing written' })
  })
})
