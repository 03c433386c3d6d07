// Sources of writes: lists, iterables and async iterables, read one by one and closed once.
import { expect } from 'chai'
import type { WriteElement } from '../../../lib/operation/batch-write/write-element.js'
import { IterableSource, listSource } from '../../../lib/operation/batch-write/write-source.js'

const element = (index: number) => ({ index }) as WriteElement
const make = (given: unknown, index: number): WriteElement => {
  if (given === 'bad') throw new TypeError('refused')
  return element(index)
}

describe('listSource', () => {
  it('yields its elements, ends, and reports what was not taken', async () => {
    const elements = [element(0), element(1), element(2)]
    const source = listSource(elements)
    expect([source.next(), source.next()]).deep.equal(elements.slice(0, 2))
    expect(source.rest()).deep.equal([elements[2]])
    expect([source.taken, source.total]).deep.equal([2, 3])
    source.next()
    for (let at = 0; at < 2; at++) expect(source.next()).deep.equal({ why: 'done' })
    expect([source.taken, source.rest()]).deep.equal([3, []])
    await source.close()
  })
})

describe('IterableSource', () => {
  it('knows the size of a Set and of a Map, and of nothing else', () => {
    const totals = [new Set([1, 2]), new Map([[1, 2]]), [1, 2].values()].map(
      (given) => new IterableSource(given, make).total,
    )
    expect(totals).deep.equal([2, 1, undefined])
  })

  it('reads an iterable at once, and an async one as it comes', async () => {
    const plain = new IterableSource(['a'], make)
    expect(plain.next()).deep.equal(element(0))
    expect(plain.next()).include({ why: 'done' })
    expect(plain.next()).include({ why: 'done' })
    async function* later() {
      yield 'a'
    }
    const async = new IterableSource(later(), make)
    const next = async.next()
    expect(next).instanceOf(Promise)
    expect(await next).deep.equal(element(0))
    expect(await async.next()).include({ why: 'done' })
    expect(async.taken).equal(1)
  })

  it('does not begin to read before the first pull', () => {
    let begun = 0
    const given = {
      [Symbol.iterator]() {
        begun++
        return [].values()
      },
    }
    const source = new IterableSource(given, make)
    expect(begun).equal(0)
    source.next()
    source.next()
    expect(begun).equal(1)
  })

  it('reports what threw, and which element was refused', async () => {
    const error = new Error('disk')
    function* broken() {
      yield 'a'
      throw error
    }
    const sync = new IterableSource(broken(), make)
    sync.next()
    expect(sync.next()).include({ why: 'thrown', error })
    async function* later() {
      yield* broken()
    }
    const async = new IterableSource(later(), make)
    await async.next()
    expect(await async.next()).include({ why: 'thrown', error })
    const bad = new IterableSource(['a', 'bad'], make)
    bad.next()
    expect(bad.next()).deep.include({ why: 'refused' }).nested.include({ 'error.message': 'refused' })
    expect(bad.taken).equal(2)
  })

  it('ignores what follows after it was closed, and reports what came last', async () => {
    let give: (step: { done: false; value: string }) => void = () => {}
    const next = () => new Promise<{ done: false; value: string }>((resolve) => (give = resolve))
    const source = new IterableSource({ [Symbol.asyncIterator]: () => ({ next }) }, make)
    const first = source.next()
    give({ done: false, value: 'a' })
    await first
    expect(source.last).deep.equal(element(0))
    const late = source.next()
    await source.close()
    give({ done: false, value: 'b' })
    expect(await late).include({ why: 'done' })
    expect([source.taken, source.last]).deep.equal([1, element(0)])
  })

  it('is closed once, whatever the source does then, and not after its end', async () => {
    let closed = 0
    const given = () => ({
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: 'a' }) as const,
        return(): never {
          closed++
          throw new Error('cannot close')
        },
      }),
    })
    const source = new IterableSource(given(), make)
    source.next()
    await source.close()
    await source.close()
    expect(closed).equal(1)
    expect(source.next()).include({ why: 'done' })
    const ended = new IterableSource([], make)
    ended.next()
    await ended.close()
    const unread = new IterableSource(given(), make)
    await unread.close()
    expect(closed).equal(1)
  })
})
