// A runner that returns queries, scans and batch gets from a list of stored items: pages, positions and segments as
// DynamoDB has them.
import { attribute, Entity } from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import type { StoredItem } from '../../lib/entity/struct/attribute-value.js'
import { sharedSignals } from '../../lib/executor/sending/signals.js'
import type { Request } from '../../lib/operation/ground/request.js'
import type { ReadPolicy } from '../../lib/operation/ground/runner.js'
import { FakeRunner } from './fake-runner.js'

/** Notes of an owner: a sort key, an index of keys, an index of whole items, an alias. */
export const Note = new Entity({
  name: 'Note',
  table: 'notes',
  attributes: {
    owner: string(),
    at: integer(),
    text: attribute(optional(string()), { name: 't' }),
    rank: integer(),
    constructor: optional(string()),
  },
  key: { partition: 'owner', sort: 'at' },
  indexes: {
    byRank: { local: true, sort: 'rank', projection: 'keys' },
    byText: { partition: 'text', sort: 'rank' },
  },
})

/** This many notes of one owner, stored. */
export function notes(count: number): StoredItem[] {
  return Array.from({ length: count }, (_, at) => ({
    owner: { S: 'o' },
    at: { N: String(at) },
    t: { S: `note ${at}` },
    rank: { N: String(at % 10) },
  }))
}

type Input = Request<'Query' | 'Scan'>['input']

/** Options of a fake table next to its items. */
export interface FakeTableOptions {
  /** What the filter lets through. */
  readonly matches?: (item: StoredItem) => boolean
  /** The most items that one request reads, in the place of 1 MB. */
  readonly mostPerPage?: number
  readonly reads?: Partial<ReadPolicy>
}

/** Serves items in the order of their sort key `at`; knows no conditions but the given filter. */
export class FakeTable extends FakeRunner {
  readonly items: StoredItem[]
  readonly given: FakeTableOptions
  readonly reads: ReadPolicy
  readonly warnings: string[] = []
  underWay = 0
  mostUnderWay = 0

  constructor(items: StoredItem[], given: FakeTableOptions = {}) {
    super((request) => this.received(request))
    this.items = items
    this.given = given
    this.reads = {
      scans: 'warn',
      concurrency: 8,
      sealer: undefined,
      listen: sharedSignals().listen,
      warn: ({ message }) => void this.warnings.push(message),
      ...given.reads,
    }
  }

  override async run(...[request, options]: Parameters<FakeRunner['run']>): Promise<never> {
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay)
    try {
      await new Promise((resolve) => setImmediate(resolve))
      if (options?.signal?.aborted)
        throw Object.assign(new Error('aborted'), { reason: options.signal.reason })
      return (await super.run(request, options)) as never
    } finally {
      this.underWay--
    }
  }

  /** The inputs of queries and scans, oldest first. */
  get inputs(): Input[] {
    return this.sent.filter(({ call }) => call !== 'BatchGetItem').map(({ input }) => input as Input)
  }

  /** What one member of the inputs was, oldest first. */
  called<K extends keyof Input>(name: K): Input[K][] {
    return this.inputs.map((input) => input[name])
  }

  received(request: Request): object {
    if (request.call === 'BatchGetItem') return this.batch(request as Request<'BatchGetItem'>)
    return this.page((request as Request<'Query' | 'Scan'>).input as never)
  }

  batch({ input }: Request<'BatchGetItem'>): object {
    const { Keys = [] } = input.RequestItems?.['notes'] ?? {}
    const found = this.items.filter(({ at }) => Keys.some((key) => numberOf(key['at']) === numberOf(at)))
    return { Responses: { notes: found.reverse() }, ConsumedCapacity: [{ CapacityUnits: 2 }] }
  }

  page(input: Input & { Segment?: number; TotalSegments?: number; ScanIndexForward?: boolean }): object {
    const { Limit = Infinity, ExclusiveStartKey, Segment = 0, TotalSegments = 1, Select } = input
    const { matches = () => true, mostPerPage = Infinity } = this.given
    const mine = this.items.filter((_, at) => at % TotalSegments === Segment)
    if (input.ScanIndexForward === false) mine.reverse()
    const from = numberOf(ExclusiveStartKey?.['at'])
    const start = from === undefined ? 0 : mine.findIndex(({ at }) => numberOf(at) === from) + 1
    const read = mine.slice(start, start + Math.min(Limit, mostPerPage))
    const last = read.at(-1)
    const matched = read.filter(matches)
    const more = last !== undefined && (read.length === Limit || start + read.length < mine.length)
    return {
      ...(Select === 'COUNT' ? {} : { Items: matched }),
      Count: matched.length,
      ScannedCount: read.length,
      ...(more ? { LastEvaluatedKey: { owner: last['owner'], at: last['at'] } } : {}),
      ...(input.ReturnConsumedCapacity === undefined ? {} : { ConsumedCapacity: { CapacityUnits: 0.5 } }),
    }
  }
}

/** A stored number as text; `undefined` for anything else. */
export function numberOf(value: unknown): string | undefined {
  return (value as { readonly N?: string } | undefined)?.N
}
