// Indexes that contain only keys, on a real engine: conditions on attributes that are inside the keys are exact.
import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, not, or, QueryPlanError, Repository, Table } from 'dyntastic'
import { date, enums, number, optional, string } from 'superstruct'
import { rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

describe('conditions on attributes inside the keys of a keys-only index', () => {
  const engine = withEngine()
  const at = (day: number) => new Date(Date.UTC(2026, 0, day))

  async function visits() {
    const table = new Table({
      name: engine.name('visits'),
      key: { partition: 'pk', sort: 'sk' },
      indexes: { gsi1: { partition: 'g', sort: 'gs', projection: 'keys' } },
    })
    const Visit = new Entity({
      name: 'Visit',
      table,
      attributes: {
        id: string(),
        city: optional(string()),
        at: date(),
        cost: number(),
        mail: string(),
        note: optional(string()),
      },
      key: { partition: 'VISIT#{id}', sort: 'V' },
      indexes: { byCity: { index: 'gsi1', partition: 'CITY#{city}', sort: '{at}#{cost:8.2}#{mail:lower}' } },
    })
    const Other = new Entity({
      name: 'Other',
      table,
      attributes: { id: string(), city: string() },
      key: { partition: 'OTHER#{id}', sort: 'O' },
      indexes: { byCity: { index: 'gsi1', partition: 'CITY#{city}', sort: 'OTHER' } },
    })
    const repository = new Repository(Visit, new CommandExecutor({ client: engine.client }))
    await repository.createTable()
    await repository.saveMany(
      Array.from({ length: 12 }, (_, n) => ({
        id: `v${n}`,
        city: 'Rome',
        at: at(1 + (n % 4)),
        cost: n,
        mail: `M${n}`,
        ...(n === 3 ? { note: 'x' } : {}),
      })),
    )
    await new Repository(Other, repository.executor).save({ id: 'o', city: 'Rome' })
    return repository
  }

  it('are checked by what the keys say: items, counts, limits and pages', async () => {
    const repository = await visits()
    const inRome = repository.query().index('byCity').where('city').eq('Rome')
    const dear = inRome.where('cost').gte(6)
    const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id)
    expect(ids(await dear)).deep.equal(['v8', 'v9', 'v6', 'v10', 'v7', 'v11'])
    expect(await dear.count()).equal(6)
    expect(ids(await dear.limit(4))).deep.equal(['v8', 'v9', 'v6', 'v10'])
    const page = await dear.limit(2).page()
    expect(ids(page.items)).deep.equal(['v8', 'v9'])
    expect(ids(await dear.after(page.cursor))).deep.equal(['v6', 'v10', 'v7', 'v11'])
    expect(
      ids(await inRome.where('at').gte(at(2)).where('at').lt(at(3)).where('id').in(['v1', 'v5', 'v2'])),
    ).deep.equal(['v1', 'v5'])
    expect(await dear.select('cost').limit(1)).deep.equal([{ cost: 8 }])
    expect((await dear.full().limit(1))[0]).include({ mail: 'M8' })
    expect(await inRome.where('cost').gt(99).first()).equal(undefined)
    expect(ids(await repository.scan().index('byCity').where('cost').between(2, 3)).sort()).deep.equal([
      'v2',
      'v3',
    ])
    expect(await repository.scan().index('byCity').count()).equal(12)
  })

  it('are checked together with attributes that the index contains', async () => {
    const table = new Table({
      name: engine.name('trips'),
      key: { partition: 'pk', sort: 'sk' },
      indexes: { gsi1: { partition: 'g', sort: 'gs', projection: ['note', 'cost'] } },
    })
    const Trip = new Entity({
      name: 'Trip',
      table,
      attributes: {
        id: string(),
        city: optional(string()),
        day: number(),
        cost: number(),
        note: optional(string()),
        mail: string(),
      },
      key: { partition: 'TRIP#{id}', sort: 'T' },
      indexes: { byCity: { index: 'gsi1', partition: 'CITY#{city}', sort: '{day:3}' } },
    })
    const trips = new Repository(Trip, new CommandExecutor({ client: engine.client }))
    await trips.createTable()
    await trips.saveMany(
      Array.from({ length: 6 }, (_, day) => ({
        id: `t${day}`,
        city: 'Rome',
        day,
        cost: 10 * day,
        mail: 'm',
        ...(day === 5 ? { note: 'x' } : {}),
      })),
    )
    const inRome = trips.query().index('byCity').where('city').eq('Rome')
    const either = inRome.where((trip) => or(trip.day.eq(1), trip.note.eq('x')))
    const days = (items: readonly { readonly day: number }[]) => items.map(({ day }) => day)
    expect(days(await either)).deep.equal([1, 5])
    expect(await either.count()).equal(2)
    expect(JSON.stringify(await either.select('id'))).equal('[{"id":"t1"},{"id":"t5"}]')
    expect(days(await either.full())).deep.equal([1, 5])
    expect((await either.full())[1]).include({ mail: 'm', note: 'x' })
    const page = await either.limit(1).page()
    expect(days(page.items)).deep.equal([1])
    expect(days(await either.after(page.cursor))).deep.equal([5])
    expect(either.explain().warnings.join()).contain(
      "is checked by this library, from the keys and attributes that index 'byCity' contains: ",
    )
    const odd = inRome.where((trip) => or(trip.id.eq('t2'), not(trip.cost.lt(40))))
    expect(await odd.select('day')).deep.equal([{ day: 2 }, { day: 4 }, { day: 5 }])
    expect(await odd.select('cost')).deep.equal([{ cost: 20 }, { cost: 40 }, { cost: 50 }])
    expect(
      days(
        await trips
          .scan()
          .index('byCity')
          .where((trip) => or(trip.day.eq(0), trip.note.exists())),
      ).sort(),
    ).deep.equal([0, 5])
    const beyond = inRome.where((trip) => or(trip.day.eq(1), trip.mail.eq('m')))
    expect((await rejection(beyond, QueryPlanError)).message).contain("'mail'")
  })

  it('are named in the plan; others are refused', async () => {
    const repository = await visits()
    const inRome = repository.query().index('byCity').where('city').eq('Rome')
    const plan = inRome.where('cost').gt(2).explain()
    expect(plan.filter).equal(undefined)
    expect(plan.warnings.join()).contain(
      "cost > (value) is checked by this library, from the keys that index 'byCity' contains",
    )
    expect(repository.scan().index('byCity').where('cost').gt(2).explain().warnings.join()).contain(
      'is checked by this library',
    )
    // What a lossy format leaves is not the value, and what is not in a key is not there.
    for (const path of ['mail', 'note'] as const)
      expect(
        (await rejection(inRome.where(path as never).eq('m1' as never), QueryPlanError)).message,
      ).contain(`'${path}'`)
    const listed = await rejection(
      repository.query().index('byCity').where('city').in(['Rome', 'Bari']),
      QueryPlanError,
    )
    expect(listed.message).contain("there is only in on 'city' (run a query for each value)")
  })
})

