// Reads of a table with guards: no scan, count, query or collection sees one.
import { expect } from 'chai'
import { CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import { withEngine } from '../../support/engine.js'
import { memberEntity } from '../../support/members.js'

describe('reads of a table with guards', () => {
  const engine = withEngine()

  it('see no guard: scans, counts, limits, pages, segments, indexes', async () => {
    const members = new Repository(
      memberEntity(engine.name('m')),
      new CommandExecutor({ client: engine.client }),
    )
    for (let at = 0; at < 12; at++)
      await members.create({ memberId: `m${at}`, email: `e${at}`, club: 'c', nickname: `n${at}`, points: at })
    expect(await members.scan()).length(12)
    expect(await members.scan().count()).equal(12)
    expect(await members.scan().segments(3)).length(12)
    expect(await members.scan().limit(5)).length(5)
    let cursor: string | undefined
    const ids: string[] = []
    do {
      const scan = members.scan().limit(5)
      const page = await (cursor === undefined ? scan : scan.after(cursor)).page()
      ids.push(...page.items.map(({ memberId }) => memberId))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(new Set(ids).size).equal(12)
    expect(ids).length(12)
    expect(await members.query().where('club').eq('c').count()).equal(12)
    expect(await members.scan().index('byClub').count()).equal(12)
    expect(await members.getMany(['m1', 'm2'])).length(2)
    expect(members.scan().explain().filter).equal('NOT begins_with(#0, :0)')
    expect(members.scan().index('byClub').explain().filter).equal(undefined)
  })

  it('see none in an index that contains guards, and none of another entity of the table', async () => {
    const table = new Table({ name: engine.name('inverted') })
    const attributes = { pk: string(), sk: string(), at: optional(integer()), email: optional(string()) }
    const indexes = {
      inverted: { partition: 'sk', sort: 'pk' },
      byEnd: { partition: 'at' },
      byEndAndKey: { partition: 'at', sort: 'sk', projection: 'keys' },
    } as const
    const key = { partition: 'pk', sort: 'sk' } as const
    const Plain = new Entity({ name: 'Plain', table, attributes, key, indexes })
    const Unique = new Entity({
      name: 'Unique',
      table,
      attributes,
      key,
      indexes,
      ttl: 'at',
      unique: ['email'],
    })
    const executor = new CommandExecutor({ client: engine.client })
    const unique = new Repository(Unique, executor)
    const plain = new Repository(Plain, executor)
    await unique.create({ pk: 'a', sk: 's', email: 'x', at: 2_000_000_000 })
    await unique.create({ pk: 'b', sk: 's', email: 'y' })
    for (const each of [unique, plain]) {
      expect(await each.scan()).length(2)
      expect(await each.scan().index('inverted')).length(2)
      expect(await each.scan().index('byEnd')).length(1)
      expect(await each.query().index('byEnd').where('at').eq(2_000_000_000)).length(1)
      expect(await each.query().index('byEndAndKey').where('at').eq(2_000_000_000).count()).equal(1)
      expect(await each.query().index('inverted').where('sk').eq('s')).length(2)
      expect(() => each.query().index('inverted').where('sk').eq('dyntastic:unique').explain()).throw(
        'is reserved for the guards',
      )
    }
  })

  it('are not filtered where no entity of the table has unique values', () => {
    const Plain = new Entity({
      name: 'Plain',
      table: 'plain',
      attributes: { id: string() },
      key: { partition: 'id' },
    })
    const plain = new Repository(Plain, new CommandExecutor({ region: 'eu-west-1' }))
    expect(plain.scan().explain().filter).equal(undefined)
  })
})
