// Property: backfills and checks of unique values stay within a tenth of their rate, of reads and of writes, also in
// segments and where each write is a transaction with guards.
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { backfill, CommandExecutor, Entity, type ReadWriteRate, Repository, upgrade } from 'dyntastic'
import fc from 'fast-check'
import { integer, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { RateSimulation } from '../support/rate-simulation.js'
import { holds, runCount, timeLimit } from './property-runs.js'

const sheets = (table: string, unique: readonly 'slug'[]) =>
  new Entity({
    name: 'Sheet',
    table,
    attributes: { owner: string(), at: integer(), text: string(), slug: string() },
    key: { partition: 'owner', sort: 'at' },
    unique,
    schemaVersion: {
      attribute: '_v',
      current: 2,
      upgrades: [
        upgrade(1, { body: string(), no: integer() }, ({ body, no }) => ({ text: body, slug: `s${no}` })),
      ],
    },
  })

const load = fc.record({
  sizes: fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 300, max: 9_000 })), {
    minLength: 110,
    maxLength: 130,
  }),
  /** In simulated milliseconds. */
  latency: fc.integer({ min: 1, max: 100 }),
  segments: fc.integer({ min: 1, max: 4 }),
})
type Load = typeof load extends fc.Arbitrary<infer L> ? L : never

/** How long a run takes at its rate. */
const seconds = 120

describe('property: rates of backfills and checks', () => {
  const engine = withEngine()
  let executor: CommandExecutor

  before(() => {
    executor = new CommandExecutor({ client: engine.client })
  })

  async function filled(sizes: readonly number[], version: 1 | 2, unique: readonly 'slug'[]) {
    const entity = sheets(engine.name('sheets'), unique)
    await new Repository(entity, executor).createTable()
    for (const [at, size] of sizes.entries()) {
      const key = { owner: { S: `o${at % 40}` }, at: { N: String(at) } }
      const text = { S: 'x'.repeat(size) }
      const Item =
        version === 1
          ? { ...key, body: text, no: { N: String(at) } }
          : { ...key, text, slug: { S: `s${at}` }, _v: { N: '2' } }
      await engine.client.send(new PutItemCommand({ TableName: entity.table.name, Item }))
    }
    return entity
  }

  /** Runs in simulated time, with pages of 3 items: those of DynamoDB hold 1 MB, which is all there is. */
  async function simulated(
    { latency }: Load,
    entity: ReturnType<typeof sheets>,
    rate: ReadWriteRate,
    work: (target: Repository<ReturnType<typeof sheets>>) => Promise<unknown>,
  ) {
    const isRead = (call: string) => !/Put|Write/.test(call)
    const simulation = new RateSimulation(
      executor,
      latency,
      (call) => rate[isRead(call) ? 'read' : 'write'] !== undefined,
    )
    const { run } = simulation.executor
    const paged: CommandExecutor['run'] = (request, options) => {
      if (request.call === 'Scan') Object.assign(request.input, { Limit: 3 })
      return run.call(simulation.executor, request, options)
    }
    const small: CommandExecutor = Object.create(simulation.executor, { run: { value: paged } })
    await simulation.clock.run(() => work(new Repository(entity, small)))
    return simulation.sides
  }

  const readUnits = (sizes: readonly number[]) =>
    sizes.reduce((sum, size) => sum + Math.ceil((size * 3) / 4_096) / 2, 0) / 3
  const writeUnits = (sizes: readonly number[]) =>
    sizes.reduce((sum, size) => sum + Math.ceil((size + 30) / 1_024), 0)

  for (const [what, unique] of [
    ['a backfill', []],
    ['a backfill with unique values', ['slug']],
  ] as const)
    for (const side of ['read', 'write'] as const)
      it(`hold over ${what}: ${side}`, async function () {
        this.timeout(timeLimit(120_000))
        await holds(
          fc.asyncProperty(load, async (given) => {
            const { sizes, segments } = given
            const entity = await filled(sizes, 1, unique)
            const slow =
              side === 'read'
                ? readUnits(sizes) / seconds
                : ((unique.length > 0 ? 2 : 1) * writeUnits(sizes)) / seconds
            // The other side has a rate as well, which does not hold it up.
            const rate = { read: 1e4, write: 1e4, [side]: slow }
            const sides = await simulated(given, entity, rate, (sheets) =>
              backfill(sheets, { segments, rate }),
            )
            expect(sides[side].share(slow)).within(0.9, 1.1)
            expect(sides[side].requests).greaterThan(30)
            const { versions } = await backfill(new Repository(entity, executor))
            expect(versions).deep.equal({ 2: sizes.length })
          }),
          runCount(1, 3),
        )
      })

  for (const repair of [false, true])
    it(`hold over checkUnique${repair ? ' that repairs' : ''}`, async function () {
      this.timeout(timeLimit(120_000))
      await holds(
        fc.asyncProperty(load, async (given) => {
          const { sizes, segments } = given
          const entity = await filled(sizes, 2, ['slug'])
          const rate = repair
            ? { write: (4 * sizes.length) / seconds }
            : { read: (4 * readUnits(sizes)) / seconds }
          const sides = await simulated(given, entity, rate, (sheets) =>
            sheets.checkUnique({ segments, repair, rate }),
          )
          if (rate.write !== undefined) expect(sides.write.share(rate.write)).within(0.9, 1.1)
          else expect(sides.read.share(rate.read ?? 0)).within(0.9, 1.1)
          const { found } = await new Repository(entity, executor).checkUnique()
          expect(found).equal(repair ? 0 : sizes.length)
        }),
        runCount(1, 3),
      )
    })
})
