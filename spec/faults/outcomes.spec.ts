// Every write under every fault, at its first attempt and at later ones: what its error says, and that it is true.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { type CommandExecutor, DyntasticError, type ExecutorOptions, Repository } from 'dyntastic'
import { outcomeWords } from '../../lib/errors/outcome.js'
import { patience, type RawItem, rawGet, withEngine } from '../support/engine.js'
import { onEachTransport } from '../support/transports.js'
import { timed } from './deadlines.js'
import { clientWithFaults } from './fault-client.js'
import { type FaultName, type FaultPlan, faults, planFor } from './fault-plan.js'
import { type End, outcomes, refusals } from './outcome-table.js'
import { quickRetries } from './quick-retries.js'
import {
  executorWrites,
  markedEntity,
  openItem,
  refusedWrites,
  repositoryWrites,
  thingEntity,
  versionedEntity,
  type WriteCase,
} from './write-operations.js'

const writes: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
])

/** Pauses that keep the shape of the defaults and none of their length. */
const quick: ExecutorOptions = {
  retry: { conflicts: { attempts: 2, base: 0, most: 0 }, unprocessed: { attempts: 2, base: 0, most: 0 } },
}

/** Where in a call the fault is: what the attempts meet, and what is expected of each kind. */
const positions = {
  'at the first attempt': { first: (fault) => [fault], rest: () => 'none', ends: 'one' },
  'at the second attempt, after a throttle': {
    first: (fault) => ['throttle', fault],
    rest: () => 'none',
    ends: 'one',
  },
  'at every attempt': { first: () => [], rest: (fault) => fault, ends: 'all' },
  'at the first attempt, and then throttles': {
    first: (fault) => [fault],
    rest: () => 'throttle',
    ends: 'thenThrottled',
  },
} as const satisfies Record<
  string,
  {
    first(fault: FaultName): readonly FaultName[]
    rest(fault: FaultName): FaultName
    ends: keyof (typeof outcomes)[FaultName]
  }
>

const names = Object.keys(faults) as FaultName[]
const hanging: readonly FaultName[] = ['hang', 'appliedHang']

onEachTransport('the outcome of every write', (CommandExecutor) => {
  const engine = withEngine()
  // One client for all cases, which finds the plan of each by the id that is in all of its requests.
  const plans = new Map<string | undefined, FaultPlan>()
  const plan: FaultPlan = {
    log: [],
    next: (call) => plans.get(/case-\d+/.exec(call.body)?.[0])?.next(call) ?? 'none',
  }
  let client: DynamoDBClient
  let calm: CommandExecutor
  let table: string

  before(async () => {
    table = engine.name('outcomes')
    calm = new CommandExecutor({ client: engine.client })
    await new Repository(thingEntity(table), calm).createTable()
    client = await clientWithFaults(engine.client, plan, { retryStrategy: quickRetries(3) })
  })
  after(() => client.destroy())

  const itemOf = (name: string, id: string): Promise<RawItem | undefined> =>
    rawGet(engine.client, name, { id: { S: id } })

  /** What the case ends with, and what is stored before and after. */
  async function through({ exists, deleted, run }: WriteCase, executor: CommandExecutor, mine: FaultPlan) {
    const id = `case-${plans.size}`
    plans.set(id, mine)
    if (exists) await new Repository(versionedEntity(table), calm).save({ ...openItem(id), revision: 0 })
    if (deleted === true) await new Repository(markedEntity(table), calm).delete(id)
    const missing = engine.name('missing')
    const stored = async () => [
      await itemOf(table, id),
      await itemOf(table, `${id}-2`),
      await itemOf(missing, id).catch(() => undefined),
    ]
    const before = await stored()
    const subject = {
      id,
      executor,
      things: new Repository(thingEntity(table), executor),
      versioned: new Repository(versionedEntity(table), executor),
      marked: new Repository(markedEntity(table), executor),
      tableless: new Repository(thingEntity(missing), executor),
    }
    const error = await timed(() => run(subject)).then((end) => end.error)
    // What nobody waits for any more may still be on its way to the engine.
    await new Promise((resolve) => setImmediate(resolve))
    return { error, before, after: await stored() }
  }

  async function endsOf(name: string, each: WriteCase, chosen: readonly FaultName[], attempt: number) {
    const executor = new CommandExecutor({ ...quick, client, timeout: { attempt, total: 20_000 } })
    const cases = chosen.flatMap((fault) =>
      Object.entries(positions).map(async ([position, { first, rest, ends }]) => {
        const mine = planFor(writes, first(fault), rest(fault))
        const { error, before, after } = await through(each, executor, mine)
        const end = endOf(error)
        // It is true.
        const where = `${name}, ${fault} ${position}: ${String(error)}`
        if (end === 'nothing written') expect(after, where).to.deep.equal(before)
        if (end === 'resolves') expect(after, where).to.not.deep.equal(before)
        const expected = outcomes[fault][ends][each.kind]
        return { met: `${fault} ${position}: ${end}`, expected: `${fault} ${position}: ${expected}` }
      }),
    )
    return Promise.all(cases)
  }

  const all = { ...repositoryWrites, ...executorWrites }
  for (const [name, each] of Object.values(all).flatMap((ways) => Object.entries(ways)))
    it(`${name}, under ${names.length} faults, each in ${Object.keys(positions).length} positions`, async function () {
      this.timeout(120_000 * patience)
      const prompt = names.filter((fault) => !hanging.includes(fault))
      // Apart, so that a busy process is not taken for an attempt that hangs. On a busy machine, an attempt that does
      // not hang may take longer, too: then the limit is a longer one.
      const short = await endsOf(name, each, hanging, 100 * patience)
      const hung = short.every(({ met, expected }) => met === expected)
        ? short
        : await endsOf(name, each, hanging, 1_500)
      const ends = [...(await endsOf(name, each, prompt, 20_000)), ...hung]
      expect(ends.map(({ met }) => met)).to.deep.equal(ends.map(({ expected }) => expected))
    })

  for (const [name, { refusal, run }] of Object.entries(refusedWrites))
    it(`${name}, with a condition that is false, under ${names.length} faults of the first attempt`, async function () {
      this.timeout(60_000 * patience)
      const ends = []
      for (const [fault, known] of Object.entries(refusals) as [FaultName, (typeof refusals)[FaultName]][]) {
        // Apart, so that a busy process is not taken for an attempt that hangs.
        const attempt = hanging.includes(fault) ? 100 * patience : 20_000
        const executor = new CommandExecutor({ ...quick, client, timeout: { attempt, total: 20_000 } })
        const { error, before, after } = await through(
          { kind: 'plain', exists: true, run },
          executor,
          planFor(writes, [fault]),
        )
        expect(after).to.deep.equal(before)
        ends.push({ met: `${fault}: ${endOf(error)}`, expected: `${fault}: ${known[refusal]}` })
      }
      expect(ends.map(({ met }) => met)).to.deep.equal(ends.map(({ expected }) => expected))
    })
})

function endOf(error: unknown): End {
  if (error === undefined) return 'resolves'
  if (!(error instanceof DyntasticError)) throw error
  // In the message, too; in a batch, for the unwritten rest.
  const words =
    error.code === 'UNPROCESSED'
      ? /written/
      : new RegExp(`${outcomeWords[error.outcome]}|an earlier attempt may have been applied`)
  expect(error.message).to.match(words)
  expect(JSON.parse(JSON.stringify(error))).to.include({ outcome: error.outcome })
  return error.outcome
}
