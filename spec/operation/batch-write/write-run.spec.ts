// Runs: what is in flight, what waits, and that nothing of a run is left behind.
import { getEventListeners } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'chai'
import { AbortedError } from '../../../lib/errors/interrupted.js'
import { type WriteElement, writeElement } from '../../../lib/operation/batch-write/write-element.js'
import { WriteLanes } from '../../../lib/operation/batch-write/write-lanes.js'
import { WriteRun } from '../../../lib/operation/batch-write/write-run.js'
import {
  IterableSource,
  listSource,
  type WriteSource,
} from '../../../lib/operation/batch-write/write-source.js'
import { rejection } from '../../support/rejection.js'
import { FakeTables, repositories } from '../many/writes.js'

const again = (origin: unknown): unknown => origin

function runOf(
  runner: FakeTables,
  source: WriteSource,
  options: { signal?: AbortSignal; concurrency?: number } = {},
) {
  const lanes = new WriteLanes(runner)
  return new WriteRun({ runner, operation: 'batch', source, lanes, again, streamed: false }, options)
}

function elements(runner: FakeTables, count: number): WriteElement[] {
  const { notes } = repositories(runner)
  return Array.from({ length: count }, (_, id) => {
    const operation = notes.save({ id })
    return writeElement(operation.batchWriteFace(), id, operation)
  })
}

describe('WriteRun', () => {
  it('leaves no listener on the caller’s signal, and passes on one of its own', async () => {
    const runner = new FakeTables()
    const { signal } = new AbortController()
    await runOf(runner, listSource(elements(runner, 60)), { signal }).complete()
    expect(getEventListeners(signal, 'abort')).deep.equal([])
    expect(runner.options.every((options) => options?.signal !== undefined)).equal(true)
    await runOf(runner, listSource(elements(runner, 1))).complete()
    expect(runner.options.at(-1)).deep.equal({ signal: undefined })
  })

  it('does not begin to read a source when it was aborted before', async () => {
    const runner = new FakeTables()
    let begun = false
    function* never() {
      begun = true
      yield 1
    }
    const source = new IterableSource(never(), () => {
      throw new Error('never made')
    })
    await rejection(runOf(runner, source, { signal: AbortSignal.abort() }).complete(), AbortedError)
    expect(begun).equal(false)
  })

  it('goes on with other lanes’ work in flight while one of them waits', async () => {
    const runner = new FakeTables({ notes: {}, tags: {} })
    const { notes, tags } = repositories(runner)
    const release: (() => void)[] = []
    runner.before = () => new Promise((resolve) => release.push(() => resolve(undefined)))
    const operations = [
      ...Array.from({ length: 25 }, (_, id) => notes.save({ id })),
      ...Array.from({ length: 25 }, (_, at) => tags.save({ tag: String(at) })),
    ]
    const made = operations.map((each, index) => writeElement(each.batchWriteFace(), index, each))
    const run = runOf(runner, listSource(made))
    const running = run.complete()
    await turn()
    expect(runner.sent).length(2)
    expect(run.inFlight.size).equal(2)
    for (const each of release) each()
    expect(await running).include({ written: 50 })
    expect(run.inFlight.size).equal(0)
  })
})
