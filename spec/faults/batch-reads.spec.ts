// Reads of many while requests fail and a third of each response is left unprocessed: what is reported is right, the
// rest is unread.
import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  type CommandExecutor,
  DyntasticError,
  Entity,
  type ExecutorOptions,
  Repository,
  UnprocessedError,
} from 'dyntastic'
import { integer, string } from 'superstruct'
import type { GetState } from '../../lib/operation/get/get.js'
import { settle } from '../../lib/operation/ground/deferred.js'
import { announce, runCount, seed } from '../properties/property-runs.js'
import { withEngine } from '../support/engine.js'
import { onEachTransport } from '../support/transports.js'
import { inParallel } from './deadlines.js'
import { clientWithFaults } from './fault-client.js'
import { type FaultPlan, lastingPlan, randomNumbers, randomPlan } from './fault-plan.js'

const percent = {
  lost: 6,
  reset: 6,
  error: 4,
  truncated: 4,
  cut: 3,
  garbage: 3,
  html: 2,
  gateway: 3,
  delay: 5,
  hang: 1,
}
const quick = {
  timeout: { attempt: 300, total: 1_200 },
  retry: { unprocessed: { base: 1, most: 20 } },
} satisfies ExecutorOptions

onEachTransport(
  'reads of many under faults',
  (CommandExecutor) => {
    const engine = withEngine()
    const present = 600
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => void unhandled.push(reason)
    let Item: ReturnType<typeof itemEntity>
    let random: () => number

    before(async function () {
      this.timeout(60_000)
      process.on('unhandledRejection', note)
      random = randomNumbers(seed)
      Item = itemEntity(engine.name('reads'))
      const items = new Repository(Item, new CommandExecutor({ client: engine.client }))
      await items.createTable()
      const all = Array.from({ length: present }, (_, at) => at)
      await inParallel(all, 8, async (at) => void (await items.save({ id: `i${at}`, group: 'g', rank: at })))
    })
    after(() => {
      process.removeListener('unhandledRejection', note)
      expect(unhandled).deep.equal([])
    })

    async function opened(plan: FaultPlan, options: ExecutorOptions = {}, share = 0.3) {
      const faulty = await clientWithFaults(engine.client, plan)
      const client = leavingSome(faulty, random, share)
      const executor = new CommandExecutor({ ...quick, ...options, client })
      return { executor, items: new Repository(Item, executor) }
    }

    // Some that are there, some that are not, some twice.
    const someKeys = (count: number) =>
      Array.from({ length: count }, () => `i${Math.floor(random() * present * 1.3)}`)
    const rankOf = (id: string) => {
      const rank = Number(id.slice(1))
      return rank < present ? rank : undefined
    }

    it('getMany tells the truth of each key, or leaves it to be read again', async function () {
      this.timeout(120_000)
      const rounds = runCount(6, 60)
      announce(`${rounds} rounds`)
      const plan = randomPlan(seed, percent)
      const { executor, items } = await opened(plan)
      let failed = 0
      for (let round = 0; round < rounds; round++) {
        const keys = someKeys(700)
        const known = new Map<string, number | undefined>()
        try {
          const found = await items.getMany(keys)
          expect(found.map(({ id }) => id)).deep.equal(keys.filter((key) => rankOf(key) !== undefined))
          continue
        } catch (error) {
          failed++
          if (!(error instanceof UnprocessedError)) {
            // Nothing was read at all: it is said which way.
            expect(error).instanceOf(DyntasticError)
            continue
          }
          const left = new Set(error.remaining.map((get) => JSON.stringify(keyOf(get))))
          for (const [at, key] of keys.entries()) {
            const result = error.results?.[at] as { rank: number } | undefined
            if (left.has(JSON.stringify({ id: key }))) expect(result, key).equal(undefined)
            else known.set(key, result?.rank)
          }
          let remaining = error.remaining
          for (let turn = 0; remaining.length > 0 && turn < 50; turn++)
            remaining = await again(executor, remaining, known)
        }
        for (const key of keys) {
          expect(known.has(key), key).equal(true)
          expect(known.get(key), key).equal(rankOf(key))
        }
      }
      announce(`${failed} of ${rounds} failed in part, ${plan.log.length} requests`)
      expect(plan.log.filter(({ fault }) => fault !== 'none').length).above(rounds)
    })

    it('a stream returns items in order up to a gap, and leaves all after it unread', async function () {
      this.timeout(120_000)
      const rounds = runCount(6, 60)
      const { executor, items } = await opened(
        randomPlan(seed + 1, { ...percent, hang: 0, error: 15, gateway: 15 }),
      )
      for (let round = 0; round < rounds; round++) {
        const keys = someKeys(700)
        const ids: string[] = []
        const rest = new Map<string, number | undefined>()
        try {
          for await (const { id, rank } of items.getMany(new Set(keys), { concurrency: 3 })) {
            expect(rank).equal(rankOf(id))
            ids.push(id)
          }
        } catch (error) {
          if (!(error instanceof UnprocessedError)) throw error
          const distinct = [...new Set(keys)]
          // What was taken from the source was given, or is left; what comes after was not looked at.
          const { read = 0 } = error
          const left = error.remaining.map((get) => keyOf(get)['id'] as string)
          expect(left).deep.equal(distinct.slice(read - left.length, read))
          let remaining = error.remaining
          for (let turn = 0; remaining.length > 0 && turn < 50; turn++)
            remaining = await again(executor, remaining, rest)
          const after = [...rest].filter(([, rank]) => rank !== undefined).map(([id]) => id)
          const taken = distinct.slice(0, read).filter((key) => rankOf(key) !== undefined)
          expect([...ids, ...after].sort()).deep.equal([...taken].sort())
          continue
        }
        expect(ids).deep.equal([...new Set(keys)].filter((key) => rankOf(key) !== undefined))
      }
    })

    it('gathered gets each tell the truth, or fail by themselves', async function () {
      this.timeout(120_000)
      const { items } = await opened(randomPlan(seed + 2, percent), { gather: true })
      const keys = someKeys(runCount(600, 6_000))
      const ends = { well: 0, failed: 0 }
      await inParallel(keys, 150, async (key) => {
        try {
          const item = await items.get(key)
          expect(item?.rank, key).equal(rankOf(key))
          ends.well++
        } catch (error) {
          if (!(error instanceof DyntasticError)) throw error
          expect(error).include({ entity: 'Item', operation: 'get' })
          ends.failed++
        }
      })
      expect(ends.well + ends.failed).equal(keys.length)
      expect(ends.well).above(0)
    })

    it('a query with full() has whole items, all of them, or an error', async function () {
      this.timeout(120_000)
      const { items } = await opened(randomPlan(seed + 3, { delay: 5, reset: 3 }), {}, 0.5)
      const full = await items.query().index('byRank').where('group').eq('g').full()
      expect(full.map(({ rank }) => rank)).deep.equal(Array.from({ length: present }, (_, at) => at))
      expect(full[5]).deep.equal({ id: 'i5', group: 'g', rank: 5 })
    })

    it('reports all keys where everything is throttled', async function () {
      this.timeout(60_000)
      const { items } = await opened(
        lastingPlan('none'),
        { retry: { unprocessed: { attempts: 3, base: 1, most: 2 } } },
        1,
      )
      const keys = someKeys(250)
      const error = await items.getMany(keys).then(
        () => undefined,
        (reason) => reason,
      )
      expect(error).instanceOf(UnprocessedError)
      expect(error.remaining.map((get: unknown) => keyOf(get)['id'])).deep.equal(keys)
    })
  },
  { refused: true },
)

