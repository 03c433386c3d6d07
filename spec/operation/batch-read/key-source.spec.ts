// Keys of arrays, iterables and async iterables: checked by their place, taken as they are wanted, and iterables once.
import { expect } from 'chai'
import { InvalidKeyError, UnsupportedOperationError } from 'dyntastic'
import type { KeyValues } from '../../../lib/entity/key/key-values.js'
import { keyPull, keySource } from '../../../lib/operation/batch-read/key-source.js'
import { rejection, thrown } from '../../support/rejection.js'
import { Book } from '../many/fake-shelves.js'

const source = (keys: unknown) => keySource(Book, 'getMany', keys)
const isbns = (keys: readonly KeyValues[]) => keys.map(({ values }) => values['isbn'])

async function take(pull: ReturnType<typeof keyPull>, most: number): Promise<unknown[]> {
  const keys: KeyValues[] = []
  await pull.fill(keys, most)
  return isbns(keys)
}

/** Yields these, and remembers how many were taken, and whether it was closed. */
function watched<T>(...values: readonly T[]) {
  const seen = { taken: 0, closed: false }
  function* generate() {
    try {
      for (const value of values) {
        seen.taken++
        yield value
      }
    } finally {
      seen.closed = true
    }
  }
  return { seen, keys: generate() }
}

async function* slowly<T>(...values: readonly T[]) {
  for (const value of values) {
    await new Promise((resolve) => setImmediate(resolve))
    if (value instanceof Error) throw value
    yield value
  }
}

describe('the keys of a read of many', () => {
  it('are read from an array when it is given', async () => {
    const array = ['a', { isbn: 'b' }, 'c']
    const given = source(array)
    array[0] = 'changed'
    expect(given.total).equal(3)
    for (const _ of [1, 2]) {
      const pull = keyPull(given)
      expect(await take(pull, 2)).deep.equal(['a', 'b'])
      expect(isbns(pull.close())).deep.equal(['c'])
      expect(await take(pull, 2)).deep.equal(['c'])
      expect(await take(pull, 2)).deep.equal([])
    }
  })

  it('of an array are refused as a whole, with the place of the first bad one', () => {
    const keys = Array.from({ length: 200 }, (_, at) => (at === 150 ? 5 : `b${at}`))
    const error = thrown(() => keyPull(source(keys)), InvalidKeyError)
    expect(error.message).equal("Book.getMany: keys[150]: 'isbn' cannot be a number; its data type is S")
    expect(error).include({ entity: 'Book', operation: 'getMany' })
  })

  it('are refused where an array has a hole', () => {
    // biome-ignore lint/suspicious/noSparseArray: that is what is shown
    expect(thrown(() => keyPull(source(['a', , 'b'])), InvalidKeyError).message).contain('keys[1]')
  })

  for (const [what, keys] of [
    ['text', 'b1'],
    ['boxed text', new String('b1')],
    ['binary', new Uint8Array([1])],
    ['a key', { isbn: 'b1' }],
    ['nothing', undefined],
    ['null', null],
  ] as const)
    it(`are refused where ${what} is given`, () => {
      expect(thrown(() => keyPull(source(keys)), InvalidKeyError).message).contain(
        'an array or an iterable of keys, not',
      )
    })

  it('of an iterable are taken as they are wanted, and no further', async () => {
    const { seen, keys } = watched('a', 'b', 'c', 'd')
    const pull = keyPull(source(keys))
    expect(seen.taken).equal(0)
    expect(await take(pull, 2)).deep.equal(['a', 'b'])
    expect(seen).deep.equal({ taken: 2, closed: false })
    expect(pull.close()).deep.equal([])
    expect(seen.closed).equal(true)
    expect(await take(pull, 2)).deep.equal([])
  })

  it('come from async iterables, and from promises in iterables', async () => {
    expect(await take(keyPull(source(slowly<unknown>('a', { isbn: 'b' }))), 5)).deep.equal(['a', 'b'])
    expect(await take(keyPull(source(new Set([Promise.resolve('a')]))), 5)).deep.equal(['a'])
  })

  it('say how many there are where the source can tell', () => {
    expect(source(new Set(['a', 'b'])).total).equal(2)
    expect(source(new Map([['a', 1]]).keys()).total).equal(undefined)
    expect(source(slowly('a')).total).equal(undefined)
  })

  it('of an iterable are read once: a second time is refused by name', () => {
    const given = source(new Set(['a']))
    keyPull(given)
    const error = thrown(() => keyPull(given), UnsupportedOperationError)
    expect(error.message).contain('an earlier run has already read')
  })

  it('of an iterable are read up to the invalid one, and the error has its index; the source is closed', async () => {
    const { seen, keys } = watched<unknown>('a', 'b', 5, 'c')
    const pull = keyPull(source(keys))
    expect(await take(pull, 100)).deep.equal(['a', 'b'])
    expect(seen.closed).equal(true)
    for (const _ of [1, 2]) {
      const error = await rejection(take(pull, 100), InvalidKeyError)
      expect(error.message).contain('keys[2]: ')
    }
  })

  it('are read up to the error of the source, which is rethrown', async () => {
    const mine = new Error('mine')
    const pull = keyPull(source(slowly<unknown>('a', mine)))
    expect(await take(pull, 100)).deep.equal(['a'])
    expect(await rejection(take(pull, 100), Error)).equal(mine)
  })

  it('close a source that throws when it is closed, or is still busy', async () => {
    const throwing = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: 'a' }),
        return: () => {
          throw new Error('late')
        },
      }),
    }
    expect(keyPull(source(throwing)).close()).deep.equal([])
    const pull = keyPull(source({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }))
    pull.fill([], 1).catch(() => undefined)
    expect(pull.close()).deep.equal([])
  })
})
