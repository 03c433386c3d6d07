// Unique values together with unions, collections, templates, times to live and soft deletes: no read shows a guard.
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  Collection,
  CommandExecutor,
  Entity,
  one,
  Repository,
  Table,
  TransactionCancelledError,
  UniqueValueError,
  UnsupportedOperationError,
} from 'dyntastic'
import { date, literal, optional, string } from 'superstruct'
import { rawScan, withEngine } from '../support/engine.js'
import { memberEntity } from '../support/members.js'
import { rejection } from '../support/rejection.js'

/** People, robots and a log, distinguished by `kind`; the former have a unique name, and people an email as well. */
function crewEntities(name: string) {
  const table = new Table({ name })
  const key = { partition: 'ship', sort: 'id' } as const
  const shared = { ship: string(), id: string(), name: string() }
  const Person = new Entity({
    name: 'Person',
    table,
    attributes: { ...shared, kind: literal('person'), email: optional(string()) },
    key,
    unique: ['name', 'email'],
  })
  const Robot = new Entity({
    name: 'Robot',
    table,
    attributes: { ...shared, kind: literal('robot'), model: optional(string()) },
    key,
    unique: ['name'],
  })
  const Log = new Entity({
    name: 'Log',
    table,
    attributes: { ship: string(), id: string(), kind: literal('log'), text: string() },
    key,
  })
  return { Person, Robot, Log, Crew: Entity.oneOf([Person, Robot, Log]) }
}

/** The same kinds under keys that are made of attributes. */
function madeEntities(name: string) {
  const table = new Table({ name, key: { partition: 'pk', sort: 'sk' }, kind: '_kind' })
  const Ship = new Entity({
    name: 'Ship',
    table,
    attributes: { ship: string(), call: string() },
    key: { partition: 'S#{ship}', sort: 'SHIP' },
    unique: ['call'],
  })
  const Person = new Entity({
    name: 'Person',
    table,
    attributes: { ship: string(), id: string(), name: string(), deletedAt: optional(date()) },
    key: { partition: 'S#{ship}', sort: 'P#{id}' },
    unique: [['ship', 'name']],
    softDelete: { attribute: 'deletedAt' },
  })
  return { Ship, Person }
}

