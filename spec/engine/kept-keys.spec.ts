// Tables with `separators: 'keep'`, on a real engine: values that contain what ends them in a key are never mixed up.
import { expect } from 'chai'
import { CommandExecutor, Entity, InvalidItemError, Repository, Table } from 'dyntastic'
import { date, enums, string } from 'superstruct'
import { rawGet, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

describe('keys whose values are kept as they are', () => {
  const engine = withEngine()

  async function tags(kind: '_type' | false = '_type', sort = 'TAG') {
    const table = new Table({
      name: engine.name('kept'),
      key: { partition: 'pk', sort: 'sk' },
      indexes: { gsi1: { partition: 'g1', sort: 'g1s' }, gsi2: { partition: 'g2', projection: 'keys' } },
      separators: 'keep',
      kind,
    })
    const Tag = new Entity({
      name: 'Tag',
      table,
      attributes: { owner: string(), name: string(), state: string() },
      key: { partition: 'TAG#{owner}#{name}', sort },
      indexes: {
        byState: { index: 'gsi1', partition: 'S#{state}', sort: '{owner}' },
        all: { index: 'gsi2', partition: 'TAGS' },
      },
    })
    const repository = new Repository(Tag, new CommandExecutor({ client: engine.client, scans: 'allow' }))
    await repository.createTable()
    return { repository, table: Tag.table.name }
  }

  const key = { owner: 'x#y', name: 'z' }

  it('are found again without a marker, by every kind of read', async () => {
    const { repository } = await tags(false, 'TAG#{name}#')
    const key = { owner: 'x#y', name: 'z#' }
    const saved = await repository.save({ ...key, state: 'open' })
    expect(await repository.get(key)).deep.equal(saved)
    expect(await repository.getMany([key])).deep.equal([saved])
    expect(await repository.query().where('owner').eq('x#y').where('name').eq('z#')).deep.equal([saved])
    expect(await repository.query().where('state').eq('open')).deep.equal([saved])
    expect(await repository.scan()).deep.equal([saved])
    expect(await repository.scan().count()).equal(1)
    await repository.delete(key)
    expect(await repository.scan().count()).equal(0)
  })

  it('give no other value to the keys of indexes', async () => {
    const { repository, table } = await tags()
    await repository.save({ ...key, state: 'open' })
    expect((await repository.update(key).set('state', 'paid')).state).equal('paid')
    const stored = await rawGet(engine.client, table, { pk: { S: 'TAG#x#y#z' }, sk: { S: 'TAG' } })
    expect(stored).deep.include({ g1: { S: 'S#paid' }, g1s: { S: 'x#y' } })
    expect(await repository.query().where('state').eq('paid').where('owner').eq('x#y')).length(1)
  })

  it('are refused by name where only keys are read, and whole items are not', async () => {
    const { repository } = await tags()
    await repository.save({ ...key, state: 'open' })
    await repository.save({ owner: 'o', name: 'n', state: 'open' })
    const all = repository.scan().index('all')
    const unclear = /^Tag\.scan: owner: cannot be read from the key attribute 'pk', because several values/
    expect((await rejection(all, InvalidItemError)).message).match(unclear)
    expect((await rejection(all.select('owner'), InvalidItemError)).message).match(unclear)
    const some = all.where('owner').eq('x#y')
    expect((await rejection(some, InvalidItemError)).message).match(unclear)
    expect((await rejection(some.count(), InvalidItemError)).message).match(unclear)
    expect((await all.onInvalid('skip')).map(({ owner, name }) => [owner, name])).deep.equal([['o', 'n']])
    expect(await all.full()).length(2)
    expect(await all.count()).equal(2)
  })
})

describe('keys in formats that lose values', () => {
  const engine = withEngine()

  it('are read from an index of keys without these attributes, and whole with full()', async () => {
    const table = new Table({
      name: engine.name('lossy'),
      key: { partition: 'pk', sort: 'sk' },
      indexes: { gsi1: { partition: 'g1', projection: 'keys' } },
    })
    const Account = new Entity({
      name: 'Account',
      table,
      attributes: { login: string(), site: string(), state: string() },
      key: { partition: 'ACCOUNT#{login:lower}', sort: 'SITE#{site}' },
      indexes: { byState: { index: 'gsi1', partition: 'STATE#{state}' } },
    })
    const accounts = new Repository(Account, new CommandExecutor({ client: engine.client }))
    await accounts.createTable()
    const ann = await accounts.save({ login: 'Ann', site: 's1', state: 'on' })
    const query = accounts.query().where('state').eq('on')
    expect(await query.index('byState')).deep.equal([{ site: 's1', state: 'on' }])
    expect(await query.full()).deep.equal([ann])
    expect(await query.index('byState').select('site')).deep.equal([{ site: 's1' }])
    expect(await query.index('byState').count()).equal(1)
  })

  it('tell kinds apart by the texts that they write', async () => {
    const table = new Table({ name: engine.name('shapes'), key: { partition: 'pk' }, kind: false })
    const Grade = new Entity({
      name: 'Grade',
      table,
      attributes: { grade: enums(['A', 'a', 'Ab']) },
      key: { partition: '{grade:lower}' },
    })
    const Day = new Entity({
      name: 'Day',
      table,
      attributes: { at: date() },
      key: { partition: '{at:day}' },
    })
    const executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
    const [grades, days] = [new Repository(Grade, executor), new Repository(Day, executor)]
    await grades.createTable()
    const grade = await grades.save({ grade: 'Ab' })
    const day = await days.save({ at: new Date('2026-05-01T12:00Z') })
    expect(await grades.scan()).deep.equal([grade])
    expect(await days.scan()).deep.equal([day])
    expect([await grades.scan().count(), await days.query().count()]).deep.equal([1, 1])
  })
})
