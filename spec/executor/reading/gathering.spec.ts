// Gets of one tick, sent together: what is gathered, what is not, and each get succeeds or fails on its own.
import { expect } from 'chai'
import {
  InvalidItemError,
  InvalidKeyError,
  ItemNotFoundError,
  Repository,
  RequestFailedError,
  UnprocessedError,
} from 'dyntastic'
import { Gathering } from '../../../lib/executor/reading/gathering.js'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import type { RunOptions } from '../../../lib/operation/ground/runner.js'
import { Book, books, FakeShelves, Loan, loan, withoutPauses } from '../../operation/many/fake-shelves.js'
import { rejection } from '../../support/rejection.js'

class Gatherer extends FakeShelves {
  readonly gathering: Gathering = new Gathering(this)

  enlist(operation: Facing, options: RunOptions | undefined): Promise<unknown> | undefined {
    return this.gathering.add(operation, options)
  }

  get calls(): string[] {
    return this.sent.map(({ call }) => call)
  }
}

function opened(count = 3) {
  const runner = new Gatherer({ books: books(count), loans: [loan(1)] })
  return { runner, all: new Repository(Book, runner), loans: new Repository(Loan, runner) }
}

const title = (at: number) => ({ isbn: `b${at}`, title: `Title ${at}` })
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)

