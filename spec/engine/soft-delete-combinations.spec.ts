// Soft deletes together with searches, streams, unions, versions of a schema, made keys and cursors.
import { expect } from 'chai'
import {
  backfill,
  Collection,
  CommandExecutor,
  Entity,
  InvalidCursorError,
  ItemNotFoundError,
  Repository,
  Table,
  upgrade,
  vector,
} from 'dyntastic'
import { streamHandler } from 'dyntastic/streams'
import { startLocal } from 'dyntastic/testing'
import { date, integer, literal, number, optional, string } from 'superstruct'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { noteEntity } from '../support/notes.js'
import { rejection } from '../support/rejection.js'

const softDelete = { attribute: 'deletedAt' } as const
const deletedAt = optional(date())
const mark = { S: '2026-01-01T00:00:00.000Z' }

describe('soft deletes and all else', () => {
  const engine = withEngine()
  let executor: CommandExecutor
  before(() => {
    executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
  })

  it('a vector search does not find what is deleted, as a whole or in part', async function () {
    // DynamoDB Local has no vector indexes.
    if (engine.kind !== 'embedded') this.skip()
    const document = (projection: 'all' | 'keys') =>
      new Entity({
        name: 'Document',
        table: new Table({ name: engine.name('documents') }),
        attributes: { id: string(), tenant: string(), title: string(), embedding: vector(2), deletedAt },
        key: { partition: 'id' },
        indexes: {
          byMeaning: { vector: 'embedding', distance: 'euclidean', partition: 'tenant', projection },
        },
        softDelete,
      })
    for (const projection of ['all', 'keys'] as const) {
      const documents = new Repository(document(projection), executor)
      await documents.createTable()
      for (const [id, x] of [
        ['a', 0],
        ['b', 1],
        ['c', 2],
      ] as const)
        await documents.save({ id, tenant: 't', title: id, embedding: [x, 0] })
      await documents.delete('a')
      const search = () => documents.search('byMeaning', [0, 0]).where('tenant').eq('t').top(3)
      const whole = await search().full()
      expect(
        whole.map(({ item }) => item.id),
        projection,
      ).deep.equal(['b', 'c'])
      if (projection === 'all') expect((await search()).map(({ item }) => item.id)).deep.equal(['b', 'c'])
      await documents.restore('a')
      expect((await search().full()).map(({ item }) => item.id)).deep.equal(['a', 'b', 'c'])
      await documents.save({ id: 'x', tenant: 'other', title: 'x', embedding: [0, 0] })
      const mine = documents.scoped({ tenant: 't' }).search('byMeaning', [0, 0]).top(9).full()
      expect((await mine).map(({ item }) => item.id)).deep.equal(['a', 'b', 'c'])
    }
  })

  it('in a stream, a delete and a restore are changes of the mark, and a purge is a removal', async () => {
    const Note = noteEntity()
    const local = await startLocal({ tables: [Note], streams: 'NEW_AND_OLD_IMAGES' })
    const notes = new Repository(Note, new CommandExecutor({ client: local.client }))
    const key = { userId: 'u', noteId: 'n' }
    const seen: unknown[] = []
    const handler = streamHandler([Note], {
      Note: {
        insert: ({ item }) => void seen.push(['insert', item.deletedAt === undefined]),
        modify: ({ item, old, changed }) =>
          void seen.push([
            changed.has('deletedAt') ? (item.deletedAt === undefined ? 'restored' : 'deleted') : 'changed',
            old.text,
          ]),
        remove: ({ old, expired }) => void seen.push(['purged', old.deletedAt !== undefined, expired]),
      },
    })
    await notes.create({ ...key, text: 'x', slug: 's' })
    await notes.delete(key)
    await notes.restore(key)
    await notes.update(key).set('text', 'y')
    await notes.delete(key)
    await notes.purge(key)
    await notes.save({ ...key, text: 'imported', deletedAt: new Date(0) })
    await local.stream(Note).deliver(handler)
    expect(seen).deep.equal([
      ['insert', true],
      ['deleted', 'x'],
      ['restored', 'x'],
      ['changed', 'x'],
      ['deleted', 'y'],
      ['purged', true, false],
      ['insert', false],
    ])
    await local.stop()
  })

  it('a union deletes, restores and purges the items of its members, by key and by item', async () => {
    const table = new Table({ name: engine.name('union') })
    const key = { partition: 'id' } as const
    const member = <K extends string>(kind: K) =>
      new Entity({
        name: kind,
        table,
        attributes: { id: string(), kind: literal(kind), owner: string(), n: optional(integer()), deletedAt },
        key,
        indexes: { byOwner: { partition: 'owner', sort: 'id' } },
        unique: ['n'],
        softDelete,
      })
    const all = new Repository(Entity.oneOf([member('Cat'), member('Dog')]), executor)
    await all.createTable()
    await all.create({ id: 'c', kind: 'Cat', owner: 'o', n: 1 })
    const dog = await all.create({ id: 'd', kind: 'Dog', owner: 'o', n: 1 })
    await all.delete('c')
    await all.delete(dog)
    const query = () => all.query().index('byOwner').where('owner').eq('o')
    expect([await query(), await query().count(), await all.scan()]).deep.equal([[], 0, []])
    expect((await query().onlyDeleted()).map(({ kind }) => kind)).deep.equal(['Cat', 'Dog'])
    expect(await query().withDeleted().where('kind').eq('Dog')).have.length(1)
    await all.create({ id: 'e', kind: 'Cat', owner: 'o', n: 1 })
    await executor.transaction([all.restore('d'), all.purge('c')])
    expect((await query()).map(({ id }) => id)).deep.equal(['d', 'e'])
    await all.create({ id: 'c', kind: 'Dog', owner: 'o', n: 2 })
    await all.delete('c')
    expect(await all.create({ id: 'c', kind: 'Cat', owner: 'p' }).replaceDeleted()).include({ kind: 'Cat' })
    const [first, second] = await executor.transactionGet([all.get('c'), all.get('d')])
    expect([first?.kind, second?.kind]).deep.equal(['Cat', 'Dog'])
    expect(await all.checkUnique()).include({ found: 0 })
  })

  it('items of older versions of a schema are deleted, restored, purged and backfilled', async () => {
    const table = engine.name('versions')
    const Order = new Entity({
      name: 'Order',
      table,
      attributes: { id: string(), title: string(), total: number(), deletedAt },
      key: { partition: 'id' },
      softDelete,
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [
          upgrade(1, { name: string(), cents: integer(), deletedAt }, ({ name, cents, ...rest }) => ({
            ...rest,
            title: name,
            total: cents / 100,
          })),
        ],
      },
    })
    const orders = new Repository(Order, executor)
    await orders.createTable()
    const older = (id: string, more: object = {}) =>
      rawPut(engine.client, table, { id: { S: id }, name: { S: 'Pen' }, cents: { N: '250' }, ...more })
    for (const id of ['a', 'b', 'c']) await older(id, { deletedAt: mark })
    await older('d')
    expect(await orders.get('a')).equal(undefined)
    expect(await orders.get('a').withDeleted()).include({ title: 'Pen', total: 2.5 })
    expect((await orders.scan().onlyDeleted()).map(({ title }) => title)).deep.equal(['Pen', 'Pen', 'Pen'])
    expect(await orders.restore('a')).deep.equal({ id: 'a', title: 'Pen', total: 2.5 })
    expect((await rawGet(engine.client, table, { id: { S: 'a' } }))?.['_v']).deep.equal({ N: '2' })
    await orders.delete('d')
    expect(await orders.get('d').withDeleted()).include({ title: 'Pen' })
    await orders.purge('b')
    expect(await orders.get('b').withDeleted()).equal(undefined)
    await rejection(orders.update('c').set('title', 'x'), ItemNotFoundError)
    expect(await backfill(orders)).deep.include({ versions: { 2: 3 }, failed: 0 })
    expect((await rawGet(engine.client, table, { id: { S: 'c' } }))?.['_v']).deep.equal({ N: '2' })
    expect((await orders.scan()).map(({ id }) => id)).deep.equal(['a'])
    expect(await orders.scan().onlyDeleted().count()).equal(2)
  })

  it('on made keys, an index may leave deleted items out, and has them again after a restore', async () => {
    const store = new Table({
      name: engine.name('store'),
      key: { partition: 'pk', sort: 'sk' },
      indexes: { gsi: { partition: 'g', sort: 's' } },
      kind: '_kind',
    })
    const Task = new Entity({
      name: 'Task',
      table: store,
      attributes: { team: string(), id: string(), rank: integer(), deletedAt },
      key: { partition: 'TEAM#{team}', sort: 'TASK#{id}' },
      indexes: {
        open: {
          index: 'gsi',
          partition: 'OPEN#{team}',
          sort: '{rank:3}',
          when: (task: { deletedAt?: Date | undefined }) => task.deletedAt === undefined,
          attributes: ['deletedAt'],
        } as never,
      },
      softDelete,
    })
    const tasks = new Repository(Task, executor)
    await tasks.createTable()
    for (const [id, rank] of [
      ['a', 1],
      ['b', 2],
    ] as const)
      await tasks.create({ team: 't', id, rank })
    const key = { team: 't', id: 'a' }
    await tasks.delete(key)
    const stored = async () => rawGet(engine.client, store.name, { pk: { S: 'TEAM#t' }, sk: { S: 'TASK#a' } })
    expect(await stored()).not.have.any.keys('g', 's')
    expect(await tasks.query().where('team').eq('t').where('rank').gte(0)).have.length(1)
    await tasks.restore(key)
    expect(await stored()).include.keys('g', 's')
    await tasks.move(key, { id: 'z' })
    await rejection(tasks.restore({ team: 't', id: 'z' }), ItemNotFoundError)
    const Team = new Entity({
      name: 'Team',
      table: store,
      attributes: { team: string() },
      key: { partition: 'TEAM#{team}', sort: 'TEAM' },
    })
    const both = new Collection({ tasks: Task, teams: Team }, executor)
    await tasks.delete({ team: 't', id: 'z' })
    expect((await both.query().where('team').eq('t')).tasks.map(({ id }) => id)).deep.equal(['b'])
    expect(await both.query().where('team').eq('t').withDeleted().count()).equal(2)
  })

  it('cursors, pages, batches and transactions of reads leave deleted items out, within bounds, too', async () => {
    const Note = noteEntity(engine.name('notes'))
    const notes = new Repository(Note, executor)
    await notes.createTable()
    for (let at = 0; at < 6; at++)
      await notes.create({ userId: 'u', noteId: `n${at}`, text: at < 4 ? 'x' : 'y' })
    for (const noteId of ['n0', 'n2', 'n4']) await notes.delete({ userId: 'u', noteId })
    for (const repository of [notes, notes.scoped({ text: 'x' }) as never as typeof notes]) {
      const query = () => repository.query().where('userId').eq('u').limit(1)
      const { cursor } = await query().page()
      expect(cursor).not.equal(undefined)
      for (const other of [query().withDeleted(), query().onlyDeleted()])
        await rejection(other.after(cursor).page(), InvalidCursorError)
      expect((await query().after(cursor))[0]?.noteId).equal('n3')
      const back = await query().onlyDeleted().page()
      expect((await query().onlyDeleted().after(back.cursor))[0]?.noteId).equal('n2')
      const gets = ['n0', 'n1', 'n2'].map((noteId) => repository.get({ userId: 'u', noteId }))
      const ids = (found: readonly ({ readonly noteId: string } | undefined)[]) =>
        found.map((each) => each?.noteId)
      expect(ids(await executor.batchGet(gets))).deep.equal([undefined, 'n1', undefined])
      expect(ids(await executor.transactionGet(gets))).deep.equal([undefined, 'n1', undefined])
      const withDeleted = gets.map((each) => each.withDeleted())
      expect(ids(await executor.transactionGet(withDeleted))).deep.equal(['n0', 'n1', 'n2'])
      const pages: string[] = []
      for await (const note of repository.scan().segments(2)) pages.push(note.noteId)
      expect(pages.sort()).deep.equal(repository === notes ? ['n1', 'n3', 'n5'] : ['n1', 'n3'])
      const parts = await repository.getMany([{ userId: 'u', noteId: 'n0' }]).select('text')
      expect(parts).deep.equal([])
    }
  })
})
