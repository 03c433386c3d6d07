// The ways to read a query: what comes back, with which requests, and where a cursor goes on.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { BudgetExceededError, type Page, QueryPlanError, Repository } from 'dyntastic'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { rejection } from '../../support/rejection.js'
import { FakeTable, type FakeTableOptions, Note, notes, numberOf } from '../fake-table.js'

const every = (count: number) => (item: StoredItem) => Number(numberOf(item['at'])) % count === count - 1
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at)

function opened(count: number, options: FakeTableOptions = {}) {
  const table = new FakeTable(notes(count), options)
  const repository = new Repository(Note, table)
  return { table, repository, mine: repository.query().where('owner').eq('o') }
}

const numbers = (items: readonly { at: number }[]) => items.map(({ at }) => at)

describe('a query, awaited', () => {
  it('reads all pages', async () => {
    const { table, mine } = opened(10, { mostPerPage: 4 })
    expect(numbers(await mine)).deep.equal(range(0, 10))
    expect(table.sent).length(3)
    expect(table.called('ReturnConsumedCapacity')).deep.equal([undefined, undefined, undefined])
  })

  it('runs each time, and sends nothing before', async () => {
    const { table, mine } = opened(3)
    const query = mine.limit(2)
    expect(table.sent).length(0)
    await query
    await query
    expect(table.sent).length(2)
  })

  it('goes on past pages that the filter emptied', async () => {
    const { table, mine } = opened(100, { mostPerPage: 10, matches: ({ at }) => numberOf(at) === '95' })
    expect(numbers(await mine)).deep.equal([95])
    expect(table.sent).length(10)
  })

  it('limits matches, and reads no more than needed if nothing is filtered', async () => {
    const { table, mine } = opened(100)
    expect(numbers(await mine.limit(7))).deep.equal(range(0, 7))
    expect(table.called('Limit')).deep.equal([7])
  })

  it('limits matches behind a filter, across pages', async () => {
    const { mine } = opened(1_000, { matches: every(10) })
    const found = await mine.where('text').exists().limit(15)
    expect(numbers(found)).deep.equal(range(0, 15).map((at) => at * 10 + 9))
  })

  it('collect() says what it took, and where to go on after a limit', async () => {
    const { mine } = opened(10, { mostPerPage: 4, matches: every(2) })
    const { items, cursor, hasMore, usage } = await mine.collect()
    expect(numbers(items)).deep.equal([1, 3, 5, 7, 9])
    expect([cursor, hasMore]).deep.equal([undefined, false])
    expect(usage).deep.equal({ requests: 3, returned: 5, examined: 10, capacityUnits: 1.5 })
    const first = await mine.limit(3).collect()
    expect(first.hasMore).equal(true)
    expect(numbers((await mine.after(first.cursor).collect()).items)).deep.equal([7, 9])
  })

  it('leaves out items that vanished between two reads, in order, and goes on until the limit', async () => {
    const { table, mine } = opened(20)
    const gone = new Set(['1', '2', '5'])
    const query = mine.where('rank').gte(0).full().limit(6)
    table.reply = (request) => {
      if (request.call !== 'BatchGetItem') return table.received(request)
      const { Responses } = table.received(request) as { Responses: { notes: StoredItem[] } }
      return { Responses: { notes: Responses.notes.filter(({ at }) => !gone.has(numberOf(at) ?? '')) } }
    }
    expect(numbers(await query)).deep.equal([0, 3, 4, 6, 7, 8])
  })
})

describe('first', () => {
  it('is the first match, or undefined', async () => {
    const { table, mine } = opened(50, { matches: every(10) })
    expect((await mine.where('text').exists().first())?.at).equal(9)
    expect(table.sent).length(1)
    expect(await opened(0).mine.first()).equal(undefined)
  })
})

describe('count', () => {
  it('counts over all pages, and nothing else is sent over', async () => {
    const { table, mine } = opened(100, { mostPerPage: 30, matches: every(4) })
    expect(await mine.select('text').count()).equal(25)
    expect(new Set(table.called('Select'))).deep.equal(new Set(['COUNT']))
    expect(table.called('ProjectionExpression')).deep.equal(Array(4).fill(undefined))
  })

  it('counts up to the limit', async () => {
    const { table, mine } = opened(100, { mostPerPage: 30 })
    expect(await mine.limit(40).count()).equal(40)
    expect(table.called('Limit')).deep.equal([40, 10])
  })

  it('counts all segments', async () => {
    expect(await opened(50).repository.scan().segments(4).pageSize(3).count()).equal(50)
  })

  it('rejects where the budget is spent before', async () => {
    const { mine } = opened(100, { mostPerPage: 10 })
    const error = await rejection(mine.budget({ requests: 3 }).count(), BudgetExceededError)
    expect(error.items).deep.equal([])
    expect(await mine.after(error.cursor).count()).equal(70)
  })
})

