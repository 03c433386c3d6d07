// Counts of a run of writes, for its report and its progress.
import type { BatchWriteItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { Progress } from '../many/many-options.js'
import { type WriteElement, withEarlier } from './write-element.js'

/** The result of a run of writes. */
export interface WriteReport {
  /** The number of elements written or deleted: all of them. */
  readonly written: number
  /** The number of requests sent. */
  readonly requests: number
  /** Approximate bytes of items and keys written, by DynamoDB's rules for item sizes. */
  readonly bytes: number
  /**
   * Capacity units, as DynamoDB reports them; `undefined` if it reports none. They are requested only if there is an
   * `onProgress` or a `rate`.
   */
  readonly capacityUnits: number | undefined
}

/** Counts elements, requests, bytes and capacity of one run. */
export class WriteTally {
  done = 0
  failed = 0
  requests = 0
  bytes = 0
  capacityUnits: number | undefined
  /** The first element that failed: later elements do not count as settled. */
  firstFailed = Number.POSITIVE_INFINITY

  /** A request has ended; `output` is `undefined` if it failed. */
  received(output: BatchWriteItemCommandOutput | undefined): void {
    this.requests++
    for (const { CapacityUnits } of output?.ConsumedCapacity ?? [])
      if (CapacityUnits !== undefined) this.capacityUnits = (this.capacityUnits ?? 0) + CapacityUnits
  }

  /** A write is done, including the earlier writes that it replaces. */
  wrote(write: WriteElement): void {
    this.bytes += write.bytes
    for (let each: WriteElement | undefined = write; each !== undefined; each = each.earlier) {
      if (each.state === 'done') continue
      if (each.state === 'failed') this.failed--
      each.state = 'done'
      this.done++
    }
  }

  /** A write has failed, including the earlier writes that it replaces. */
  gaveUp(write: WriteElement): void {
    for (const each of withEarlier(write)) {
      if (each.state !== 'open') continue
      each.state = 'failed'
      this.failed++
      this.firstFailed = Math.min(this.firstFailed, each.index)
    }
  }

  report(): WriteReport {
    const { done, requests, bytes, capacityUnits } = this
    return Object.freeze({ written: done, requests, bytes, capacityUnits })
  }

  /** @param open the index of the first element that is neither done nor failed */
  progress(open: number, total: number | undefined): Progress {
    const { done, failed, requests, bytes, capacityUnits } = this
    const settled = Math.min(open, this.firstFailed)
    return Object.freeze({ done, failed, settled, total, requests, bytes, capacityUnits })
  }
}
