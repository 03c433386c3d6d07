// Pages of one stream in turn, and of several side by side, never more at once than allowed.

import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { storedOf } from '../../../lib/entity/scan/scanned-item.js'
import type { ReadBudget } from '../../../lib/operation/ground/usage-meter.js'
import { UsageMeter } from '../../../lib/operation/ground/usage-meter.js'
import type { PageReadRun } from '../../../lib/operation/query/page-reader.js'
import { pageStream, readersOf } from '../../../lib/operation/query/query-run.js'
import { rejection } from '../../support/rejection.js'
import { FakeTable, Note, notes, numberOf } from '../fake-table.js'

interface Case {
  readonly segments?: number
  readonly pageSize?: number
  readonly once?: boolean
  readonly budget?: ReadBudget
}

function reading(table: FakeTable, { segments = 1, pageSize = 2, once = false, budget }: Case): PageReadRun {
  const query = new Repository(Note, table).scan().pageSize(pageSize).segments(segments)
  return {
    context: query.context,
    operation: 'scan',
    plan: query.plan(),
    state: query.state(),
    options: {},
    meter: new UsageMeter(budget),
    once,
    wanted: () => undefined,
    signal: undefined,
  }
}

async function seen(table: FakeTable, given: Case, concurrency = 8): Promise<number[][]> {
  const positions = new Array(given.segments ?? 1).fill(undefined)
  const pages: number[][] = []
  for await (const page of pageStream(reading(table, given), positions, concurrency))
    pages.push(page.items.map((item) => Number(numberOf(storedOf(item)['at']))))
  return pages
}

describe('pageStream', () => {
  it('yields the pages of one stream in order, each requested when it is needed', async () => {
    const table = new FakeTable(notes(5))
    expect(await seen(table, {})).deep.equal([[0, 1], [2, 3], [4]])
    expect(table.called('ExclusiveStartKey').map((key) => key?.['at']?.N)).deep.equal([undefined, '1', '3'])
    expect(table.mostUnderWay).equal(1)
  })

  it('yields each item of all segments once, and asks each for its own', async () => {
    const table = new FakeTable(notes(11))
    const pages = await seen(table, { segments: 3 })
    expect(pages.flat().sort((a, b) => a - b)).deep.equal(Array.from({ length: 11 }, (_, at) => at))
    expect(new Set(table.called('TotalSegments' as never))).deep.equal(new Set([3]))
    expect(table.mostUnderWay).equal(3)
  })

  it('has no more under way than it may', async () => {
    const table = new FakeTable(notes(40))
    expect((await seen(table, { segments: 10 }, 2)).flat()).length(40)
    expect(table.mostUnderWay).equal(2)
  })

  it('passes over streams that are at their end', async () => {
    const table = new FakeTable(notes(4))
    const run = reading(table, { segments: 2 })
    const pages: unknown[] = []
    for await (const page of pageStream(run, [null, undefined], 8)) pages.push(page.segment)
    expect(new Set(pages)).deep.equal(new Set([1]))
    for await (const _ of pageStream(run, [null, null], 8)) expect.fail('nothing is left')
  })

  it('reads each stream once if the option says so', async () => {
    const table = new FakeTable(notes(20))
    expect(await seen(table, { once: true })).length(1)
    expect(await seen(table, { once: true, segments: 3 }, 2)).length(3)
  })

  for (const segments of [1, 4])
    it(`begins no request that the budget does not cover: ${segments} segments`, async () => {
      const table = new FakeTable(notes(40))
      await seen(table, { segments, budget: { requests: 3 } })
      expect(table.sent).length(3)
    })

  it('rejects as soon as one stream does; the others are waited for by nobody', async () => {
    const table = new FakeTable(notes(20))
    const failure = new Error('one')
    table.reply = (request) =>
      Reflect.get(request.input, 'Segment') === 1 ? failure : table.received(request)
    expect(await rejection(seen(table, { segments: 4 }), Error)).equal(failure)
    await new Promise((resolve) => setImmediate(resolve))
  })
})

describe('readersOf', () => {
  it('numbers segments if there are several', () => {
    const run = reading(new FakeTable([]), { segments: 2 })
    expect(readersOf(run, [undefined, null]).map(({ segment, done }) => [segment, done])).deep.equal([
      [{ index: 0, total: 2 }, false],
      [{ index: 1, total: 2 }, true],
    ])
    expect(readersOf(run, [undefined])[0]?.segment).equal(undefined)
  })
})
