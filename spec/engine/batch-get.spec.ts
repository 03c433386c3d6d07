// Reads of many on a real engine: getMany and batchGet, with every kind of key, any number, in the given order.
import { expect } from 'chai'
import {
  attribute,
  Entity,
  InvalidKeyError,
  Repository,
  TableNotFoundError,
  UnsupportedOperationError,
} from 'dyntastic'
import { date, instance, integer, optional, string } from 'superstruct'
import { rawPut, withEngine } from '../support/engine.js'
import { orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

const user = (at: number) => ({ userId: `u${at}`, name: `Name ${at}`, email: `u${at}@example.com` })
const ids = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `u${from + at}`)

async function withUsers(count: number) {
  const open = opened(engine, userEntity)
  for (let at = 0; at < count; at++) await open.repository.save(user(at))
  open.sent.length = 0
  return { ...open, users: open.repository }
}

type RequestItems = Record<string, { readonly Keys: readonly object[]; readonly ConsistentRead?: boolean }>
const requestItems = (sent: { readonly input: Record<string, unknown> }) =>
  sent.input['RequestItems'] as RequestItems

describe('getMany', () => {
  it('returns the items of a list of keys', async () => {
    const { users, calls } = await withUsers(3)
    const found = await users.getMany(['u0', 'u1', 'u2'])
    expect(found).deep.equal([0, 1, 2].map((at) => ({ ...user(at), age: 0 })))
    expect(calls()).deep.equal(['BatchGetItem'])
  })

  it('leaves missing ones out', async () => {
    const { users } = await withUsers(2)
    expect((await users.getMany(['u1', 'gone', 'u0'])).map(({ userId }) => userId)).deep.equal(['u1', 'u0'])
    expect(await users.getMany(['gone'])).deep.equal([])
  })

  it('works with keys under an alias', async () => {
    const { repository, sent } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Aliased',
          table,
          attributes: { id: attribute(string(), { name: 'id/alias' }), text: string() },
          key: { partition: 'id' },
        }),
    )
    for (const id of ['a', 'b']) await repository.save({ id, text: `text ${id}` })
    expect(await repository.getMany(['b', { id: 'a' }]).select('text')).deep.equal([
      { text: 'text b' },
      { text: 'text a' },
    ])
    expect(Object.values(requestItems(sent.at(-1) ?? { input: {} }))[0]?.Keys).deep.equal([
      { 'id/alias': { S: 'b' } },
      { 'id/alias': { S: 'a' } },
    ])
  })

  it('works with number keys', async () => {
    const { repository: ints, sent } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Int',
          table,
          attributes: { id: integer(), square: integer() },
          key: { partition: 'id' },
        }),
    )
    for (const id of [1, 2, 3, -0, 1e20]) await ints.save({ id, square: 4 })
    expect((await ints.getMany([1, 2, 3, 1000, 0, 1e20])).map(({ id }) => id)).deep.equal([1, 2, 3, 0, 1e20])
    expect(Object.values(requestItems(sent.at(-1) ?? { input: {} }))[0]?.Keys.slice(0, 2)).deep.equal([
      { id: { N: '1' } },
      { id: { N: '2' } },
    ])
  })

  it('finds exact decimals, however they are written, and binary keys', async () => {
    const { repository, rawPut } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Exact',
          table,
          attributes: {
            id: attribute(string(), { as: 'decimal' }),
            bytes: instance(Uint8Array),
            text: optional(string()),
          },
          key: { partition: 'id', sort: 'bytes' },
        }),
    )
    await repository.createTable()
    const bytes = new Uint8Array([0, 255])
    await rawPut({ id: { N: '1.50' }, bytes: { B: bytes }, text: { S: 'there' } })
    const found = await repository.getMany([
      { id: '1.5', bytes },
      { id: '15E-1', bytes: new Uint8Array([0, 255]) },
      { id: '1.5', bytes: new Uint8Array([0, 254]) },
    ])
    expect(found.map(({ text }) => text)).deep.equal(['there', 'there'])
  })

  it('works with keys of two parts, dates among them', async () => {
    const { repository: events } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Event',
          table,
          attributes: { id: string(), at: date(), what: string() },
          key: { partition: 'id', sort: 'at' },
        }),
    )
    const [t1, t2] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-01-02T00:00:00Z')]
    for (const at of [t1, t2]) await events.save({ id: 'id1', at, what: 'x' })
    const found = await events.getMany([
      { id: 'id1', at: t2 },
      { id: 'nope', at: t1 },
      { id: 'id1', at: t1 },
    ])
    expect(found.map(({ at }) => at)).deep.equal([t2, t1])
  })

  it('refuses keys of a wrong type, among good ones as well, by their place', async () => {
    const { users, sent } = await withUsers(0)
    const tuple = await rejection(users.getMany([['u1', 'x'] as never]), InvalidKeyError)
    expect(tuple.message).contain('User.getMany: keys[0]: ')
    const error = await rejection(users.getMany(['u1', 5 as never]), InvalidKeyError)
    expect(error.message).contain("User.getMany: keys[1]: 'userId' cannot be a number")
    expect(sent).length(0)
  })

  it('refuses keys of two parts in any other shape', async () => {
    const { repository: orders, sent } = opened(engine, orderEntity)
    for (const key of [
      'c1',
      ['c1'],
      ['c1', 'o1', 'x'],
      { customerId: 'c1' },
      { customerId: 'c1', orderId: 'o1', total: 1 },
    ])
      await rejection(orders.getMany([key as never]), InvalidKeyError)
    expect(sent).length(0)
  })

  it('checks all keys before the first request', async () => {
    const { users, sent } = await withUsers(0)
    const keys: unknown[] = ids(200)
    keys[150] = ''
    expect((await rejection(users.getMany(keys as string[]), InvalidKeyError)).message).contain('keys[150]')
    expect(sent).length(0)
  })

  it('passes consistency on', async () => {
    const { users, sent } = await withUsers(1)
    await users.getMany(['u0']).consistent()
    expect(Object.values(requestItems(sent[0] ?? { input: {} }))[0]?.ConsistentRead).equal(true)
  })

  it('reads any number, duplicates among them, in the order of the keys', async () => {
    const { users, sent } = await withUsers(230)
    const keys = [...ids(230).reverse(), ...ids(20, 100)]
    const found = await users.getMany(keys)
    expect(found.map(({ userId }) => userId)).deep.equal(keys)
    const sizes = sent.map((each) => Object.values(requestItems(each))[0]?.Keys.length ?? 0)
    expect(sizes).deep.equal([100, 100, 30])
    sent.length = 0
    expect(await users.getMany([])).deep.equal([])
    expect(sent).length(0)
  }).timeout(20_000)

  it('streams keys from an async iterable, and runs over it once', async () => {
    const { users } = await withUsers(120)
    async function* keys() {
      yield* ids(120)
    }
    const operation = users.getMany(keys(), { concurrency: 2 }).select('userId')
    const read: string[] = []
    for await (const { userId } of operation) read.push(userId)
    expect(read).deep.equal(ids(120))
    await rejection(operation, UnsupportedOperationError)
  }).timeout(20_000)

  it('reads items larger than one response may be', async () => {
    const { repository, table } = opened(
      engine,
      (name) =>
        new Entity({
          name: 'Large',
          table: name,
          attributes: { id: string(), text: string() },
          key: { partition: 'id' },
        }),
    )
    await repository.createTable()
    const text = 'x'.repeat(390_000)
    const keys = Array.from({ length: 50 }, (_, at) => `l${at}`)
    for (const id of keys) await rawPut(engine.client, table, { id: { S: id }, text: { S: text } })
    const bytes: number[] = []
    const found = await repository.getMany(keys, { onProgress: (progress) => bytes.push(progress.bytes) })
    expect(found.map(({ id }) => id)).deep.equal(keys)
    expect(bytes.at(-1)).above(50 * 390_000)
  }).timeout(60_000)

  it('says so where the table is missing', async () => {
    const { users, table } = await withUsers(0)
    const error = await rejection(users.getMany(['u1']), TableNotFoundError)
    expect(error).include({ entity: 'User', operation: 'getMany' })
    expect(error.message).contain(table)
  })
})

