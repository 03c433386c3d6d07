// Whichever read finds an item, of whatever version, it is the current one; and whichever operation meets an item that
// cannot be upgraded, it is refused by name, and nothing is written.
import { expect } from 'chai'
import {
  backfill,
  Collection,
  CommandExecutor,
  Entity,
  Repository,
  SchemaVersionError,
  type StoredItem,
  Table,
  upgrade,
} from 'dyntastic'
import { streamHandler } from 'dyntastic/streams'
import fc from 'fast-check'
import { integer, number, optional, string } from 'superstruct'
import { holds, runCount } from '../properties/property-runs.js'
import { type RawItem, rawPut, rawScan, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { type Change, eventOf } from '../support/stream-samples.js'

function shopOf(name: string) {
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    kind: '_type',
    indexes: {
      whole: { partition: 'g1', sort: 's1' },
      keys: { partition: 'g2', projection: 'keys' },
      some: { partition: 'g3', projection: ['title', 'total', 'shopId', 'no', 'state', 'note'] },
    },
  })
  const Order = new Entity({
    name: 'Order',
    table,
    attributes: {
      shopId: string(),
      no: integer(),
      state: string(),
      title: string(),
      total: number(),
      note: optional(string()),
    },
    key: { partition: 'S#{shopId}', sort: 'O#{no:4}' },
    indexes: {
      whole: { index: 'whole', partition: 'S#{shopId}#{state}', sort: 'O#{no:4}' },
      keys: { index: 'keys', partition: 'K#{shopId}' },
      some: { index: 'some', partition: 'P#{shopId}' },
    },
    schemaVersion: {
      attribute: '_v',
      current: 3,
      upgrades: [
        upgrade(1, { name: string(), cents: integer(), state: string() }, ({ cents, ...rest }) => ({
          ...rest,
          total: cents / 100,
        })),
        upgrade(2, { name: string(), total: number(), state: string() }, ({ name, ...rest }) => ({
          ...rest,
          title: name.toUpperCase(),
        })),
      ],
    },
  })
  const Shop = new Entity({
    name: 'Shop',
    table,
    attributes: { shopId: string(), city: string() },
    key: { partition: 'S#{shopId}', sort: 'A' },
    schemaVersion: {
      attribute: '_v',
      current: 2,
      upgrades: [upgrade(1, { town: string() }, ({ town }) => ({ city: town }))],
    },
  })
  return { table, Order, Shop }
}
type Shapes = ReturnType<typeof shopOf>

/** The current form of an order, and how its version stores it. */
function orderOf(no: number, version: number) {
  const item = { shopId: 's', no, state: 'open', title: `T${no}`, total: no / 4 }
  const at = `O#${String(no).padStart(4, '0')}`
  const old = { name: { S: `t${no}` } }
  const own: Record<number, RawItem> = {
    1: { ...old, cents: { N: String(no * 25) } },
    2: { ...old, total: { N: String(no / 4) }, _v: { N: '2' } },
    3: { title: { S: item.title }, total: { N: String(item.total) }, _v: { N: '3' } },
  }
  const stored: RawItem = {
    pk: { S: 'S#s' },
    sk: { S: at },
    _type: { S: 'Order' },
    g1: { S: 'S#s#open' },
    s1: { S: at },
    g2: { S: 'K#s' },
    g3: { S: 'P#s' },
    shopId: { S: 's' },
    no: { N: String(no) },
    state: { S: 'open' },
    ...own[version],
  }
  return { item, stored }
}

interface Opened extends Shapes {
  readonly executor: CommandExecutor
  readonly orders: Repository<Shapes['Order']>
  readonly stored: readonly RawItem[]
}

const plain = (items: readonly (object | undefined)[]): unknown[] =>
  items.map((item) => (item === undefined ? undefined : Object.fromEntries(Object.entries(item))))
const byNo = (items: readonly object[]): readonly object[] =>
  [...items].sort((a, b) => Number(Reflect.get(a, 'no')) - Number(Reflect.get(b, 'no')))
const keyOf = ({ no }: { readonly no: number }) => ({ shopId: 's', no })

const collected = ({ Order, Shop, executor }: Opened) =>
  new Collection({ orders: Order, shops: Shop }, executor).query().where('shopId').eq('s')

/** Each reads all orders, in any order. */
const reads: Record<
  string,
  (shop: Opened, nos: readonly number[]) => PromiseLike<readonly (object | undefined)[]>
