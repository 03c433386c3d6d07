// The errors of runs that leave writes undone.
import { expect } from 'chai'
import { Repository } from 'dyntastic'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { UnprocessedError } from '../../../lib/errors/unprocessed-error.js'
import {
  abandonedError,
  leftOf,
  type Unwritten,
  unwrittenError,
} from '../../../lib/operation/batch-write/unwritten.js'
import { type WriteElement, writeElement } from '../../../lib/operation/batch-write/write-element.js'
import type { DropWatch } from '../../../lib/operation/ground/runner.js'
import { FakeRunner } from '../fake-runner.js'
import { Note } from '../many/writes.js'

const notes = new Repository(Note, new FakeRunner())

function element(index: number, more: Partial<WriteElement> = {}): WriteElement {
  const operation = notes.save({ id: index })
  return { ...writeElement(operation.batchWriteFace(), index, `operation ${index}`), ...more }
}

function unwritten(more: Partial<Unwritten>): Unwritten {
  return {
    again: (origin) => ({ origin }),
    entity: undefined,
    operation: 'batch',
    written: 1,
    settled: 0,
    left: [],
    givenUp: [],
    halt: undefined,
    thrown: undefined,
    total: 5,
    read: undefined,
    results: undefined,
    ...more,
  }
}

describe('leftOf', () => {
  it('has each write once, in the order of the source, with the writes that it replaced', () => {
    const first = element(0)
    const third = element(2, { earlier: first })
    const done = element(3, { state: 'done' })
    const failed = element(1, { state: 'failed' })
    expect(leftOf([third, done], [failed], [first]).map(({ index }) => index)).deep.equal([0, 1, 2])
  })
})

describe('unwrittenError', () => {
  it('has one operation for one element, however often it is reported', () => {
    const error = new RequestFailedError({ detail: 'no' })
    const writes = [element(1, { state: 'failed' }), element(2, { state: 'done' })]
    const unsent = element(4)
    const { remaining, failures, cause } = unwrittenError(
      unwritten({ left: leftOf(writes, [unsent]), givenUp: [{ error, writes }] }),
    )
    expect(remaining).deep.equal([{ origin: 'operation 1' }, { origin: 'operation 4' }])
    expect(failures).deep.equal([{ error, remaining: [{ origin: 'operation 1' }] }])
    expect(failures[0]?.remaining[0]).equal(remaining[0])
    expect(cause).equal(error)
  })

  it('reports unprocessed work as such, and not as a failure', () => {
    const writes = [element(1, { state: 'failed' })]
    const error = unwrittenError(
      unwritten({ left: writes, givenUp: [{ error: undefined, writes }], read: 3 }),
    )
    expect(error).deep.include({ failures: [], read: 3, written: 1, entity: 'Note' })
    expect(error.message).equal(
      "Note.batch: 1 of 5 writes were done, 1 left (`remaining`); 1 were left unprocessed in all consecutive attempts (executor option `retry`); retry them later, increase the table's capacity, or lower the concurrency; none of the remaining items was written",
    )
  })

  it('says why a run ended before its time, and quotes no message but the library’s', () => {
    const mine = new Error('secret value')
    for (const why of ['refused', 'progress'] as const) {
      const error = unwrittenError(unwritten({ halt: { why, error: mine }, left: [element(1)] }))
      expect(error.cause).equal(mine)
      expect(error.failures).deep.equal([{ error: mine, remaining: [{ origin: 'operation 1' }] }])
      expect(error.message).not.contain('secret')
    }
    const scope = new RequestFailedError({ detail: 'inside of a transaction' })
    const writes = [element(1, { state: 'failed' })]
    const placed = unwrittenError(
      unwritten({ halt: { why: 'scope', error: scope }, givenUp: [{ error: scope, writes }], left: writes }),
    )
    expect(placed.failures).length(1)
    expect(placed.message).contain('inside of a transaction')
  })

  it('has the error of its source as its cause, before any other', () => {
    const mine = new Error('disk')
    const writes = [element(1, { state: 'failed' })]
    const givenUp = [{ error: new RequestFailedError({ detail: 'no' }), writes }]
    expect(unwrittenError(unwritten({ thrown: { error: mine }, givenUp, left: writes })).cause).equal(mine)
  })
})

describe('the operations that are left', () => {
  const counting = (watch?: DropWatch) => {
    const made: unknown[] = []
    const writes = [element(1, { state: 'failed' })]
    const again = (origin: unknown) => {
      made.push(origin)
      return { origin }
    }
    return {
      made,
      facts: unwritten({ again, watch, left: writes, givenUp: [{ error: new Error('no'), writes }] }),
    }
  }

  for (const [what, errorOf] of [
    ['an error of writes that are left', unwrittenError],
    ['the error of an abort', (facts: Unwritten) => abandonedError(facts, { reason: 'why', sent: true })],
  ] as const)
    it(`are made when they are looked at, and once, on ${what}`, () => {
      const { made, facts } = counting()
      const error: { remaining?: readonly unknown[] } = errorOf(facts)
      expect(made).deep.equal([])
      expect(JSON.stringify(error)).not.contain('remaining"')
      const { remaining } = error
      expect(remaining).deep.equal([{ origin: 'operation 1' }])
      expect(error.remaining).equal(remaining)
      if (error instanceof UnprocessedError) expect(error.failures[0]?.remaining[0]).equal(remaining?.[0])
      expect(made).deep.equal(['operation 1'])
    })

  it('can be replaced, as any property of an error', () => {
    const error = unwrittenError(counting().facts)
    Object.assign(error, { remaining: [] })
    expect(error.remaining).deep.equal([])
    expect(Object.keys(error)).not.contain('remaining')
  })

  it('do not count as forgotten', () => {
    const used: unknown[] = []
    const { facts } = counting({ made: () => {}, used: (operation) => void used.push(operation) })
    const { remaining } = unwrittenError(facts)
    expect(used).deep.equal(remaining)
  })
})

describe('abandonedError', () => {
  it('reports what is unwritten, hidden from JSON, and whether it may have been written', () => {
    const results = [1, undefined]
    const left = [{ ...element(1), lost: true }]
    const error = abandonedError(unwritten({ entity: 'Note', left, read: 4, results }), 'why')
    expect(error).include({ outcome: 'unknown', cause: 'why', written: 1, settled: 0, read: 4 })
    expect(error.remaining).deep.equal([{ origin: 'operation 1' }])
    expect(error.results).equal(results)
    expect(JSON.parse(JSON.stringify(error))).not.have.any.keys('remaining', 'results')
  })
})

describe('the outcome of a run', () => {
  const lost = { ...element(2), lost: true }
  for (const [what, written, left, outcome, words] of [
    ['nothing of which was written', 0, [element(1)], 'nothing written', /; nothing was written$/],
    ['part of which was written', 1, [element(1)], 'unknown', /; none of the remaining items was written$/],
    [
      'with a lost response',
      0,
      [element(1), lost],
      'unknown',
      /; 1 of the remaining items may have been written$/,
    ],
    ['all of which was written', 2, [], 'written', /2 of \d+ writes were done/],
  ] as const)
    it(`${what} is '${outcome}'`, () => {
      const facts = unwritten({ written, left: [...left] })
      for (const error of [unwrittenError(facts), abandonedError(facts, 'why')]) {
        expect(error).include({ outcome })
        expect(error.message).match(words)
      }
    })
})
