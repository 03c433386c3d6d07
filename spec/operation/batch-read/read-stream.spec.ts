// Keys read as a stream: in order, with back-pressure, and aborted at once, whatever the source does.
import { expect } from 'chai'
import { AbortedError } from 'dyntastic'
import { keySource } from '../../../lib/operation/batch-read/key-source.js'
import type { ReadRunOptions } from '../../../lib/operation/batch-read/read-run.js'
import { ReadStream } from '../../../lib/operation/batch-read/read-stream.js'
import { rejection } from '../../support/rejection.js'
import { Book, books, FakeShelves, withoutPauses } from '../many/fake-shelves.js'

const shape = { model: Book, consistent: false, select: [] }
// Until all that needs no waiting is done.
async function turn() {
  for (let count = 0; count < 20; count++) await new Promise((resolve) => setImmediate(resolve))
}

function* isbns(count: number, seen = { taken: 0 }) {
  for (let at = 0; at < count; at++) {
    seen.taken++
    yield `b${at}`
  }
}

function streaming(shelves: FakeShelves, keys: unknown, more: Partial<ReadRunOptions> = {}) {
  return new ReadStream(shelves, shape, keySource(Book, 'getMany', keys), {
    operation: 'getMany',
    concurrency: 2,
    ...more,
  })
}

describe('ReadStream', () => {
  withoutPauses()

  it('reads all, in order, 100 keys at a time', async () => {
    const shelves = new FakeShelves({ books: books(250) })
    const stream = streaming(shelves, isbns(250))
    const read: unknown[] = []
    for await (const { slots } of stream.read()) read.push(...slots.map(({ stored }) => stored))
    expect(read).deep.equal(books(250))
    expect(shelves.conditions.map(({ books = [] }) => books.length)).deep.equal([100, 100, 50])
    expect(stream.taken).equal(250)
    expect(stream.left()).deep.equal([])
  })

  it('requests equal keys once per request, and returns the item for each', async () => {
    const shelves = new FakeShelves({ books: books(2) })
    for await (const { slots } of streaming(shelves, ['b1', 'b0', 'b1']).read())
      expect(slots.map(({ stored }) => stored)).deep.equal([books(2)[1], books(2)[0], books(2)[1]])
    expect(shelves.conditions).deep.equal([{ books: ['b1', 'b0'] }])
  })

  it('reads a limited number of requests ahead, and takes no more keys than those', async () => {
    const shelves = new FakeShelves({ books: books(1_000) })
    const seen = { taken: 0 }
    const reader = streaming(shelves, isbns(1_000, seen), { concurrency: 3 }).read()
    await reader.next()
    await turn()
    expect(shelves.sent).length(4)
    expect(seen.taken).equal(400)
    expect(shelves.mostUnderWay).equal(3)
    await reader.next()
    await turn()
    expect(seen.taken).equal(500)
    await reader.return()
    await turn()
    expect(seen.taken).equal(500)
  })

  it('gives what is read though the source is slow', async () => {
    const shelves = new FakeShelves({ books: books(100) })
    async function* slow() {
      yield* isbns(100)
      await new Promise(() => {})
    }
    const reader = streaming(shelves, slow()).read()
    const { value } = await reader.next()
    expect(value?.keys).length(100)
  })

  it('is aborted at once, even if the source never resolves', async () => {
    const controller = new AbortController()
    const source = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }
    const reader = streaming(new FakeShelves({}), source, { signal: controller.signal }).read()
    setTimeout(() => controller.abort(new Error('enough')), 5)
    const error = await rejection(reader.next(), AbortedError)
    expect(error).include({ entity: 'Book', operation: 'getMany', outcome: 'nothing written' })
    expect(error.cause).include({ message: 'enough' })
  })

  it('takes nothing if it is aborted from the start', async () => {
    const seen = { taken: 0 }
    const stream = streaming(new FakeShelves({}), isbns(5, seen), { signal: AbortSignal.abort() })
    await rejection(stream.read().next(), AbortedError)
    await turn()
    expect(seen.taken).equal(0)
  })

  it('reports what is unread: keys that were taken ahead, and the rest of an array', async () => {
    const shelves = new FakeShelves({ books: books(500) })
    const list = [...isbns(500)]
    const stream = streaming(shelves, list)
    const reader = stream.read()
    await reader.next()
    await reader.next()
    await turn()
    expect(stream.taken).equal(400)
    expect(stream.left().map(({ values }) => values['isbn'])).deep.equal(list.slice(100))
    await reader.return()
  })

  it('ends what is under way when the reader leaves', async () => {
    const shelves = new FakeShelves({ books: books(500) })
    const reader = streaming(shelves, isbns(500)).read()
    await reader.next()
    await reader.return()
    expect(shelves.options.every((options) => options?.signal?.aborted)).equal(true)
  })
})
