// Progress of a batch read, reported after each request.
import { itemBytes } from '../../entity/codec/item-size.js'
import { storedOf } from '../../entity/scan/scanned-item.js'
import type { Calls } from '../ground/request.js'
import type { Progress } from '../many/many-options.js'
import type { KeySlot } from './key-slots.js'

/** Counts and reports elements, requests, bytes and capacity of one run. */
export class ReadProgress {
  readonly notify: (progress: Progress) => unknown
  readonly total: number | undefined
  /** The slots of the elements in order. Those before `next` are done and are discarded eventually. */
  readonly slots: KeySlot[] = []
  next = 0
  done = 0
  failed = 0
  settled = 0
  requests = 0
  bytes = 0
  capacityUnits: number | undefined

  constructor(report: (progress: Progress) => unknown, total: number | undefined) {
    this.notify = report
    this.total = total
  }

  /** Adds elements, in their order. */
  expect(slots: readonly KeySlot[]): void {
    for (const slot of slots) this.slots.push(slot)
  }

  /** A request has succeeded, so these slots are known. @returns the result of `onProgress`. */
  received(slots: readonly KeySlot[], output: Calls['BatchGetItem']['output']): unknown {
    this.requests++
    for (const { wanted, stored } of slots) {
      this.done += wanted
      if (stored !== undefined) this.bytes += itemBytes(storedOf(stored))
    }
    for (const { CapacityUnits } of output.ConsumedCapacity ?? [])
      if (CapacityUnits !== undefined) this.capacityUnits = (this.capacityUnits ?? 0) + CapacityUnits
    return this.report()
  }

  /** A request has failed. This is reported together with the result of its slots. */
  refused(): void {
    this.requests++
  }

  /** These slots have failed. */
  gaveUp(slots: readonly KeySlot[]): unknown {
    for (const { wanted } of slots) this.failed += wanted
    return this.report()
  }

  report(): unknown {
    const { slots, done, failed, total, requests, bytes, capacityUnits, notify } = this
    const before = this.next
    while (slots[this.next]?.known === true) this.next++
    this.settled += this.next - before
    // Discarded only if they are at least half of the array: removing from the start of an array moves the rest.
    if (this.next * 2 >= slots.length) {
      slots.splice(0, this.next)
      this.next = 0
    }
    const { settled } = this
    return notify(Object.freeze({ done, failed, settled, total, requests, bytes, capacityUnits }))
  }
}
