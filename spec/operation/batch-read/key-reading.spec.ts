// Many items by their keys, collected and as a stream: what is missing, left out, or could not be read.
import { expect } from 'chai'
import { AbortedError, InvalidItemError, RequestFailedError, UnprocessedError } from 'dyntastic'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import { collectKeys, type ManyStart, streamKeys } from '../../../lib/operation/batch-read/key-reading.js'
import { keySource } from '../../../lib/operation/batch-read/key-source.js'
import type { ManyOptions, Progress } from '../../../lib/operation/many/many-options.js'
import { rejection } from '../../support/rejection.js'
import { Book, books, FakeShelves, withoutPauses } from '../many/fake-shelves.js'

function start(runner: FakeShelves, keys: unknown, options: ManyOptions = {}): ManyStart {
  return {
    runner,
    operation: 'getMany',
    shape: { model: Book, consistent: false, select: [] },
    source: keySource(Book, 'getMany', keys),
    options: { concurrency: 2, ...options },
    decode: titleOf,
    again: ({ values }) => values['isbn'],
  }
}

function titleOf({ title }: StoredItem): unknown {
  const text = title !== undefined && 'S' in title ? title.S : undefined
  if (text === 'bad') throw new InvalidItemError({ entity: 'Book', failures: [], key: {}, stored: {} })
  return text === 'skipped' ? undefined : text
}

const names = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `b${from + at}`)
const titles = (count: number) => Array.from({ length: count }, (_, at) => `Title ${at}`)
const iterable = (keys: readonly string[]) => new Set(keys)

async function streamed(given: ManyStart): Promise<{ items: unknown[]; error: unknown }> {
  const items: unknown[] = []
  try {
    for await (const item of streamKeys(given)) items.push(item)
    return { items, error: undefined }
  } catch (error) {
    return { items, error }
  }
}

async function cut(given: ManyStart): Promise<{ items: unknown[]; error: UnprocessedError }> {
  const { items, error } = await streamed(given)
  if (error instanceof UnprocessedError) return { items, error }
  throw new Error('an UnprocessedError was expected', { cause: error })
}

