// Single reads and writes under a random plan of faults: nothing acknowledged is lost, nothing is claimed that is not
// so.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  ConditionFailedError,
  DyntasticError,
  Entity,
  type ExecutorOptions,
  Repository,
  VersionConflictError,
} from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { integer, string } from 'superstruct'
import { announce, runCount, seed } from '../properties/property-runs.js'
import { type RawItem, rawGet, withEngine } from '../support/engine.js'
import { onEachTransport } from '../support/transports.js'
import { inParallel, type Timed, timed, watchLateness } from './deadlines.js'
import { clientWithFaults } from './fault-client.js'
import { type FaultName, type FaultPlan, randomNumbers, randomPlan } from './fault-plan.js'
import { startFaultProxy } from './fault-proxy.js'
import { watchTimers } from './open-timers.js'

const percent = {
  lost: 10,
  reset: 5,
  error: 3,
  appliedError: 2,
  throttle: 2,
  truncated: 3,
  cut: 2,
  garbage: 2,
  html: 1,
  gateway: 2,
  delay: 5,
  hang: 1,
  appliedHang: 1,
} as const
const timeout = { attempt: 400, total: 1_500 } as const
const margin = 200
const inFlight = 16

/** Where the faults are: what an executor is given so that its requests meet the plan. */
interface Way {
  readonly options: ExecutorOptions
  /** How many connections are open, if there are any. */
  connections?(): Promise<number>
  close(): Promise<void>
}

interface Engine {
  readonly faults: Readonly<Partial<Record<FaultName, number>>>
  readonly client: DynamoDBClient
  open(plan: FaultPlan): Promise<Way>
}

onEachTransport('single operations under faults', (CommandExecutor) => {
  const engine = withEngine()

  describe('inside the client', () => {
    suite(() => ({
      client: engine.client,
      // The SDK's pause after a throttle is a second and more: here its timers are waited for.
      faults: { ...percent, throttle: 0 },
      async open(plan) {
        const client = await clientWithFaults(engine.client, plan)
        return {
          options: { client },
          close: async () => client.destroy(),
        }
      },
    }))
  })

  describe('on the wire', () => {
    let listening: { client: DynamoDBClient; endpoint: string; stop(): Promise<void> }
    before(async () => {
      const endpoint = process.env['DYNTASTIC_TEST_ENDPOINT']
      listening =
        endpoint === undefined
          ? await startLocal({ port: 0 })
          : { client: engine.client, endpoint, stop: async () => undefined }
    })
    after(() => listening.stop())
    suite(() => ({
      client: listening.client,
      faults: percent,
      async open(plan) {
        const proxy = await startFaultProxy(listening.endpoint, plan)
        return {
          options: { endpoint: proxy.endpoint, region: 'local' },
          connections: proxy.connections,
          close: proxy.stop,
        }
      },
    }))
  })

  function suite(engineOf: () => Engine): void {
    it('end in time, as a success or a named error, and tell the truth about what is stored', async function () {
      this.timeout(300_000)
      const { client, open, faults } = engineOf()
      const total = runCount(150, 2000)
      announce(`${total} operations`)
      const random = randomNumbers(seed)
      const Note = noteEntity(engine.name('faults'))
      const direct = new Repository(Note, new CommandExecutor({ client }))
      await direct.createTable()
      const plan = randomPlan(seed, faults)
      const way = await open(plan)
      const executor = new CommandExecutor({ ...way.options, timeout })
      const notes = new Repository(Note, executor)
      const calls = Array.from({ length: total }, (_, at) => callOf(random, at))
      for (const { id, before } of calls) if (before !== undefined) await direct.save({ id, text: before })

      const timers = watchTimers()
      const lateness = watchLateness()
      const ends = await inParallel(calls, inFlight, (call) => timed(() => run(notes, call)))
      const late = lateness.stop()
      executor.destroy()
      if (way.connections === undefined) expect(await timers.settled(), 'timers left').to.equal(0)
      timers.stop()
      await untilQuiet()
      // A server in this process has timers of its own; of sockets it knows whether the client closed them.
      if (way.connections !== undefined) expect(await way.connections(), 'connections left').to.equal(0)
      await way.close()

      const tally = { acknowledged: 0, failed: 0 }
      for (const [at, call] of calls.entries()) {
        const end = ends[at] as Timed
        expect(end.ms, `${call.what} ${call.id}`).to.be.below(timeout.total + margin + late)
        const stored = await rawGet(client, Note.table.name, { id: { S: call.id } })
        judge(call, end, stored)
        tally[end.error === undefined ? 'acknowledged' : 'failed']++
      }
      // The plan must have done something, and the SDK's retries must have undone most of it.
      expect(plan.log.filter(({ fault }) => fault !== 'none').length).to.be.above(total / 5)
      expect(tally.failed, 'calls that failed').to.be.above(0)
      expect(tally.acknowledged, 'calls that went well').to.be.above(total / 10)
    })

    it('count with a version and lose no acknowledged increment, nor make one twice', async function () {
      this.timeout(300_000)
      const { client, open } = engineOf()
      const Counter = counterEntity(engine.name('counter'))
      const direct = new Repository(Counter, new CommandExecutor({ client }))
      await direct.createTable()
      await direct.save({ id: 'c', total: 0 })
      const plan = randomPlan(seed, percent)
      const way = await open(plan)
      const executor = new CommandExecutor({ ...way.options, timeout })
      const counters = new Repository(Counter, executor)
      const tally = { acknowledged: 0, unknown: 0, conflicts: 0 }
      const rounds = Array.from({ length: runCount(60, 500) }, (_, at) => at)
      announce(`${rounds.length} increments`)
      await inParallel(rounds, 4, async () => {
        const read = await timed(() => counters.getOrThrow('c').consistent())
        if (read.error !== undefined) return
        const item = read.value as { id: string; total: number; revision: number }
        const { error } = await timed(() => counters.save({ ...item, total: item.total + 1 }))
        if (error === undefined) tally.acknowledged++
        else if (claimsNothingWritten(error)) tally.conflicts += error instanceof VersionConflictError ? 1 : 0
        else tally.unknown++
      })
      executor.destroy()
      await untilQuiet()
      await way.close()
      const { total, revision } = await direct.getOrThrow('c').consistent()
      expect(total).to.be.at.least(tally.acknowledged)
      expect(total).to.be.at.most(tally.acknowledged + tally.unknown)
      expect(revision, 'one revision each').to.equal(total + 1)
      expect(tally.acknowledged).to.be.above(0)
      expect(tally.conflicts, 'lost races').to.be.above(0)
    })
  }
})

