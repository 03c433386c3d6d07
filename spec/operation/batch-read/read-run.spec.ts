// The requests of a read: again where keys are left, bounded in number and in flight, and none taking others with it.
import { getEventListeners } from 'node:events'
import { expect } from 'chai'
import { AbortedError, RequestFailedError, TableNotFoundError, ThrottledError, TimeoutError } from 'dyntastic'
import { KeySlots } from '../../../lib/operation/batch-read/key-slots.js'
import { ReadProgress } from '../../../lib/operation/batch-read/read-progress.js'
import { BatchReadRun, type ReadRunOptions } from '../../../lib/operation/batch-read/read-run.js'
import type { Progress } from '../../../lib/operation/many/many-options.js'
import { rejection } from '../../support/rejection.js'
import { Book, books, FakeShelves, Loan, loan, withoutPauses } from '../many/fake-shelves.js'

function reading(
  shelves: FakeShelves,
  isbns: readonly number[],
  more: Partial<ReadRunOptions> = {},
  loans: readonly number[] = [],
) {
  const keys = new KeySlots(shelves)
  const slots = [
    ...isbns.map((at) =>
      keys.want({ model: Book, consistent: false, select: [] }, { isbn: { S: `b${at}` } }),
    ),
    ...loans.map((at) =>
      keys.want(
        { model: Loan, consistent: false, select: [] },
        { reader: { S: 'r' }, at: { N: String(at) } },
      ),
    ),
  ]
  const run = new BatchReadRun(shelves, { operation: 'batchGet', ...more })
  return { run, slots, chunks: keys.chunks() }
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)
const sizes = (shelves: FakeShelves) => shelves.conditions.map(({ books = [] }) => books.length)
const failure = (detail: string, httpStatus?: number) =>
  Object.assign(new RequestFailedError({ detail }), httpStatus === undefined ? {} : { httpStatus })

