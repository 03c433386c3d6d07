// Lists of writes: chunks, tables and clients, duplicates, and what is unwritten if they fail.

import { expect } from 'chai'
import { CommandExecutor, Repository } from 'dyntastic'
import fc from 'fast-check'
import { DuplicateOperationError } from '../../../lib/errors/duplicate-operation-error.js'
import { AbortedError } from '../../../lib/errors/interrupted.js'
import { InvalidOptionError } from '../../../lib/errors/invalid-option-error.js'
import { RequestFailedError } from '../../../lib/errors/request-failed-error.js'
import { ScopeError } from '../../../lib/errors/scope-error.js'
import { TableNotFoundError } from '../../../lib/errors/table-not-found-error.js'
import { ThrottledError } from '../../../lib/errors/throttled-error.js'
import { UnknownOutcomeError } from '../../../lib/errors/unknown-outcome-error.js'
import { UnprocessedError } from '../../../lib/errors/unprocessed-error.js'
import { UnsupportedOperationError } from '../../../lib/errors/unsupported-operation-error.js'
import { ValidationError } from '../../../lib/errors/validation-error.js'
import { batchWrite } from '../../../lib/operation/batch-write/batch-write.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import { defaultRetry } from '../../../lib/operation/ground/retry.js'
import type { BatchOptions, Progress } from '../../../lib/operation/many/many-options.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'
import { FakeTables, idsOf, Note, noteInputs, repositories } from '../many/writes.js'

let runner: FakeTables
let notes: ReturnType<typeof repositories>['notes']
let tags: ReturnType<typeof repositories>['tags']

function batch(operations: readonly unknown[], options: BatchOptions = {}): Promise<unknown[]> {
  return batchWrite(runner, operations as readonly Facing[], options)
}

const saves = (count: number, text?: string) => noteInputs(count, text).map((note) => notes.save(note))