describe('attributes that are stored in keys alone', () => {
  const engine = withEngine()

  async function tickets() {
    const table = new Table({
      name: engine.name('tickets'),
      key: { partition: 'pk', sort: 'sk' },
      indexes: { gsi1: { partition: 'g', projection: 'keys' } },
    })
    const Ticket = new Entity({
      name: 'Ticket',
      table,
      attributes: {
        id: string(),
        state: attribute(enums(['open', 'done']), { default: 'open' }),
        team: string(),
        note: optional(string()),
      },
      key: { partition: 'TICKET#{id}', sort: 'STATE#{state}' },
      indexes: { byTeam: { index: 'gsi1', partition: 'TEAM#{team}' } },
    })
    const executor = new CommandExecutor({ client: engine.client, scans: 'allow', gather: true })
    const repository = new Repository(Ticket, executor)
    await repository.createTable()
    return { executor, repository, table: Ticket.table.name }
  }

  it('are selected from an index of keys as they are, and not as their defaults', async () => {
    const { repository } = await tickets()
    await repository.save({ id: 'a', state: 'done', team: 'red' })
    const query = repository.query().index('byTeam').where('team').eq('red')
    expect(structuredClone(await query.select('state'))).deep.equal([{ state: 'done' }])
    expect(structuredClone(await query.select('state', 'id'))).deep.equal([{ id: 'a', state: 'done' }])
    expect(structuredClone(await query.where('state').eq('done').select('state'))).deep.equal([
      { state: 'done' },
    ])
    expect(structuredClone(await repository.scan().index('byTeam').select('state'))).deep.equal([
      { state: 'done' },
    ])
  })

  it('are selected from items of other libraries, by every kind of read', async () => {
    const { executor, repository, table } = await tickets()
    const foreign = { pk: { S: 'TICKET#a' }, sk: { S: 'STATE#done' }, _type: { S: 'Ticket' } }
    await rawPut(engine.client, table, { ...foreign, team: { S: 'red' } })
    const key = { id: 'a', state: 'done' } as const
    const part = { id: 'a', state: 'done' }
    expect(structuredClone(await repository.get(key).select('id', 'state'))).deep.equal(part)
    expect(structuredClone(await repository.get(key).select('state'))).deep.equal({ state: 'done' })
    const gathered = await Promise.all([
      repository.get(key).select('state'),
      repository.get(key).select('id'),
    ])
    expect(structuredClone(gathered)).deep.equal([{ state: 'done' }, { id: 'a' }])
    expect(structuredClone(await repository.getMany([key]).select('id', 'state'))).deep.equal([part])
    expect(structuredClone(await repository.query().where('id').eq('a').select('id', 'state'))).deep.equal([
      part,
    ])
    expect(structuredClone(await repository.scan().select('state'))).deep.equal([{ state: 'done' }])
    const read = await executor.transactionGet([repository.get(key).select('state')])
    expect(structuredClone(read)).deep.equal([{ state: 'done' }])
    expect(structuredClone(await repository.get(key))).deep.equal({ ...part, team: 'red' })
  })
})