describe('ReadRun', () => {
  withoutPauses()

  it('reads all requests, as many at once as allowed', async () => {
    const shelves = new FakeShelves({ books: books(450) })
    const { run, slots, chunks } = reading(shelves, numbers(450), { concurrency: 2 })
    await run.readAll(chunks)
    expect(slots.every(({ known, stored }) => known && stored !== undefined)).equal(true)
    expect(sizes(shelves)).deep.equal([100, 100, 100, 100, 50])
    expect(shelves.mostUnderWay).equal(2)
  })

  it('asks again for the rest alone', async () => {
    const shelves = new FakeShelves({ books: books(10) })
    shelves.leaves = (text, request) => request === 0 && Number(text.slice(1)) >= 5
    const { run, slots, chunks } = reading(shelves, numbers(10))
    await run.readAll(chunks)
    expect(shelves.conditions).deep.equal([
      { books: numbers(10).map((at) => `b${at}`) },
      { books: [5, 6, 7, 8, 9].map((at) => `b${at}`) },
    ])
    expect(slots.every(({ known }) => known)).equal(true)
  })

  it('gives up after 6 requests in a row that bring nothing', async () => {
    const shelves = new FakeShelves({ books: books(3) })
    shelves.leaves = () => true
    const { run, slots, chunks } = reading(shelves, numbers(3))
    await run.readAll(chunks)
    expect(shelves.sent).length(6)
    expect(slots.map(({ known }) => known)).deep.equal([false, false, false])
    expect(slots[0]?.trouble).deep.equal({ kind: 'unprocessed', attempts: 6, error: undefined })
  })

  it('pauses for anything up to 50, 100, 200, 400, 800 ms', async () => {
    const shelves = new FakeShelves({ books: books(1) })
    shelves.leaves = () => true
    const { run, chunks } = reading(shelves, [0])
    const bounds: number[] = []
    const pauses: number[] = []
    const { most, base } = run.retry
    run.wait = async (_, milliseconds) => {
      pauses.push(milliseconds)
      bounds.push(Math.min(most, base * 2 ** bounds.length))
    }
    await run.readAll(chunks)
    expect(bounds).deep.equal([50, 100, 200, 400, 800])
    for (const [at, bound] of bounds.entries()) expect(pauses[at]).within(0, bound)
  })

  it('counts only requests without progress', async () => {
    const shelves = new FakeShelves({ books: books(4) })
    // Each fifth request brings one.
    shelves.leaves = (text, request) => Number(text.slice(1)) > Math.floor(request / 5) - 1
    const { run, slots, chunks } = reading(shelves, numbers(4))
    await run.readAll(chunks)
    expect(slots.every(({ known }) => known)).equal(true)
    expect(shelves.sent).length(21)
  })

  it('takes a throttle for a request without progress', async () => {
    const shelves = new FakeShelves({ books: books(2) })
    const throttled = new ThrottledError()
    shelves.fails = (_, request) => (request < 5 ? throttled : undefined)
    const well = reading(shelves, [0, 1])
    await well.run.readAll(well.chunks)
    expect(well.slots.every(({ known }) => known)).equal(true)
    shelves.fails = () => throttled
    const badly = reading(shelves, [0])
    await badly.run.readAll(badly.chunks)
    expect(shelves.sent).length(12)
    expect(badly.slots[0]?.trouble).deep.equal({ kind: 'unprocessed', attempts: 6, error: throttled })
  })

  it('takes its attempts from the runner', async () => {
    const shelves = Object.assign(new FakeShelves({ books: [] }), {
      retry: { unprocessed: { attempts: 2, base: 0, most: 0 }, conflicts: { attempts: 1, base: 0, most: 0 } },
    })
    shelves.leaves = () => true
    const { run, chunks } = reading(shelves, [0])
    await run.readAll(chunks)
    expect(shelves.sent).length(2)
  })

  it('gives up a request that fails, and goes on with the others', async () => {
    const shelves = new FakeShelves({ books: books(250) })
    const error = failure('broken')
    shelves.fails = ({ books: [first] = [] as readonly string[] }) => (first === 'b100' ? error : undefined)
    const { run, slots, chunks } = reading(shelves, numbers(250))
    await run.readAll(chunks)
    expect(slots.filter(({ known }) => known)).length(150)
    expect(slots[100]?.trouble).deep.equal({ kind: 'failed', error })
    expect(slots[199]?.trouble).equal(slots[100]?.trouble)
  })

  it('begins nothing more after 8 failures in a row', async () => {
    const shelves = new FakeShelves({ books: books(2_000) })
    shelves.fails = (_, request) => (request === 5 ? undefined : failure('broken'))
    const { run, slots, chunks } = reading(shelves, numbers(2_000), { concurrency: 1 })
    await run.readAll(chunks)
    expect(shelves.sent).length(14)
    expect(slots.filter(({ trouble }) => trouble?.kind === 'failed')).length(1_300)
    expect(slots.filter(({ trouble }) => trouble?.kind === 'unsent')).length(600)
  })

  for (const [what, error] of [
    ['a missing table', new TableNotFoundError()],
    ['a refusal', failure('refused', 400)],
  ] as const)
    it(`reads the tables of a request one by one where it fails for ${what}`, async () => {
      const shelves = new FakeShelves({ books: books(2) })
      shelves.fails = ({ loans }) => (loans === undefined ? undefined : error)
      const { run, slots, chunks } = reading(shelves, [0, 1], {}, [1])
      await run.readAll(chunks)
      expect(shelves.conditions).deep.equal([
        { books: ['b0', 'b1'], loans: ['r 1'] },
        { books: ['b0', 'b1'] },
        { loans: ['r 1'] },
      ])
      expect(slots.map(({ known }) => known)).deep.equal([true, true, false])
      expect(slots[2]?.trouble).deep.equal({ kind: 'failed', error })
    })

  it('does not repeat what failed for other reasons', async () => {
    const shelves = new FakeShelves({ books: books(1), loans: [loan(1)] })
    shelves.fails = () => failure('broken', 500)
    const { run, chunks } = reading(shelves, [0], {}, [1])
    await run.readAll(chunks)
    expect(shelves.sent).length(1)
  })

  describe('whose response is lost', () => {
    const lost = new TimeoutError({ detail: 'late', outcome: 'nothing written' })

    it('is sent again, twice', async () => {
      const shelves = new FakeShelves({ books: books(2) })
      shelves.fails = (_, request) => (request < 2 ? lost : undefined)
      const well = reading(shelves, [0, 1])
      await well.run.readAll(well.chunks)
      expect(well.slots.every(({ known }) => known)).equal(true)
      expect(shelves.sent).length(3)
      shelves.fails = () => lost
      const badly = reading(shelves, [0])
      await badly.run.readAll(badly.chunks)
      expect(shelves.sent).length(6)
      expect(badly.slots[0]?.trouble).deep.equal({ kind: 'failed', error: lost })
    })

    it('is sent no more often than the attempts are', async () => {
      const retry = { attempts: 1, base: 0, most: 0 }
      const shelves = Object.assign(new FakeShelves({ books: [] }), {
        retry: { unprocessed: retry, conflicts: retry },
      })
      shelves.fails = () => lost
      const { run, chunks, slots } = reading(shelves, [0])
      await run.readAll(chunks)
      expect(shelves.sent).length(1)
      expect(slots[0]?.trouble?.kind).equal('failed')
    })
  })

  it('counts requests that failed, and no keys that were never requested', async () => {
    const shelves = new FakeShelves({ books: books(2_000) })
    shelves.fails = () => failure('broken')
    const reported: Progress[] = []
    const progress = new ReadProgress((each) => reported.push(each), 2_000)
    const { run, chunks } = reading(shelves, numbers(2_000), { progress, concurrency: 1 })
    await run.readAll(chunks)
    expect(reported).length(8)
    expect(reported.at(-1)).include({ done: 0, failed: 800, requests: 8, total: 2_000 })
    const throttled: Progress[] = []
    shelves.fails = (_, request) => (request === 8 ? new ThrottledError() : undefined)
    const again = reading(shelves, [0], { progress: new ReadProgress((each) => throttled.push(each), 1) })
    await again.run.readAll(again.chunks)
    expect(throttled.map(({ requests, done, failed }) => [requests, done, failed])).deep.equal([
      [1, 0, 0],
      [2, 1, 0],
    ])
  })

  it('finally awaits the promises of onProgress, unless it is aborted', async () => {
    const mine = new Error('disk full')
    const late = () => new Promise((_, reject) => setTimeout(() => reject(mine), 5))
    const shelves = new FakeShelves({ books: books(1) })
    const { run, chunks } = reading(shelves, [0], { progress: new ReadProgress(late, 1) })
    await run.readAll(chunks)
    expect(run.thrown).deep.equal({ error: mine })
    const controller = new AbortController()
    const never = () => new Promise(() => setTimeout(() => controller.abort(), 5))
    const { signal } = controller
    const stuck = reading(shelves, [0], { signal, progress: new ReadProgress(never, 1) })
    const error = await rejection(stuck.run.readAll(stuck.chunks), AbortedError)
    expect(error).include({ entity: 'Book', operation: 'batchGet' })
  })

  it('reports slots as soon as they are final', async () => {
    const shelves = new FakeShelves({ books: books(4) })
    shelves.leaves = (text, request) => text === 'b3' || (text === 'b2' && request === 0)
    const reported: string[][] = []
    const { run, chunks } = reading(shelves, numbers(4), {
      settled: (slots) =>
        void reported.push(
          slots.map(
            ({ key, trouble }) => `${key['isbn'] && Object.values(key['isbn'])} ${trouble?.kind ?? ''}`,
          ),
        ),
    })
    await run.readAll(chunks)
    expect(reported.filter(({ length }) => length > 0)).deep.equal([
      ['b0 ', 'b1 '],
      ['b2 '],
      ['b3 unprocessed'],
    ])
  })

  it('tells a meter of each request', async () => {
    const shelves = new FakeShelves({ books: books(150) })
    const taken: number[] = []
    let requests = 0
    const meter = {
      begin: () => void requests++,
      add: (_: number, units: number) => void taken.push(units),
    }
    const { run, chunks } = reading(shelves, numbers(150), { meter, capacity: true })
    await run.readAll(chunks)
    expect(requests).equal(2)
    expect(taken).deep.equal([1.5, 1.5])
    expect(shelves.sent[0]?.input).property('ReturnConsumedCapacity', 'TOTAL')
  })

  it('is aborted while it pauses, at once', async () => {
    Math.random = () => 1
    const controller = new AbortController()
    const shelves = new FakeShelves({ books: books(1) })
    shelves.leaves = () => true
    const { run, chunks } = reading(shelves, [0], { signal: controller.signal })
    setTimeout(() => controller.abort(new Error('enough')), 5)
    const begun = performance.now()
    const error = await rejection(run.readAll(chunks), AbortedError)
    Math.random = () => 0
    expect(performance.now() - begun).below(5_000)
    expect(error).include({ outcome: 'nothing written', entity: 'Book', operation: 'batchGet' })
    expect(error.cause).include({ message: 'enough' })
  })

  for (const [what, fails] of [
    ['that read everything', undefined],
    ['that failed', failure('no', 400)],
  ] as const)
    it(`leaves no listener on the user's signal after a run ${what}, and ends what is under way`, async () => {
      const controller = new AbortController()
      const shelves = new FakeShelves({ books: books(150) })
      if (fails !== undefined) shelves.fails = () => fails
      const { run, chunks } = reading(shelves, numbers(150), { signal: controller.signal })
      const work = run.readAll(chunks)
      expect(getEventListeners(controller.signal, 'abort')).length(1)
      await work
      expect(getEventListeners(controller.signal, 'abort')).length(0)
      expect(run.linked.signal.aborted).equal(true)
    })

  it('passes the error of a runner that was aborted on', async () => {
    const controller = new AbortController()
    const shelves = new FakeShelves({ books: books(1) })
    const aborted = new AbortedError({ outcome: 'nothing written' })
    shelves.fails = () => {
      controller.abort()
      return aborted
    }
    const { run, chunks } = reading(shelves, [0], { signal: controller.signal })
    expect(await rejection(run.readAll(chunks), AbortedError)).equal(aborted)
  })
})