type What = 'save' | 'create' | 'delete' | 'get'

interface Call {
  readonly what: What
  readonly id: string
  /** The text of the item that is there before, if one is. */
  readonly before: string | undefined
  readonly text: string
}

function callOf(random: () => number, at: number): Call {
  const whats: readonly What[] = ['save', 'create', 'delete', 'get']
  const what = whats[Math.floor(random() * whats.length)] ?? 'get'
  const before = random() < (what === 'create' ? 0.3 : 0.7) ? `before ${at}` : undefined
  return { what, id: `n${at}`, before, text: `after ${at}` }
}

function noteEntity(table: string) {
  return new Entity({
    name: 'Note',
    table,
    attributes: { id: string(), text: string() },
    key: { partition: 'id' },
  })
}

function counterEntity(table: string) {
  return new Entity({
    name: 'Counter',
    table,
    attributes: { id: string(), total: integer(), revision: integer() },
    key: { partition: 'id' },
    version: 'revision',
  })
}

function run(
  notes: Repository<ReturnType<typeof noteEntity>>,
  { what, id, text }: Call,
): PromiseLike<unknown> {
  if (what === 'get') return notes.get(id).consistent()
  return what === 'delete' ? notes.delete(id) : notes[what]({ id, text })
}

// What the error says of the write, in its own words: a condition that was not met wrote nothing, by its documentation.
function claimsNothingWritten(error: unknown): boolean {
  const outcome: unknown = Reflect.get(Object(error), 'outcome')
  if (outcome === undefined) return error instanceof ConditionFailedError
  return outcome !== 'unknown'
}

function judge(call: Call, { value, error }: Timed, stored: RawItem | undefined): void {
  const { what, before, text, id } = call
  const words = `${what} ${id}: ${error ?? 'acknowledged'}`
  const now = stored?.['text']?.S
  if (error === undefined) {
    // No acknowledged write is lost, and no lost response looks like a missing item.
    if (what === 'get') expect(Reflect.get(Object(value), 'text'), words).to.equal(before)
    expect(now, words).to.equal(what === 'get' ? before : what === 'delete' ? undefined : text)
    if (what === 'create') expect(before, words).to.equal(undefined)
    return
  }
  if (!(error instanceof DyntasticError)) throw error
  expect(error.entity, words).to.equal('Note')
  expect(error.operation, words).to.equal(what)
  if (what === 'get' || claimsNothingWritten(error)) expect(now, words).to.equal(before)
  else expect(now === before || now === (what === 'delete' ? undefined : text), words).to.equal(true)
}

// Writes that were on their way when their caller gave up may still arrive.
function untilQuiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100))
}
