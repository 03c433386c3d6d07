// Optimistic locking by parts of items: those that were read with their version are locked, and others are refused.
import { expect } from 'chai'
import {
  CommandExecutor,
  DyntasticError,
  Entity,
  InvalidKeyError,
  Repository,
  type TransactionCancelledError,
  VersionConflictError,
} from 'dyntastic'
import { integer, number, optional, string } from 'superstruct'
import { rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

function orderOf(table: string) {
  return new Entity({
    name: 'Order',
    table,
    attributes: {
      customer: string(),
      no: integer(),
      status: string(),
      total: optional(number()),
      revision: integer(),
    },
    key: { partition: 'customer', sort: 'no' },
    indexes: { byStatus: { partition: 'status', projection: ['total'] } },
    version: 'revision',
  })
}
type Orders = Repository<ReturnType<typeof orderOf>>
type Argument = Parameters<Orders['update']>[0]

const key = { customer: 'c', no: 1 }
const without = /this part of an item has no version, 'revision', .*: select it, too, or pass the key alone/

describe('parts of items with a version', () => {
  const engine = withEngine()
  let orders: Orders
  let executor: CommandExecutor

  beforeEach(async () => {
    executor = new CommandExecutor({ client: engine.client })
    orders = new Repository(orderOf(engine.name('orders')), executor)
    await orders.create({ ...key, status: 'open', total: 1 })
  })
  const byAnother = () => orders.update(key).set('status', 'paid')

  const writes: Readonly<Record<string, (part: Argument) => PromiseLike<unknown>>> = {
    update: (part) => orders.update(part).set('total', 2),
    'update in a transaction': (part) => executor.transaction([orders.update(part).set('total', 2)]),
    delete: (part) => orders.delete(part),
    move: (part) => orders.move(part, { no: 2 }),
    check: (part) =>
      executor.transaction([
        orders.check(part).if('customer').eq('c'),
        orders.save({ ...key, no: 9, status: 'new' }),
      ]),
  }
  const parts: Readonly<Record<string, () => PromiseLike<object>>> = {
    'of a get': () => orders.getOrThrow(key).select('customer', 'no', 'status'),
    'of a query': async () =>
      (await orders.query().where('customer').eq('c').select('customer', 'no', 'total'))[0] ?? {},
    'of an index that does not hold the version': async () =>
      (await orders.query().index('byStatus').where('status').eq('open'))[0] ?? {},
    'that was copied': async () => ({ ...(await orders.getOrThrow(key).select('customer', 'no', 'total')) }),
  }

  for (const [what, write] of Object.entries(writes)) {
    for (const [which, read] of Object.entries(parts))
      it(`${what} by a part ${which} is refused: its lock would be lost`, async () => {
        const part = (await read()) as Argument
        const error = await rejection(
          Promise.resolve().then(() => write(part)),
          InvalidKeyError,
        )
        expect(error.message).match(without)
        expect(await orders.get(key)).include({ status: 'open', total: 1, revision: 1 })
      })

    it(`${what} by a part with the version is locked`, async () => {
      const part = (await orders.getOrThrow(key).select('customer', 'no', 'revision')) as Argument
      await byAnother()
      const error = await rejection(
        Promise.resolve().then(() => write(part)),
        DyntasticError,
      )
      const { reasons = [{ error }] } = error as Partial<TransactionCancelledError>
      expect(reasons[0]?.error).instanceOf(VersionConflictError)
      await write((await orders.getOrThrow(key).select('customer', 'no', 'revision')) as Argument)
    })

    it(`${what} by a part that is a key is one by key, without a lock`, async () => {
      const part = await orders.getOrThrow(key).select('customer', 'no')
      await byAnother()
      await write(part)
    })
  }

  it('an item that was written without a version is locked as one that has none', async () => {
    const Legacy = new Entity({
      name: 'Legacy',
      table: engine.name('legacy'),
      attributes: { id: string(), note: optional(string()), revision: optional(integer()) },
      key: { partition: 'id' },
      version: 'revision',
    })
    const legacy = new Repository(Legacy, executor)
    await legacy.create({ id: 'other' })
    await rawPut(engine.client, Legacy.table.name, { id: { S: 'a' } })
    const [first, second] = [await legacy.getOrThrow('a'), await legacy.getOrThrow('a')]
    expect(await legacy.update(first).set('note', 'x')).include({ revision: 1 })
    await rejection(legacy.update(second).set('note', 'y'), VersionConflictError)
    await rejection(legacy.delete(second), VersionConflictError)
    const part = await legacy.getOrThrow('a').select('id', 'note', 'revision')
    expect(await legacy.update(part).set('note', 'z')).include({ note: 'z', revision: 2 })
  })

  it('entities without a version take any part', async () => {
    const Plain = new Entity({
      name: 'Plain',
      table: engine.name('plain'),
      attributes: { id: string(), note: string() },
      key: { partition: 'id' },
    })
    const plain = new Repository(Plain, executor)
    await plain.save({ id: 'a', note: 'x' })
    await plain.update(await plain.getOrThrow('a').select('id', 'note')).set('note', 'y')
    expect(await plain.get('a')).include({ note: 'y' })
  })
})
