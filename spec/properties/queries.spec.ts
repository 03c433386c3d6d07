// Any where-chain on any table: what comes back is what a plain filter and sort over the data gives, and a plan that
// says Query is one.
import { BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, QueryPlanError, Repository } from 'dyntastic'
import fc from 'fast-check'
import type { Plan } from '../../lib/plan/source/plan.js'
import { witness } from '../engine/opened.js'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { holds, runCount, seed, timeLimit } from './property-runs.js'
import {
  byNames,
  type Chain,
  type Entry,
  type EntryQuery,
  entryEntity,
  holdsOn,
  type Name,
  queryOf,
  randomChains,
  randomEntries,
  randomIndexes,
} from './random-queries.js'

const runsPerTable = 50

describe('any where-chain on any table', () => {
  const engine = withEngine()

  it('gives what a plain filter and sort over the data gives', async function () {
    this.timeout(timeLimit(600_000))
    const tally = { Query: 0, Scan: 0, refused: 0, indexes: 0, found: 0 }
    for (let left = runCount(), table = 0; left > 0; left -= runsPerTable, table++) {
      const [[indexes, entries] = [{}, []]] = fc.sample(fc.tuple(randomIndexes, randomEntries), {
        seed: seed + table,
        numRuns: 1,
      })
      const { client, sent } = witness(engine.client)
      const entity = entryEntity(engine.name('queries'), indexes)
      const repository = new Repository(entity, new CommandExecutor({ client, scans: 'allow' }))
      await repository.createTable()
      await store(entity, entries)
      sent.length = 0
      const property = fc.asyncProperty(randomChains(Object.keys(indexes)), async (chain) => {
        const query = queryOf(repository, entity, chain)
        const plan = await planned(query, sent)
        if (plan === undefined) {
          tally.refused++
          return
        }
        tally[plan.operation]++
        if (plan.source.kind !== 'table') tally.indexes++
        const found = await query
        tally.found += found.length
        const called = new Set(sent.splice(0).map(({ call }) => call))
        expect(called).deep.equal(
          new Set([plan.operation, ...(called.has('BatchGetItem') ? ['BatchGetItem'] : [])]),
        )
        compare(found, expected(entries, plan, chain), plan, chain)
        await compareWays(query, found, chain)
        sent.length = 0
      })
      await holds(property, Math.min(left, runsPerTable), seed + table)
    }
    expect(tally.Query, 'queries').above(0)
    expect(tally.Scan, 'scans').above(0)
    expect(tally.indexes, 'of indexes').above(0)
    expect(tally.found, 'items').above(0)
    // Most chains can be planned.
    expect(tally.refused).below((tally.Query + tally.Scan) * 2)
  })

  async function store(entity: ReturnType<typeof entryEntity>, entries: readonly Entry[]): Promise<void> {
    const puts = entries.map((entry): WriteRequest => ({ PutRequest: { Item: entity.encode(entry) } }))
    for (let from = 0; from < puts.length; from += 25)
      await engine.client.send(
        new BatchWriteItemCommand({ RequestItems: { [entity.table.name]: puts.slice(from, from + 25) } }),
      )
  }
})

// A query that cannot be planned rejects in every way to run it, and sends nothing.
async function planned(query: EntryQuery, sent: readonly unknown[]): Promise<Plan | undefined> {
  try {
    return query.plan()
  } catch (error) {
    if (!(error instanceof QueryPlanError)) throw error
    await rejection(query, QueryPlanError)
    expect(sent).length(0)
    return undefined
  }
}

/** What matches, in the order of the source: by its sort key, one way or the other. */
function expected(entries: readonly Entry[], { source }: Plan, { parts, order }: Chain): Entry[] {
  const keyed = [...source.key.partition, ...source.key.sort].map(({ property }) => property as Name)
  const matching = entries.filter(
    // What lacks a key attribute of an index is not in it.
    (entry) =>
      keyed.every((name) => entry[name] !== undefined) && parts.every((part) => holdsOn(part, entry)),
  )
  const sorted = matching.sort(byNames(sortOf(source)))
  return order === 'descending' ? sorted.reverse() : sorted
}

const sortOf = (source: Plan['source']): Name[] => source.key.sort.map(({ property }) => property as Name)

const keyOf = ({ p, s }: Partial<Entry>): string => `${p} ${s}`

function compare(found: readonly Partial<Entry>[], all: readonly Entry[], plan: Plan, chain: Chain): void {
  const { limit = Number.POSITIVE_INFINITY } = chain
  expect(found).length(Math.min(all.length, limit))
  const known = new Map(all.map((entry) => [keyOf(entry), entry]))
  expect(new Set(found.map(keyOf)).size, 'each item once').equal(found.length)
  const whole = found.map((item) => known.get(keyOf(item)))
  for (const [at, entry] of whole.entries()) {
    if (entry === undefined) expect.fail(`${keyOf(found[at] ?? {})} does not match`)
    // A clone leaves out the mark of an item that was read in part.
    expect(structuredClone(found[at])).deep.equal(shown(entry, plan, chain))
  }
  if (plan.operation === 'Scan') return
  // Where sort keys are equal DynamoDB promises no order.
  const sort = sortOf(plan.source)
  const keys = (items: readonly (Entry | undefined)[]) =>
    items.map((item) => sort.map((name) => item?.[name]))
  expect(keys(whole)).deep.equal(keys(all.slice(0, found.length)))
}

/** What is shown of an item: what was selected, or what the source holds. */
function shown(entry: Entry, { projected: kept }: Plan, { select, full }: Chain): Partial<Entry> {
  const visible = (name: string): boolean =>
    select === undefined ? full || kept === undefined || kept.has(name) : select.includes(name as Name)
  return Object.fromEntries(
    Object.entries(entry).filter(([name, value]) => value !== undefined && visible(name)),
  )
}

// Streamed, counted, paged: the same.
async function compareWays(query: EntryQuery, found: readonly Partial<Entry>[], chain: Chain): Promise<void> {
  expect(await query.count()).equal(found.length)
  if (chain.limit !== undefined) return
  const streamed: Partial<Entry>[] = []
  for await (const item of query) streamed.push(item)
  expect(streamed).deep.equal(found)
  const paged: Partial<Entry>[] = []
  const pages = query.limit(7)
  for (let page = await pages.page(); ; page = await pages.after(page.cursor).page()) {
    paged.push(...page.items)
    if (page.cursor === undefined) break
  }
  expect(paged).deep.equal(found)
}
