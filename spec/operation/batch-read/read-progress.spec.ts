// How far a read has come: counted in elements, not in requests or distinct keys.
import { expect } from 'chai'
import { KeySlots } from '../../../lib/operation/batch-read/key-slots.js'
import { ReadProgress } from '../../../lib/operation/batch-read/read-progress.js'
import type { Progress } from '../../../lib/operation/many/many-options.js'
import { FakeRunner } from '../fake-runner.js'
import { Book, books } from '../many/fake-shelves.js'

function tracked(...numbers: number[]) {
  const keys = new KeySlots(new FakeRunner())
  const slots = numbers.map((at) =>
    keys.want({ model: Book, consistent: false, select: [] }, { isbn: { S: `b${at}` } }),
  )
  const reported: Progress[] = []
  const progress = new ReadProgress((each) => reported.push(each), numbers.length)
  progress.expect(slots)
  const read = (...at: number[]) => {
    const known = [...new Set(at.map((each) => slots[each]))].flatMap((slot) => slot ?? [])
    for (const slot of known) {
      slot.known = true
      slot.stored = books(10).find(({ isbn }) => JSON.stringify(isbn) === JSON.stringify(slot.key['isbn']))
    }
    progress.received(known, { $metadata: {}, ConsumedCapacity: [{ CapacityUnits: 0.5 }, {}] })
    return reported.at(-1)
  }
  return { read, progress, seen: reported, slots }
}

describe('the progress of a read', () => {
  it('counts elements, those that stand twice as two, missing items as done', () => {
    const { read } = tracked(1, 99, 1)
    expect(read(0)).include({ done: 2, failed: 0, total: 3, requests: 1, bytes: 18, capacityUnits: 0.5 })
    expect(read(1)).include({ done: 3, requests: 2, bytes: 18, capacityUnits: 1 })
  })

  it('counts up to the first gap, whatever is done after it', () => {
    const { read, seen: reported } = tracked(0, 1, 2, 3)
    expect(read(2)?.settled).equal(0)
    expect(read(0)?.settled).equal(1)
    expect(read(1)?.settled).equal(3)
    expect(read(3)?.settled).equal(4)
    expect(reported.every(Object.isFrozen)).equal(true)
  })

  it('counts requests that got an error as response, and reports them with what follows from it', () => {
    const { progress, seen: reported } = tracked(0)
    progress.refused()
    expect(reported).deep.equal([])
    progress.report()
    expect(reported).length(1)
    expect(reported[0]).include({ requests: 1, done: 0, failed: 0 })
  })

  it('returns the result of the callback', () => {
    const progress = new ReadProgress(() => 'saved', 0)
    expect([progress.received([], { $metadata: {} }), progress.gaveUp([])]).deep.equal(['saved', 'saved'])
  })

  it('counts what was given up, and stays before it', () => {
    const { read, progress, seen: reported, slots } = tracked(0, 1, 1)
    progress.gaveUp(slots.slice(1, 2))
    expect(reported.at(-1)).include({ failed: 2, done: 0, requests: 0, capacityUnits: undefined })
    expect(read(0)).include({ failed: 2, done: 1, settled: 1 })
  })

  it('forgets what is done', () => {
    const { read, progress } = tracked(0, 1, 2, 3)
    read(0, 1, 2)
    expect(progress.slots).length(1)
    expect(progress.settled).equal(3)
  })
})
