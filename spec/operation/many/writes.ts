// What specs of batches of writes share: a runner that behaves like tables, with scripted responses.
import { attribute, Entity, Repository } from 'dyntastic'
import { integer, string } from 'superstruct'
import type { Facing } from '../../../lib/operation/ground/faces.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import type { Retry } from '../../../lib/operation/ground/retry.js'
import { type FakeReply, FakeRunner } from '../fake-runner.js'

type RawItem = Record<string, { readonly S?: string; readonly N?: string }>
type WriteRequests = Record<
  string,
  { readonly PutRequest?: { readonly Item: RawItem }; readonly DeleteRequest?: { readonly Key: RawItem } }[]
>
type Requested = Request<'BatchWriteItem'>

/** Notes with a number as their key. */
export const Note = new Entity({
  name: 'Note',
  table: 'notes',
  attributes: { id: integer(), text: attribute(string(), { default: '' }) },
  key: { partition: 'id' },
})

/** Tags share no table with notes. */
export const Tag = new Entity({
  name: 'Tag',
  table: 'tags',
  attributes: { tag: string() },
  key: { partition: 'tag' },
})

/** Tables in memory. The function decides the response to each request; by default all of it is written. */
export class FakeTables extends FakeRunner {
  readonly stored = new Map<string, RawItem>()
  readonly retry = { unprocessed: quick, conflicts: quick }
  readonly clients: ReadonlyMap<string, object>
  underWay = 0
  mostUnderWay = 0
  decide: (request: Requested, at: number) => FakeReply | 'all' | number = () => 'all'
  /** What each response waits for. */
  before: (request: Requested) => Promise<unknown> = () => Promise.resolve()

  constructor(clients: Readonly<Record<string, object>> = {}) {
    super()
    this.clients = new Map(Object.entries(clients))
  }

  clientFor({ name }: { readonly name: string }): unknown {
    return this.clients.get(name)
  }

  override async run(...[request, options]: Parameters<FakeRunner['run']>): Promise<never> {
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay)
    const at = this.sent.length
    this.sent.push(request)
    this.options.push(options)
    try {
      await this.before(request as Requested)
      const reply = this.decide(request as Requested, at)
      if (reply instanceof Error) throw reply
      if (typeof reply === 'object') return { $metadata: {}, ...reply } as never
      return this.write(request as Requested, reply) as never
    } finally {
      this.underWay--
    }
  }

  /** Writes the first n. */
  write({ input }: Requested, most: number | 'all'): object {
    const UnprocessedItems: WriteRequests = {}
    let left = most === 'all' ? Number.POSITIVE_INFINITY : most
    for (const [table, requests] of Object.entries(input.RequestItems as WriteRequests))
      for (const request of requests) {
        const { PutRequest, DeleteRequest } = request
        const { id, tag } = PutRequest?.Item ?? DeleteRequest?.Key ?? {}
        const key = `${table} ${id?.N ?? tag?.S}`
        if (left-- <= 0) UnprocessedItems[table] = [...(UnprocessedItems[table] ?? []), request]
        else if (PutRequest === undefined) this.stored.delete(key)
        else this.stored.set(key, PutRequest.Item)
      }
    const capacity =
      input.ReturnConsumedCapacity === undefined ? {} : { ConsumedCapacity: [{ CapacityUnits: 2 }] }
    return { $metadata: {}, UnprocessedItems, ...capacity }
  }

  /** How many writes each request held. */
  get sizes(): number[] {
    return this.sent.map(({ input }) => writesOf(input).length)
  }

  /** The keys of each request, in order. */
  get keys(): string[][] {
    return this.sent.map(({ input }) => writesOf(input).map(keyOf))
  }
}

const quick: Retry = { attempts: 6, base: 0, most: 0 }

function writesOf(input: object): WriteRequests[string] {
  return Object.values((input as { readonly RequestItems: WriteRequests }).RequestItems).flat()
}

function keyOf({ PutRequest, DeleteRequest }: WriteRequests[string][number]): string {
  const { id, tag } = PutRequest?.Item ?? DeleteRequest?.Key ?? {}
  return id?.N ?? tag?.S ?? '?'
}

/** Repositories of both entities on one runner. */
export function repositories(runner: FakeRunner) {
  return { notes: new Repository(Note, runner), tags: new Repository(Tag, runner) }
}

/** This many notes. */
export function noteInputs(count: number, text = ''): { id: number; text: string }[] {
  return Array.from({ length: count }, (_, id) => ({ id, text }))
}

/** The keys of operations that are left. */
export function idsOf(operations: readonly unknown[]): (string | undefined)[] {
  return operations.map((operation) => {
    const { stored } = (operation as Facing).batchWriteFace()
    return stored['id'] !== undefined && 'N' in stored['id'] ? stored['id'].N : undefined
  })
}
