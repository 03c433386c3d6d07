// One stream of pages: a query, or one segment of a scan, read request by request.

import { itemReaders } from '../../entity/item-readers.js'
import { type BodyItem, storedOf } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { ResponseReaders } from '../../entity/text/response-scan.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { pathsOf, rootName } from '../../plan/condition/condition-tree.js'
import type { Plan } from '../../plan/source/plan.js'
import { itemFromKeys } from '../get/item-from-keys.js'
import { selectionReadersOf } from '../get/part-readers.js'
import type { OperationContext } from '../ground/operation.js'
import type { Calls, Request } from '../ground/request.js'
import type { UsageMeter } from '../ground/usage-meter.js'
import { consumedUnits, turnOf } from '../rate/consumed-units.js'
import type { RateLimiter, RateShare } from '../rate/rate-limiter.js'
import { isCountedHere, isFetched, type PageText, pageText } from './page-text.js'
import { type PageOptions, pageRequest } from './query-request.js'
import type { QueryState } from './query-state.js'

/** Position of a stream: not started (`undefined`), after an item (its key), or at the end (`null`). */
export type StreamPosition = StoredItem | null | undefined

/** The result of one request. */
export interface StoredPage {
  readonly items: readonly BodyItem[]
  readonly count: number
  readonly segment: number
  /** The position of the stream after this page. */
  readonly after: StreamPosition
}

/** State shared by all requests of one run. */
export interface PageReadRun {
  readonly context: OperationContext
  readonly operation: string
  readonly plan: Plan
  readonly state: QueryState
  readonly options: Pick<PageOptions, 'backward' | 'count' | 'capacity'>
  readonly meter: UsageMeter
  readonly limiter?: RateLimiter | undefined
  /** Whether each stream is read with one request only. */
  readonly once: boolean
  /** The number of matching items still wanted; `undefined` for all. */
  wanted(): number | undefined
  readonly signal: AbortSignal | undefined
}

/** Reads one stream. */
export class PageReader {
  readonly run: PageReadRun
  readonly segment: { readonly index: number; readonly total: number } | undefined
  position: StreamPosition
  /** Printed with the first request. */
  text: PageText | undefined
  /** Items read and matched so far: the hit rate of the filter. */
  readonly seen = { requests: 0, examined: 0, matched: 0 }

  constructor(run: PageReadRun, segment: PageReader['segment'], position: StreamPosition) {
    this.run = run
    this.segment = segment
    this.position = position
  }

  get done(): boolean {
    return this.position === null
  }

  /** Returns the request of the next page. */
  request(): Request<'Query' | 'Scan'> {
    const { context, operation, plan, state, options } = this.run
    const start = this.position ?? undefined
    const { model } = context
    this.text ??= pageText(model, plan, state, options.count === true)
    const { limit, segment } = this
    const { backward, count, capacity } = options
    const page = { backward, count, capacity, start, limit, segment }
    return pageRequest(model, operation, plan, state, page, this.text)
  }

  /**
   * Reads the next page; `undefined` if the budget was spent while it waited for the rate.
   * @throws the errors of the runner.
   */
  async next(): Promise<StoredPage | undefined> {
    const { limiter, meter } = this.run
    meter.begin()
    if (limiter === undefined) return this.page(await this.send())
    const share = await this.turn(limiter)
    if (share === undefined) return undefined
    try {
      const output = await this.send()
      share.settle(consumedUnits(output))
      return this.page(output)
    } finally {
      share.settle(undefined)
    }
  }

  async turn(limiter: RateLimiter): Promise<RateShare | undefined> {
    const { context, operation, meter, signal } = this.run
    const share = await turnOf(limiter, { entity: context.model.name, operation, signal }, meter.timeLeft)
    if (share !== undefined && !meter.isOver) return share
    share?.settle(0)
    meter.requests--
    return undefined
  }

