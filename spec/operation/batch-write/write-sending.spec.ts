// Sending one chunk: what the callbacks receive, in which order, and that it never rejects.
import { expect } from 'chai'
import { TimeoutError } from '../../../lib/errors/interrupted.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { TableNotFoundError } from '../../../lib/errors/table-not-found-error.js'
import { ThrottledError } from '../../../lib/errors/throttled-error.js'
import { UnknownOutcomeError } from '../../../lib/errors/unknown-outcome-error.js'
import { type WriteElement, writeElement } from '../../../lib/operation/batch-write/write-element.js'
import { sendWrites, type WriteWay } from '../../../lib/operation/batch-write/write-sending.js'
import { FakeTables, repositories } from '../many/writes.js'

const slow = new ThrottledError({ detail: 'slow' })
const broken = new RequestFailedError({ detail: 'no' })
const lost = new TimeoutError({ detail: 'late', outcome: 'unknown' })
// What an empty body becomes.
const silent = { $metadata: { httpStatusCode: 200 } }
const missing = new TableNotFoundError({ detail: 'no table' })

/** Callbacks that record their calls. */
function watched(runner: FakeTables, signal?: AbortSignal) {
  const noted: unknown[] = []
  const ids = (writes: readonly WriteElement[]) => writes.map(({ index }) => index)
  const way: WriteWay = {
    runner,
    operation: 'batch',
    signal,
    capacity: false,
    received: (done, output) => void noted.push([output === undefined ? 'refused' : 'answered', ids(done)]),
    gaveUp: (left, error) => void noted.push(['gave up', ids(left), error]),
    reported: () => void noted.push('told'),
  }
  return { listed: noted, way }
}

describe('sendWrites', () => {
  let runner: FakeTables
  let writes: WriteElement[]
  beforeEach(() => {
    runner = new FakeTables()
    const { notes, tags } = repositories(runner)
    writes = [notes.save({ id: 1 }), notes.delete(2), tags.delete('t')].map((each, index) =>
      writeElement(each.batchWriteFace(), index, each),
    )
  })

  for (const [what, replies, noted] of [
    ['all at once', ['all'], [['answered', [0, 1, 2]], 'told']],
    ['in parts', [1, 'all'], [['answered', [0]], 'told', ['answered', [1, 2]], 'told']],
    ['after a throttle', [slow, 'all'], [['refused', []], 'told', ['answered', [0, 1, 2]], 'told']],
    ['a permanent failure', [broken], [['refused', []], ['gave up', [0, 1, 2], broken], 'told']],
    [
      'a failure of the rest',
      [2, broken],
      [['answered', [0, 1]], 'told', ['refused', []], ['gave up', [2], broken], 'told'],
    ],
    [
      'lost responses, the third of which is final',
      [lost, 0, lost, lost],
      [
        ['refused', []],
        'told',
        ['answered', []],
        'told',
        ['refused', []],
        'told',
        ['refused', []],
        ['gave up', [0, 1, 2], lost],
        'told',
      ],
    ],
    [
      'a missing table, as tables one by one',
      [missing, 'all', missing],
      [
        ['refused', []],
        'told',
        ['answered', [0, 1]],
        'told',
        ['refused', []],
        ['gave up', [2], missing],
        'told',
      ],
    ],
    [
      'responses over the network without UnprocessedItems, the third of which is final',
      [silent, silent, silent],
      [
        ['refused', []],
        'told',
        ['refused', []],
        'told',
        ['refused', []],
        ['gave up', [0, 1, 2], UnknownOutcomeError],
        'told',
      ],
    ],
    ['one of them, repeated', [silent, 'all'], [['refused', []], 'told', ['answered', [0, 1, 2]], 'told']],
    ['a stub that returns nothing', [{}], [['answered', [0, 1, 2]], 'told']],
    [
      'a response that makes no sense',
      [{ UnprocessedItems: { notes: 5 } }],
      [['refused', []], ['gave up', [0, 1, 2], TypeError], 'told'],
    ],
  ] as const)
    it(what, async () => {
      runner.decide = (_, at) => replies[at] as never
      const seen = watched(runner)
      await sendWrites(writes, seen.way)
      expect(seen.listed.map(withClass)).deep.equal(noted.map(withClass))
      expect(runner.sent).length(replies.length)
    })

  it('gives up without an error where all is left unprocessed', async () => {
    runner.decide = () => 0
    const { listed: noted, way } = watched(runner)
    await sendWrites(writes, way)
    expect(runner.sent).length(6)
    expect(noted.slice(-2)).deep.equal([['gave up', [0, 1, 2], undefined], 'told'])
  })

  it('tells nothing more once the signal aborts, and sends nothing more', async () => {
    const controller = new AbortController()
    runner.decide = () => {
      controller.abort()
      return 1
    }
    const { listed: noted, way } = watched(runner, controller.signal)
    await sendWrites(writes, way)
    expect(noted).deep.equal([])
    await sendWrites(writes, way)
    expect(runner.sent).length(1)
  })

  it('takes whatever a stub rejects with', async () => {
    Object.assign(runner, { run: () => Promise.reject(undefined) })
    const { listed: noted, way } = watched(runner)
    await sendWrites(writes, way)
    const [, gaveUp] = noted as [unknown, readonly [string, unknown, { readonly code: string }]]
    expect([gaveUp[0], gaveUp[2].code]).deep.equal(['gave up', 'REQUEST_FAILED'])
  })
})

// Errors by themselves, and those of the language by their class.
function withClass(noted: unknown): unknown {
  if (!Array.isArray(noted)) return noted
  return noted.map((part) => [TypeError, UnknownOutcomeError].find((each) => part instanceof each) ?? part)
}
