// Runs at a rate: signals, budgets and time limits during a wait, requests, and rates that are refused.
import { expect } from 'chai'
import {
  AbortedError,
  BudgetExceededError,
  CommandExecutor,
  Entity,
  InvalidOptionError,
  Repository,
  Table,
} from 'dyntastic'
import { integer, string } from 'superstruct'
import { patience, withEngine } from '../../support/engine.js'
import { rejection } from '../../support/rejection.js'
import { FakeRunner } from '../fake-runner.js'

const engine = withEngine()
const Note = new Entity({
  name: 'Note',
  table: new Table({ name: 'ratedNotes' }),
  attributes: { owner: string(), at: integer(), rank: integer(), text: string() },
  key: { partition: 'owner', sort: 'at' },
  indexes: { byRank: { local: true, sort: 'rank', projection: 'keys' } },
})
const inputs = Array.from({ length: 60 }, (_, at) => ({
  owner: 'o',
  at,
  rank: at % 7,
  text: 'x'.repeat(2_000),
}))
const keys = inputs.map(({ owner, at }) => ({ owner, at }))

/** So slow that a second request would start after hours. */
const read = 0.0001
const write = 0.0001

describe('runs at a rate', () => {
  let executor: CommandExecutor
  let notes: Repository<typeof Note>
  const query = () => notes.query().where('owner').eq('o')

  before(async () => {
    executor = new CommandExecutor({ client: engine.client, timeout: { total: 300 * patience } })
    notes = new Repository(Note, executor)
    await notes.createTable()
    await notes.saveMany(inputs)
  })

  describe('that are aborted while they wait', () => {
    const more = { concurrency: 2 }
    const runs: Record<string, (signal: AbortSignal) => PromiseLike<unknown>> = {
      'a scan in segments': (signal) =>
        notes.scan().segments(4).pageSize(1).rate({ read }).execute({ signal }),
      'a query': (signal) => query().pageSize(1).rate({ read }).execute({ signal }),
      'a count': (signal) => query().pageSize(1).rate({ read }).count({ signal }),
      'whole items of an index': (signal) =>
        query().index('byRank').full().rate({ read }).execute({ signal }),
      'getMany of a list': (signal) => notes.getMany([...keys, ...strangers], { rate: { read }, signal }),
      'getMany of an iterable': (signal) =>
        notes.getMany([...keys, ...strangers].values(), { rate: { read }, ...more, signal }),
      batchGet: (signal) =>
        executor.batchGet(
          [...keys, ...strangers].map((key) => notes.get(key)),
          { rate: { read }, signal },
        ),
      saveMany: (signal) => notes.saveMany(inputs, { rate: { write }, ...more, signal }),
      deleteMany: (signal) => notes.deleteMany(strangers, { rate: { write }, ...more, signal }),
      'a batch': (signal) =>
        executor.batch(
          inputs.map((input) => notes.save(input)),
          { rate: { write }, signal },
        ),
      'a batch around a function': (signal) =>
        executor.batch(
          async () => {
            for (const input of inputs) await notes.save(input)
          },
          { rate: { write }, signal },
        ),
    }
    const strangers = Array.from({ length: 100 }, (_, at) => ({ owner: 'nobody', at }))

    for (const [what, run] of Object.entries(runs))
      it(`end at once: ${what}`, async () => {
        const controller = new AbortController()
        const reason = new Error('enough')
        const begun = performance.now()
        const ended = rejection(run(controller.signal), AbortedError)
        setTimeout(() => controller.abort(reason), 150)
        const error = await ended
        expect(performance.now() - begun).lessThan(5_000)
        expect(error.cause).equal(reason)
      })

    it('list what was never sent', async () => {
      const controller = new AbortController()
      const ended = rejection(
        notes.saveMany(inputs, { rate: { write }, concurrency: 1, signal: controller.signal }),
        AbortedError,
      )
      setTimeout(() => controller.abort(), 150)
      const { written, remaining } = await ended
      expect(written).equal(25)
      expect(remaining).length(35)
    })
  })

  describe('with a budget of time', () => {
    it('end at once when it is spent, with a cursor', async () => {
      const scan = () => notes.scan().pageSize(10)
      const error = await rejection(
        scan().rate({ read }).budget({ milliseconds: 80 }).execute(),
        BudgetExceededError,
      )
      expect(error.items).length(10)
      expect(await scan().after(error.cursor)).length(50)
      let pages = 0
      for await (const { items } of scan().rate({ read }).budget({ milliseconds: 80 }).pages())
        pages += items.length
      expect(pages).equal(10)
    })

    it('lose no item of a page that cannot be fetched in time', async () => {
      const whole = () => query().index('byRank').full().pageSize(7)
      const error = await rejection(
        whole().rate({ read }).budget({ milliseconds: 80 }).execute(),
        BudgetExceededError,
      )
      const rest = await whole().after(error.cursor)
      expect(error.items?.length).lessThan(60)
      expect([...(error.items ?? []), ...rest]).length(60)
    })

    it('count a request that never started as none', async () => {
      const pages: number[] = []
      for await (const { usage } of notes
        .scan()
        .pageSize(10)
        .rate({ read })
        .budget({ milliseconds: 80 })
        .pages())
        pages.push(usage.requests)
      expect(pages).deep.equal([1])
    })
  })

  it('wait longer than the time limit of a call, which is for a lack of progress', async function () {
    this.timeout(20_000)
    const begun = performance.now()
    // 3 requests of 5.5 units, each 500 ms apart.
    expect(await query().pageSize(20).rate({ read: 11 })).length(60)
    // 3 requests of up to 25 units.
    expect(await notes.saveMany(inputs, { rate: { write: 100 }, concurrency: 3 })).include({ written: 60 })
    expect(await notes.getMany(keys, { rate: { read: 1_000 } })).length(60)
    expect(performance.now() - begun).greaterThan(1_500)
  })

  it('request the consumed capacity, and change nothing else', async () => {
    const scan = notes.scan().where('rank').gt(3)
    const rated = scan.rate({ read: 5 }).toCommand().input
    expect(rated).deep.equal({ ...scan.toCommand().input, ReturnConsumedCapacity: 'TOTAL' })
    const runner = new FakeRunner({ UnprocessedItems: {}, Responses: {}, Items: [], Count: 0 })
    const fake = new Repository(Note, runner)
    await fake.saveMany(inputs.slice(0, 1), { rate: { write: 1 } })
    await fake.getMany(keys.slice(0, 1), { rate: { read: 1 } })
    await fake.scan().rate({ read: 1 })
    for (const { input } of runner.sent) expect(input).include({ ReturnConsumedCapacity: 'TOTAL' })
    expect(runner.sent).length(3)
  })

  it('go on where a server reports no capacity', async () => {
    const table = new FakeRunner(({ input }) =>
      'ExclusiveStartKey' in input
        ? { Items: [], Count: 0 }
        : { Items: [], Count: 0, LastEvaluatedKey: { owner: { S: 'o' }, at: { N: '1' } } },
    )
    expect(await new Repository(Note, table).scan().rate({ read: 100 })).deep.equal([])
    expect(table.sent).length(2)
  })

  describe('refuse by name, before anything is sent', () => {
    const runner = new FakeRunner()
    const fake = new Repository(Note, runner)
    const other = new CommandExecutor()
    const given = (rate: object) => ({ rate }) as never
    const calls: Record<string, readonly [(rate: object) => unknown, 'read' | 'write']> = {
      query: [(rate) => fake.query().rate(rate as never), 'read'],
      scan: [(rate) => fake.scan().rate(rate as never), 'read'],
      getMany: [(rate) => fake.getMany(keys, given(rate)), 'read'],
      batchGet: [(rate) => other.batchGet([], given(rate)), 'read'],
      saveMany: [(rate) => fake.saveMany([], given(rate)), 'write'],
      deleteMany: [(rate) => fake.deleteMany([], given(rate)), 'write'],
      batch: [(rate) => other.batch([], given(rate)), 'write'],
      'batch around a function': [(rate) => other.batch(async () => undefined, given(rate)), 'write'],
    }
    for (const [name, [call, side]] of Object.entries(calls)) {
      const refused = async (rate: object) =>
        (
          await rejection(
            Promise.resolve().then(() => call(rate)),
            InvalidOptionError,
          )
        ).option
      it(`${name}: ${side} that is not positive, the other side, and names that do not exist`, async () => {
        for (const value of [0, -1, Number.NaN, '5'])
          expect(await refused({ [side]: value })).equal(`rate.${side}`)
        const beyond = side === 'read' ? 'write' : 'read'
        expect(await refused({ [side]: 5, [beyond]: 5 })).equal(`rate.${beyond}`)
        expect(await refused({ units: 5 })).equal('rate.units')
        expect(await refused({})).equal('rate')
        expect(runner.sent).deep.equal([])
      })
    }

    it('also by type', () => {
      // @ts-expect-error: a query does not write.
      expect(() => fake.query().rate({ write: 5 })).throw(InvalidOptionError)
      // @ts-expect-error: the number is missing.
      expect(() => fake.query().rate({})).throw(InvalidOptionError)
    })
  })
})
