// One stream read request by request: exact requests, page sizes, positions, and invalid responses.
import { expect } from 'chai'
import { Repository, RequestFailedError } from 'dyntastic'
import { UsageMeter } from '../../../lib/operation/ground/usage-meter.js'
import { PageReader, type PageReadRun, type StoredPage } from '../../../lib/operation/query/page-reader.js'
import type { QueryOperation } from '../../../lib/operation/query/query.js'
import { rejection } from '../../support/rejection.js'
import { FakeTable, Note, notes } from '../fake-table.js'

type Query = QueryOperation<object, object, object>

function readerOf(
  table: FakeTable,
  query: Query,
  more: Partial<PageReadRun> = {},
  segment?: PageReader['segment'],
): PageReader {
  const run: PageReadRun = {
    context: { ...query.context, runner: table },
    operation: query.name,
    plan: query.plan(),
    state: query.state(),
    options: {},
    meter: new UsageMeter(undefined),
    once: false,
    wanted: () => undefined,
    signal: undefined,
    ...more,
  }
  return new PageReader(run, segment, undefined)
}

async function nextOf(reader: PageReader): Promise<StoredPage> {
  const page = await reader.next()
  if (page === undefined) throw new Error('the budget is spent')
  return page
}

const repository = new Repository(Note, new FakeTable([]))
const mine = repository.query().where('owner').eq('o') as unknown as Query

describe('PageReader', () => {
  it('goes on from where it stands, until it is at the end', async () => {
    const table = new FakeTable(notes(3), { mostPerPage: 2 })
    const reader = readerOf(table, mine)
    const first = await nextOf(reader)
    expect(first).include({ count: 2, segment: 0 })
    expect(first.after).deep.equal({ owner: { S: 'o' }, at: { N: '1' } })
    expect(reader.done).equal(false)
    const second = await nextOf(reader)
    expect(second.items).length(1)
    expect(second.after).equal(null)
    expect(reader.done).equal(true)
    expect(table.called('ExclusiveStartKey')).deep.equal([undefined, first.after])
  })

  it('takes no more than is wanted', async () => {
    const table = new FakeTable(notes(100))
    const reader = readerOf(table, mine, { wanted: () => 7 })
    await reader.next()
    expect(table.called('Limit')).deep.equal([7])
  })

  it('shares what is wanted among segments', async () => {
    const table = new FakeTable(notes(100))
    const reader = readerOf(
      table,
      repository.scan() as unknown as Query,
      { wanted: () => 10 },
      {
        index: 1,
        total: 4,
      },
    )
    await reader.next()
    expect(table.inputs[0]).include({ Limit: 3, Segment: 1, TotalSegments: 4 })
  })

  it('reads by the hit rate behind a filter', async () => {
    const table = new FakeTable(notes(2_000), {
      matches: ({ at }) => Number(at && 'N' in at && at.N) % 100 === 99,
    })
    let taken = 0
    const query = mine as unknown as ReturnType<typeof repository.query>
    const reader = readerOf(table, query.where('text').exists() as unknown as Query, {
      wanted: () => 10 - taken,
    })
    while (taken < 10) taken += (await nextOf(reader)).count
    expect(table.called('Limit')[0]).equal(40)
    expect(table.inputs.length).at.most(3)
  })

  it('keeps to the page size', async () => {
    const table = new FakeTable(notes(10))
    const reader = readerOf(table, mine.pageSize(3) as unknown as Query, { wanted: () => 5 })
    await reader.next()
    expect(table.called('Limit')).deep.equal([3])
  })

  it('counts what it takes', async () => {
    const meter = new UsageMeter(undefined)
    const table = new FakeTable(notes(3))
    await readerOf(table, mine, { meter, options: { capacity: true } }).next()
    expect(meter.usage).deep.equal({ requests: 1, returned: 0, examined: 3, capacityUnits: 0.5 })
  })

  it('passes the signal on', async () => {
    const { signal } = new AbortController()
    const table = new FakeTable([])
    await readerOf(table, mine, { signal }).next()
    expect(table.options).deep.equal([{ signal }])
  })

  it('refuses a response with neither items nor count, which a proxy in between may give', async () => {
    const table = new FakeTable([])
    table.reply = {}
    const error = await rejection(readerOf(table, mine).next(), RequestFailedError)
    expect(error.message).contain('Note.query').contain('Query has neither Items nor Count')
  })

  it('takes a response without ScannedCount, as mocks give it', async () => {
    const table = new FakeTable([])
    table.reply = { Items: notes(2) }
    const page = await readerOf(table, mine).next()
    expect(page).include({ count: 2, after: null })
  })
})