describe('many items by their keys', () => {
  withoutPauses()

  for (const [what, of] of [
    ['an array', (keys: readonly string[]) => [...keys]],
    ['an iterable', iterable],
  ] as const)
    it(`are those of ${what} that are there, in its order, collected or streamed`, async () => {
      const runner = new FakeShelves({ books: books(120) })
      const keys = [...names(10, 200), ...names(120).reverse()]
      expect(await collectKeys(start(runner, of(keys)))).deep.equal(titles(120).reverse())
      expect((await streamed(start(runner, of(keys)))).items).deep.equal(titles(120).reverse())
    })

  it('reads each key of an array once, and returns its item in each of its places', async () => {
    const runner = new FakeShelves({ books: books(250) })
    const keys = [...names(250), ...names(250).reverse()]
    expect(await collectKeys(start(runner, keys))).deep.equal([...titles(250), ...titles(250).reverse()])
    expect(runner.conditions.map(({ books = [] }) => books.length)).deep.equal([100, 100, 50])
  })

  it('leaves out what is skipped', async () => {
    const [first = {}, second = {}] = books(2)
    const runner = new FakeShelves({ books: [{ ...first, title: { S: 'skipped' } }, second] })
    expect(await collectKeys(start(runner, names(2)))).deep.equal(['Title 1'])
    expect((await streamed(start(runner, names(2)))).items).deep.equal(['Title 1'])
  })

  it('fails at what does not fit; a stream gives all before it', async () => {
    const [first = {}, second = {}] = books(2)
    const runner = new FakeShelves({ books: [first, { ...second, title: { S: 'bad' } }] })
    await rejection(collectKeys(start(runner, names(2))), InvalidItemError)
    const { items, error } = await streamed(start(runner, names(2)))
    expect(items).deep.equal(['Title 0'])
    expect(error).instanceOf(InvalidItemError)
  })

  it('are on the error with the unread keys if an array is collected', async () => {
    const runner = new FakeShelves({ books: books(3) })
    runner.leaves = (text) => text === 'b1'
    const error = await rejection(
      collectKeys(start(runner, ['b0', 'b1', 'none', 'b1', 'b2'])),
      UnprocessedError,
    )
    expect(error.remaining).deep.equal(['b1', 'b1'])
    expect(error.results).deep.equal(['Title 0', undefined, undefined, undefined, 'Title 2'])
    expect(error).not.property('read')
  })

  it('are on the error with the unread keys if an iterable is collected', async () => {
    const runner = new FakeShelves({ books: books(250) })
    runner.leaves = (text) => text === 'b120'
    const error = await rejection(collectKeys(start(runner, iterable(names(250)))), UnprocessedError)
    expect(error.remaining).deep.equal(['b120'])
    expect(error.results?.filter((item) => item !== undefined)).length(249)
    expect(error).property('read', 250)
  })

  it('are all either read or left, where request after request of an iterable fails', async () => {
    const runner = new FakeShelves({ books: books(5_000) })
    const failure = new RequestFailedError()
    runner.fails = (_, request) => (request < 3 ? undefined : failure)
    const error = await rejection(collectKeys(start(runner, iterable(names(5_000)))), UnprocessedError)
    expect(runner.sent.length).below(14)
    const known = error.results?.filter((item) => item !== undefined).length ?? 0
    expect(known).equal(300)
    expect(error.remaining).deep.equal(names((error.read ?? 0) - 300, 300))
    expect(error.cause).equal(failure)
  })

  for (const [what, of] of [
    ['an array', (keys: readonly string[]) => [...keys]],
    ['an iterable', iterable],
  ] as const)
    it(`end as a stream of ${what} right before the first unread key; that one and the rest are unread`, async () => {
      const runner = new FakeShelves({ books: books(700) })
      runner.leaves = (text) => text === 'b150'
      const { items, error } = await cut(start(runner, of(names(700))))
      expect(items).deep.equal(titles(150))
      const read = what === 'an array' ? 700 : (error.read ?? 0)
      expect(error.remaining).deep.equal(names(read - 150, 150))
      expect(read).above(200)
      expect(error.message).contain('1 of ').and.contain('left unprocessed after 6 consecutive attempts')
    })

  it('fail as the first request does if nothing of an array was returned yet', async () => {
    const runner = new FakeShelves({ books: books(700) })
    const failure = new RequestFailedError()
    runner.fails = () => failure
    expect((await streamed(start(runner, names(700)))).error).equal(failure)
    expect(await rejection(collectKeys(start(runner, names(700))), RequestFailedError)).equal(failure)
    expect((await cut(start(runner, iterable(names(700))))).error.cause).equal(failure)
  })

  it('rethrow the error of a source', async () => {
    const mine = new Error('mine')
    function* keys() {
      yield* names(3)
      throw mine
    }
    const runner = new FakeShelves({ books: books(3) })
    expect(await rejection(collectKeys(start(runner, keys())), Error)).equal(mine)
    expect(await streamed(start(runner, keys()))).deep.equal({ items: titles(3), error: mine })
  })

  it('are reported as unread if they are aborted', async () => {
    for (const of of [(keys: readonly string[]) => [...keys], iterable]) {
      const runner = new FakeShelves({ books: books(400) })
      const controller = new AbortController()
      const { signal } = controller
      runner.fails = (_, request) => {
        if (request === 2) controller.abort()
        return request < 2 ? undefined : new Error('aborted')
      }
      const given = start(runner, of(names(400)), { signal, concurrency: 1 })
      const error = await rejection(collectKeys(given), AbortedError)
      const { remaining, results, read }: { remaining?: unknown[]; results?: unknown[]; read?: number } =
        error as object
      expect(remaining).deep.equal(names((read ?? 400) - 200, 200))
      expect(results?.slice(0, 200)).deep.equal(titles(200))
    }
    const runner = new FakeShelves({ books: books(400) })
    const controller = new AbortController()
    const items: unknown[] = []
    const given = start(runner, names(400), { signal: controller.signal })
    const work = async () => {
      for await (const item of streamKeys(given)) if (items.push(item) === 150) controller.abort()
    }
    const error = await rejection(work(), AbortedError)
    expect(items).deep.equal(titles(200))
    expect(error).property('remaining').deep.equal(names(200, 200))
  })

  describe('from a source that yields this many keys and then nothing more', () => {
    async function* idle(count: number) {
      yield* names(count)
      await new Promise(() => {})
    }
    const mine = new Error('mine')
    const ends = [
      ['requests fail one after the other', 830, {}, undefined],
      ['onProgress throws', 130, { onProgress: () => thrower() }, mine],
      ['a promise of onProgress is rejected', 130, { onProgress: async () => thrower() }, mine],
    ] as const

    for (const [what, count, options, cause] of ends)
      for (const way of ['collected', 'streamed'] as const)
        it(`end where ${what}, ${way}`, async () => {
          const runner = new FakeShelves({ books: books(count) })
          const refused = new RequestFailedError({ detail: 'no' })
          if (cause === undefined) runner.fails = () => refused
          const given = start(runner, idle(count), options)
          const { items, error } =
            way === 'streamed'
              ? await cut(given)
              : { items: [], error: await rejection(collectKeys(given), UnprocessedError) }
          expect(error.cause).equal(cause ?? refused)
          const known = items.length + (error.results ?? []).filter((item) => item !== undefined).length
          expect(known + error.remaining.length).equal(error.read)
        })

    function thrower(): never {
      throw mine
    }
  })

  it('report their progress, and end if onProgress throws', async () => {
    const runner = new FakeShelves({ books: books(250) })
    const seen: Progress[] = []
    await collectKeys(
      start(runner, iterable(names(250)), { concurrency: 1, onProgress: (each) => seen.push(each) }),
    )
    expect(seen.map(({ done, settled, total }) => [done, settled, total])).deep.equal([
      [100, 100, 250],
      [200, 200, 250],
      [250, 250, 250],
    ])
    const mine = new Error('mine')
    const onProgress = ({ requests }: Progress) => {
      if (requests === 2) throw mine
    }
    const ended = await cut(start(runner, names(250), { onProgress, concurrency: 1 }))
    expect(ended.error.cause).equal(mine)
    expect([...ended.items, ...ended.error.remaining]).deep.equal([
      ...titles(ended.items.length),
      ...names(250 - ended.items.length, ended.items.length),
    ])
    const collected = collectKeys(start(runner, iterable(names(250)), { onProgress, concurrency: 1 }))
    const error = await rejection(collected, UnprocessedError)
    expect(error.cause).equal(mine)
    const known = error.results?.filter((item) => item !== undefined).length ?? 0
    expect(known + error.remaining.length).equal(error.read)
  })
})
