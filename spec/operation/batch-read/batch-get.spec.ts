// A list of gets as BatchGetItem requests: checked first, each result in its place, and no key is ever lost.
import { expect } from 'chai'
import {
  AbortedError,
  InvalidItemError,
  InvalidKeyError,
  ItemNotFoundError,
  Repository,
  RequestFailedError,
  ScopeError,
  UnprocessedError,
  UnsupportedOperationError,
} from 'dyntastic'
import { batchGet } from '../../../lib/operation/batch-read/batch-get.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import type { Progress } from '../../../lib/operation/many/many-options.js'
import { rejection } from '../../support/rejection.js'
import { Book, books, FakeShelves, Loan, loan, withoutPauses } from '../many/fake-shelves.js'

function opened(count = 3) {
  const runner = new FakeShelves({ books: books(count), loans: [loan(1), loan(2)] })
  return { runner, all: new Repository(Book, runner), loans: new Repository(Loan, runner) }
}

const title = (at: number) => ({ isbn: `b${at}`, title: `Title ${at}` })

describe('batchGet', () => {
  withoutPauses()

  it('returns what each operation resolves to, in their order', async () => {
    const { runner, all, loans } = opened()
    const list = [
      all.get('b2'),
      loans.get({ reader: 'r', at: 2 }),
      all.get('none'),
      all.getOrThrow('b0').select('title'),
      all.get('b2'),
      all.refresh('b1'),
    ]
    expect(await batchGet(runner, list, {})).deep.equal([
      title(2),
      { reader: 'r', at: 2, isbn: 'b2' },
      undefined,
      { title: 'Title 0' },
      title(2),
      title(1),
    ])
    expect(runner.conditions).deep.equal([
      { books: ['b2', 'none'], loans: ['r 2'] },
      { books: ['b0'] },
      { books: ['b1'] },
    ])
    expect(runner.sent.map(({ entity, operation }) => [entity, operation])).deep.equal([
      ['Book, Loan', 'batchGet'],
      ['Book', 'batchGet'],
      ['Book', 'batchGet'],
    ])
  })

  it('sends nothing for an empty list', async () => {
    const { runner } = opened()
    expect(await batchGet(runner, [], {})).deep.equal([])
    expect(runner.sent).length(0)
  })

  it('refuses a bad key before anything is sent', async () => {
    const { runner, all } = opened()
    const list = Array.from({ length: 200 }, (_, at) => all.get(at === 150 ? (5 as never) : `b${at}`))
    await rejection(batchGet(runner, list, {}), InvalidKeyError)
    expect(runner.sent).length(0)
  })

  it('refuses anything but a get, by name', async () => {
    const { runner, all } = opened()
    for (const wrong of [all.save(title(1)), all.query(), all.getMany(['b1']), 5, undefined]) {
      const list = [all.get('b1'), wrong as unknown as Facing]
      await rejection(batchGet(runner, list, {}), UnsupportedOperationError)
    }
    // biome-ignore lint/suspicious/noSparseArray: a list with a comma too many.
    const holed = [all.get('b1'), , all.get('b2')] as Facing[]
    await rejection(batchGet(runner, holed, {}), UnsupportedOperationError)
    expect(runner.sent).length(0)
  })

  it('refuses operations of another executor, by their place in the list', async () => {
    const { runner, all } = opened()
    const error = await rejection(batchGet(runner, [all.get('b1'), opened().all.get('b1')], {}), ScopeError)
    expect(error).include({ reason: 'place', entity: 'Book', operation: 'batchGet' })
    expect(error.message).contain('operations[1] (Book.get)')
    expect(runner.sent).length(0)
  })

  it('fails as the operation does whose item is missing or does not fit', async () => {
    const { runner, all } = opened()
    await rejection(batchGet(runner, [all.get('b1'), all.getOrThrow('none')], {}), ItemNotFoundError)
    const broken = new FakeShelves({ books: [...books(1), { isbn: { S: 'bad' }, title: { N: '1' } }] })
    const bad = new Repository(Book, broken)
    await rejection(batchGet(broken, [bad.get('b0'), bad.get('bad')], {}), InvalidItemError)
    expect(
      await batchGet(broken, [bad.get('bad').onInvalid('skip'), bad.get('bad').onInvalid(() => 'odd')], {}),
    ).deep.equal([undefined, 'odd'])
  })

  it('keeps the same operations on the error, next to the results of the others', async () => {
    const { runner, all, loans } = opened()
    runner.leaves = (text) => text === 'b1'
    const list = [
      all.get('b0'),
      all.get('b1'),
      all.getOrThrow('none'),
      loans.get({ reader: 'r', at: 1 }),
      all.get('b1'),
    ]
    const error = await rejection(batchGet(runner, list, {}), UnprocessedError)
    expect(error.remaining.map((each) => list.indexOf(each as never))).deep.equal([1, 4])
    expect(error.results).deep.equal([
      title(0),
      undefined,
      undefined,
      { reader: 'r', at: 1, isbn: 'b1' },
      undefined,
    ])
    expect(error).include({ entity: 'Book, Loan', operation: 'batchGet' })
  })

  it('does not lose what others read to a request that fails', async () => {
    const { runner, all } = opened(150)
    const error = new RequestFailedError()
    runner.fails = ({ books: [first] = [] as readonly string[] }) => (first === 'b100' ? error : undefined)
    const list = Array.from({ length: 150 }, (_, at) => all.get(`b${at}`))
    const reported = await rejection(batchGet(runner, list, {}), UnprocessedError)
    expect(reported.remaining).deep.equal(list.slice(100))
    expect(reported.failures).deep.equal([{ error, remaining: list.slice(100) }])
    expect(reported.results?.slice(0, 2)).deep.equal([title(0), title(1)])
    expect(reported.results?.[100]).equal(undefined)
    runner.fails = () => undefined
    expect(await batchGet(runner, reported.remaining as Facing[], {})).length(50)
  })

  it('reports its progress', async () => {
    const { runner, all } = opened(150)
    const reported: Progress[] = []
    const list = [...Array.from({ length: 150 }, (_, at) => all.get(`b${at}`)), all.get('b0')]
    await batchGet(runner, list, { concurrency: 1, onProgress: (each) => reported.push(each) })
    expect(reported.map(({ done, settled, requests }) => [done, settled, requests])).deep.equal([
      [101, 100, 1],
      [151, 151, 2],
    ])
    expect(reported[1]).include({ total: 151, failed: 0, capacityUnits: 3 })
    expect(runner.sent[0]?.input).property('ReturnConsumedCapacity', 'TOTAL')
  })

  it('ends if onProgress throws, with what is unread', async () => {
    const { runner, all } = opened(250)
    const list = Array.from({ length: 250 }, (_, at) => all.get(`b${at}`))
    const mine = new Error('mine')
    const onProgress = () => {
      throw mine
    }
    const error = await rejection(batchGet(runner, list, { concurrency: 1, onProgress }), UnprocessedError)
    expect(error.cause).equal(mine)
    expect(error.remaining).deep.equal(list.slice(100))
    expect(runner.sent).length(1)
  })

  it('rejects at once when it is aborted', async () => {
    const { runner, all } = opened()
    runner.leaves = () => true
    const controller = new AbortController()
    Math.random = () => 1
    setTimeout(() => controller.abort(), 5)
    const error = await rejection(
      batchGet(runner, [all.get('b1')], { signal: controller.signal }),
      AbortedError,
    )
    Math.random = () => 0
    expect(error).include({ entity: 'Book', operation: 'batchGet', outcome: 'nothing written' })
  })

  it('marks its operations as used', async () => {
    const { runner } = opened()
    const used = new Set<object>()
    Object.assign(runner, {
      watch: { made: () => {}, used: (operation: object) => void used.add(operation) },
    })
    const get = new Repository(Book, runner).get('b1')
    await batchGet(runner, [get], {})
    expect(used.has(get)).equal(true)
  })
})