describe('batchGet', () => {
  async function withBoth() {
    const open = await withUsers(3)
    const Order = orderEntity(engine.name('orders'))
    const orders = new Repository(Order, open.executor)
    await orders.save(orderInput)
    open.sent.length = 0
    return { ...open, orders }
  }
  const key = { customerId: 'c1', orderId: 'o1' }

  it('reads several tables at once, and returns each get typed as itself', async () => {
    const { executor, users, orders, calls } = await withBoth()
    const [first, order, none, sure] = await executor.batchGet([
      users.get('u1'),
      orders.get(key).select('total', 'lines[0].sku'),
      users.get('gone'),
      users.getOrThrow('u2'),
    ])
    const name: string | undefined = first?.name
    const total: number | undefined = order?.total
    expect([name, total, none, sure.name]).deep.equal(['Name 1', 12.5, undefined, 'Name 2'])
    expect(order).deep.equal({ total: 12.5, lines: [{ sku: 'a' }] })
    expect(calls()).deep.equal(['BatchGetItem'])
  })

  it('reads one table in several ways in several requests', async () => {
    const { executor, users, sent } = await withBoth()
    const responses = await executor.batchGet([
      users.get('u1'),
      users.get('u1').consistent(),
      users.get('u1').select('name'),
      users.get('u2').select('name'),
    ])
    expect(responses.map((each) => each?.name)).deep.equal(['Name 1', 'Name 1', 'Name 1', 'Name 2'])
    expect(responses[3]).deep.equal({ name: 'Name 2' })
    expect(sent).length(3)
  })

  it('takes gets alone: by type, and by name', async () => {
    const { executor, users, sent } = await withBoth()
    // @ts-expect-error a save is not a read
    await rejection(executor.batchGet([users.save(user(1))]), UnsupportedOperationError)
    // @ts-expect-error a query reads by itself
    await rejection(executor.batchGet([users.query()]), UnsupportedOperationError)
    expect(sent).length(0)
  })

  it('goes on past a table that is missing', async () => {
    const { executor, users } = await withBoth()
    const ghosts = new Repository(userEntity(engine.name('ghosts')), executor)
    const [well, ill] = [users.get('u1'), ghosts.get('u1')]
    const error = await executor.batchGet([well, ill]).then(
      () => undefined,
      (reason) => reason,
    )
    expect(error).property('remaining').deep.equal([ill])
    expect(error.results[0]).include(user(1))
    expect(error.failures[0].error).instanceOf(TableNotFoundError)
  })

  it('sends nothing for an empty list', async () => {
    const { executor, sent } = await withBoth()
    expect(await executor.batchGet([])).deep.equal([])
    expect(sent).length(0)
  })
})