describe('page', () => {
  it('is at most the limit; its cursor goes on after the last item', async () => {
    const { mine } = opened(5)
    const first = await mine.limit(2).page()
    const second = await mine.limit(2).after(first.cursor).page()
    const third = await mine.limit(2).after(second.cursor).page()
    expect([first, second, third].map(({ items }) => numbers(items))).deep.equal([[0, 1], [2, 3], [4]])
    expect([first, second, third].map(({ hasMore }) => hasMore)).deep.equal([true, true, false])
    expect(third.cursor).equal(undefined)
  })

  it('without a limit is what one request gives', async () => {
    const { table, mine } = opened(10, { mostPerPage: 4, matches: every(3) })
    const page = await mine.page()
    expect(numbers(page.items)).deep.equal([2])
    expect(table.sent).length(1)
    expect(page.usage).deep.equal({ requests: 1, returned: 1, examined: 4, capacityUnits: 0.5 })
    expect(numbers((await mine.after(page.cursor).page()).items)).deep.equal([5])
  })

  it('goes on right after the last item kept, where more was read than is wanted', async () => {
    const { mine } = opened(200, { matches: every(3) })
    const query = mine.where('text').exists().limit(4)
    const first = await query.page()
    expect(numbers(first.items)).deep.equal([2, 5, 8, 11])
    expect(numbers((await query.after(first.cursor).page()).items)).deep.equal([14, 17, 20, 23])
  })

  it('may be exactly full before the end, and the next one is then empty', async () => {
    const { mine } = opened(4)
    const first = await mine.limit(4).page()
    expect(first.hasMore).equal(true)
    const second = await mine.limit(4).after(first.cursor).page()
    expect(second).deep.include({ items: [], cursor: undefined, hasMore: false })
  })

  it('of segments reads each once, and goes on with all of them', async () => {
    const { table, repository } = opened(23)
    const scan = repository.scan().segments(4).pageSize(2)
    const found: number[] = []
    let cursor: string | undefined
    do {
      const page: Page<{ at: number }> = await scan.after(cursor).page()
      found.push(...numbers(page.items))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(found.sort((a, b) => a - b)).deep.equal(range(0, 23))
    // Three segments of six items and one of five: a page that is exactly full does not mean the end.
    expect(table.sent).length(15)
  })

  it('of segments with a limit keeps to it, and loses nothing', async () => {
    const { repository } = opened(23)
    const scan = repository.scan().segments(3).limit(5)
    const found: number[] = []
    let cursor: string | undefined
    do {
      const page: Page<{ at: number }> = await scan.after(cursor).page()
      expect(page.items.length).at.most(5)
      found.push(...numbers(page.items))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(found.sort((a, b) => a - b)).deep.equal(range(0, 23))
  })

  it('ends early where the budget is spent, with a cursor', async () => {
    const { mine } = opened(100, { mostPerPage: 10, matches: every(5) })
    const query = mine.where('text').exists().limit(50)
    const page = await query.budget({ requests: 2 }).page()
    expect(numbers(page.items)).deep.equal([4, 9, 14, 19])
    expect(numbers((await query.after(page.cursor).page()).items)[0]).equal(24)
  })

  it('shows items, cursor and hasMore when it is inspected', async () => {
    const text = inspect(await opened(3).mine.limit(2).page(), { depth: 1 })
    expect(text).contain('items: ').contain('cursor: ').contain('hasMore: true')
  })
})

describe('going back', () => {
  it('is the exact inverse of going on', async () => {
    const { mine } = opened(10)
    const query = mine.limit(3)
    const pages: Page<{ at: number }>[] = [await query.page()]
    for (let page = pages[0]; page?.cursor !== undefined; page = pages.at(-1))
      pages.push(await query.after(page.cursor).page())
    let back = pages.at(-1)
    for (const expected of pages.slice(0, -1).reverse()) {
      back = await query.after(back?.previous).page()
      expect(numbers(back.items)).deep.equal(numbers(expected.items))
      expect(back.hasMore).equal(true)
    }
    expect(numbers((await query.after(back?.cursor).page()).items)).deep.equal([3, 4, 5])
  })

  it('has no previous at the beginning, and none for scans', async () => {
    const { mine, repository } = opened(10)
    expect((await mine.limit(3).page()).previous).equal(undefined)
    const { cursor } = await repository.scan().limit(3).page()
    expect((await repository.scan().limit(3).after(cursor).page()).previous).equal(undefined)
  })

  it('from an empty last page leads to the last items', async () => {
    const { mine } = opened(4)
    const query = mine.limit(2)
    const { cursor } = await mine.limit(4).page()
    const empty = await query.after(cursor).page()
    expect(empty.items).deep.equal([])
    expect(numbers((await query.after(empty.previous).page()).items)).deep.equal([2, 3])
  })

  it('from the empty page before the first leads to the beginning', async () => {
    const { mine } = opened(4)
    const query = mine.limit(2)
    const second = await query.after((await query.page()).cursor).page()
    const first = await query.after(second.previous).page()
    const before = await query.after(first.previous).page()
    expect(before.items).deep.equal([])
    expect(numbers((await query.after(before.cursor).page()).items)).deep.equal([0, 1])
  })

  it('past a page that the filter emptied misses nothing', async () => {
    const { mine } = opened(40, { mostPerPage: 5, matches: ({ at }) => Number(numberOf(at)) % 15 === 2 })
    const query = mine.where('text').exists()
    const first = await query.page()
    const empty = await query.after(first.cursor).page()
    expect([numbers(first.items), numbers(empty.items)]).deep.equal([[2], []])
    expect(numbers((await query.limit(1).after(empty.previous).page()).items)).deep.equal([2])
  })

  it('reads all that stands before with await, in the order of the query', async () => {
    const { mine } = opened(9, { mostPerPage: 2 })
    const query = mine.limit(6)
    const second = await query.after((await query.page()).cursor).page()
    expect(numbers(await mine.after(second.previous))).deep.equal(range(0, 6))
    const pages: number[][] = []
    for await (const { items } of mine.after(second.previous).pages()) pages.push(numbers(items))
    expect(pages).deep.equal([
      [4, 5],
      [2, 3],
      [0, 1],
    ])
  })

  it('is refused item by item, as the first item would be read last', async () => {
    const { table, mine } = opened(9)
    const query = mine.limit(3)
    const second = await query.after((await query.page()).cursor).page()
    const sent = table.sent.length
    await rejection(mine.after(second.previous).items().next(), QueryPlanError)
    expect(table.sent).length(sent)
  })
})

describe('pages', () => {
  it('yields a page for each request, each with its cursors', async () => {
    const { table, mine } = opened(5, { mostPerPage: 2 })
    const pages: Page<{ at: number }>[] = []
    for await (const page of mine.pages()) pages.push(page)
    expect(pages.map(({ items }) => numbers(items))).deep.equal([[0, 1], [2, 3], [4]])
    expect(pages.map(({ hasMore }) => hasMore)).deep.equal([true, true, false])
    expect(pages.map(({ previous }) => previous !== undefined)).deep.equal([false, true, true])
    expect(numbers(await mine.after(pages[0]?.cursor))).deep.equal([2, 3, 4])
    expect(numbers(await mine.after(pages[2]?.previous))).deep.equal([0, 1, 2, 3])
    expect(table.called('ReturnConsumedCapacity')[0]).equal('TOTAL')
  })

  it('begins after a cursor, for the whole iteration', async () => {
    const { mine } = opened(7, { mostPerPage: 2 })
    const { cursor } = await mine.limit(3).page()
    const found: number[] = []
    for await (const { at } of mine.after(cursor)) found.push(at)
    expect(found).deep.equal([3, 4, 5, 6])
  })

  it('stops at the limit', async () => {
    const { table, mine } = opened(100, { mostPerPage: 10 })
    let found = 0
    for await (const { items } of mine.limit(25).pages()) found += items.length
    expect(found).equal(25)
    expect(table.called('Limit')).deep.equal([25, 15, 5])
  })

  it('plans at once, and sends nothing before the first page is requested', () => {
    const { table, repository } = opened(1)
    expect(() => repository.query().where('text').eq('x').consistent().index('byText').pages()).throw(
      QueryPlanError,
    )
    repository.scan().pages()
    expect(table.sent).length(0)
  })
})

describe('for await', () => {
  it('yields every item in order', async () => {
    const { mine } = opened(11, { mostPerPage: 3 })
    const found: number[] = []
    for await (const { at } of mine) found.push(at)
    expect(found).deep.equal(range(0, 11))
  })

  it('left after 3 items of pages of 2 has sent 2 requests, and leaves nothing under way', async () => {
    const { table, mine } = opened(10)
    const found: number[] = []
    for await (const { at } of mine.pageSize(2)) {
      found.push(at)
      if (found.length === 3) break
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(found).deep.equal([0, 1, 2])
    expect(table.sent).length(2)
    expect(table.underWay).equal(0)
  })

  it('requests the next page when half of one is taken, and no more than one', async () => {
    const { table, mine } = opened(12)
    const sent: number[] = []
    for await (const _ of mine.pageSize(4)) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      sent.push(table.sent.length)
    }
    expect(sent).deep.equal([1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4])
  })

  it('aborts what is in flight if the loop ends early', async () => {
    const { table, mine } = opened(10)
    for await (const _ of mine.pageSize(1)) break
    expect(table.options.every((options) => options?.signal?.aborted)).equal(true)
  })

  it('meets the failure of a page in its turn', async () => {
    const { table, mine } = opened(10)
    const failure = new Error('second page')
    table.reply = (request) => (table.sent.length > 1 ? failure : table.received(request))
    const found: number[] = []
    const work = (async () => {
      for await (const { at } of mine.pageSize(4)) found.push(at)
    })()
    expect(await rejection(work, Error)).equal(failure)
    expect(found).deep.equal([0, 1, 2, 3])
  })

  it('ends by its signal', async () => {
    const { table, mine } = opened(100)
    const controller = new AbortController()
    const found: number[] = []
    const work = (async () => {
      for await (const { at } of mine.pageSize(10).items({ signal: controller.signal })) {
        found.push(at)
        if (at === 12) controller.abort(new Error('enough'))
      }
    })()
    await rejection(work, Error)
    expect(found.length).within(13, 20)
    expect(table.sent.length).at.most(3)
  })

  it('throws where the budget is spent, after the items that were read', async () => {
    const { mine } = opened(100, { mostPerPage: 10 })
    const found: number[] = []
    const work = (async () => {
      for await (const { at } of mine.budget({ requests: 2 })) found.push(at)
    })()
    const error = await rejection(work, BudgetExceededError)
    expect(found).deep.equal(range(0, 20))
    expect(error.message).contain('after 2 requests that examined 20 items')
    expect(numbers(await mine.after(error.cursor))).deep.equal(range(20, 100))
  })
})

describe('a budget', () => {
  for (const [budget, requests] of [
    [{ requests: 1 }, 1],
    [{ requests: 4 }, 4],
    [{ capacityUnits: 1 }, 2],
    [{ capacityUnits: 1.2 }, 3],
    [{ requests: 2, capacityUnits: 50 }, 2],
  ] as const)
    it(`ends a run: ${JSON.stringify(budget)}`, async () => {
      const { table, mine } = opened(100, { mostPerPage: 10 })
      const error = await rejection(mine.budget(budget), BudgetExceededError)
      expect(table.sent).length(requests)
      expect(numbers(error.items as { at: number }[])).deep.equal(range(0, requests * 10))
      expect(numbers(await mine.after(error.cursor))).deep.equal(range(requests * 10, 100))
    })

  it('of time ends a run', async () => {
    const { mine } = opened(1_000, { mostPerPage: 1 })
    const error = await rejection(mine.budget({ milliseconds: 15 }), BudgetExceededError)
    expect(error.items.length).within(1, 900)
  })

  it('that suffices changes nothing', async () => {
    const { mine } = opened(20, { mostPerPage: 10 })
    expect(numbers(await mine.budget({ requests: 2, milliseconds: 60_000 }))).deep.equal(range(0, 20))
  })

  it('counts what full() fetches', async () => {
    const { table, mine } = opened(100, { mostPerPage: 10 })
    const error = await rejection(
      mine.where('rank').gte(0).full().budget({ requests: 4 }),
      BudgetExceededError,
    )
    expect(table.sent.map(({ call }) => call)).deep.equal(['Query', 'BatchGetItem', 'Query', 'BatchGetItem'])
    expect(error.items).length(20)
  })
})
