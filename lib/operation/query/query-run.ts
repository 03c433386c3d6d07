// One run of a query: its streams, their positions, and what was read so far.
import { setMaxListeners } from 'node:events'
import { type BodyItem, storedOf } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { Plan } from '../../plan/source/plan.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import { UsageMeter } from '../ground/usage-meter.js'
import { type RateLimiter, rateLimiter } from '../rate/rate-limiter.js'
import { writeBack } from '../upgrade/write-back.js'
import { type ItemReader, itemReader } from './page-items.js'
import { PageReader, type PageReadRun, type StoredPage, type StreamPosition } from './page-reader.js'
import { type QueryCursors, queryCursors } from './query-cursors.js'
import { positionOf } from './query-request.js'
import type { QueryState } from './query-state.js'

/** The settings of a run. */
export interface RunStart {
  readonly context: OperationContext
  readonly operation: string
  readonly plan: Plan
  readonly state: QueryState
  /** Whether only the number of matches is requested. */
  readonly count?: boolean
  /** Whether to request the consumed capacity. */
  readonly capacity?: boolean
  /** Whether each stream is read with one request only. */
  readonly once?: boolean
  readonly signal?: AbortSignal | undefined
}

/** A decoded page: its items, and their stored forms in the same order, from which cursors are made. */
export interface DecodedPage {
  readonly items: readonly unknown[]
  readonly sources: readonly BodyItem[]
}

/** The maximum number of requests in flight on a runner without a setting. */
const concurrency = 8

/** One run of a query, a scan or a count. */
export class QueryRun {
  readonly start: RunStart
  readonly meter: UsageMeter
  readonly limiter: RateLimiter | undefined
  readonly cursors: QueryCursors
  /** The positions of the streams at the start of the run. */
  readonly begun: readonly StreamPosition[]
  /** The position of each stream after what was read so far. */
  readonly positions: StreamPosition[]
  /** Whether the run reads against the order of the query: the items before a cursor. */
  readonly backward: boolean
  /** Created on first use, because a query that is only compiled needs none. */
  made: AbortController | undefined
  readonly stopListening: (() => void) | undefined
  taken = 0

  /** @throws InvalidCursorError if the cursor does not belong to this query. */
  constructor(start: RunStart) {
    const { state, context, plan, signal } = start
    this.start = start
    this.meter = new UsageMeter(state.budget, context.runner.clock)
    if (state.rate !== undefined) this.limiter = rateLimiter(context.runner, state.rate.read)
    this.cursors = queryCursors(context, plan, state)
    const { positions, backward } = this.cursors.read(state.after)
    this.begun = positions
    this.positions = [...positions]
    this.backward = backward
    if (signal?.aborted) this.abort()
    else if (signal !== undefined)
      this.stopListening = (context.runner.reads?.listen ?? listen)(signal, this.abort)
  }

  get controller(): AbortController {
    if (this.made !== undefined) return this.made
    this.made = new AbortController()
    // Every request and pause of a run listens to this signal, therefore a large number of listeners is not a leak.
    setMaxListeners(0, this.made.signal)
    return this.made
  }

  /** Whether nothing is left to read. */
  get done(): boolean {
    return this.positions.every((position) => position === null)
  }

  /** Whether the limit is reached. */
  get full(): boolean {
    const { limit } = this.start.state
    return limit !== undefined && this.taken >= limit
  }

  /** The first request of the run. */
  firstRequest(): Request<'Query' | 'Scan'> | undefined {
    return readersOf(this.reading(undefined), this.positions)
      .find((reader) => !reader.done)
      ?.request()
  }

  /** Yields the pages as stored. */
  stored(): AsyncGenerator<StoredPage, void, void> {
    return pageStream(this.reading(this.controller.signal), this.positions, this.concurrency)
  }

  /** Yields the decoded pages, up to the limit, until there are no more or the budget is spent. */
  async *pages(): AsyncGenerator<DecodedPage, void, void> {
    const { context } = this.start
    const writes = context.model.members.some(({ versions }) => versions?.writesBack === true)
    const reader = this.itemReader
    for await (const page of this.stored()) {
      const whole = await reader.whole(page.items)
      // The budget was spent before the items of this page could be read at the rate.
      if (whole === undefined) return
      const taken = this.taking(page, whole, reader)
      if (writes) await writeBack(context, taken.items, { signal: this.start.signal })
      yield taken
      if (this.full) return
    }
  }