  send(): Promise<Calls['Query' | 'Scan']['output']> {
    const { context, signal } = this.run
    const request = this.request()
    const { readers } = this
    if (readers !== undefined) request.readers = readers
    return context.runner.run(request, { signal })
  }

  page(output: Calls['Query' | 'Scan']['output']): StoredPage {
    const { context, operation, plan, meter, options } = this.run
    if (output.Items === undefined && output.Count === undefined)
      throw new RequestFailedError({
        entity: context.model.name,
        operation,
        detail: `the response to ${plan.operation} has neither Items nor Count`,
      })
    // The client returns items in DynamoDB's form; the SDK's types and ours are equivalent.
    const found = (output.Items ?? []) as BodyItem[]
    const sieved = options.count === true ? isCountedHere(plan) : plan.sieved
    const items = sieved ? found.filter((item) => isWanted(context, operation, plan, item)) : found
    const count = sieved ? items.length : (output.Count ?? items.length)
    const examined = output.ScannedCount ?? output.Count ?? found.length
    meter.add(examined, output.ConsumedCapacity?.CapacityUnits ?? 0)
    this.seen.requests++
    this.seen.examined += examined
    this.seen.matched += count
    this.position = (output.LastEvaluatedKey as StoredItem | undefined) ?? null
    return { items, count, segment: this.segment?.index ?? 0, after: this.position }
  }

  /** Readers of whole items, or of selected attributes. What an index holds of items is decoded in part. */
  get readers(): ResponseReaders | undefined {
    const { context, plan, state, options } = this.run
    const { model } = context
    if (options.count === true || isFetched(plan, state)) return undefined
    if (state.select.length > 0) return selectionReadersOf(model, state.select, [model.key, plan.source.key])
    return plan.projected === undefined ? itemReaders(model) : undefined
  }

  // Segments share the number of wanted items, so that together they read little more than that.
  get limit(): number | undefined {
    const { plan, state, wanted } = this.run
    const left = wanted()
    return nextPageSize(
      {
        wanted: left === undefined ? undefined : Math.ceil(left / (this.segment?.total ?? 1)),
        filtered: plan.filter !== undefined || plan.sieved,
        most: state.pageSize,
      },
      this.seen,
    )
  }
}

// Of a kind that is read, and with keys that meet the conditions on what they are made of.
function isWanted(
  { model }: OperationContext,
  operation: string,
  { kinds, sieve, source }: Plan,
  item: BodyItem,
): boolean {
  if (!kinds.mayRead(item)) return false
  if (sieve === undefined) return true
  const isNeeded = (name: string) => pathsOf(sieve.node).some((path) => rootName(path) === name)
  const from = { model, keys: [model.key, source.key], operation, isNeeded }
  return evaluate(sieve, itemFromKeys(from, storedOf(item)))
}

/** The pages of a stream read so far. */
export interface PagesSeen {
  readonly requests: number
  readonly examined: number
  readonly matched: number
}

/** Requirements for the next page. */
export interface PageLimits {
  /** The number of matches still wanted; `undefined` for all. */
  readonly wanted: number | undefined
  /** Whether a filter applies between reading and matching. */
  readonly filtered: boolean
  /** The maximum number of items that one request may read. */
  readonly most: number | undefined
}

/** The first guess of a filtered read, before the hit rate is known. */
const firstGuess = 4
const leastRead = 40
/** How much the page size grows if nothing has matched. */
const leap = 16
/** A request reads at most 1 MB, so a Limit greater than the number of items that fit has no effect. */
const mostUseful = 100_000

/**
 * Returns the `Limit` of the next request; `undefined` for none.
 *
 * Without a filter, every item read is a match. With one, reading starts with a guess and continues by the hit rate,
 * estimated lower than observed by half a standard deviation, and by one for what is still to come. This nearly always
 * takes at most three requests, and reads about twice the necessary items. Another request costs time; another item
 * costs only part of a capacity unit.
 */
export function nextPageSize(
  { wanted, filtered, most = Infinity }: PageLimits,
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
