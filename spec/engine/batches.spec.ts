// Lists of writes on a real engine: several tables in one request, tables made by a first write, what types and names
// refuse.
import { expect } from 'chai'
import {
  CommandExecutor,
  Entity,
  Repository,
  TableNotFoundError,
  UnprocessedError,
  UnsupportedOperationError,
  ValidationError,
} from 'dyntastic'
import { integer, string } from 'superstruct'
import { rawScan, withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { opened, witness } from './opened.js'

const engine = withEngine()

/** Two entities with tables of their own, on one executor. */
function openedTwo(options: { autoCreateTables?: boolean } = {}) {
  const { client, sent } = witness(engine.client)
  const executor = new CommandExecutor({ ...options, client })
  const users = new Repository(userEntity(engine.name('users')), executor)
  const Line = new Entity({
    name: 'Line',
    table: engine.name('lines'),
    attributes: { file: string(), number: integer(), text: string() },
    key: { partition: 'file', sort: 'number' },
  })
  const lines = new Repository(Line, executor)
  const all = (repository: { readonly entity: { readonly table: { readonly name: string } } }) =>
    rawScan(engine.client, repository.entity.table.name)
  return { executor, users, lines, sent, all, calls: () => sent.map(({ call }) => call) }
}

const userInputs = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ ...aliceInput, userId: `u${at}`, age: at }))

