// Versions of a schema in a table that entities share without kinds: nothing is left out, and nothing is taken over.
import { expect } from 'chai'
import {
  backfill,
  CommandExecutor,
  Entity,
  Repository,
  SchemaVersionError,
  Table,
  UnsupportedOperationError,
  upgrade,
} from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import { type RawItem, rawGet, rawPut, rawScan, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

describe('versions of a schema in a shared table', () => {
  const engine = withEngine()
  const key = { partition: 'id' } as const

  async function opened(writeBack: 'never' | 'onRead' = 'never') {
    const name = engine.name('shared')
    const table = new Table({ name })
    const executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
    const Member = new Entity({
      name: 'Member',
      table,
      attributes: { id: string(), title: string(), email: optional(string()) },
      key,
      unique: ['email'],
      schemaVersion: {
        attribute: '_v',
        current: 2,
        upgrades: [
          upgrade(1, { name: string() }, ({ name }) => {
            if (name === '') throw new Error('no name')
            return { title: name }
          }),
        ],
        writeBack,
      },
    })
    const Thing = new Entity({ name: 'Thing', table, attributes: { id: string(), size: integer() }, key })
    const Named = new Entity({
      name: 'Named',
      table,
      attributes: { id: string(), name: string(), size: integer() },
      key,
    })
    const members = new Repository(Member, executor)
    await members.createTable()
    const put = (id: string, more: RawItem) => rawPut(engine.client, name, { id: { S: id }, ...more })
    return {
      name,
      members,
      things: new Repository(Thing, executor),
      named: new Repository(Named, executor),
      put,
    }
  }

  it('names what a backfill cannot upgrade, and leaves the items of other entities alone', async () => {
    const { name, members, things, put } = await opened()
    await put('good', { name: { S: 'Ann' } })
    await put('throws', { name: { S: '' } })
    await put('future', { title: { S: 'x' }, _v: { N: '3' } })
    await put('nobody', { colour: { S: 'red' } })
    await things.save({ id: 'thing', size: 1 })
    await put('both', { name: { S: 'Bo' }, size: { N: '1' } })
    const before = await rawScan(engine.client, name)
    const report = await backfill(members)
    expect(report).deep.include({ items: 5, upgraded: 1, failed: 4, versions: { 1: 3, 2: 1, 3: 1 } })
    const failures = report.failures.map(({ key: { id }, version, error }) => [
      id,
      version,
      Object(error).code,
    ])
    expect(failures).deep.members([
      ['throws', 1, 'SCHEMA_VERSION'],
      ['future', 3, 'SCHEMA_VERSION'],
      ['nobody', 1, 'SCHEMA_VERSION'],
      ['both', 1, 'UNSUPPORTED_OPERATION'],
    ])
    const rival = report.failures.find(({ key: { id } }) => id === 'both')?.error
    expect(rival).instanceOf(UnsupportedOperationError)
    expect(Object(rival).message).contain('also fits Thing and Named of the same table')
    const changed = (items: readonly RawItem[]) => items.filter(({ id }) => id?.S !== 'good')
    expect(changed(await rawScan(engine.client, name))).deep.equal(changed(before))
    // By its key, the caller says whose it is.
    expect(await members.update('both').set('title', 'Bob')).deep.equal({ id: 'both', title: 'Bob' })
    expect(await backfill(members)).deep.include({ upgraded: 0, failed: 3 })
  })

  it('writes back nothing that another entity reads', async () => {
    const { name, members, named, put } = await opened('onRead')
    await put('mine', { name: { S: 'Ann' } })
    await put('both', { name: { S: 'Bo' }, size: { N: '1' } })
    expect(await members.get('both')).deep.equal({ id: 'both', title: 'Bo' })
    expect(await members.scan()).length(2)
    expect(await rawGet(engine.client, name, { id: { S: 'mine' } })).property('_v')
    expect(await named.get('both')).deep.equal({ id: 'both', name: 'Bo', size: 1 })
  })

  it('keeps the guard of an item that cannot be upgraded', async () => {
    const { name, members, put } = await opened()
    await members.create({ id: 'a', title: 'A', email: 'a@x' })
    // A program of the first version has replaced it, under the same guard.
    await put('a', { name: { S: '' }, email: { S: 'a@x' } })
    await rejection(members.get('a'), SchemaVersionError)
    const before = await rawScan(engine.client, name)
    expect(await members.checkUnique({ repair: true })).deep.include({ items: 1, guards: 1, found: 0 })
    expect(await rawScan(engine.client, name)).deep.equal(before)
  })
})
