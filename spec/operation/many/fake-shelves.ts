// A runner for BatchGetItem on items of several tables, in another order than requested, with scripted faults.
import { Entity } from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import type { StoredItem } from '../../../lib/entity/struct/attribute-value.js'
import type { Request } from '../../../lib/operation/ground/request.js'
import { FakeRunner } from '../fake-runner.js'

/** Books have a key of one part, loans one of two, with an alias. */
export const Book = new Entity({
  name: 'Book',
  table: 'books',
  attributes: { isbn: string(), title: string(), pages: optional(integer()) },
  key: { partition: 'isbn' },
})

export const Loan = new Entity({
  name: 'Loan',
  table: 'loans',
  attributes: { reader: string(), at: integer(), isbn: string() },
  key: { partition: 'reader', sort: 'at' },
})

/** This many books, stored: `b0`, `b1`… */
export function books(count: number): StoredItem[] {
  return Array.from({ length: count }, (_, at) => ({ isbn: { S: `b${at}` }, title: { S: `Title ${at}` } }))
}

export const loan = (at: number): StoredItem => ({
  reader: { S: 'r' },
  at: { N: String(at) },
  isbn: { S: `b${at}` },
})

type Keys = Record<string, { readonly Keys: readonly StoredItem[] }>

/** The keys of each table that one request reads, as text. */
export type RequestedKeys = Readonly<Record<string, readonly string[]>>

/** Serves its shelves: items by table. */
export class FakeShelves extends FakeRunner {
  readonly shelves: Readonly<Record<string, readonly StoredItem[]>>
  /** Whether a key is left unprocessed by this request, the n-th from 0. */
  leaves: (text: string, request: number) => boolean = () => false
  /** What a request fails with, if it does. */
  fails: (conditions: RequestedKeys, request: number) => Error | undefined = () => undefined
  underWay = 0
  mostUnderWay = 0

  constructor(shelves: Readonly<Record<string, readonly StoredItem[]>>) {
    super((request) => this.received(request))
    this.shelves = shelves
  }

  override async run(...[request, options]: Parameters<FakeRunner['run']>): Promise<never> {
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay)
    try {
      await new Promise((resolve) => setImmediate(resolve))
      return (await super.run(request, options)) as never
    } finally {
      this.underWay--
    }
  }

  /** What was requested so far, oldest first. */
  get conditions(): RequestedKeys[] {
    return this.sent.map(requestedBy)
  }

  received(request: Request): object {
    const number = this.sent.length - 1
    const error = this.fails(requestedBy(request), number)
    if (error !== undefined) return error
    const tables = Object.entries(requestItems(request)).map(([table, { Keys }]) => {
      const left = Keys.filter((key) => this.leaves(textOf(key), number))
      const taken = Keys.filter((key) => !left.includes(key))
      const items = (this.shelves[table] ?? []).filter((item) => taken.some((key) => isOf(key, item)))
      return { table, left, items: items.reverse() }
    })
    const unprocessed = tables.filter(({ left }) => left.length > 0)
    return {
      Responses: Object.fromEntries(tables.map(({ table, items }) => [table, items])),
      UnprocessedKeys: Object.fromEntries(unprocessed.map(({ table, left }) => [table, { Keys: left }])),
      ConsumedCapacity: [{ CapacityUnits: 1.5 }],
    }
  }
}

function requestedBy(request: Request): RequestedKeys {
  const tables = Object.entries(requestItems(request))
  return Object.fromEntries(tables.map(([table, { Keys }]) => [table, Keys.map(textOf)]))
}

const requestItems = ({ input }: Request): Keys => (input as { readonly RequestItems: Keys }).RequestItems

/** The values of a stored key, as text: `b1`, `r 5`. */
export function textOf(key: StoredItem): string {
  return Object.values(key)
    .map((value) => Object.values(value).join())
    .join(' ')
}

function isOf(key: StoredItem, item: StoredItem): boolean {
  return Object.entries(key).every(
    ([name, value]) => textOf({ name: item[name] ?? { NULL: true } }) === textOf({ name: value }),
  )
}

/** Takes the pauses between attempts away, in the suite that it is called in. */
export function withoutPauses(): void {
  const { random } = Math
  before(() => {
    Math.random = () => 0
  })
  after(() => {
    Math.random = random
  })
}