describe('a batch of writes', () => {
  it('is one request for saves and deletes of several tables, and resolves to what each of them does', async () => {
    const { executor, users, lines, all, sent } = openedTwo()
    await users.save({ ...aliceInput, userId: 'gone' })
    await lines.createTable()
    sent.length = 0
    const [user, gone, line] = await executor.batch([
      users.save(aliceInput),
      users.delete('gone'),
      lines.save({ file: 'f', number: 1, text: 'a' }),
    ])
    // Typed by what each of them resolves to.
    const named: string = user.name
    const nothing: undefined = gone
    expect([named, nothing, line.number]).deep.equal(['Alice', undefined, 1])
    expect(sent.map(({ call }) => call)).deep.equal(['BatchWriteItem'])
    expect(await all(users)).deep.equal([
      { userId: { S: 'u1' }, name: { S: 'Alice' }, email: { S: 'alice@example.com' }, age: { N: '0' } },
    ])
    expect(await all(lines)).length(1)
  })

  it('is cut into requests of 25, none of them empty', async () => {
    const { executor, users, all, sent, calls } = openedTwo()
    await users.createTable()
    sent.length = 0
    const operations = userInputs(60).map((user) => users.save(user))
    const results = await executor.batch(operations, { concurrency: 1 })
    expect(results.map(({ age }) => age)).deep.equal(operations.map((_, at) => at))
    expect(calls()).deep.equal(['BatchWriteItem', 'BatchWriteItem', 'BatchWriteItem'])
    const sizes = sent.map(({ input }) => Object.values(input['RequestItems'] as object)[0].length)
    expect(sizes).deep.equal([25, 25, 10])
    expect(await all(users)).length(60)
    sent.length = 0
    await executor.batch(operations.slice(0, 50).map((_, at) => users.delete(`u${at}`)))
    expect(calls()).length(2)
    expect(await all(users)).length(10)
  })

  it('sends nothing for an empty list', async () => {
    const { executor, sent } = openedTwo()
    expect(await executor.batch([])).deep.equal([])
    expect(sent).deep.equal([])
  })

  it('of several writes of one item the last counts, within a chunk and over chunks', async () => {
    const { executor, users, all } = openedTwo()
    await users.createTable()
    const ages = Array.from({ length: 120 }, (_, at) => at)
    // Each of 30 users four times: in chunks of 25, no two of them in one.
    await executor.batch([
      ...ages.map((age) => users.save({ ...aliceInput, userId: `u${age % 30}`, age })),
      users.delete('u0'),
      users.save({ ...aliceInput, userId: 'u1', age: 500 }),
    ])
    const stored = new Map((await all(users)).map(({ userId, age }) => [userId?.S, age?.N]))
    expect(stored.size).equal(29)
    expect(stored.get('u1')).equal('500')
    for (let at = 2; at < 30; at++) expect(stored.get(`u${at}`)).equal(String(90 + at))
  })

  it('makes the missing tables of its first writes', async () => {
    const { executor, users, lines, all } = openedTwo()
    await executor.batch([users.save(aliceInput), lines.save({ file: 'f', number: 1, text: 'a' })])
    expect(await all(users)).length(1)
    expect(await all(lines)).length(1)
  })

  it('deletes from missing tables are done, and what is next to them is written', async () => {
    const { executor, users, lines, all } = openedTwo()
    await executor.batch([users.delete('u1')])
    expect(await users.tableExists()).equal(false)
    await executor.batch([users.save(aliceInput), lines.delete({ file: 'f', number: 1 })])
    expect(await all(users)).length(1)
    expect(await lines.tableExists()).equal(false)
  })

  it('if tables are not created, the error says why items are unwritten', async () => {
    const { executor, users, lines, all } = openedTwo({ autoCreateTables: false })
    await users.createTable()
    const line = lines.save({ file: 'f', number: 1, text: 'a' })
    const error = await rejection(executor.batch([users.save(aliceInput), line]), UnprocessedError)
    expect(error.cause).instanceOf(TableNotFoundError)
    expect(error.remaining).deep.equal([line])
    expect(error.written).equal(1)
    expect(await all(users)).length(1)
    await lines.createTable()
    await executor.batch(error.remaining as [typeof line])
    expect(await all(lines)).length(1)
  })

  it('takes no conditions: a type error, and an error before anything is sent', async () => {
    const { executor, users, sent } = openedTwo()
    const orders = new Repository(orderEntity(engine.name('orders')), executor)
    const refused = [
      // @ts-expect-error batches do not support conditions
      () => executor.batch([users.save(aliceInput), users.save(aliceInput).if('age').gt(1)]),
      // @ts-expect-error batches do not support conditions
      () => executor.batch([users.save(aliceInput), users.delete('u1').if('age').gt(1)]),
      // @ts-expect-error a create is one
      () => executor.batch([users.save(aliceInput), users.create(aliceInput)]),
      // @ts-expect-error the version is one
      () => executor.batch([users.save(aliceInput), orders.save(orderInput)]),
      // @ts-expect-error a batch updates nothing
      () => executor.batch([users.save(aliceInput), users.update('u1').set('age', 1)]),
      // @ts-expect-error batches return no items
      () => executor.batch([users.save(aliceInput), users.delete('u1').returning('old')]),
      // @ts-expect-error a read is not a write
      () => executor.batch([users.save(aliceInput), users.get('u1')]),
    ]
    for (const run of refused) {
      const error = await rejection(run(), UnsupportedOperationError)
      expect(error.message).contain('[1]: ')
    }
    expect(sent).deep.equal([])
  })

  it('refuses items that do not fit before anything is sent', async () => {
    const { executor, users, sent } = openedTwo()
    const operations = userInputs(100).map((user) => users.save(user))
    operations[99] = users.save({ ...aliceInput, age: 'old' as never })
    const error = await rejection(executor.batch(operations), ValidationError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['[99].age'])
    expect(sent).deep.equal([])
  })

  it('an item of more than 400 KB is refused before anything is sent; 25 of almost that size are written', async function () {
    this.timeout(60_000)
    const { repository: users, sent, rawAll } = opened(engine, userEntity)
    await users.createTable()
    sent.length = 0
    const large = { ...aliceInput, name: 'x'.repeat(409_600) }
    const error = await rejection(users.saveMany([aliceInput, large]), ValidationError)
    expect(error.message).contain('[1]: the item has about ').and.contain('(item size)')
    expect(sent).deep.equal([])
    // Control characters take six bytes each on the wire: as one request, this would be 60 MB.
    const name = '\u0001'.repeat(400_000)
    const { requests } = await users.saveMany(userInputs(25).map((user) => ({ ...user, name })))
    expect(requests).equal(5)
    expect(await rawAll()).length(25)
  })
})
