// One stream of pages: a query, or one segment of a scan, read request by request from where it stands.
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import type { Plan } from '../../plan/source/plan.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import type { UsageMeter } from '../ground/usage-meter.js'
import { type PageAsk, type PageText, pageRequest, pageText } from './query-request.js'
import type { QueryState } from './query-state.js'

/** Where a stream stands: not begun (`undefined`), after an item (its key), or at the end (`null`). */
export type StreamPosition = StoredItem | null | undefined

/** What one request brought. */
export interface StoredPage {
  readonly items: readonly StoredItem[]
  readonly count: number
  readonly segment: number
  /** Where the stream stands after this page. */
  readonly after: StreamPosition
}

/** What all requests of one run share. */
export interface ReadRun {
  readonly context: OperationContext
  readonly operation: string
  readonly plan: Plan
  readonly state: QueryState
  readonly ask: Pick<PageAsk, 'backward' | 'count' | 'capacity'>
  readonly meter: UsageMeter
  /** Whether each stream is read by one request only. */
  readonly once: boolean
  /** How many more matching items are wanted; `undefined` for all. */
  wanted(): number | undefined
  readonly signal: AbortSignal | undefined
}

/** Reads one stream. */
export class PageReader {
  readonly run: ReadRun
  readonly segment: { readonly index: number; readonly total: number } | undefined
  position: StreamPosition
  /** Printed with the first request. */
  text: PageText | undefined
  /** Items read and matched so far: the hit rate of the filter. */
  readonly seen = { requests: 0, examined: 0, matched: 0 }

  constructor(run: ReadRun, segment: PageReader['segment'], position: StreamPosition) {
    this.run = run
    this.segment = segment
    this.position = position
  }

  get done(): boolean {
    return this.position === null
  }

  /** The request of the next page. */
  request(): Request<'Query' | 'Scan'> {
    const { context, operation, plan, state, ask } = this.run
    const start = this.position ?? undefined
    const { model } = context
    this.text ??= pageText(model, plan, state, ask.count === true)
    const { limit, segment } = this
    const { backward, count, capacity } = ask
    const page = { backward, count, capacity, start, limit, segment }
    return pageRequest(model, operation, plan, state, page, this.text)
  }

  /** The next page. @throws as the runner does. */
  async next(): Promise<StoredPage> {
    const { context, operation, meter, signal } = this.run
    const request = this.request()
    meter.begin()
    const output = await context.runner.run(request, { signal })
    if (output.Items === undefined && output.Count === undefined)
      throw new RequestFailedError({
        entity: context.model.name,
        operation,
        detail: `the answer to ${request.call} has neither Items nor Count`,
      })
    // The answer of the client is DynamoDB's form; the types of the SDK and ours say the same.
    const items = (output.Items ?? []) as StoredItem[]
    const count = output.Count ?? items.length
    const examined = output.ScannedCount ?? count
    meter.add(examined, output.ConsumedCapacity?.CapacityUnits ?? 0)
    this.seen.requests++
    this.seen.examined += examined
    this.seen.matched += count
    this.position = (output.LastEvaluatedKey as StoredItem | undefined) ?? null
    return { items, count, segment: this.segment?.index ?? 0, after: this.position }
  }

  // Segments share what is wanted, so that together they read little more than that.
  get limit(): number | undefined {
    const { plan, state, wanted } = this.run
    const left = wanted()
    return nextPageSize(
      {
        wanted: left === undefined ? undefined : Math.ceil(left / (this.segment?.total ?? 1)),
        filtered: plan.filter !== undefined,
        most: state.pageSize,
      },
      this.seen,
    )
  }
}

/** What has been seen of a stream so far. */
export interface PagesSeen {
  readonly requests: number
  readonly examined: number
  readonly matched: number
}

/** What the next page is asked for. */
export interface PageWish {
  /** How many more matches are wanted; `undefined` for all. */
  readonly wanted: number | undefined
  /** Whether a filter stands between what is read and what matches. */
  readonly filtered: boolean
  /** The most that one request may read. */
  readonly most: number | undefined
}

/** The first guess of a filtered read, where nothing is known yet. */
const firstGuess = 4
const leastRead = 40
/** How far reading leaps ahead where nothing has matched. */
const leap = 16
/** A request reads 1 MB at the most ("Query", "Scan"): a Limit beyond what that can hold says nothing. */
const mostUseful = 100_000

/**
 * The `Limit` of the next request; `undefined` for none.
 *
 * Without a filter what is read is what matches. With one, reading begins with a guess and goes on by the hit rate, taken lower
 * than seen by half a standard deviation, and by one for what is still to come: three requests nearly always do, and read
 * about twice what they had to. A request more costs time, an item more a part of a unit.
 */
export function nextPageSize(
  { wanted, filtered, most = Infinity }: PageWish,
  seen: PagesSeen,
): number | undefined {
  const size = Math.min(most, wanted === undefined ? Infinity : filtered ? guess(wanted, seen) : wanted)
  return size <= mostUseful || size === most ? finite(size) : finite(most)
}

function guess(wanted: number, { requests, examined, matched }: PagesSeen): number {
  if (examined === 0) return Math.max(wanted * firstGuess, leastRead)
  if (matched === 0) return examined * leap
  const perMatch = examined / Math.max(matched - Math.sqrt(matched) / 2, 0.5)
  const careful = Math.ceil((wanted + Math.sqrt(wanted)) * perMatch)
  return Math.max(careful, requests > 1 ? Math.ceil(examined * 1.5) : leastRead)
}

const finite = (size: number): number | undefined => (size === Infinity ? undefined : size)
