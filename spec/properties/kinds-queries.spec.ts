// Any query over attributes that keys are made of, on a table of several kinds: what a filter in JavaScript says of
// all items.
import { expect } from 'chai'
import { CommandExecutor, type Entity, QueryPlanError, Repository, ValidationError } from 'dyntastic'
import fc from 'fast-check'
import { rawPut, rawScan, withEngine } from '../support/engine.js'
import { holds, runCount, seed, timeLimit } from './property-runs.js'
import {
  conditionFor,
  type Fields,
  fields,
  type KindName,
  kindNames,
  manyKinds,
  meets,
  runs,
} from './random-kinds.js'

const perTable = 500
const itemsOfKind = 25

/** What this spec does with a repository of any kind. */
interface Any {
  save(item: Fields): PromiseLike<unknown>
  query(): Chain
}
interface Chain extends PromiseLike<Fields[]> {
  where(make: (attr: object) => unknown): Chain
  index(name: string): Chain
  ascending(): Chain
  descending(): Chain
  limit(most: number): Chain
  after(cursor: string | undefined): Chain
  select(...paths: readonly string[]): Chain
  count(): Promise<number>
  first(): Promise<Fields | undefined>
  page(): Promise<{ readonly items: Fields[]; readonly cursor: string | undefined }>
  explain(): {
    readonly operation: string
    readonly index: string | undefined
    readonly warnings: readonly string[]
    toString(): string
  }
}

const plain = (items: readonly object[]): string[] =>
  items.map((item) => JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))).sort()

describe('any query over attributes of keys, several kinds in one table', () => {
  const engine = withEngine()

  it('returns what a filter in JavaScript returns over all items of all kinds', async function () {
    this.timeout(timeLimit(900_000))
    const tally = { Query: 0, Scan: 0, found: 0, nothing: 0, refused: 0, indexes: 0, paged: 0 }
    const total = runCount(500, 200)
    for (let left = total, at = 0; left > 0; left -= perTable, at++) {
      const table = engine.name('kinds')
      const executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
      const entities = manyKinds(table)
      const known = new Map<KindName, Fields[]>()
      const repositories = new Map<KindName, Any>()
      const labels = new Map<KindName, readonly string[]>()
      await new Repository(entities.Order, executor).createTable()
      for (const [index, name] of kindNames.entries()) {
        const entity: Entity<never, never> = entities[name] as never
        const repository = new Repository(entity, executor) as unknown as Any
        repositories.set(name, repository)
        labels.set(name, [...entities[name].indexes.keys()])
        const items = fc.sample(fields, { seed: seed + at * 10 + index, numRuns: itemsOfKind })
        for (const item of items)
          try {
            await repository.save(item)
          } catch (error) {
            // An empty key: not one of this kind.
            if (!(error instanceof ValidationError)) throw error
          }
      }
      await strange(table)
      for (const item of await rawScan(engine.client, table)) {
        const name = kindNames.find((each) => each === item['_type']?.S)
        if (name === undefined) continue
        const entity = entities[name]
        known.set(name, [...(known.get(name) ?? []), entity.decodeItem(item as never, 'scan') as Fields])
      }
      // What another program wrote: the same items without a marker, of kinds whose keys are told apart.
      for (const item of await rawScan(engine.client, table)) {
        if (item['_type']?.S !== 'Profile') continue
        const { _type, ...unmarked } = item
        await rawPut(engine.client, table, unmarked)
      }
      const property = fc.asyncProperty(runs, async (run) => {
        const repository = repositories.get(run.kind)
        const all = known.get(run.kind) ?? []
        if (repository === undefined) throw new Error(run.kind)
        const requested = [...run.given, ...run.more]
        let query = repository.query()
        for (const each of requested) query = query.where((attr) => conditionFor(attr, each))
        const hand = run.byHand === undefined ? undefined : labels.get(run.kind)?.[run.byHand]
        if (hand !== undefined) query = query.index(hand)
        if (run.order !== undefined) query = query[run.order]()
        const matching = all.filter((item) => requested.every((each) => meets(item, each)))
        const expected = hand === undefined ? matching : matching.filter((item) => isIn(run.kind, hand, item))
        let explained: ReturnType<Chain['explain']>
        try {
          explained = query.explain()
        } catch (error) {
          if (!(error instanceof QueryPlanError)) throw error
          if (!error.message.includes('nothing can match')) tally.refused++
          else {
            tally.nothing++
            expect(expected, error.message).deep.equal([])
          }
          return
        }
        tally[explained.operation as 'Query']++
        if (explained.index !== undefined) tally.indexes++
        for (const warning of explained.warnings)
          expect(warning).not.match(/\b(pk|sk|gsi\dpk|gsi\dsk|lsi1sk|_type)\b/)
        const found = await query
        tally.found += found.length
        const partial = hand === 'byDue'
        const same = (items: readonly Fields[]) =>
          plain(partial ? items.map(({ owner, id }) => ({ owner, id })) : items)
        expect(same(found), String(explained)).deep.equal(same(expected))
        expect(await query.count(), String(explained)).equal(expected.length)
        const some = await query.limit(run.limit)
        expect(some.length).equal(Math.min(run.limit, expected.length))
        if (explained.operation === 'Query') expect(some).deep.equal(found.slice(0, run.limit))
        if (found.length < 2) return
        tally.paged++
        const paged: Fields[] = []
        let cursor: string | undefined
        do {
          const page = await query.limit(run.limit).after(cursor).page()
          paged.push(...page.items)
          cursor = page.cursor
        } while (cursor !== undefined)
        expect(same(paged)).deep.equal(same(expected))
        const selected = await query.select('owner', 'line')
        if (!partial)
          expect(plain(selected)).deep.equal(plain(expected.map(({ owner, line }) => ({ owner, line }))))
      })
      await holds(property, Math.min(left, perTable), seed + at)
    }
    console.log(`        ${JSON.stringify(tally)}`)
    for (const [what, count] of Object.entries(tally)) expect(count, what).above(total / 100)
  })

  // Items of a kind that is not defined here, in the middle of others.
  async function strange(table: string): Promise<void> {
    for (const owner of ['a', 'a#'])
      await rawPut(engine.client, table, {
        pk: { S: `C#${owner}` },
        sk: { S: 'O#1970-01-01T00:00:00.000Z#alien' },
        gsi1pk: { S: 'S#open' },
        gsi1sk: { S: '1970-01-01#alien' },
        _type: { S: 'Alien' },
        owner: { S: owner },
      })
  }
})

// Which items an index holds.
function isIn(kind: KindName, label: string, { due, total, id, line, note }: Fields): boolean {
  if (label === 'byNote') return kind !== 'Tag' || due !== undefined || note !== undefined
  if (kind === 'Tag' && label === 'byDue') return true
  if (label === 'byDue') return due !== undefined
  if (kind === 'Line' && label === 'done') return total >= 0
  if (kind === 'Order' && label === 'byDue') return `${id}${line}` !== ''
  return true
}