// Runs the unread rest once more, and returns what is still unread.
async function again(
  executor: CommandExecutor,
  remaining: readonly unknown[],
  known: Map<string, number | undefined>,
): Promise<readonly unknown[]> {
  // The operations on the error are gets, as its documentation says.
  const gets = remaining as Parameters<CommandExecutor['batchGet']>[0]
  const note = (results: readonly unknown[], left: ReadonlySet<unknown>) => {
    for (const [at, get] of gets.entries())
      if (!left.has(get))
        known.set(String(keyOf(get)['id']), (results[at] as { rank?: number } | undefined)?.rank)
  }
  try {
    note(await executor.batchGet(gets), new Set())
    return []
  } catch (error) {
    if (!(error instanceof UnprocessedError)) return gets
    note(error.results ?? [], new Set(error.remaining))
    return error.remaining
  }
}

function keyOf(get: unknown): Record<string, unknown> {
  const { state } = get as { readonly state: () => GetState }
  return settle(state().key).values
}

function itemEntity(table: string) {
  return new Entity({
    name: 'Item',
    table,
    attributes: { id: string(), group: string(), rank: integer() },
    key: { partition: 'id' },
    indexes: { byRank: { partition: 'group', sort: 'rank', projection: 'keys' } },
  })
}

type RequestItems = NonNullable<BatchGetItemCommandInput['RequestItems']>

/** A client that leaves this share of the keys of each BatchGetItem unprocessed. */
function leavingSome(client: DynamoDBClient, random: () => number, share: number): DynamoDBClient {
  const through = client.send.bind(client) as (command: object, options: unknown) => Promise<object>
  const send = async (command: { input: object }, options: unknown): Promise<object> => {
    if (!(command instanceof BatchGetItemCommand)) return through(command, options)
    const requested: RequestItems = {}
    const left: RequestItems = {}
    for (const [table, { Keys = [], ...rest }] of Object.entries(command.input.RequestItems ?? {})) {
      const kept = Keys.filter(() => random() >= share)
      if (kept.length > 0) requested[table] = { ...rest, Keys: kept }
      const others = Keys.filter((key) => !kept.includes(key))
      if (others.length > 0) left[table] = { ...rest, Keys: others }
    }
    if (Object.keys(requested).length === 0) return { $metadata: {}, Responses: {}, UnprocessedKeys: left }
    // The very command goes on, with what its sender put on it.
    const output = await through(
      Object.assign(command, { input: { ...command.input, RequestItems: requested } }),
      options,
    )
    return { ...output, UnprocessedKeys: left }
  }
  return Object.create(client, { send: { value: send } })
}
