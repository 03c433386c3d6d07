// Property: over scans, queries, and reads and writes of many items, the units consumed per second stay within a tenth
// of the rate, whatever the sizes of items and pages, and however many requests are in flight.
import { expect } from 'chai'
import { Collection, CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import fc from 'fast-check'
import { integer, literal, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { RateSimulation } from '../support/rate-simulation.js'
import { holds, runCount, timeLimit } from './property-runs.js'

const table = new Table({ name: 'rates' })
const shared = { owner: string(), at: integer(), rank: integer(), text: string() }
const definition = {
  table,
  key: { partition: 'owner', sort: 'at' },
  indexes: { byRank: { local: true, sort: 'rank', projection: 'keys' } },
} as const
const Note = new Entity({ ...definition, name: 'Note', attributes: { ...shared, kind: literal('note') } })
const Memo = new Entity({ ...definition, name: 'Memo', attributes: { ...shared, kind: literal('memo') } })
type Input = Parameters<Repository<typeof Note>['save']>[0]

/** A repository in simulated time. */
class Simulation extends RateSimulation {
  readonly notes: Repository<typeof Note> = new Repository(Note, this.executor)
}

/** Sizes of items, from a few bytes to 60 KB, in any order. */
const sizes = fc.array(
  fc.oneof(
    fc.integer({ min: 1, max: 300 }),
    fc.integer({ min: 300, max: 5_000 }),
    fc.integer({ min: 5_000, max: 60_000 }),
  ),
  { minLength: 150, maxLength: 250 },
)

const load = fc.record({
  sizes,
  /** In simulated milliseconds. */
  latency: fc.integer({ min: 1, max: 150 }),
  lanes: fc.integer({ min: 1, max: 8 }),
  pageSize: fc.integer({ min: 1, max: 4 }),
})
type Load = typeof load extends fc.Arbitrary<infer L> ? L : never

describe('property: rates', () => {
  const engine = withEngine()
  const inputs = ({ sizes }: Load): Input[] =>
    sizes.map((size, at) => ({ owner: 'o', at, rank: at % 7, kind: 'note', text: 'x'.repeat(size) }))
  let executor: CommandExecutor

  before(async () => {
    executor = new CommandExecutor({ client: engine.client })
    await new Repository(Note, executor).createTable()
  })

  // The last request of a run, and five seconds of unused time, are a small part of it.
  const secondsOf = 120
  const readUnits = ({ sizes }: Load) =>
    sizes.reduce((sum, size) => sum + Math.ceil((size + 30) / 4_096) / 2, 0)
  const writeUnits = ({ sizes }: Load) => sizes.reduce((sum, size) => sum + Math.ceil((size + 30) / 1_024), 0)

  const reads: Record<
    string,
    (notes: Repository<typeof Note>, given: Load, read: number) => Promise<unknown>
  > = {
    'a scan in segments': (notes, { pageSize, lanes }, read) =>
      notes.scan().segments(lanes).pageSize(pageSize).rate({ read }).execute(),
    'a query, item by item': async (notes, { pageSize }, read) => {
      const query = notes.query().where('owner').eq('o').pageSize(pageSize).rate({ read })
      for await (const _ of query);
    },
    'a count': (notes, { pageSize }, read) =>
      notes.query().where('owner').eq('o').pageSize(pageSize).rate({ read }).count(),
    'whole items of an index': (notes, { pageSize }, read) =>
      notes.query().index('byRank').where('owner').eq('o').full().pageSize(pageSize).rate({ read }).execute(),
    'a collection': (notes, { pageSize }, read) =>
      new Collection({ notes: Note, memos: Memo }, notes.executor)
        .query()
        .where('owner')
        .eq('o')
        .pageSize(pageSize)
        .rate({ read })
        .execute(),
  }

  for (const [what, work] of Object.entries(reads))
    it(`holds over ${what}`, async function () {
      this.timeout(timeLimit(120_000))
      await holds(
        fc.asyncProperty(load, async (given) => {
          const plain = new Repository(Note, executor)
          await plain.deleteMany(await plain.scan())
          await plain.saveMany(inputs(given))
          const rate = readUnits(given) / secondsOf
          const simulation = new Simulation(executor, given.latency)
          expect(await simulation.share(rate, () => work(simulation.notes, given, rate))).within(0.9, 1.1)
          expect(simulation.requests).greaterThan(30)
        }),
        runCount(2, 10),
      )
    })

  // Requests have 25 writes or 100 keys, so there are more of them.
  const many = fc.record({
    latency: fc.integer({ min: 1, max: 150 }),
    lanes: fc.integer({ min: 1, max: 4 }),
    sizes: fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 300, max: 9_000 })), {
      minLength: 900,
      maxLength: 1_100,
    }),
    pageSize: fc.constant(1),
  })

  const writes: Record<string, (s: Simulation, given: Load, write: number) => Promise<unknown>> = {
    'saveMany of a list': ({ notes }, given, write) =>
      notes.saveMany(inputs(given), { rate: { write }, concurrency: given.lanes }),
    'saveMany of an iterable': ({ notes }, given, write) =>
      notes.saveMany(inputs(given).values(), { rate: { write }, concurrency: given.lanes }),
    'a batch': ({ executor, notes }, given, write) =>
      executor.batch(
        inputs(given).map((input) => notes.save(input)),
        { rate: { write }, concurrency: given.lanes },
      ),
    'a batch around a function': ({ executor, notes }, given, write) =>
      executor.batch(
        async () => {
          for (const input of inputs(given)) await notes.save(input)
        },
        { rate: { write } },
      ),
  }

  for (const [what, work] of Object.entries(writes))
    it(`holds over ${what}`, async function () {
      this.timeout(timeLimit(120_000))
      await holds(
        fc.asyncProperty(many, async (given) => {
          const plain = new Repository(Note, executor)
          await plain.deleteMany(await plain.scan())
          const rate = writeUnits(given) / secondsOf
          const simulation = new Simulation(executor, given.latency)
          expect(await simulation.share(rate, () => work(simulation, given, rate))).within(0.9, 1.1)
        }),
        runCount(1, 5),
      )
    })

  it('holds over getMany, batchGet and deleteMany', async function () {
    this.timeout(timeLimit(120_000))
    await holds(
      fc.asyncProperty(many, async (given) => {
        const plain = new Repository(Note, executor)
        await plain.deleteMany(await plain.scan())
        const items = inputs({ ...given, sizes: [...given.sizes, ...given.sizes] })
        await plain.saveMany(items)
        const keys = items.map(({ owner, at }) => ({ owner, at }))
        const { lanes: concurrency, latency } = given
        const read = (2 * readUnits(given)) / secondsOf
        const shares: number[] = []
        const measure = async (rate: number, work: (s: Simulation) => Promise<unknown>) => {
          const simulation = new Simulation(executor, latency)
          shares.push(await simulation.share(rate, () => work(simulation)))
        }
        await measure(read, async ({ notes }) => notes.getMany(keys, { rate: { read }, concurrency }))
        await measure(read, async ({ notes }) => {
          const options = { rate: { read }, concurrency }
          for await (const _ of notes.getMany(keys.values(), options));
        })
        await measure(read, ({ notes, executor }) =>
          executor.batchGet(
            keys.map((key) => notes.get(key)),
            { rate: { read }, concurrency },
          ),
        )
        const write = (2 * writeUnits(given)) / secondsOf
        await measure(write, ({ notes }) => notes.deleteMany(keys, { rate: { write }, concurrency }))
        for (const share of shares) expect(share).within(0.9, 1.1)
      }),
      runCount(1, 3),
    )
  })
})