  /** Returns the position of a stream after this item. */
  positionAt(source: BodyItem): StoredItem {
    return positionOf(this.start.context.model, this.start.plan, storedOf(source))
  }

  /** Aborts what is in progress. */
  end(): void {
    this.stopListening?.()
    this.controller.abort()
  }

  // This listener is removed at the end of the run; AbortSignal.any would keep signals on one that outlives many runs.
  readonly abort = (): void => this.controller.abort(this.start.signal?.reason)

  reading(signal: AbortSignal | undefined): PageReadRun {
    const { context, operation, plan, state, once = false } = this.start
    return {
      context,
      operation,
      plan,
      state,
      once,
      options: { backward: this.backward, count: this.start.count ?? false, capacity: this.capacity },
      meter: this.meter,
      limiter: this.limiter,
      wanted: () => (state.limit === undefined ? undefined : state.limit - this.taken),
      signal,
    }
  }

  get itemReader(): ItemReader {
    const { context, operation, plan, state } = this.start
    return itemReader(context, plan, state, {
      operation,
      consistent: state.consistent,
      concurrency: this.concurrency,
      meter: this.meter,
      limiter: this.limiter,
      capacity: this.capacity,
      signal: this.controller.signal,
    })
  }

  get concurrency(): number {
    return this.start.context.runner.reads?.concurrency ?? concurrency
  }

  get capacity(): boolean {
    const { capacity = false, state } = this.start
    return capacity || state.rate !== undefined || state.budget?.capacityUnits !== undefined
  }

  taking(page: StoredPage, whole: readonly (BodyItem | undefined)[], reader: ItemReader): DecodedPage {
    const items: unknown[] = []
    const sources: BodyItem[] = []
    this.positions[page.segment] = page.after
    for (const [at, source] of page.items.entries()) {
      const item = reader.decode(whole[at])
      // Skips items that vanished between two reads, and invalid ones under onInvalid('skip').
      if (item === undefined) continue
      items.push(item)
      sources.push(source)
      this.taken++
      if (!this.full) continue
      if (at + 1 < page.items.length) this.positions[page.segment] = this.positionAt(source)
      break
    }
    this.meter.returned += items.length
    return { items, sources }
  }
}

// Used if the runner does not share listeners.
function listen(signal: AbortSignal, action: () => void): () => void {
  signal.addEventListener('abort', action)
  return () => signal.removeEventListener('abort', action)
}

/**
 * Yields the pages of a run until every stream ends or the budget is spent. Segments are read in parallel, up to
 * `concurrency` at a time. Each one waits until its page is consumed, so that memory use stays constant.
 * @param positions the start of each stream: one for a query, one per segment for a scan.
 */
export async function* pageStream(
  run: PageReadRun,
  positions: readonly StreamPosition[],
  concurrency: number,
): AsyncGenerator<StoredPage, void, void> {
  const waiting = readersOf(run, positions).filter((reader) => !reader.done)
  const reading = new Map<PageReader, Promise<ReadPage>>()
  while (waiting.length > 0 || reading.size > 0) {
    while (waiting.length > 0 && reading.size < concurrency && !run.meter.spent) {
      const reader = waiting.shift()
      if (reader !== undefined) reading.set(reader, begin(reader))
    }
    if (reading.size === 0) return
    const { reader, page } = await Promise.race(reading.values())
    reading.delete(reader)
    if (!reader.done && !run.once) waiting.push(reader)
    if (page !== undefined) yield page
  }
}

/** A reader for each stream: one per segment if there are several. */
export function readersOf(run: PageReadRun, positions: readonly StreamPosition[]): PageReader[] {
  const total = positions.length
  return positions.map(
    (position, index) => new PageReader(run, total === 1 ? undefined : { index, total }, position),
  )
}

interface ReadPage {
  readonly reader: PageReader
  readonly page: StoredPage | undefined
}

function begin(reader: PageReader): Promise<ReadPage> {
  const promise = reader.next().then((page) => ({ reader, page }))
  // An error is thrown by the race of the next turn, or dropped if the run has ended.
  promise.catch(() => undefined)
  return promise
}