> = {
  get: ({ orders }, nos) => Promise.all(nos.map((no) => orders.get(keyOf({ no })))),
  getOrThrow: ({ orders }, nos) =>
    Promise.all(nos.map((no) => orders.getOrThrow(keyOf({ no })).consistent())),
  'getMany of a list': ({ orders }, nos) => orders.getMany(nos.map((no) => keyOf({ no }))),
  'getMany of an iterable': async ({ orders }, nos) => {
    const found: object[] = []
    for await (const item of orders.getMany(nos.map((no) => keyOf({ no })).values())) found.push(Object(item))
    return found
  },
  batchGet: ({ executor, orders }, nos) => executor.batchGet(nos.map((no) => orders.get(keyOf({ no })))),
  transactionGet: ({ executor, orders }, nos) =>
    executor.transactionGet(nos.map((no) => orders.get(keyOf({ no })))),
  query: ({ orders }) => orders.query().where('shopId').eq('s'),
  'a query backwards': ({ orders }) => orders.query().where('shopId').eq('s').descending(),
  'a query of an index': ({ orders }) =>
    orders.query().index('whole').where('shopId').eq('s').where('state').eq('open'),
  'a query of an index of keys, in full': ({ orders }) =>
    orders.query().index('keys').where('shopId').eq('s').full(),
  'a query of an index of some attributes': ({ orders }) =>
    orders.query().index('some').where('shopId').eq('s'),
  'a query within bounds': ({ orders }) => orders.scoped({ shopId: 's' }).query() as never,
  'pages by cursors': async ({ orders }) => {
    const found: object[] = []
    let cursor: string | undefined
    do {
      const query = orders.query().where('shopId').eq('s').limit(2)
      const page = await (cursor === undefined ? query : query.after(cursor)).page()
      found.push(...page.items)
      cursor = page.cursor
    } while (cursor !== undefined)
    return found
  },
  'an iteration': async ({ orders }) => {
    const found: object[] = []
    for await (const item of orders.query().where('shopId').eq('s').pageSize(2)) found.push(item)
    return found
  },
  scan: ({ orders }) => orders.scan(),
  'a scan in segments': ({ orders }) => orders.scan().segments(3),
  'a union': async ({ Order, Shop, executor }) => {
    const any = new Repository(Entity.oneOf([Order, Shop]), executor)
    return (await any.query().where('shopId').eq('s')).filter((item) => Object.hasOwn(item, 'no'))
  },
  'a union by its keys': ({ Order, Shop, executor }, nos) =>
    new Repository(Entity.oneOf([Order, Shop]), executor).getMany(nos.map((no) => keyOf({ no }))) as never,
  'a collection': async (shop) => (await collected(shop)).orders,
  decode: async ({ Order, stored }) => stored.map((item) => Order.decode(item)),
  'a stream': async ({ Order, Shop, stored }) => {
    const found: object[] = []
    const note = ({ item, old }: { item?: object; old?: object }) => void found.push(Object(item ?? old))
    const handler = streamHandler([Order, Shop], { Order: note as never, Shop: 'ignore' })
    const changes = (stored as readonly StoredItem[]).map(
      (item, at): Change => ({ ...(at % 2 === 0 ? { item } : { old: item }), table: Order.table.name }),
    )
    expect(await handler(eventOf(changes))).deep.equal({ batchItemFailures: [] })
    return found
  },
}

