// Pages on a real engine: everything is read, page by page, on and back, with cursors that fit JSON and no other query.
import { inspect } from 'node:util'
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { AbortedError, BudgetExceededError, Entity, InvalidCursorError, or, type Page } from 'dyntastic'
import { integer, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

const readingEntity = (table: string) =>
  new Entity({
    name: 'Reading',
    table,
    attributes: { sensor: string(), at: integer(), value: integer() },
    key: { partition: 'sensor', sort: 'at' },
    indexes: { byValue: { partition: 'value', sort: 'sensor' }, local: { local: true, sort: 'value' } },
  })

type Reading = { sensor: string; at: number; value: number }

const secret = 'a secret of thirty-two characters'

async function stored(count: number, value: (at: number) => number, options: { secret?: string } = {}) {
  const readings = opened(engine, readingEntity, { scans: 'allow', ...options })
  await readings.repository.createTable()
  const puts = Array.from({ length: count }, (_, at) => ({
    PutRequest: { Item: { sensor: { S: 's' }, at: { N: String(at) }, value: { N: String(value(at)) } } },
  }))
  for (let from = 0; from < puts.length; from += 25)
    await engine.client.send(
      new BatchWriteItemCommand({ RequestItems: { [readings.table]: puts.slice(from, from + 25) } }),
    )
  readings.sent.length = 0
  return readings
}

const at = (items: readonly Reading[]) => items.map((item) => item.at)
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

describe('pages', () => {
  let readings: Awaited<ReturnType<typeof stored>>
  const mine = () => readings.repository.query().where('sensor').eq('s')

  before(async () => {
    readings = await stored(1_000, (index) => index % 7)
  })
  beforeEach(() => {
    readings.sent.length = 0
  })

  it('a page size is the Limit of each request, and everything is read', async () => {
    expect(at(await mine().pageSize(25))).deep.equal(range(0, 1_000))
    expect(readings.sent.length).within(40, 41)
    expect(new Set(readings.sent.map(({ input }) => input['Limit']))).deep.equal(new Set([25]))
  })

  it('a loop left after 3 items of pages of 2 has sent 2 Query commands', async () => {
    const found: Reading[] = []
    for await (const reading of mine().pageSize(2)) {
      found.push(reading)
      if (found.length === 3) break
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(at(found)).deep.equal([0, 1, 2])
    expect(readings.calls()).deep.equal(['Query', 'Query'])
  })

  it('two pages of one cover two items', async () => {
    const first = await mine().limit(1).page()
    const second = await mine().limit(1).after(first.cursor).page()
    expect([at(first.items), at(second.items)]).deep.equal([[0], [1]])
    expect(first.hasMore).equal(true)
  })

  it('a cursor is text that survives JSON, and goes on after its item', async () => {
    const { cursor } = await mine().limit(10).page()
    expect(cursor).match(/^[\w-]+$/)
    const sent: unknown = JSON.parse(JSON.stringify({ cursor })).cursor
    expect(at(await mine().limit(2).after(String(sent)))).deep.equal([10, 11])
  })

  it('a cursor of another query is refused before any request', async () => {
    const { cursor } = await mine().limit(10).page()
    readings.sent.length = 0
    const others = [
      mine().descending(),
      mine().where('value').gt(1),
      mine().index('local'),
      readings.repository.query().where('sensor').eq('t'),
      readings.repository.query().where('value').eq(1),
      readings.repository.scan(),
    ]
    for (const other of others)
      expect((await rejection(other.after(cursor), InvalidCursorError)).reason).equal('foreign')
    expect(readings.sent).length(0)
  })

  it('a page shows items, cursor and hasMore when it is inspected', async () => {
    const page = await mine().limit(1).page()
    expect(inspect(page)).contain("Reading { sensor: 's', at: 0").contain('cursor: ').contain('hasMore: true')
  })

  it('a page that is exactly full may be the last; the next is then empty, and await ends', async () => {
    const few = await stored(4, () => 1)
    const query = few.repository.query().where('sensor').eq('s')
    const first = await query.limit(4).page()
    expect(first.items).length(4)
    const next = await query.limit(4).after(first.cursor).page()
    if (first.hasMore) expect(next).deep.include({ items: [], hasMore: false, cursor: undefined })
    expect(await query.pageSize(2)).length(4)
  })

  it('begins after a cursor, for the whole iteration', async () => {
    const { cursor } = await mine().limit(990).page()
    const found: Reading[] = []
    for await (const reading of mine().after(cursor)) found.push(reading)
    expect(at(found)).deep.equal(range(990, 1_000))
  })

  it('an operation sees what was written before it: a query reads at once, and each time again', async () => {
    const fresh = await stored(1, () => 1)
    const query = fresh.repository.query().where('sensor').eq('s').consistent()
    expect(await query).length(1)
    await fresh.repository.save({ sensor: 's', at: 5, value: 1 })
    expect(await query).length(2)
  })

  it('goes back to exactly what stood before, from random places, either way, through an index too', async () => {
    const few = await stored(24, (index) => (index * 37) % 11)
    const base = few.repository.query().where('sensor').eq('s')
    for (const query of [base, base.descending(), base.index('local'), base.where('value').ne(3)])
      for (const size of [1, 7]) {
        const all = at(await query)
        const pages: Page<Reading>[] = [await query.limit(size).page()]
        for (let page = pages[0]; page?.cursor !== undefined; page = pages.at(-1))
          pages.push(await query.limit(size).after(page.cursor).page())
        expect(pages.flatMap(({ items }) => at(items))).deep.equal(all)
        const from = 1 + Math.floor(Math.random() * (pages.length - 1))
        let back: Page<Reading> | undefined = pages[from]
        for (let index = from - 1; index >= 0; index--) {
          back = await query.limit(size).after(back?.previous).page()
          expect(at(back.items)).deep.equal(at(pages[index]?.items ?? []))
        }
        const forth = await query.limit(size).after(back?.cursor).page()
        expect(at(forth.items)).deep.equal(at(pages[1]?.items ?? []))
      }
  })

  it('pages through an index whose key many items share, without loss', async () => {
    const found: number[] = []
    let cursor: string | undefined
    do {
      const page: Page<Reading> = await readings.repository
        .query()
        .where('value')
        .eq(3)
        .limit(20)
        .after(cursor)
        .page()
      found.push(...at(page.items))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(found.sort((a, b) => a - b)).deep.equal(range(0, 1_000).filter((index) => index % 7 === 3))
  })

  it('limits matches, with few requests', async () => {
    const query = mine()
      .where((attr) => or(attr.value.eq(6), attr.value.gt(6)))
      .limit(10)
    expect(at(await query)).deep.equal(range(0, 10).map((index) => index * 7 + 6))
    expect(readings.sent.length).at.most(3)
  })

  it('ends by a budget with a cursor that goes on', async () => {
    const query = mine().pageSize(100)
    const page = await query.limit(1_000).budget({ requests: 3 }).page()
    expect(at(page.items)).deep.equal(range(0, 300))
    expect(page.usage).include({ requests: 3, examined: 300, returned: 300 })
    const error = await rejection(query.budget({ capacityUnits: 1 }), BudgetExceededError)
    expect([...at(error.items as Reading[]), ...at(await query.after(error.cursor))]).deep.equal(
      range(0, 1_000),
    )
    await rejection(query.pageSize(1).budget({ milliseconds: 10 }), BudgetExceededError)
  })

  it('is aborted: before it is sent, between pages, and item by item', async () => {
    await rejection(mine().execute({ signal: AbortSignal.abort() }), AbortedError)
    expect(readings.sent).length(0)
    const controller = new AbortController()
    const found: number[] = []
    const work = (async () => {
      for await (const reading of mine().pageSize(10).items({ signal: controller.signal })) {
        found.push(reading.at)
        if (found.length === 25) controller.abort(new Error('enough'))
      }
    })()
    expect((await rejection(work, AbortedError)).cause).include({ message: 'enough' })
    expect(found.length).within(25, 30)
    const pages = mine().pageSize(10).pages({ signal: controller.signal })
    await rejection(pages.next(), AbortedError)
  })

  it('signs cursors by the secret of the executor: one without it, or of another, is refused', async () => {
    const signed = await stored(10, () => 1, { secret })
    const query = signed.repository.query().where('sensor').eq('s')
    const { cursor } = await query.limit(3).page()
    expect(at(await query.after(cursor))).deep.equal(range(3, 10))
    const changed = `${cursor?.slice(0, -1)}${cursor?.endsWith('A') ? 'B' : 'A'}`
    signed.sent.length = 0
    for (const other of [changed, cursor?.slice(0, 20) ?? '', 'garbage'])
      await rejection(query.after(other), InvalidCursorError)
    expect(signed.sent).length(0)
  })
})

describe('pages that the filter empties', () => {
  let readings: Awaited<ReturnType<typeof stored>>

  before(async () => {
    readings = await stored(1_001, (index) => (index === 1_000 ? 1 : 0))
  })

  for (const pageSize of [25, 100, 2_000, undefined])
    it(`do not end a query: pages of ${pageSize ?? 'any size'}`, async () => {
      const query = readings.repository
        .query()
        .where('sensor')
        .eq('s')
        .where((attr) => or(attr.value.eq(1), attr.value.eq(2)))
      const found = await (pageSize === undefined ? query : query.pageSize(pageSize))
      expect(at(found)).deep.equal([1_000])
      const streamed: Reading[] = []
      for await (const reading of pageSize === undefined ? query : query.pageSize(pageSize))
        streamed.push(reading)
      expect(at(streamed)).deep.equal([1_000])
    })

  it('do not end a page with a limit, nor a count, nor first()', async () => {
    const query = readings.repository.scan().where('value').eq(1).pageSize(100)
    expect(at((await query.limit(1).page()).items)).deep.equal([1_000])
    expect(await query.count()).equal(1)
    expect((await query.first())?.at).equal(1_000)
  })

  it('a page of one request may be empty, and says that there is more', async () => {
    const page = await readings.repository.scan().where('value').eq(1).pageSize(10).page()
    expect(page).deep.include({ items: [], hasMore: true })
  })
})