describe('batchWrite', () => {
  beforeEach(() => {
    runner = new FakeTables()
    ;({ notes, tags } = repositories(runner))
  })

  it('sends nothing for an empty list', async () => {
    expect(await batch([])).deep.equal([])
    expect(runner.sent).deep.equal([])
  })

  it('puts and deletes of several tables are one request, and resolve to what each of them does', async () => {
    const [note, gone, tag] = await batch([
      notes.save({ id: 1, text: 'a' }),
      notes.delete(2),
      tags.save({ tag: 't' }),
    ])
    expect([note, gone, tag]).deep.equal([{ id: 1, text: 'a' }, undefined, { tag: 't' }])
    expect(runner.sent).length(1)
    const [request] = runner.sent
    expect(request?.input).deep.equal({
      RequestItems: {
        notes: [
          { PutRequest: { Item: { id: { N: '1' }, text: { S: 'a' } } } },
          { DeleteRequest: { Key: { id: { N: '2' } } } },
        ],
        tags: [{ PutRequest: { Item: { tag: { S: 't' } } } }],
      },
    })
    expect(request).include({
      call: 'BatchWriteItem',
      entity: 'Note, Tag',
      operation: 'batch',
      table: Note.table,
    })
    expect(request?.creation?.().input.TableName).equal('notes')
    expect(
      request?.others?.map(({ table, creation }) => [table.name, creation?.().input.TableName]),
    ).deep.equal([['tags', 'tags']])
  })

  it('deletes from a table that is still to be made are done', async () => {
    await batch([notes.delete(1)])
    expect(runner.sent[0]).deep.include({ withoutTable: { $metadata: {} } })
    await batch([notes.delete(1), notes.save({ id: 2 })])
    expect(runner.sent[1]).not.property('withoutTable')
    await batch([notes.delete(1), tags.delete('t')])
    expect(runner.sent[2]).not.property('withoutTable')
  })

  it('requests hold 25, and none is empty', async () => {
    await batch(saves(60))
    expect(runner.sizes).deep.equal([25, 25, 10])
    runner.sent.length = 0
    await batch(saves(50))
    expect(runner.sizes).deep.equal([25, 25])
    expect(runner.stored.size).equal(60)
  })

  it('tables of different clients go in different requests', async () => {
    runner = new FakeTables({ notes: {}, tags: {} })
    ;({ notes, tags } = repositories(runner))
    await batch([...saves(20), ...Array.from({ length: 20 }, (_, at) => tags.save({ tag: `t${at}` }))])
    expect(runner.sent.map(({ input }) => Object.keys((input as never)['RequestItems']))).deep.equal([
      ['notes'],
      ['tags'],
    ])
  })

  it('has at most `concurrency` requests in flight', async () => {
    runner.before = () => new Promise((resolve) => setTimeout(resolve, 1))
    await batch(saves(300), { concurrency: 3 })
    expect(runner.mostUnderWay).equal(3)
    runner.mostUnderWay = 0
    await batch(saves(300))
    expect(runner.mostUnderWay).equal(8)
    for (const concurrency of [0, -1, 1.5, Number.NaN])
      await rejection(batch(saves(1), { concurrency }), InvalidOptionError)
  })

  it('never makes a request larger than 16 MB on the wire', async () => {
    // 390 KB of item each, and six times as much on the wire: seven of them fit.
    const text = '\u0001'.repeat(390_000)
    await batch(saves(20, text))
    expect(runner.sizes).deep.equal([6, 6, 6, 2])
    for (const { input } of runner.sent) expect(JSON.stringify(input).length).below(16 * 2 ** 20)
    runner.sent.length = 0
    await batch(saves(25, 'x'.repeat(390_000)))
    expect(runner.sizes).deep.equal([25])
  })

  describe('of one item', () => {
    it('the last write within a chunk wins, and each resolves to what it does', async () => {
      const results = await batch([
        notes.save({ id: 1, text: 'a' }),
        notes.save({ id: 2, text: 'b' }),
        notes.save({ id: 1, text: 'c' }),
        notes.delete(2),
      ])
      expect(results).deep.equal([
        { id: 1, text: 'a' },
        { id: 2, text: 'b' },
        { id: 1, text: 'c' },
        undefined,
      ])
      expect(runner.sizes).deep.equal([2])
      expect([...runner.stored.values()]).deep.equal([{ id: { N: '1' }, text: { S: 'c' } }])
    })

    it('order over chunks is kept: one with a key in flight waits', async () => {
      const release: (() => void)[] = []
      runner.before = () => new Promise((resolve) => release.push(() => resolve(undefined)))
      const writing = batch([
        ...saves(25, 'first'),
        ...noteInputs(25, 'second').map(({ id, text }) => notes.save({ id: id + 24, text })),
        ...noteInputs(25, 'third').map(({ id, text }) => notes.save({ id: id + 100, text })),
      ])
      await new Promise((resolve) => setImmediate(resolve))
      expect(runner.sizes).deep.equal([25])
      release[0]?.()
      await new Promise((resolve) => setImmediate(resolve))
      expect(runner.sizes).deep.equal([25, 25, 25])
      release[2]?.()
      release[1]?.()
      await writing
      expect(runner.stored.get('notes 24')).deep.include({ text: { S: 'second' } })
    })

    it('the same item of another client is another item', async () => {
      const other = new FakeTables({ notes: {}, more: {} })
      const more = new Repository(Note.extend({ table: 'more' }), other)
      const here = new Repository(Note, other)
      await batchWrite(other, [here.save({ id: 1 }), more.save({ id: 1 })], { duplicates: 'refuse' })
      expect(other.sizes).deep.equal([1, 1])
    })

    it("is refused with `duplicates: 'refuse'`, before anything is sent", async () => {
      const operations = [...saves(30), notes.delete(3)]
      const error = await rejection(batch(operations, { duplicates: 'refuse' }), DuplicateOperationError)
      expect(error.key).deep.equal({ id: 3 })
      expect(error.operations).deep.equal([operations[3], operations[30]])
      expect(error.message).contain('[3] and [30]')
      expect(error).include({ entity: 'Note', operation: 'batch' })
      expect(runner.sent).length(0)
    })

    it('shares the fate of the last one', async () => {
      runner.decide = () => new RequestFailedError({ detail: 'no' })
      const operations = [notes.save({ id: 1, text: 'a' }), notes.save({ id: 1, text: 'b' })]
      const error = await rejection(batch(operations), UnprocessedError)
      expect(error.remaining).deep.equal(operations)
    })

    it('is not left where a later chunk has written the last one', async () => {
      runner.decide = (_, at) => (at === 0 ? new RequestFailedError({ detail: 'no' }) : 'all')
      const operations = [...saves(25, 'first'), notes.save({ id: 7, text: 'last' })]
      const error = await rejection(batch(operations), UnprocessedError)
      expect(error.written).equal(2)
      expect(idsOf(error.remaining)).not.contain('7')
      expect(error.failures[0]?.remaining).length(24)
      runner.decide = () => 'all'
      await batch(error.remaining)
      expect(runner.stored.get('notes 7')).deep.include({ text: { S: 'last' } })
      expect(runner.stored.size).equal(25)
    })
  })

  it('whatever goes wrong: after running the unwritten rest again, the result is that of one write after the other', async function () {
    this.timeout(60_000)
    const write = fc.record({ id: fc.nat(60), deleted: fc.boolean() })
    const meeting = fc.oneof(
      fc.constant('all'),
      fc.nat(25),
      fc.constantFrom('failed', 'throttled', 'lost', 'applied'),
    )
    const plan = fc.record({
      writes: fc.array(write, { maxLength: 200, size: 'max' }),
      concurrency: fc.integer({ min: 1, max: 4 }),
      meetings: fc.infiniteStream(meeting),
      delays: fc.infiniteStream(fc.nat(3)),
    })
    const run = async ({
      writes,
      concurrency,
      meetings,
      delays,
    }: typeof plan extends fc.Arbitrary<infer P> ? P : never) => {
      runner = new FakeTables()
      ;({ notes } = repositories(runner))
      runner.before = async () => {
        for (let turns = delays.next().value; turns > 0; turns--)
          await new Promise((resolve) => setImmediate(resolve))
      }
      runner.decide = (request) => {
        const met = meetings.next().value
        if (met === 'all' || typeof met === 'number') return met
        if (met === 'applied') runner.write(request, 'all')
        if (met === 'throttled') return new ThrottledError({ detail: 'slow' })
        return met === 'failed'
          ? new RequestFailedError({ detail: 'no' })
          : new UnknownOutcomeError({ detail: 'lost' })
      }
      const expected = new Map<number, string>()
      const operations = writes.map(({ id, deleted }, at) => {
        if (deleted) expected.delete(id)
        else expected.set(id, String(at))
        return deleted ? notes.delete(id) : notes.save({ id, text: String(at) })
      })
      const stored = () =>
        new Map([...runner.stored.values()].map(({ id, text }) => [Number(id?.N), text?.S]))
      try {
        await batch(operations, { concurrency })
      } catch (error) {
        if (!(error instanceof UnprocessedError)) throw error
        expect(Number(error.written) + error.remaining.length).equal(operations.length)
        expect(error.remaining).deep.equal(operations.filter((each) => error.remaining.includes(each)))
        runner.decide = () => 'all'
        await batch(error.remaining)
      }
      expect(stored()).deep.equal(expected)
    }
    await fc.assert(fc.asyncProperty(plan, run), { numRuns: 150 })
  })

  describe('what is unprocessed', () => {
    it('alone is sent again', async () => {
      runner.decide = (_, at) => (at === 0 ? 12 : 'all')
      await batch(saves(25))
      expect(runner.sizes).deep.equal([25, 13])
      expect(runner.keys[1]).deep.equal(Array.from({ length: 13 }, (_, at) => String(at + 12)))
      expect(runner.stored.size).equal(25)
    })

    it('is given up after 6 attempts in a row without progress, and is on the error', async () => {
      runner.decide = () => 0
      const operations = [notes.save({ id: 1 }), notes.delete(2)]
      const error = await rejection(batch(operations), UnprocessedError)
      expect(runner.sent).length(6)
      expect(error.remaining).deep.equal(operations)
      expect(error.remaining[0]).equal(operations[0])
      expect(error).deep.include({ written: 0, failures: [], entity: 'Note', operation: 'batch' })
      expect(error).not.property('read')
      expect(error.cause).equal(undefined)
    })

    it('pauses between 6 attempts, each time up to twice as long: by default from 50 ms on', async () => {
      const { random } = Math
      try {
        Math.random = () => 0
        const plain = new FakeRunner(({ input }) => ({
          UnprocessedItems: Reflect.get(input, 'RequestItems'),
        }))
        await rejection(batchWrite(plain, [repositories(plain).notes.save({ id: 1 })], {}), UnprocessedError)
        expect(plain.sent).length(6)
        expect(defaultRetry.unprocessed).deep.equal({ attempts: 6, base: 50, most: 1_000 })

        Math.random = () => 1
        Object.assign(runner.retry, { unprocessed: { attempts: 6, base: 5, most: 40 } })
        const times: number[] = []
        runner.decide = () => {
          times.push(performance.now())
          return 0
        }
        await rejection(batch(saves(1)), UnprocessedError)
        const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0))
        expect(gaps).length(5)
        for (const [at, least] of [5, 10, 20, 40, 40].entries()) expect(gaps[at]).greaterThan(least - 1.5)
      } finally {
        Math.random = random
      }
    })

    it('counts attempts only while nothing is written', async () => {
      // Five without progress, one that writes one, five without progress, and then all.
      runner.decide = (_, at) => (at === 5 ? 1 : at >= 11 ? 'all' : 0)
      await batch(saves(3))
      expect(runner.sizes).deep.equal([3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2])
    })

    it('what was written is reported, in the place of its operation', async () => {
      runner.decide = (_, at) => (at === 0 ? 1 : 0)
      const operations = [notes.save({ id: 1, text: 'a' }), notes.save({ id: 2 })]
      const error = await rejection(batch(operations), UnprocessedError)
      expect(error.written).equal(1)
      expect(error.results).deep.equal([{ id: 1, text: 'a' }, undefined])
      expect(error.remaining).deep.equal([operations[1]])
      expect(error.message).equal(
        "Note.batch: 1 of 2 writes were done, 1 left (`remaining`); 1 were left unprocessed in all consecutive attempts (executor option `retry`); retry them later, increase the table's capacity, or lower the concurrency; none of the remaining items was written",
      )
    })

    it('is found by its key, however the number is written, and by the name of a table that was requested by its ARN', async () => {
      const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/notes'
      const there = new Repository(Note.extend({ table: arn }), runner)
      runner.decide = (_, at) =>
        at === 0 ? { UnprocessedItems: { notes: [{ PutRequest: { Item: { id: { N: '2.0' } } } }] } } : 'all'
      await batch([there.save({ id: 1 }), there.save({ id: 2 })])
      expect(runner.keys).deep.equal([['1', '2'], ['2']])
    })

    it('is found by the ARN of a table that was requested by its name', async () => {
      const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/notes'
      runner.decide = (_, at) =>
        at === 0 ? { UnprocessedItems: { [arn]: [{ DeleteRequest: { Key: { id: { N: '2' } } } }] } } : 'all'
      await batch([notes.save({ id: 1 }), notes.delete(2)])
      expect(runner.keys).deep.equal([['1', '2'], ['2']])
    })

    it('is everything if the response names something else', async () => {
      runner.decide = (_, at) =>
        at === 0 ? { UnprocessedItems: { notes: [{ PutRequest: { Item: { id: { N: '99' } } } }] } } : 'all'
      await batch(saves(2))
      expect(runner.sizes).deep.equal([2, 2])
    })
  })

  describe('requests that fail', () => {
    for (const [what, error, requests] of [
      ['throttled ones count as an attempt without progress', new ThrottledError({ detail: 'slow' }), 6],
      ['lost responses are repeated twice', new UnknownOutcomeError({ detail: 'lost' }), 3],
      ['others are not repeated', new RequestFailedError({ detail: 'no' }), 1],
    ] as const) {
      it(what, async () => {
        runner.decide = () => error
        const operations = saves(2)
        const { cause, failures, remaining, written } = await rejection(batch(operations), UnprocessedError)
        expect(runner.sent).length(requests)
        expect(cause).equal(error)
        expect(failures).deep.equal([{ error, remaining: operations }])
        expect(remaining).deep.equal(operations)
        expect(written).equal(0)
        runner.sent.length = 0
        runner.decide = (_, at) => (at === 0 && requests > 1 ? error : 'all')
        await batch(operations)
        expect(runner.sent).length(requests > 1 ? 2 : 1)
      })
    }

    it('do not keep the others from being written; everything unwritten is reported', async () => {
      runner.decide = (_, at) => (at === 1 ? new RequestFailedError({ detail: 'no' }) : 'all')
      const operations = saves(100)
      const error = await rejection(batch(operations), UnprocessedError)
      expect(error.written).equal(75)
      expect(error.remaining).deep.equal(operations.slice(25, 50))
      expect(error.failures.map(({ remaining }) => remaining.length)).deep.equal([25])
      expect(error.message).contain('25 were in requests that failed permanently')
    })

    it('end the run after 8 in a row, and what was never begun is left, too', async () => {
      runner.decide = () => new RequestFailedError({ detail: 'no' })
      const operations = saves(500)
      const error = await rejection(batch(operations, { concurrency: 2 }), UnprocessedError)
      expect(runner.sent.length).within(8, 9)
      expect(error.remaining).deep.equal(operations)
      expect(error.results?.every((result) => result === undefined)).equal(true)
      expect(error.message).contain('were never sent')
    })

    it('do not end the run while others succeed between', async () => {
      runner.decide = (_, at) => (at % 8 === 7 ? 'all' : new RequestFailedError({ detail: 'no' }))
      const error = await rejection(batch(saves(800), { concurrency: 1 }), UnprocessedError)
      expect(runner.sent).length(32)
      expect(error.written).equal(100)
    })

    it('as one of several tables is missing are sent again, table by table', async () => {
      runner.decide = ({ input }) =>
        'tags' in (input.RequestItems ?? {}) ? new TableNotFoundError({ detail: 'no table' }) : 'all'
      const operations = [...saves(2), tags.delete('t')]
      const error = await rejection(batch(operations), UnprocessedError)
      expect(runner.sizes).deep.equal([3, 2, 1])
      expect(error.written).equal(2)
      expect(error.remaining).deep.equal([operations[2]])
      expect(error.cause).instanceOf(TableNotFoundError)
    })

    it('as the place is wrong say so themselves', async () => {
      const error = new ScopeError({ detail: 'inside of a transaction', reason: 'nested' })
      runner.decide = () => error
      expect(await rejection(batch(saves(300)), ScopeError)).equal(error)
      expect(runner.sent.length).most(8)
    })
  })

  describe('is refused before the first request', () => {
    it('conditions, in any form, with the index of the operation', async () => {
      const good = saves(30)
      for (const [bad, words] of [
        [notes.save({ id: 1 }).if('text').eq('a'), 'batches do not support conditions'],
        [notes.delete(1).if('text').eq('a'), 'batches do not support conditions'],
        [notes.save({ id: 1 }).orSkip(), 'batches do not support conditions'],
        [notes.create({ id: 1 }), 'create() needs one'],
        [notes.delete(1).returning('old'), 'batches return no items'],
        [notes.get(1), 'batches of writes support only saves and deletes'],
        [notes.query(), 'not a QueryOperation'],
        [{ id: 1 }, 'not an object'],
        [undefined, 'not undefined'],
      ] as const) {
        const error = await rejection(batch([...good, bad]), UnsupportedOperationError)
        expect(error.message).contain('[30]: ').and.contain(words)
        expect(error.operation).equal('batch')
      }
      expect(runner.sent).length(0)
    })

    it('items that do not fit, all of them, with paths that begin with the index', async () => {
      const error = await rejection(
        batch([
          ...saves(26),
          notes.save({ id: 'x', text: 1 } as never),
          notes.save({ id: 1 }),
          notes.save({ text: 'secret value' } as never),
        ]),
        ValidationError,
      )
      expect(error.failures.map(({ path }) => path)).deep.equal(['[26].id', '[26].text', '[28].id'])
      expect(error.failures[0]?.value).equal('x')
      expect(JSON.stringify(error)).not.contain('secret')
      expect(error).include({ entity: 'Note', operation: 'batch' })
      expect(runner.sent).length(0)
    })

    it('operations of another runner', async () => {
      const stranger = new Repository(Note, new CommandExecutor())
      const error = await rejection(batch([...saves(1), stranger.save({ id: 1 })]), ScopeError)
      expect(error.reason).equal('place')
      expect(error.message).contain('[1]: ')
    })
  })

  describe('aborted', () => {
    it('before anything is sent, rejects at once', async () => {
      const operations = saves(3)
      const error = await rejection(batch(operations, { signal: AbortSignal.abort('why') }), AbortedError)
      expect(error.outcome).equal('nothing written')
      expect(error.cause).equal('why')
      expect(error.remaining).deep.equal(operations)
      expect(runner.sent).length(0)
    })

    it('while requests are in flight, rejects at once and reports what is unwritten', async () => {
      const controller = new AbortController()
      let requests = 0
      runner.before = () => (requests++ === 0 ? Promise.resolve() : new Promise(() => {}))
      const operations = saves(500)
      const writing = batch(operations, { signal: controller.signal, concurrency: 4 })
      await new Promise((resolve) => setTimeout(resolve, 5))
      controller.abort()
      const error = await rejection(writing, AbortedError)
      expect(error.outcome).equal('unknown')
      expect(error).include({ written: 25, entity: 'Note', operation: 'batch' })
      expect(error.remaining).deep.equal(operations.slice(25))
      expect(error.results?.slice(24, 26)).deep.equal([{ id: 24, text: '' }, undefined])
      const { length } = runner.sent
      await new Promise((resolve) => setTimeout(resolve, 5))
      expect(runner.sent).length(length)
    })

    it('during a pause, too', async () => {
      const slow = { attempts: 6, base: 60_000, most: 60_000 }
      Object.assign(runner.retry, { unprocessed: slow })
      runner.decide = () => 0
      const controller = new AbortController()
      const writing = batch(saves(2), { signal: controller.signal })
      await new Promise((resolve) => setTimeout(resolve, 5))
      controller.abort()
      // What DynamoDB leaves unprocessed is not written.
      expect((await rejection(writing, AbortedError)).outcome).equal('nothing written')
    })
  })

  describe('progress', () => {
    it('is reported after each request, with what was settled from the start', async () => {
      const seen: Progress[] = []
      runner.decide = (_, at) => (at === 0 ? 20 : 'all')
      await batch(saves(60), { concurrency: 1, onProgress: (progress) => void seen.push(progress) })
      expect(seen.map(({ done, settled, failed, requests }) => [done, settled, failed, requests])).deep.equal(
        [
          [20, 20, 0, 1],
          [25, 25, 0, 2],
          [50, 50, 0, 3],
          [60, 60, 0, 4],
        ],
      )
      expect(seen[3]).deep.include({ total: 60, capacityUnits: 8 })
      // id, text and a number of one or two digits.
      expect(seen[3]?.bytes).equal(60 * (2 + 4 + 2))
      expect(seen.every(Object.isFrozen)).equal(true)
      expect(runner.sent[0]?.input).include({ ReturnConsumedCapacity: 'TOTAL' })
      await batch(saves(1))
      expect(runner.sent.at(-1)?.input).not.property('ReturnConsumedCapacity')
    })

    it('settled is what is done without a gap', async () => {
      const seen: Progress[] = []
      const release: (() => void)[] = []
      runner.before = () => new Promise((resolve) => release.push(() => resolve(undefined)))
      const writing = batch(saves(75), { onProgress: (progress) => void seen.push(progress) })
      for (const at of [1, 2, 0]) {
        await new Promise((resolve) => setImmediate(resolve))
        release[at]?.()
      }
      await writing
      expect(seen.map(({ done, settled }) => [done, settled])).deep.equal([
        [25, 0],
        [50, 0],
        [75, 75],
      ])
    })

    it('settled never passes what failed', async () => {
      const seen: Progress[] = []
      runner.decide = (_, at) => (at === 1 ? new RequestFailedError({ detail: 'no' }) : 'all')
      await rejection(
        batch(saves(100), { concurrency: 1, onProgress: (progress) => void seen.push(progress) }),
        UnprocessedError,
      )
      expect(seen.map(({ done, failed, settled }) => [done, failed, settled])).deep.equal([
        [25, 0, 25],
        [25, 25, 25],
        [50, 25, 25],
        [75, 25, 25],
      ])
    })

    it('ends the run by what it throws', async () => {
      const thrown = new Error('enough')
      const operations = saves(100)
      const error = await rejection(
        batch(operations, {
          concurrency: 1,
          onProgress: () => {
            throw thrown
          },
        }),
        UnprocessedError,
      )
      expect(error.cause).equal(thrown)
      expect(error.written).equal(25)
      expect(error.remaining).deep.equal(operations.slice(25))
      expect(error.message).contain('onProgress threw an error').and.not.contain('enough')
      expect(runner.sent).length(1)
    })
  })
})