describe('items of any version', () => {
  const engine = withEngine()

  async function opened(versions: readonly number[]): Promise<Opened> {
    const shapes = shopOf(engine.name('shop'))
    const executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
    const orders = new Repository(shapes.Order, executor)
    await orders.createTable()
    const stored = versions.map((version, at) => orderOf(at + 1, version).stored)
    for (const item of stored) await rawPut(engine.client, shapes.table.name, item)
    const shop = {
      pk: { S: 'S#s' },
      sk: { S: 'A' },
      _type: { S: 'Shop' },
      shopId: { S: 's' },
      town: { S: 'Bern' },
    }
    await rawPut(engine.client, shapes.table.name, shop)
    return { ...shapes, executor, orders, stored }
  }

  it('are current in whichever read finds them, and reads write nothing', async function () {
    this.timeout(120_000)
    const versions = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 7 })
    await holds(
      fc.asyncProperty(versions, async (given) => {
        const shop = await opened(given)
        const before = await rawScan(engine.client, shop.table.name)
        const expected = given.map((version, at) => orderOf(at + 1, version).item)
        const nos = expected.map(({ no }) => no)
        for (const [what, read] of Object.entries(reads))
          expect(plain(byNo((await read(shop, nos)) as object[])), what).deep.equal(expected)
        const { orders } = shop
        expect((await collected(shop)).shops).deep.equal([{ shopId: 's', city: 'Bern' }])
        expect(await orders.query().where('shopId').eq('s').count()).equal(given.length)
        const selected = await orders.query().index('some').where('shopId').eq('s').select('title', 'no')
        expect(plain(byNo(selected))).deep.equal(expected.map(({ title, no }) => ({ title, no })))
        expect(await rawScan(engine.client, shop.table.name)).deep.equal(before)
      }),
      runCount(6, 12),
    )
  })

  describe('that cannot be upgraded', () => {
    const id = { S: 'n1' }
    const first: RawItem = { id, name: { S: 'secret' } }
    const broken: Record<
      string,
      readonly [apply: (old: { name: string }) => unknown, stored: RawItem, words: RegExp]
    > = {
      'an upgrade that throws': [
        ({ name }) => {
          throw new Error(`no ${name}`)
        },
        first,
        /upgrade\(1\) threw an error/,
      ],
      'an upgrade that returns what does not fit': [
        () => ({ title: 5 }),
        first,
        /what upgrade\(1\) returns does not fit version 2/,
      ],
      'an upgrade that returns too little': [
        () => ({}),
        first,
        /of version 1, upgraded to version 2, does not fit/,
      ],
      'an upgrade that returns no object': [() => 'secret', first, /did not return an object/],
      'an upgrade that changes the key': [
        ({ name }) => ({ id: 'n2', title: name }),
        first,
        /cannot change the key/,
      ],
      'an asynchronous upgrade': [async ({ name }) => ({ title: name }), first, /returned a promise/],
      'an item that does not fit its version': [
        ({ name }) => ({ title: name }),
        { id, name: { N: '1' } },
        /does not fit the attributes of version 1/,
      ],
      'a version from the future': [
        ({ name }) => ({ title: name }),
        { ...first, _v: { N: '3' } },
        /knows versions up to 2/,
      ],
      'a version that is not a number': [
        ({ name }) => ({ title: name }),
        { ...first, _v: { S: 'two' } },
        /is not a version/,
      ],
    }

    function notesOf(name: string, apply: (old: { name: string }) => unknown, unique: readonly 'title'[]) {
      return new Entity({
        name: 'Note',
        table: name,
        attributes: { id: string(), title: string(), text: optional(string()) },
        key: { partition: 'id' },
        unique,
        schemaVersion: {
          attribute: '_v',
          current: 2,
          upgrades: [upgrade(1, { name: string() }, apply as (old: { name: string }) => { title: string })],
        },
      })
    }
    type Notes = Repository<ReturnType<typeof notesOf>>

    const operations: Record<string, (notes: Notes, executor: CommandExecutor) => PromiseLike<unknown>> = {
      get: (notes) => notes.get('n1'),
      'get of a selection': (notes) => notes.get('n1').select('text'),
      getMany: (notes) => notes.getMany(['n1']),
      batchGet: (notes, executor) => executor.batchGet([notes.get('n1')]),
      transactionGet: (notes, executor) => executor.transactionGet([notes.get('n1')]),
      query: (notes) => notes.query().where('id').eq('n1'),
      scan: (notes) => notes.scan(),
      update: (notes) => notes.update('n1').set('text', 'x'),
      'idempotent update': (notes) => notes.update('n1').set('text', 'x').idempotent(),
      upsert: (notes) => notes.update('n1').set('text', 'x').upsert({ title: 't' }),
      patch: (notes) => notes.update('n1').patch({ text: 'x' }),
      'update or skip': (notes) => notes.update('n1').set('text', 'x').if('title').eq('t').orSkip(),
      'conditional save': (notes) => notes.save({ id: 'n1', title: 't' }).if('title').eq('u'),
      'conditional delete': (notes) => notes.delete('n1').if('title').eq('u'),
      check: (notes, executor) => executor.transaction([notes.check('n1').if('title').eq('u')]),
      transaction: (notes, executor) =>
        executor.transaction([notes.save({ id: 'n2', title: 'other' }), notes.update('n1').set('text', 'x')]),
    }

    for (const unique of [[], ['title']] as const)
      for (const [what, [apply, stored, words]] of Object.entries(broken).slice(0, unique.length > 0 ? 2 : 9))
        it(`are refused by name, and nothing is written${unique.length > 0 ? ', with unique values' : ''}: ${what}`, async () => {
          const name = engine.name('notes')
          const Note = notesOf(name, apply, unique)
          const executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
          const notes = new Repository(Note, executor)
          await notes.createTable()
          await rawPut(engine.client, name, stored)
          for (const [operation, run] of Object.entries(operations)) {
            // A selection reads what is selected, and nothing else has to fit.
            if (operation === 'get of a selection' && what.endsWith('too little')) continue
            const error = await rejection(run(notes, executor), SchemaVersionError)
            expect(error.message, operation)
              .match(words)
              .not.match(/secret/)
            expect(error.outcome, operation).equal('nothing written')
            expect(await rawScan(engine.client, name), operation).deep.equal([stored])
          }
          const report = await backfill(notes)
          expect(report).deep.include({ items: 1, upgraded: 0, failed: 1 })
          expect(report.failures[0]?.error).instanceOf(SchemaVersionError)
          const codes: string[] = []
          const noted = await notes.scan().onInvalid((_, error) => void codes.push(error.code))
          expect([noted, codes]).deep.equal([[], ['SCHEMA_VERSION']])
          expect(await notes.get('n1').onInvalid('skip')).equal(undefined)
          const failures: unknown[] = []
          const handler = streamHandler(
            [Note],
            { Note: () => {} },
            { onFailure: (error) => void failures.push(error) },
          )
          const { batchItemFailures } = await handler(
            eventOf([{ item: stored as StoredItem, key: ['id'], table: name }]),
          )
          expect(batchItemFailures).length(1)
          expect(failures[0]).instanceOf(SchemaVersionError)
          expect(await rawScan(engine.client, name)).deep.equal([stored])
        })
  })
})
