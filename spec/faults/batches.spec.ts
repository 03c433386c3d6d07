// Batches of writes under faults: what is stored and what is reported as unwritten are together exactly the input.
import type {
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  DynamoDBClient,
  WriteRequest,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { AbortedError, Entity, type ExecutorOptions, Repository, UnprocessedError } from 'dyntastic'
import { integer, string } from 'superstruct'
import type { Facing } from '../../lib/operation/ground/faces.js'
import { announce, runCount, seed } from '../properties/property-runs.js'
import { rawScan, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { onEachTransport } from '../support/transports.js'
import { clientWithFaults } from './fault-client.js'
import { randomNumbers, randomPlan } from './fault-plan.js'

/** Pauses that keep the shape of the default and none of its length. */
const retry: ExecutorOptions['retry'] = { unprocessed: { base: 1, most: 4 } }
const timeout = { attempt: 400, total: 1_500 } as const

onEachTransport(
  'batches of writes under faults',
  (CommandExecutor) => {
    const engine = withEngine()
    const random = randomNumbers(seed)

    /** Items of a table of their own; what is written goes through `client`, and is read around it. */
    async function opened(client: DynamoDBClient) {
      const Row = rowEntity(engine.name('batches'))
      await new Repository(Row, new CommandExecutor({ client: engine.client })).createTable()
      const executor = new CommandExecutor({ client, retry, timeout })
      const stored = async (): Promise<number[]> =>
        (await rawScan(engine.client, Row.table.name)).map(({ id }) => Number(id?.N))
      return { rows: new Repository(Row, executor), executor, stored }
    }

    it('with 30 % of each response unprocessed, and a chunk that always fails, stored and reported are all of 5,000', async function () {
      this.timeout(120_000)
      const count = 5_000
      // Whatever request has it fails.
      const poison = 2_517
      const client = partial(engine.client, random, (requests) => {
        if (requests.some((each) => idOf(each) === poison))
          throw Object.assign(new Error('poisoned'), { name: 'ValidationException' })
      })
      const { rows, stored } = await opened(client)
      const progress = { done: 0, failed: 0, settled: 0 }
      const saving = rows.saveMany(inputs(count), {
        onProgress: (seen) => void Object.assign(progress, seen),
      })
      const error = await rejection(saving, UnprocessedError)
      const left = error.remaining.map(leftId)
      expect(left).include(poison).and.length(25)
      expect(error).include({ written: count - 25, read: count })
      expect(error.failures.map(({ remaining }) => remaining)).deep.equal([error.remaining])
      expect(progress).include({ done: count - 25, failed: 25, settled: Math.min(...left) })
      expect(sorted([...(await stored()), ...left])).deep.equal(numbers(count))
    })

    it('with responses that are lost, cut, late or errors, all that is not reported is stored, and the rest can be run again', async function () {
      this.timeout(300_000)
      const count = runCount(2_000, 20_000)
      announce(`${count} items`)
      const percent = {
        lost: 6,
        reset: 5,
        error: 3,
        appliedError: 3,
        truncated: 3,
        cut: 2,
        html: 2,
        gateway: 3,
        hang: 1,
        appliedHang: 1,
      }
      const plan = randomPlan(seed, percent, ['BatchWriteItem'])
      const faulty = await clientWithFaults(engine.client, plan, { maxAttempts: 2 })
      const { rows, executor, stored } = await opened(partial(faulty, random))
      const operations = Array.from(inputs(count), (input) => rows.save(input))
      let left: readonly unknown[] = operations
      let rounds = 0
      for (; left.length > 0 && rounds < 20; rounds++) {
        const before = left
        left = await executor.batch(left as typeof operations).then(
          () => [],
          (error: unknown) => {
            if (!(error instanceof UnprocessedError)) throw error
            expect(Number(error.written) + error.remaining.length).equal(before.length)
            return error.remaining
          },
        )
        const there = new Set(await stored())
        const open = new Set(left.map(leftId))
        const lost = numbers(count).filter((id) => !there.has(id) && !open.has(id))
        expect(lost, `round ${rounds}`).deep.equal([])
      }
      expect(left).length(0)
      expect(sorted(await stored())).deep.equal(numbers(count))
      expect(plan.log.filter(({ fault }) => fault !== 'none').length).above(0)
      faulty.destroy()
    })

    it('ended three times in the middle, and resumed from what was settled, ends with nothing missing and nothing extra', async function () {
      this.timeout(120_000)
      const count = 3_000
      const { rows, stored } = await opened(partial(engine.client, random))
      let settled = 0
      for (const stop of [500, 1_400, 2_300, undefined]) {
        const controller = new AbortController()
        const from = settled
        const saving = rows.saveMany(inputs(count, from), {
          signal: controller.signal,
          onProgress: (progress) => {
            settled = from + progress.settled
            if (stop !== undefined && from + progress.done >= stop) controller.abort()
          },
        })
        if (stop === undefined) await saving
        else {
          const error = await rejection(saving, AbortedError)
          expect(error.outcome).equal('unknown')
          const there = new Set(await stored())
          expect(numbers(settled).filter((id) => !there.has(id))).deep.equal([])
        }
      }
      expect(settled).equal(count)
      expect(sorted(await stored())).deep.equal(numbers(count))
    })

    it('throttled without end gives up in time, and reports everything', async function () {
      this.timeout(60_000)
      const client = partial(engine.client, random, () => {
        throw Object.assign(new Error('slow down'), { name: 'ProvisionedThroughputExceededException' })
      })
      const { rows, stored } = await opened(client)
      const error = await rejection(rows.saveMany([...inputs(1_000)]), UnprocessedError)
      expect(error.remaining.map(leftId)).deep.equal(numbers(1_000))
      expect(error.written).equal(0)
      expect(await stored()).deep.equal([])
    })
  },
  { refused: true },
)

function rowEntity(table: string) {
  return new Entity({
    name: 'Row',
    table,
    attributes: { id: integer(), text: string() },
    key: { partition: 'id' },
  })
}

/** A client that leaves three of ten of each batch unprocessed, any of them; of less than four, none. */
function partial(
  client: DynamoDBClient,
  random: () => number,
  meet: (requests: readonly WriteRequest[]) => void = () => {},
): DynamoDBClient {
  const passOn = client.send.bind(client) as (command: unknown, options: unknown) => Promise<unknown>
  const send = async (command: { readonly input: object }, options: unknown): Promise<unknown> => {
    if (!('RequestItems' in command.input)) return passOn(command, options)
    const { RequestItems = {} } = command.input as BatchWriteItemCommandInput
    const [[table, requests] = ['', []]] = Object.entries(RequestItems)
    meet(requests)
    const drawn = requests.map((each) => ({ each, lot: random() })).sort((a, b) => a.lot - b.lot)
    const shuffled = drawn.map(({ each }) => each)
    const most = Math.floor(requests.length * 0.3)
    const left = shuffled.slice(0, most)
    const now = shuffled.slice(most)
    const output = { $metadata: {}, UnprocessedItems: {} } as BatchWriteItemCommandOutput
    if (now.length > 0) {
      // The command's own class, as its middleware is what the executor added.
      Object.assign(command.input, { RequestItems: { [table]: now } })
      Object.assign(output, await passOn(command, options))
    }
    const { UnprocessedItems: more = {} } = output
    const all = [...left, ...Object.values(more).flat()]
    return { ...output, UnprocessedItems: all.length === 0 ? {} : { [table]: all } }
  }
  return Object.create(client, { send: { value: send } })
}

function* inputs(count: number, from = 0) {
  for (let id = from; id < count; id++) yield { id, text: `row ${id}` }
}

function idOf({ PutRequest }: WriteRequest): number {
  return Number(PutRequest?.Item?.['id']?.N)
}

function leftId(operation: unknown): number {
  return idOf((operation as Facing).batchWriteFace().request)
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at)
}

function sorted(ids: readonly number[]): number[] {
  return ids.toSorted((a, b) => a - b)
}
