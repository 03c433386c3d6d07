// One run: where its streams stand, what was taken, and what it leaves behind.
import { getEventListeners } from 'node:events'
import { expect } from 'chai'
import { InvalidCursorError, Repository } from 'dyntastic'
import type { QueryOperation } from '../../../lib/operation/query/query.js'
import { QueryRun, type RunStart } from '../../../lib/operation/query/query-run.js'
import { rejection, thrown } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'
import { FakeTable, Note, notes } from '../fake-table.js'

type Query = QueryOperation<object, unknown, object>

function runOf(query: object, more: Partial<RunStart> = {}): QueryRun {
  const { context, name, plan } = query as Query
  const state = (query as Query).state()
  return new QueryRun({ context, operation: name, plan: plan.call(query), state, ...more })
}

const table = new FakeTable(notes(10))
const repository = new Repository(Note, table)
const mine = repository.query().where('owner').eq('o')
const key = (at: number) => ({ owner: { S: 'o' }, at: { N: String(at) } })

describe('QueryRun', () => {
  it('is at the beginning, and at the end when all was read', async () => {
    const run = runOf(mine.pageSize(4))
    expect(run).include({ done: false, full: false, taken: 0, backward: false })
    const seen: unknown[] = []
    for await (const { items } of run.pages()) seen.push([items.length, run.positions[0]])
    expect(seen).deep.equal([
      [4, key(3)],
      [4, key(7)],
      [2, null],
    ])
    expect(run).include({ done: true, taken: 10 })
    expect(run.begun).deep.equal([undefined])
  })

  it('stands after the last item taken where a page was cut', async () => {
    const run = runOf(mine.where('text').exists().limit(3))
    for await (const { items, sources } of run.pages())
      expect([items.length, sources.length]).deep.equal([3, 3])
    expect(run.positions).deep.equal([key(2)])
    expect(run).include({ done: false, full: true })
  })

  it("is at DynamoDB's position if the limit ends with the page", async () => {
    const run = runOf(mine.limit(10))
    for await (const _ of run.pages());
    expect(run.positions).deep.equal([key(9)])
    const all = runOf(mine.pageSize(20).limit(10).where('text').exists())
    for await (const _ of all.pages());
    expect(all.positions).deep.equal([null])
  })

  it('begins at a cursor, and refuses an invalid one', async () => {
    const { cursor } = await mine.limit(4).page()
    expect(runOf(mine.after(cursor)).begun).deep.equal([key(3)])
    thrown(() => runOf(mine.after('none')), InvalidCursorError)
  })

  it('knows its first request', () => {
    expect(runOf(mine.limit(3)).firstRequest()?.input).include({ Limit: 3 })
    const segment = runOf(repository.scan().segments(3)).firstRequest()?.input
    expect(segment).include({ Segment: 0, TotalSegments: 3 })
  })

  it('leaves no listener on a signal that outlives it, and aborts with its reason', async () => {
    const controller = new AbortController()
    const { signal } = controller
    for (let at = 0; at < 20; at++) {
      const run = runOf(mine, { signal })
      for await (const _ of run.pages());
      run.end()
    }
    expect(getEventListeners(signal, 'abort')).length(0)
    const run = runOf(mine, { signal })
    controller.abort('enough')
    expect(run.controller.signal.reason).equal('enough')
    expect(runOf(mine, { signal }).controller.signal).include({ aborted: true, reason: 'enough' })
    await rejection(runOf(mine, { signal }).pages().next(), Error)
  })

  it('listens to a signal once for many runs at a time, and on a runner without a policy, too', async () => {
    const { signal } = new AbortController()
    const runs = Array.from({ length: 20 }, () => runOf(mine, { signal }))
    expect(getEventListeners(signal, 'abort')).length(1)
    for (const run of runs) run.end()
    expect(getEventListeners(signal, 'abort')).length(0)
    const plain = new Repository(Note, new FakeRunner({ Items: [], Count: 0 })).scan()
    const run = runOf(plain, { signal })
    expect(getEventListeners(signal, 'abort')).length(1)
    run.end()
    expect(getEventListeners(signal, 'abort')).length(0)
  })

  it('runs on a runner that says nothing of concurrency', async () => {
    const runner = new FakeRunner({ Items: [], Count: 0 })
    const scan = new Repository(Note, runner).scan().segments(20)
    expect(await scan).deep.equal([])
    expect(runner.sent).length(20)
  })
})
