// Lanes of writes: tables that are reached through the same client share a lane and its requests.
import type { Table } from '../../entity/table/table.js'
import type { Runner } from '../ground/runner.js'
import { WriteChunk } from './write-chunk.js'
import { placeText, type WriteElement } from './write-element.js'

/** The writes that go through one client. */
export class WriteLane {
  /** The chunk that is being filled. */
  chunk = new WriteChunk()
  /** The keys in flight. A chunk that contains one of them waits, so that writes of one item arrive in order. */
  readonly busy = new Set<string>()
  /** The last failed write of each item, which a later write replaces. */
  readonly failed = new Map<string, WriteElement>()
  /** The position of the first write of each item, if a second one is rejected. */
  readonly seen = new Map<string, number>()

  /** Whether none of the keys of the chunk is in flight. */
  get clear(): boolean {
    const { busy } = this
    if (busy.size > 0)
      for (const write of this.chunk.writes.values()) if (busy.has(placeText(write))) return false
    return true
  }

  /** Takes the chunk out for sending. */
  depart(): WriteChunk {
    const { chunk, busy, failed } = this
    for (const [key, element] of chunk.writes) {
      busy.add(placeText(element))
      if (failed.size > 0) this.standFor(key, element)
    }
    this.chunk = new WriteChunk()
    return chunk
  }

  /** Called when the chunk has been sent, whatever the result. */
  arrive({ writes }: WriteChunk): void {
    for (const [key, element] of writes) {
      this.busy.delete(placeText(element))
      if (element.state === 'failed') this.failed.set(key, element)
    }
  }

  // An earlier write that failed must not be repeated: after this one, it would restore what this one replaced.
  standFor(key: string, element: WriteElement): void {
    const failed = this.failed.get(key)
    if (failed === undefined) return
    let first = element
    while (first.earlier !== undefined) first = first.earlier
    first.earlier = failed
    this.failed.delete(key)
  }
}

/** The lanes of one run. */
export class WriteLanes {
  readonly runner: Runner
  readonly byClient = new Map<unknown, WriteLane>()
  readonly byTable = new Map<Table, WriteLane>()

  constructor(runner: Runner) {
    this.runner = runner
  }

  /** Returns the lane of a table. */
  of(table: Table): WriteLane {
    const known = this.byTable.get(table)
    if (known !== undefined) return known
    const client = this.runner.clientFor?.(table)
    const lane = this.byClient.get(client) ?? new WriteLane()
    this.byClient.set(client, lane)
    this.byTable.set(table, lane)
    return lane
  }

  all(): IterableIterator<WriteLane> {
    return this.byClient.values()
  }
}