describe('a table that is named by its name and by its ARN', () => {
  const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/notes'
  const tables = (runner: FakeTables) =>
    runner.sent.map(({ input }) => Object.keys((input as { readonly RequestItems: object }).RequestItems))

  it('is written in requests of either, one after the other: it may be one table, or two of different accounts', async () => {
    const runner = new FakeTables()
    const { notes } = repositories(runner)
    const far = new Repository(Note.extend({ table: arn }), runner)
    let most = 0
    runner.before = async () => {
      most = Math.max(most, runner.underWay)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await batchWrite(
      runner,
      [far.save({ id: 1 }), far.save({ id: 2 }), notes.delete(1), notes.save({ id: 3 })],
      {},
    )
    expect(tables(runner)).deep.equal([[arn], ['notes']])
    expect(runner.keys).deep.equal([
      ['1', '2'],
      ['1', '3'],
    ])
    expect(most).equal(1)
  })

  it("is one table with `duplicates: 'refuse'`", async () => {
    const runner = new FakeTables()
    const { notes } = repositories(runner)
    const far = new Repository(Note.extend({ table: arn }), runner)
    const both = [far.save({ id: 1 }), notes.delete(1)]
    await rejection(batchWrite(runner, both, { duplicates: 'refuse' }), DuplicateOperationError)
    await batchWrite(runner, [far.save({ id: 1 }), notes.delete(2)], { duplicates: 'refuse' })
    expect(runner.sent).length(2)
  })
})