describe('unique values and all else', () => {
  const engine = withEngine()
  let executor: CommandExecutor
  before(() => {
    executor = new CommandExecutor({ client: engine.client })
  })

  const isGuard = (item: object) => '_of' in item
  const guards = async (table: string) => (await rawScan(engine.client, table)).filter(isGuard)

  async function crew() {
    const name = engine.name('crew')
    const { Person, Robot, Log, Crew } = crewEntities(name)
    const [people, robots, logs] = [
      new Repository(Person, executor),
      new Repository(Robot, executor),
      new Repository(Log, executor),
    ]
    const all = new Repository(Crew, executor)
    await people.createTable()
    const collection = new Collection({ people: Person, robots: Robot, log: one(Log) }, executor)
    return { name, people, robots, logs, all, collection }
  }

  it('in a union: each member has values of its own, by whichever repository they are written', async () => {
    const { name, people, robots, all } = await crew()
    await all.create({ ship: 's', id: 'p1', kind: 'person', name: 'Eve', email: 'e@x' })
    await all.create({ ship: 's', id: 'r1', kind: 'robot', name: 'Eve' })
    const inUnion = await rejection(
      all.create({ ship: 's', id: 'r2', kind: 'robot', name: 'Eve' }),
      UniqueValueError,
    )
    expect([inUnion.attributes, inUnion.owner]).deep.equal([['name'], { ship: 's', id: 'r1' }])
    await rejection(people.save({ ship: 's', id: 'p2', kind: 'person', name: 'Eve' }), UniqueValueError)
    await rejection(
      robots.update({ ship: 's', id: 'r2' }).set('name', 'Eve').upsert({ kind: 'robot' }),
      UniqueValueError,
    )
    await all.update({ ship: 's', id: 'r1' }).if('kind').eq('robot').set('name', 'Bob')
    await robots.create({ ship: 's', id: 'r2', kind: 'robot', name: 'Eve' })
    await all.move({ ship: 's', id: 'r2' }, { id: 'r3' })
    await rejection(robots.create({ ship: 's', id: 'r4', kind: 'robot', name: 'Eve' }), UniqueValueError)
    await executor.transaction([
      all.delete({ ship: 's', id: 'r3' }),
      robots.create({ ship: 's', id: 'r4', kind: 'robot', name: 'Eve' }),
    ])
    await rejection(executor.batch([all.delete({ ship: 's', id: 'r4' }) as never]), UnsupportedOperationError)
    expect(await guards(name)).have.length(4)
    for (const each of [all, people, robots]) expect(await each.checkUnique()).include({ found: 0 })
  })

  it('in a union: an item that becomes one of another member gives up the values of the first', async () => {
    const { people, robots, all } = await crew()
    await all.save({ ship: 's', id: 'x', kind: 'person', name: 'Eve', email: 'e@x' })
    await all.save({ ship: 's', id: 'x', kind: 'robot', name: 'Eve' })
    expect(await all.checkUnique()).include({ found: 0, items: 1, guards: 1 })
    await people.create({ ship: 's', id: 'p', kind: 'person', name: 'Eve', email: 'e@x' })
    await rejection(robots.create({ ship: 's', id: 'r', kind: 'robot', name: 'Eve' }), UniqueValueError)
    expect(await all.checkUnique()).include({ found: 0, guards: 3 })
  })

  it('in collections and unions, no read shows a guard', async () => {
    const { people, robots, logs, all, collection } = await crew()
    await people.create({ ship: 's', id: 'p', kind: 'person', name: 'Eve', email: 'e@x' })
    await robots.create({ ship: 's', id: 'r', kind: 'robot', name: 'Eve' })
    await logs.save({ ship: 's', id: 'l', kind: 'log', text: 'x' })
    const found = await collection.scan()
    expect([found.people.length, found.robots.length, found.log?.text]).deep.equal([1, 1, 'x'])
    expect(await collection.scan().count()).equal(3)
    expect(await collection.query().where('ship').eq('s').count()).equal(3)
    expect(await all.scan()).have.length(3)
    expect(await all.scan().count()).equal(3)
    const ids: string[] = []
    for await (const { items } of all.scan().pageSize(1).segments(2).pages())
      ids.push(...items.map(({ id }) => id))
    expect(ids.sort()).deep.equal(['l', 'p', 'r'])
    const cursors: (string | undefined)[] = []
    for (let cursor: string | undefined, at = 0; at < 5; at++) {
      const page = await all.scan().limit(1).after(cursor).page()
      cursors.push(...page.items.map(({ id }) => id))
      cursor = page.cursor
      if (cursor === undefined) break
    }
    expect(cursors.sort()).deep.equal(['l', 'p', 'r'])
    expect(await people.scan().where('kind').eq('person').count()).equal(1)
  })

  it('under keys that are made of attributes, with soft deletes, in a collection and in transactions', async () => {
    const { Ship, Person } = madeEntities(engine.name('made-crew'))
    const [ships, people] = [new Repository(Ship, executor), new Repository(Person, executor)]
    await ships.createTable()
    await ships.create({ ship: 's', call: 'AA' })
    await people.create({ ship: 's', id: 'p', name: 'Eve' })
    await people.create({ ship: 't', id: 'p', name: 'Eve' })
    const taken = await rejection(people.create({ ship: 's', id: 'q', name: 'Eve' }), UniqueValueError)
    expect(taken.owner).deep.equal({ ship: 's', id: 'p' })
    await people.delete({ ship: 's', id: 'p' })
    await people.create({ ship: 's', id: 'q', name: 'Eve' })
    const cancelled = await rejection(
      executor.transaction([people.restore({ ship: 's', id: 'p' }), ships.update('s').set('call', 'BB')]),
      TransactionCancelledError,
    )
    expect(cancelled.reasons[0]?.error).instanceOf(UniqueValueError)
    await executor.transaction([
      people.delete({ ship: 's', id: 'q' }),
      people.restore({ ship: 's', id: 'p' }),
      ships.update('s').set('call', 'BB'),
    ])
    const both = new Collection({ ship: one(Ship), people: Person }, executor)
    const found = await both.query().where('ship').eq('s')
    expect([found.ship?.call, found.people.map(({ id }) => id)]).deep.equal(['BB', ['p']])
    expect((await both.query().where('ship').eq('s').onlyDeleted()).people.map(({ id }) => id)).deep.equal([
      'q',
    ])
    for (const each of [ships, people]) expect(await each.checkUnique()).include({ found: 0 })
  })

  it('an item that has expired leaves its guard, or a guard its item: checkUnique() reports and mends both', async () => {
    const Member = memberEntity(engine.name('expired'))
    const members = new Repository(Member, executor)
    const table = Member.table.name
    await members.createTable()
    await members.create({ memberId: 'm1', email: 'a', leavesAt: new Date('2020-01-01') })
    await members.create({ memberId: 'm2', email: 'b', leavesAt: new Date('2020-01-01') })
    expect((await guards(table)).map((guard) => guard['leavesAt'])).deep.equal([
      { N: '1577836800' },
      { N: '1577836800' },
    ])
    // DynamoDB deletes an item and its guard by the same time to live, in any order, and days apart.
    const remove = (memberId: string) =>
      engine.client.send(new DeleteItemCommand({ TableName: table, Key: { memberId: { S: memberId } } }))
    await remove('m1')
    await remove(
      String((await guards(table)).find(({ _of: of }) => of?.M?.['memberId']?.S === 'm2')?.['memberId']?.S),
    )
    const taken = await rejection(members.create({ memberId: 'm3', email: 'a' }), UniqueValueError)
    expect(taken.owner).deep.equal({ memberId: 'm1' })
    expect(await members.get('m1')).equal(undefined)
    const report = await members.checkUnique()
    expect(report.faults.map(({ fault, key, attributes }) => [fault, key, attributes]).sort()).deep.equal([
      ['missing', { memberId: 'm2' }, ['email']],
      ['stray', { memberId: 'm1' }, ['email']],
    ])
    expect(await members.checkUnique({ repair: true })).include({ found: 2, repaired: 2 })
    await members.create({ memberId: 'm3', email: 'a' })
    await rejection(members.create({ memberId: 'm4', email: 'b' }), UniqueValueError)
    expect(await members.checkUnique()).include({ found: 0 })
  })

  it('a new time to live of an item is that of its guards', async () => {
    const Member = memberEntity(engine.name('longer'))
    const members = new Repository(Member, executor)
    await members.create({ memberId: 'm1', email: 'a' })
    await members.update('m1').set('leavesAt', new Date('2030-01-01'))
    await members.save({ memberId: 'm2', email: 'b', leavesAt: new Date('2031-01-01') })
    await members.update('m2').remove('leavesAt')
    expect((await guards(Member.table.name)).map((guard) => guard['leavesAt']?.N).sort()).deep.equal([
      '1893456000',
      undefined,
    ])
    expect(await members.checkUnique()).include({ found: 0 })
  })
})
