// Ranges, limits and cursors of one kind in an index that others share, whose keys many items have in common.
import { expect } from 'chai'
import { CommandExecutor, Entity, type Page, Repository, Table } from 'dyntastic'
import { date, integer, string } from 'superstruct'
import { withEngine } from '../support/engine.js'

const engine = withEngine()

const shared = { team: string(), id: string(), rank: integer(), at: date() }

/** Tickets and notes in one partition of the index, under sort keys that lie between each other. */
function kindsIn(name: string) {
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: { gsi1: { partition: 'gpk', sort: 'gsk' }, lsi1: { local: true, sort: 'lsk' } },
  })
  const Ticket = new Entity({
    name: 'Ticket',
    table,
    attributes: shared,
    key: { partition: 'TEAM#{team}', sort: 'T#{id}' },
    indexes: {
      byDay: { index: 'gsi1', partition: 'TEAM#{team}', sort: '{at:day}#{rank:2}' },
      byRank: { index: 'lsi1', sort: '{rank:2}' },
    },
  })
  const Note = new Entity({
    name: 'Note',
    table,
    attributes: shared,
    key: { partition: 'TEAM#{team}', sort: 'N#{id}' },
    indexes: {
      byDay: { index: 'gsi1', partition: 'TEAM#{team}', sort: '{at:day}#{rank:2}' },
      byRank: { index: 'lsi1', sort: '{rank:2}' },
    },
  })
  return { Ticket, Note }
}

const dayOf = (index: number) => new Date(Date.UTC(2026, 0, 1 + (index % 4), index % 24))
/** Two tickets and two notes have each of the keys. */
const tickets = Array.from({ length: 24 }, (_, index) => ({
  team: 'a',
  id: `t${String(index).padStart(2, '0')}`,
  rank: index % 3,
  at: dayOf(index),
}))
const notes = tickets.map((ticket) => ({ ...ticket, id: ticket.id.replace('t', 'n') }))
type Ticket = (typeof tickets)[number]

const idsOf = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id)
const sorted = (items: readonly { readonly id: string }[]) => idsOf(items).sort()

describe('pages of one kind in a shared index', () => {
  let repository: Repository<ReturnType<typeof kindsIn>['Ticket']>

  before(async () => {
    const { Ticket, Note } = kindsIn(engine.name('index-pages'))
    const executor = new CommandExecutor({ client: engine.client })
    repository = new Repository(Ticket, executor)
    await repository.createTable()
    await repository.saveMany(tickets)
    await new Repository(Note, executor).saveMany(notes)
  })

  const byDay = () => repository.query().index('byDay').where('team').eq('a')
  const february = new Date('2026-02-01T00:00:00.000Z')
  const second = new Date('2026-01-02T00:00:00.000Z')
  const third = new Date('2026-01-03T05:00:00.000Z')

  const queries: readonly (readonly [
    title: string,
    query: () => ReturnType<typeof byDay>,
    fits: (ticket: Ticket) => boolean,
  ])[] = [
    ['all of it', byDay, () => true],
    [
      'a range of days',
      () => byDay().where('at').gte(second).where('at').lt(third),
      ({ at }) => at >= second && at < third,
    ],
    [
      'one day and a range of ranks',
      () => byDay().where('at').between(second, new Date('2026-01-02T23:59:59.999Z')).where('rank').gt(0),
      ({ at, rank }) => at.getUTCDate() === 2 && rank > 0,
    ],
    ['what a filter leaves', () => byDay().where('rank').ne(1), ({ rank }) => rank !== 1],
    ['nothing', () => byDay().where('at').gt(february), () => false],
    [
      'a range of a local index',
      () => repository.query().index('byRank').where('team').eq('a').where('rank').gte(1),
      ({ rank }) => rank >= 1,
    ],
  ]

  for (const [title, make, fits] of queries)
    for (const order of ['ascending', 'descending'] as const)
      describe(`${title}, ${order}`, () => {
        const query = () => make()[order]()
        const expected = sorted(tickets.filter(fits))

        it('holds the items of the kind, in the order of the key', async () => {
          const found = await query()
          expect(sorted(found)).deep.equal(expected)
          expect(await query().count()).equal(expected.length)
          const keys = found.map(({ at, rank }) =>
            title.includes('local') ? rank : `${at.toISOString().slice(0, 10)}#${rank}`,
          )
          const inOrder = [...keys].sort()
          expect(keys).deep.equal(order === 'ascending' ? inOrder : inOrder.reverse())
          expect(idsOf(await make().ascending())).deep.equal(
            idsOf(order === 'ascending' ? found : [...found].reverse()),
          )
        })

        it('is limited by items of the kind', async () => {
          const all = idsOf(await query())
          for (const limit of [1, 5, 40])
            expect(idsOf(await query().limit(limit))).deep.equal(all.slice(0, limit))
          expect((await query().first())?.id).equal(all[0])
        })

        it('is read in pages of any size, without a gap and without repeats, and back again', async () => {
          const all = idsOf(await query())
          for (const size of [2, 5]) {
            const pages: Page<Ticket>[] = [await query().limit(size).page()]
            for (let page = pages[0]; page?.cursor !== undefined; page = pages.at(-1))
              pages.push(await query().limit(size).after(page.cursor).page())
            expect(pages.flatMap(({ items }) => idsOf(items))).deep.equal(all)
            for (const page of pages.slice(0, -1)) expect(page.items).length(size)
            const last = pages.findLast(({ items }) => items.length > 0)
            const at = last === undefined ? 0 : pages.indexOf(last)
            if (last === undefined || at === 0) continue
            const before = await query().limit(size).after(last.previous).page()
            expect(idsOf(before.items)).deep.equal(idsOf(pages[at - 1]?.items ?? []))
          }
        })
      })

  it('goes on with what comes after the cursor, although items were deleted and added', async () => {
    const all = await byDay()
    const first = await byDay().limit(10).page()
    const [gone, next] = [all[9], all[10]]
    if (gone === undefined || next === undefined) throw new Error('too few')
    const added = { ...next, id: `${next.id}+` }
    const early = { ...tickets[0], team: 'a', id: 'early', rank: 0, at: dayOf(0) }
    await repository.delete(gone)
    await repository.delete(next)
    await repository.save(early)
    try {
      const rest = await byDay().after(first.cursor)
      expect(idsOf(rest)).deep.equal(idsOf(all.slice(11)))
      await repository.save(added)
      expect(sorted(await byDay().after(first.cursor))).deep.equal(sorted([...all.slice(11), added]))
    } finally {
      for (const item of [added, early]) await repository.delete(item).orSkip()
      await repository.saveMany([gone, next])
    }
  })
})