describe('gathering', () => {
  withoutPauses()

  it('sends the gets of one tick as one BatchGetItem, and returns each as itself', async () => {
    const { runner, all, loans } = opened()
    const responses = await Promise.all([
      all.get('b1'),
      loans.get({ reader: 'r', at: 1 }).select('isbn'),
      all.get('none'),
      all.get('b1').onInvalid('skip'),
      all.getOrThrow('b0'),
    ])
    expect(responses).deep.equal([title(1), { isbn: 'b1' }, undefined, title(1), title(0)])
    expect(responses[0]).not.equal(responses[3])
    expect(runner.conditions).deep.equal([{ books: ['b1', 'none', 'b0'], loans: ['r 1'] }])
    expect(runner.sent[0]).include({ operation: 'get', entity: 'Book, Loan' })
  })

  it('gathers in the promise chains of the tick, as resolvers have them', async () => {
    const { runner, all } = opened()
    const resolver = async (depth: number, isbn: string) => {
      for (let step = 0; step < depth; step++) await undefined
      return await all.get(isbn)
    }
    expect(await Promise.all([resolver(0, 'b0'), resolver(3, 'b1'), resolver(20, 'b2')])).deep.equal(
      [0, 1, 2].map(title),
    )
    expect(runner.conditions).deep.equal([{ books: ['b0', 'b1', 'b2'] }])
  })

  it('gathers again in each tick', async () => {
    const { runner, all } = opened()
    const both = () => Promise.all([all.get('b0'), all.get('b1')])
    await both()
    await both()
    expect(runner.conditions).length(2)
  })

  it('sends one that is alone as the GetItem that it is', async () => {
    const { runner, all } = opened()
    runner.reply = { Item: books(1)[0] ?? {} }
    const get = all.get('b0').consistent()
    expect(await get).deep.equal(title(0))
    expect(runner.calls).deep.equal(['GetItem'])
    expect(runner.sent[0]).deep.equal(get.compile())
    runner.reply = {}
    await rejection(all.getOrThrow('b0'), ItemNotFoundError)
    const error = new RequestFailedError()
    runner.reply = error
    expect(await rejection(all.get('b0'), RequestFailedError)).equal(error)
  })

  it('reads more than 100 keys in several requests', async () => {
    const { runner, all } = opened(250)
    const responses = await Promise.all(numbers(250).map((at) => all.get(`b${at}`)))
    expect(responses).deep.equal(numbers(250).map(title))
    expect(runner.conditions.map(({ books = [] }) => books.length)).deep.equal([100, 100, 50])
  })

  it('leaves alone what has a signal of its own, what is raw, and what is only compiled', async () => {
    const { runner, all } = opened()
    runner.reply = { Item: books(1)[0] ?? {} }
    const { signal } = new AbortController()
    const get = all.get('b0')
    await Promise.all([get.execute({ signal }), get.execute({ signal }), get.raw(), get.raw()])
    expect(runner.calls).deep.equal(['GetItem', 'GetItem', 'GetItem', 'GetItem'])
    expect(runner.options[0]?.signal).equal(signal)
    get.toCommand()
    expect(runner.gathering.waiting).length(0)
  })

  it('refuses a bad key alone, and reads the others', async () => {
    const { runner, all } = opened()
    const [bad, good, other] = await Promise.allSettled([all.get(5 as never), all.get('b0'), all.get('b1')])
    expect(bad).property('reason').instanceOf(InvalidKeyError)
    expect([good, other].map((each) => each?.status === 'fulfilled' && each.value)).deep.equal([
      title(0),
      title(1),
    ])
    expect(runner.conditions).deep.equal([{ books: ['b0', 'b1'] }])
  })

  it('rejects a get whose item is missing, or does not fit, alone', async () => {
    const runner = new Gatherer({ books: [...books(1), { isbn: { S: 'bad' }, title: { N: '1' } }] })
    const all = new Repository(Book, runner)
    const ends = await Promise.allSettled([
      all.get('b0'),
      all.getOrThrow('none'),
      all.get('bad'),
      all.get('none'),
    ])
    expect(ends.map(({ status }) => status)).deep.equal(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(ends[1]).property('reason').instanceOf(ItemNotFoundError)
    expect(ends[2]).property('reason').instanceOf(InvalidItemError)
  })

  it('rejects those that were left unprocessed, each with itself to run again', async () => {
    const { runner, all } = opened()
    runner.leaves = (text) => text === 'b1'
    const left = all.getOrThrow('b1')
    const [well, error] = await Promise.all([all.get('b0'), rejection(left, UnprocessedError)])
    expect(well).deep.equal(title(0))
    expect(error).include({ entity: 'Book', operation: 'getOrThrow' })
    expect(error.remaining[0]).equal(left)
    expect(error.message).contain('left unprocessed after 6 consecutive attempts')
  })

  it('returns what was read before what has to be requested again', async () => {
    const { runner, all } = opened()
    runner.leaves = (text, request) => text === 'b1' && request < 3
    const order: string[] = []
    await Promise.all(['b1', 'b0'].map(async (isbn) => order.push((await all.getOrThrow(isbn)).isbn)))
    expect(order).deep.equal(['b0', 'b1'])
  })

  it('rejects exactly the gets whose request failed', async () => {
    const { runner, all } = opened(150)
    const failure = new RequestFailedError()
    runner.fails = ({ books: [first] = [] as readonly string[] }) => (first === 'b100' ? failure : undefined)
    const ends = await Promise.allSettled(numbers(150).map((at) => all.get(`b${at}`)))
    expect(ends.filter(({ status }) => status === 'fulfilled')).length(100)
    expect(ends.slice(100).every((each) => each.status === 'rejected' && each.reason === failure)).equal(true)
  })

  it('rejects those that were never requested, as one request after the other failed', async () => {
    const { runner, all } = opened()
    const failure = new RequestFailedError()
    runner.fails = () => failure
    const ends = await Promise.allSettled(numbers(2_000).map((at) => all.get(`b${at}`)))
    expect(ends.every(({ status }) => status === 'rejected')).equal(true)
    const unsent = ends.flatMap((each) =>
      each.status === 'rejected' && each.reason !== failure ? [each.reason] : [],
    )
    expect(unsent[0]).instanceOf(UnprocessedError).include({ cause: failure })
  })

  it('leaves no rejection unhandled', async () => {
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', note)
    const { runner, all } = opened()
    runner.fails = () => new RequestFailedError()
    await Promise.allSettled([all.get('b0'), all.get('b1'), all.get(5 as never)])
    await Promise.allSettled([all.get('b0')])
    await new Promise((resolve) => setTimeout(resolve, 5))
    process.removeListener('unhandledRejection', note)
    expect(unhandled).deep.equal([])
  })
})
