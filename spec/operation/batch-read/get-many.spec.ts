// getMany as an operation: lazy, frozen, forked at will, refused where its arguments are bad, and run once over an
// iterable.
import { expect } from 'chai'
import {
  AbortedError,
  InvalidConditionError,
  InvalidItemError,
  InvalidKeyError,
  Repository,
  UnprocessedError,
  UnsupportedOperationError,
} from 'dyntastic'
import { GetManyOperation } from '../../../lib/operation/batch-read/get-many.js'
import { GetOperation } from '../../../lib/operation/get/get.js'
import type { WatchedOperation } from '../../../lib/operation/ground/runner.js'
import { rejection, thrown } from '../../support/rejection.js'
import { Book, books, FakeShelves, Loan, loan, withoutPauses } from '../many/fake-shelves.js'

function opened(count = 3) {
  const runner = new FakeShelves({ books: books(count), loans: [loan(1), loan(2)] })
  return { runner, all: new Repository(Book, runner), loans: new Repository(Loan, runner) }
}

const title = (at: number) => ({ isbn: `b${at}`, title: `Title ${at}` })

async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

describe('getMany', () => {
  withoutPauses()

  it('is lazy and frozen, runs each time it is awaited, and is itself iterable', async () => {
    const { runner, all } = opened()
    const operation = all.getMany(['b1', 'none', 'b0'])
    expect(operation).instanceOf(GetManyOperation)
    expect(Object.isFrozen(operation) && Object.isFrozen(operation.state())).equal(true)
    expect(runner.sent).length(0)
    for (const _ of [1, 2]) expect(await operation).deep.equal([title(1), title(0)])
    expect(await listed(operation)).deep.equal([title(1), title(0)])
    expect(runner.sent).length(3)
    expect(runner.sent[0]).include({ entity: 'Book', operation: 'getMany', call: 'BatchGetItem' })
  })

  it('returns a new operation at each step of a chain, and every fork is right', async () => {
    const { runner, loans } = opened()
    const base = loans.getMany([{ reader: 'r', at: 1 }])
    const consistent = base.consistent()
    const selected = consistent.select('isbn')
    expect(await base).deep.equal([{ reader: 'r', at: 1, isbn: 'b1' }])
    expect(await consistent).deep.equal([{ reader: 'r', at: 1, isbn: 'b1' }])
    const parts: { isbn: string }[] = await selected
    expect(parts).deep.equal([{ isbn: 'b1' }])
    expect(await selected.select('at')).deep.equal([{ isbn: 'b1', at: 1 }])
    const requested = runner.sent.map(
      ({ input }) => (input as { RequestItems: { loans: object } }).RequestItems.loans,
    )
    const Keys = [{ reader: { S: 'r' }, at: { N: '1' } }]
    expect(requested.slice(0, 3)).deep.equal([
      { Keys },
      { Keys, ConsistentRead: true },
      {
        Keys,
        ConsistentRead: true,
        ProjectionExpression: '#0, #1, #2',
        ExpressionAttributeNames: { '#0': 'isbn', '#1': 'reader', '#2': 'at' },
      },
    ])
    thrown(() => base.select('nothing' as never), InvalidConditionError)
  })

  it('refuses bad keys when it runs, and sends nothing', async () => {
    const { runner, all } = opened()
    const operation = all.getMany(['b1', 5 as never])
    expect((await rejection(operation, InvalidKeyError)).message).contain('keys[1]')
    expect((await rejection(listed(operation), InvalidKeyError)).message).contain('keys[1]')
    expect(runner.sent).length(0)
  })

  it('runs once over an iterable, whichever way and whichever fork', async () => {
    const { runner, all } = opened()
    const first = all.getMany(new Set(['b1']))
    expect(await first.consistent()).deep.equal([title(1)])
    await rejection(first, UnsupportedOperationError)
    await rejection(listed(first), UnsupportedOperationError)
    expect(runner.sent).length(1)
  })

  it('handles stored data that does not fit as the option says', async () => {
    const runner = new FakeShelves({ books: [...books(1), { isbn: { S: 'bad' }, title: { N: '1' } }] })
    const operation = new Repository(Book, runner).getMany(['b0', 'bad'])
    const error = await rejection(operation, InvalidItemError)
    expect(error).include({ entity: 'Book', operation: 'getMany' })
    await rejection(operation.onInvalid('throw'), InvalidItemError)
    expect(await operation.onInvalid('skip')).deep.equal([title(0)])
    const marked: (ReturnType<typeof title> | string)[] = await operation.onInvalid(
      (stored, { entity }) => `${entity} ${Object.keys(stored)}`,
    )
    expect(marked).deep.equal([title(0), 'Book isbn,title'])
  })

  it('leaves gets that can be run again, with all that the chain said', async () => {
    const { runner, all } = opened()
    runner.leaves = (text) => text === 'b1'
    const operation = all.getMany(['b0', 'b1']).consistent().select('title')
    const error = await rejection(operation, UnprocessedError)
    const [again] = error.remaining
    expect(again).instanceOf(GetOperation)
    runner.reply = { Item: { title: { S: 'late' } } }
    expect(await (again as PromiseLike<unknown>)).deep.equal({ title: 'late' })
    expect(runner.sent.at(-1)).deep.include({ call: 'GetItem', operation: 'get' })
    expect(runner.sent.at(-1)?.input).include({ ConsistentRead: true })
  })

  it('is aborted by the signal of its options, or of its run', async () => {
    const { runner, all } = opened()
    const signal = AbortSignal.abort()
    runner.fails = () => new Error('aborted')
    await rejection(all.getMany(['b1'], { signal }), AbortedError)
    await rejection(all.getMany(['b1']).execute({ signal }), AbortedError)
    await rejection(listed(all.getMany(['b1']).items({ signal })), AbortedError)
  })

  it('is reported to the watch of dropped operations, but the gets on its errors are not', async () => {
    const { runner } = opened()
    const made: string[] = []
    const used = new Set<object>()
    Object.assign(runner, {
      watch: {
        made: ({ name, context }: WatchedOperation) => void made.push(`${context.model.name}.${name}`),
        used: (each: object) => void used.add(each),
      },
    })
    const operation = new Repository(Book, runner).getMany(['b0', 'b1'])
    expect(made).deep.equal(['Book.getMany'])
    runner.leaves = () => true
    const { remaining } = await rejection(operation, UnprocessedError)
    expect(used.has(operation)).equal(true)
    expect(remaining.every((each) => used.has(each as object))).equal(true)
  })
})
