// Items of older versions of a schema, through every kind of read and write.
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  attribute,
  Collection,
  CommandExecutor,
  ConditionFailedError,
  Entity,
  Repository,
  SchemaVersionError,
  Table,
  TransactionCancelledError,
  UniqueValueError,
  UpdateMisfitError,
  upgrade,
  VersionConflictError,
} from 'dyntastic'
import { integer, literal, min, number, optional, string } from 'superstruct'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { orderUpgrades, storedOrder, versionedOrder } from '../support/versioned-orders.js'

const current = { id: 'o1', title: 'Pen', total: 2.5 }

// Without the mark of an item that was read in part.
const shown = (item: object): Record<string, unknown> => Object.fromEntries(Object.entries(item))

describe('items of older versions', () => {
  const engine = withEngine()
  let table = ''
  let executor: CommandExecutor
  let orders: Repository<ReturnType<typeof versionedOrder>>

  const put = (Item: StoredItem, into = table) =>
    engine.client.send(new PutItemCommand({ TableName: into, Item: Item as never }))
  const stored = async (id = 'o1', from = table) =>
    (await engine.client.send(new GetItemCommand({ TableName: from, Key: { id: { S: id } } }))).Item

  beforeEach(async () => {
    table = engine.name('versions')
    executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
    orders = new Repository(versionedOrder(table), executor)
    await orders.createTable()
  })

  for (const version of [1, 2, 3])
    it(`are current ones in every kind of read: version ${version}`, async () => {
      const before = storedOrder(version, 'o1', { note: { S: 'n' } })
      await put(before)
      const item = { ...current, note: 'n' }
      expect(await orders.get('o1')).deep.equal(item)
      expect(await orders.get('o1').consistent().select('title', 'note')).deep.equal({
        title: 'Pen',
        note: 'n',
      })
      expect(await orders.getOrThrow('o1')).deep.equal(item)
      expect(await orders.getMany(['o1'])).deep.equal([item])
      expect(await orders.getMany(['o1']).select('total')).deep.equal([{ total: 2.5 }])
      for await (const one of orders.getMany(['o1'])) expect(one).deep.equal(item)
      expect(await executor.batchGet([orders.get('o1'), orders.get('o1').select('title')])).deep.equal([
        item,
        { title: 'Pen' },
      ])
      expect(await executor.transactionGet([orders.get('o1')])).deep.equal([item])
      expect(await orders.query().where('id').eq('o1')).deep.equal([item])
      expect(await orders.query().where('id').eq('o1').select('title')).deep.equal([{ title: 'Pen' }])
      expect(await orders.scan()).deep.equal([item])
      expect(await orders.scan().segments(2)).deep.equal([item])
      expect((await orders.scan().page()).items).deep.equal([item])
      for await (const one of orders.scan()) expect(one).deep.equal(item)
      expect(await orders.refresh(current)).deep.equal(item)
      expect({ ...orders.entity.decode(before) }).deep.equal(item)
      // Reads write nothing.
      expect(await stored()).deep.equal(before)
    })

  for (const version of [1, 2, 3]) {
    it(`are updated in the current version: version ${version}`, async () => {
      const seed = () => put(storedOrder(version, 'o1', { note: { S: 'n' }, other: { BOOL: true } }))
      await seed()
      expect(await orders.update('o1').add('total', 1)).deep.equal({ ...current, total: 3.5, note: 'n' })
      expect(await stored()).deep.equal({
        ...storedOrder(3, 'o1', { note: { S: 'n' }, other: { BOOL: true } }),
        total: { N: '3.5' },
      })
      await seed()
      expect(await orders.update('o1').set('title', 'Ink').returning('old')).deep.equal({
        ...current,
        note: 'n',
      })
      await seed()
      expect(await orders.update('o1').patch({ title: 'Ink' })).deep.equal({
        ...current,
        title: 'Ink',
        note: 'n',
      })
      await seed()
      expect(await orders.update('o1').set('note', 'x').idempotent()).deep.equal({ ...current, note: 'x' })
      await seed()
      expect(await orders.update('o1').set('note', 'x').upsert({ title: 'T', total: 0 })).deep.equal({
        ...current,
        note: 'x',
      })
      expect(await stored()).deep.equal(storedOrder(3, 'o1', { note: { S: 'x' }, other: { BOOL: true } }))
    })

    it(`are judged by conditions as current ones: version ${version}`, async () => {
      await put(storedOrder(version))
      await rejection(orders.update('o1').set('note', 'x').if('total').gt(5), ConditionFailedError)
      await put(storedOrder(version))
      expect(await orders.update('o1').set('note', 'x').if('total').gt(5).orSkip()).equal(undefined)
      await put(storedOrder(version))
      expect(await orders.update('o1').set('note', 'x').if('total').lt(5)).deep.equal({
        ...current,
        note: 'x',
      })
      await put(storedOrder(version))
      expect(
        await orders
          .save({ ...current, title: 'Ink' })
          .if('title')
          .eq('Pen'),
      ).include({ title: 'Ink' })
      await put(storedOrder(version))
      const error = await rejection(orders.save(current).if('title').notExists(), ConditionFailedError)
      expect(error.item).deep.equal(current)
      await put(storedOrder(version))
      await rejection(orders.delete('o1').if('total').gt(5), ConditionFailedError)
      await put(storedOrder(version))
      expect(await orders.delete('o1').if('total').lt(5).returning('old')).deep.equal(current)
      expect(await stored()).equal(undefined)
    })

    it(`take part in transactions as current ones: version ${version}`, async () => {
      const others = [2, 3].map((n) => storedOrder(version, `o${n}`))
      await put(storedOrder(version))
      for (const other of others) await put(other)
      await executor.transaction([
        orders.update('o1').add('total', 1),
        orders.check('o2').if('title').eq('Pen'),
        orders.delete('o3').if('total').eq(2.5),
      ])
      expect((await orders.get('o1'))?.total).equal(3.5)
      expect(await orders.get('o3')).equal(undefined)
      const failed = await rejection(
        executor.transaction([orders.update('o1').add('total', 1), orders.check('o2').if('title').eq('Ink')]),
        TransactionCancelledError,
      )
      expect(failed.outcome).equal('nothing written')
      expect((await orders.get('o1'))?.total).equal(3.5)
      await put(storedOrder(version))
      await executor.transaction(async () => {
        await orders.update('o1').set('note', 'x')
      })
      expect(await orders.get('o1')).deep.equal({ ...current, note: 'x' })
    })
  }

  it('are replaced by saves and deleted without a look at their version', async () => {
    await put(storedOrder(1, 'o1', { other: { BOOL: true } }))
    expect(await orders.save(current).returning('old')).deep.equal(current)
    expect(await stored()).deep.equal(storedOrder(3))
    await put(storedOrder(1))
    expect(await orders.delete('o1').returning('old')).deep.equal(current)
    await executor.batch([orders.save(current)])
    expect(await stored()).deep.equal(storedOrder(3))
  })

  it('of a version from the future are refused by name, and nothing is written', async () => {
    const future = storedOrder(3, 'o1', { _v: { N: '4' } })
    await put(future)
    for (const work of [
      () => orders.get('o1'),
      () => orders.scan(),
      () => orders.update('o1').set('note', 'x'),
      () => orders.update('o1').set('note', 'x').upsert({ title: 'T', total: 0 }),
      () => orders.update('o1').set('note', 'x').if('total').gt(100).orSkip(),
      () => orders.save(current).if('total').gt(0),
      () => orders.delete('o1').if('total').gt(0),
      () => executor.transaction([orders.update('o1').set('note', 'x')]),
    ]) {
      const error = await rejection(work(), SchemaVersionError)
      expect(error).include({ version: 4, current: 3, outcome: 'nothing written' })
      expect(await stored()).deep.equal(future)
    }
    expect(await orders.get('o1').onInvalid('skip')).equal(undefined)
    expect(await orders.scan().onInvalid((_, error) => error.code)).deep.equal(['SCHEMA_VERSION'])
  })

  it('that cannot be upgraded are refused by name, and nothing is written', async () => {
    const Broken = new Entity({
      name: 'Order',
      table,
      attributes: { id: string(), title: string(), note: optional(string()) },
      key: { partition: 'id' },
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [
          upgrade(1, { name: string() }, ({ name }): { title: string } => {
            throw new Error(`no ${name}`)
          }),
        ],
      },
    })
    const broken = new Repository(Broken, executor)
    await put(storedOrder(1))
    for (const work of [
      () => broken.get('o1'),
      () => broken.update('o1').set('note', 'x'),
      () => executor.transaction([broken.update('o1').set('note', 'x')]),
    ]) {
      const error = await rejection(work(), SchemaVersionError)
      expect(error.message).contain('upgrade(1) threw an error').not.contain('Pen')
      expect(await stored()).deep.equal(storedOrder(1))
    }
  })

  it('keep the version of optimistic locking', async () => {
    const Task = new Entity({
      name: 'Task',
      table,
      attributes: {
        id: string(),
        title: string(),
        total: number(),
        version: attribute(integer(), { default: 0 }),
      },
      key: { partition: 'id' },
      version: 'version',
      schemaVersion: { attribute: '_v', current: 3, upgrades: orderUpgrades },
    })
    const tasks = new Repository(Task, executor)
    await put(storedOrder(1, 'o1', { version: { N: '4' } }))
    const read = await tasks.getOrThrow('o1')
    expect(read).deep.equal({ ...current, version: 4 })
    expect(await tasks.update(read).set('total', 1)).deep.equal({ ...current, total: 1, version: 5 })
    await rejection(tasks.save(read), VersionConflictError)
    await put(storedOrder(2, 'o1', { version: { N: '4' } }))
    expect(await tasks.save({ ...read, title: 'Ink' })).include({ title: 'Ink', version: 5 })
    await put(storedOrder(2, 'o1', { version: { N: '6' } }))
    await rejection(tasks.update(read).set('total', 1), VersionConflictError)
    await put(storedOrder(1))
    expect(await tasks.update('o1').set('total', 1)).include({ version: 1 })
  })

  it('keep their bounds: an update that does not fit the upgraded item is refused', async () => {
    const Stock = new Entity({
      name: 'Stock',
      table,
      attributes: { id: string(), count: min(integer(), 0) },
      key: { partition: 'id' },
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [upgrade(1, { dozens: integer() }, ({ dozens }) => ({ count: dozens * 12 }))],
      },
    })
    const stocks = new Repository(Stock, executor)
    await put({ id: { S: 'o1' }, dozens: { N: '1' } })
    await rejection(stocks.update('o1').subtract('count', 13), UpdateMisfitError)
    expect((await stocks.update('o1').subtract('count', 12)).count).equal(0)
  })

  it('take and give up unique values as they are upgraded', async () => {
    const Member = new Entity({
      name: 'Member',
      table,
      attributes: { id: string(), email: string(), note: optional(string()) },
      key: { partition: 'id' },
      unique: ['email'],
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [upgrade(1, { mail: string() }, ({ mail }) => ({ email: mail.toLowerCase() }))],
      },
    })
    const members = new Repository(Member, executor)
    await put({ id: { S: 'm1' }, mail: { S: 'A@x' } })
    await put({ id: { S: 'm2' }, mail: { S: 'a@x' } })
    expect(await members.update('m1').set('note', 'x')).deep.equal({ id: 'm1', email: 'a@x', note: 'x' })
    const error = await rejection(members.update('m2').set('note', 'x'), UniqueValueError)
    expect(error.attributes).deep.equal(['email'])
    expect(await stored('m2')).deep.equal({ id: { S: 'm2' }, mail: { S: 'a@x' } })
    await rejection(members.create({ id: 'm3', email: 'a@x' }), UniqueValueError)
    expect(await members.delete('m1').if('email').eq('a@x')).equal(undefined)
    expect(await members.update('m2').set('note', 'y')).include({ email: 'a@x', note: 'y' })
  })

  it('move as current ones', async () => {
    const Slip = new Entity({
      name: 'Slip',
      table: engine.name('slips'),
      attributes: { box: string(), no: integer(), title: string() },
      key: { partition: 'box', sort: 'no' },
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [upgrade(1, { name: string() }, ({ name }) => ({ title: name }))],
      },
    })
    const slips = new Repository(Slip, executor)
    await slips.createTable()
    await put({ box: { S: 'a' }, no: { N: '1' }, name: { S: 'x' } }, Slip.table.name)
    expect(await slips.move({ box: 'a', no: 1 }, { box: 'b', no: 2 }).if('title').eq('x')).deep.equal({
      box: 'b',
      no: 2,
      title: 'x',
    })
    expect(await slips.scan()).deep.equal([{ box: 'b', no: 2, title: 'x' }])
  })

  it('are read from indexes that hold only part of them', async () => {
    const name = engine.name('parts')
    const Part = new Entity({
      name: 'Part',
      table: name,
      attributes: { id: string(), state: string(), title: string(), total: number() },
      key: { partition: 'id' },
      indexes: {
        byState: { partition: 'state', projection: ['title'] },
        keys: { partition: 'title', projection: 'keys' },
      },
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [
          upgrade(1, { title: string(), cents: integer() }, ({ title, cents }) => ({
            state: 'open',
            title: title.toUpperCase(),
            total: cents / 100,
          })),
        ],
      },
    })
    const parts = new Repository(Part, executor)
    await parts.createTable()
    await put({ id: { S: 'p1' }, state: { S: 'old' }, title: { S: 'x' }, cents: { N: '100' } }, name)
    await parts.save({ id: 'p2', state: 'old', title: 'Y', total: 2 })
    const read = await parts.query().index('byState').where('state').eq('old')
    expect(read.map(shown).sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1))).deep.equal([
      { id: 'p1', state: 'open', title: 'X' },
      { id: 'p2', state: 'old', title: 'Y' },
    ])
    expect(
      await parts.query().index('byState').where('state').eq('old').where('title').eq('x').select('title'),
    ).deep.equal([{ title: 'X' }])
    expect(await parts.query().where('title').eq('x').full()).deep.equal([
      { id: 'p1', state: 'open', title: 'X', total: 1 },
    ])
    const keys = await parts.query().where('title').eq('x').index('keys')
    expect(keys.map(shown)).deep.equal([{ id: 'p1', title: 'X' }])
  })

  it('belong to unions and collections, each member with its own version', async () => {
    const one = new Table({ name: engine.name('one'), key: { partition: 'pk', sort: 'sk' }, kind: '_type' })
    const Customer = new Entity({
      name: 'Customer',
      table: one,
      attributes: { customerId: string(), title: string() },
      key: { partition: 'C#{customerId}', sort: 'C' },
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [upgrade(1, { name: string() }, ({ name }) => ({ title: name }))],
      },
    })
    const Bill = new Entity({
      name: 'Bill',
      table: one,
      attributes: { customerId: string(), no: string(), total: number() },
      key: { partition: 'C#{customerId}', sort: 'B#{no}' },
      schemaVersion: {
        attribute: '_v',
        current: 3,
        upgrades: [
          upgrade(1, { cents: integer() }, ({ cents }) => ({ sum: cents / 100 })),
          upgrade(2, { sum: number() }, ({ sum }) => ({ total: sum })),
        ],
      },
    })
    const customers = new Repository(Customer, executor)
    await customers.createTable()
    const key = { pk: { S: 'C#c1' } }
    const old = {
      ...key,
      sk: { S: 'C' },
      _type: { S: 'Customer' },
      customerId: { S: 'c1' },
      name: { S: 'x' },
    }
    const bill = {
      ...key,
      sk: { S: 'B#1' },
      _type: { S: 'Bill' },
      customerId: { S: 'c1' },
      no: { S: '1' },
      sum: { N: '5' },
      _v: { N: '2' },
    }
    await put(old, one.name)
    await put(bill, one.name)
    const shop = new Collection({ customers: Customer, bills: Bill }, executor)
    expect(await shop.query().where('customerId').eq('c1')).deep.equal({
      customers: [{ customerId: 'c1', title: 'x' }],
      bills: [{ customerId: 'c1', no: '1', total: 5 }],
    })
    expect(await customers.scoped({ customerId: 'c1' }).query()).deep.equal([
      { customerId: 'c1', title: 'x' },
    ])
    const any = new Repository(Entity.oneOf([Customer, Bill]), executor)
    expect(await any.query().where('customerId').eq('c1')).deep.equal([
      { customerId: 'c1', no: '1', total: 5 },
      { customerId: 'c1', title: 'x' },
    ])
    const bills = new Repository(Bill, executor)
    expect(await bills.update({ customerId: 'c1', no: '1' }).add('total', 1)).include({ total: 6 })
  })

  it('of a union without a kind are updated by what tells the members apart', async () => {
    const name = engine.name('animals')
    const common = { table: name, key: { partition: 'id' } } as const
    const Cat = new Entity({
      ...common,
      name: 'Cat',
      attributes: { id: string(), kind: literal('cat'), title: string() },
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [
          upgrade(1, { kind: literal('cat'), name: string() }, (old) => ({
            kind: old.kind,
            title: old.name,
          })),
        ],
      },
    })
    const Dog = new Entity({
      ...common,
      name: 'Dog',
      attributes: { id: string(), kind: literal('dog'), title: string() },
    })
    const animals = new Repository(Entity.oneOf([Cat, Dog]), executor)
    await animals.createTable()
    await put({ id: { S: 'a1' }, kind: { S: 'cat' }, name: { S: 'Tom' } }, name)
    await put({ id: { S: 'a2' }, kind: { S: 'dog' }, title: { S: 'Rex' } }, name)
    expect(await animals.get('a1')).deep.equal({ id: 'a1', kind: 'cat', title: 'Tom' })
    expect(await animals.update('a1').set('title', 'Tim')).deep.equal({ id: 'a1', kind: 'cat', title: 'Tim' })
    expect(await stored('a1', name)).deep.equal({
      id: { S: 'a1' },
      kind: { S: 'cat' },
      title: { S: 'Tim' },
      _v: { N: '2' },
    })
    expect(await animals.update('a2').set('title', 'Max')).deep.equal({ id: 'a2', kind: 'dog', title: 'Max' })
    expect(await animals.save({ id: 'a3', kind: 'cat', title: 'x' }).returning('old')).equal(undefined)
  })

  it('cause a warning of explain() where conditions look at what older items hold in another form', () => {
    const warningsOf = (query: { explain(): { readonly warnings: readonly string[] } }) =>
      query.explain().warnings.filter((warning) => warning.includes('older versions'))
    expect(warningsOf(orders.scan().where('total').gt(1))).deep.equal([
      "items of older versions hold 'total' in another form or not at all, and conditions compare what is stored: run backfill() first",
    ])
    expect(warningsOf(orders.query().where('title').eq('Pen'))).length(1)
    expect(warningsOf(orders.query().where('id').eq('o1').where('note').eq('x'))).deep.equal([])
  })

  describe('with writeBack', () => {
    const reads: Readonly<Record<string, (repository: typeof orders) => PromiseLike<unknown>>> = {
      get: (each) => each.get('o1'),
      'get of a selection': (each) => each.get('o1').select('title'),
      getMany: (each) => each.getMany(['o1']),
      'getMany item by item': async (each) => {
        for await (const _ of each.getMany(['o1']));
      },
      batchGet: (each) => executor.batchGet([each.get('o1')]),
      transactionGet: (each) => executor.transactionGet([each.get('o1')]),
      query: (each) => each.query().where('id').eq('o1'),
      scan: (each) => each.scan(),
      'scan item by item': async (each) => {
        for await (const _ of each.scan());
      },
    }
    for (const [what, read] of Object.entries(reads))
      it(`are written by a ${what} as they were read`, async () => {
        const back = new Repository(versionedOrder(table, 'onRead'), executor)
        await put(storedOrder(1, 'o1', { note: { S: 'n' }, other: { BOOL: true } }))
        await read(back as never)
        expect(await stored()).deep.equal(storedOrder(3, 'o1', { note: { S: 'n' }, other: { BOOL: true } }))
      })

    it('are not written over a newer write, and a deleted item stays deleted', async () => {
      const meanwhile: (() => Promise<unknown>)[] = [
        () => put(storedOrder(1, 'o1', { note: { S: 'newer' } })),
        () => put(storedOrder(2)),
        () => engine.client.send(new DeleteItemCommand({ TableName: table, Key: { id: { S: 'o1' } } })),
      ]
      for (const work of meanwhile) {
        await put(storedOrder(1))
        let after: unknown
        const between = new CommandExecutor({ client: engine.client })
        const { run } = between
        // The write of another program comes in between the read and the write of what was upgraded.
        Object.defineProperty(between, 'run', {
          value: async function (this: CommandExecutor, ...given: Parameters<typeof run>) {
            if (given[0].operation === 'upgrade') {
              await work()
              after = await stored()
            }
            return run.apply(this, given as never)
          },
        })
        const back = new Repository(versionedOrder(table, 'onRead'), between)
        expect(await back.get('o1')).deep.equal(current)
        expect(await stored()).deep.equal(after)
      }
    })
  })
})
