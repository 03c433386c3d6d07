// How far a run of writes has come: what its report and its progress are made of.
import type { BatchWriteItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { Progress } from '../many/many-options.js'
import { type WriteElement, withEarlier } from './write-element.js'

/** What a run of writes amounts to. */
export interface WriteReport {
  /** How many elements were written or deleted: all that there were. */
  readonly written: number
  /** Requests that were sent. */
  readonly requests: number
  /** About how many bytes of items and keys were written, as DynamoDB counts item sizes. */
  readonly bytes: number
  /** Capacity units, as DynamoDB reports them; `undefined` where it reports none: it is asked where there is an `onProgress`. */
  readonly capacityUnits: number | undefined
}

/** Counts elements, requests, bytes and capacity of one run. */
export class WriteTally {
  done = 0
  failed = 0
  requests = 0
  bytes = 0
  capacityUnits: number | undefined
  /** The first element that was given up: what comes after it is not settled. */
  firstFailed = Number.POSITIVE_INFINITY

  /** A request was answered; no output where the answer was an error. */
  answered(output: BatchWriteItemCommandOutput | undefined): void {
    this.requests++
    for (const { CapacityUnits } of output?.ConsumedCapacity ?? [])
      if (CapacityUnits !== undefined) this.capacityUnits = (this.capacityUnits ?? 0) + CapacityUnits
  }

  /** A write is done, and with it the earlier ones that it stands for. */
  wrote(write: WriteElement): void {
    this.bytes += write.bytes
    for (let each: WriteElement | undefined = write; each !== undefined; each = each.earlier) {
      if (each.state === 'done') continue
      if (each.state === 'failed') this.failed--
      each.state = 'done'
      this.done++
    }
  }

  /** A write was given up, and with it the earlier ones that it stands for. */
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

  /** @param open the index of the first element that is neither done nor given up */
  progress(open: number, total: number | undefined): Progress {
    const { done, failed, requests, bytes, capacityUnits } = this
    const settled = Math.min(open, this.firstFailed)
    return Object.freeze({ done, failed, settled, total, requests, bytes, capacityUnits })
  }
}
