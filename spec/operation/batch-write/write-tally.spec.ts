// Counts of a run of writes.
import { expect } from 'chai'
import type { WriteElement } from '../../../lib/operation/batch-write/write-element.js'
import { WriteTally } from '../../../lib/operation/batch-write/write-tally.js'

function element(index: number, more: Partial<WriteElement> = {}): WriteElement {
  return { index, bytes: 10, state: 'open', earlier: undefined, ...more } as WriteElement
}

describe('WriteTally', () => {
  it('counts requests, and capacity if it is reported', () => {
    const tally = new WriteTally()
    tally.received({ $metadata: {} })
    expect(tally.report()).deep.equal({ written: 0, requests: 1, bytes: 0, capacityUnits: undefined })
    tally.received({ $metadata: {}, ConsumedCapacity: [{ CapacityUnits: 1.5 }, { CapacityUnits: 2 }, {}] })
    tally.received(undefined)
    expect(tally.report()).deep.equal({ written: 0, requests: 3, bytes: 0, capacityUnits: 3.5 })
  })

  it('counts a write with those that it replaced, each once, and the bytes that were sent', () => {
    const tally = new WriteTally()
    const first = element(0)
    const second = element(1, { earlier: first })
    tally.wrote(second)
    tally.wrote(second)
    expect(tally.done).equal(2)
    expect([first.state, second.state]).deep.equal(['done', 'done'])
    expect(tally.bytes).equal(20)
  })

  it('takes back what was given up and is then done after all', () => {
    const tally = new WriteTally()
    const first = element(3)
    tally.gaveUp(first)
    tally.gaveUp(first)
    expect(tally.failed).equal(1)
    tally.wrote(element(5, { earlier: first }))
    expect([tally.done, tally.failed]).deep.equal([2, 0])
  })

  it('settles nothing beyond what is open, or was ever given up', () => {
    const tally = new WriteTally()
    expect(tally.progress(7, 20)).deep.include({ settled: 7, total: 20, done: 0, failed: 0 })
    tally.gaveUp(element(5))
    tally.gaveUp(element(9))
    expect(tally.progress(20, undefined)).deep.include({ settled: 5, total: undefined, failed: 2 })
    expect(Object.isFrozen(tally.progress(1, 1))).equal(true)
  })
})
