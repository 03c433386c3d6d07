// A bank under faults: money is neither made nor lost, no transfer is booked twice, and unknown outcomes are reported
// as unknown.
import { setTimeout as sleep } from 'node:timers/promises'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  type CommandExecutor,
  DyntasticError,
  Entity,
  type ExecutorOptions,
  Repository,
  TransactionCancelledError,
  UnknownOutcomeError,
} from 'dyntastic'
import { integer, string } from 'superstruct'
import { announce, seed } from '../properties/property-runs.js'
import { patience, rawScan, withEngine } from '../support/engine.js'
import { onEachTransport } from '../support/transports.js'
import { inParallel } from './deadlines.js'
import { clientWithFaults } from './fault-client.js'
import { type FaultPlan, randomNumbers, randomPlan, scriptedPlan } from './fault-plan.js'

// A quarter of all requests, with the conflicts below.
const percent = {
  lost: 5,
  reset: 4,
  error: 3,
  appliedError: 2,
  throttle: 1,
  truncated: 2,
  cut: 2,
  hang: 1,
  appliedHang: 1,
} as const
const conflicts = 4

const quick: ExecutorOptions = {
  timeout: { attempt: 300 * patience, total: 6_000 * patience },
  retry: { conflicts: { base: 5, most: 50 } },
}

const accountIds = Array.from({ length: 10 }, (_, at) => `a${at}`)
const opening = 100

interface Transfer {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly amount: number
}

/** How a transfer ended, as far as its caller knows. */
type End = 'acknowledged' | 'refused' | 'unknown'

onEachTransport(
  'a bank under faults',
  function (CommandExecutor) {
    this.timeout(120_000 * patience)
    const engine = withEngine()
    const unhandled: unknown[] = []
    const note = (reason: unknown): void => void unhandled.push(reason)
    before(() => process.on('unhandledRejection', note))
    after(() => process.off('unhandledRejection', note))

    async function bank() {
      const Account = new Entity({
        name: 'Account',
        table: engine.name('accounts'),
        attributes: { id: string(), balance: integer() },
        key: { partition: 'id' },
      })
      const Ledger = new Entity({
        name: 'Ledger',
        table: engine.name('ledger'),
        attributes: { id: string(), from: string(), to: string(), amount: integer() },
        key: { partition: 'id' },
      })
      const on = (executor: CommandExecutor) => {
        const accounts = new Repository(Account, executor)
        const ledger = new Repository(Ledger, executor)
        return {
          accounts,
          ledger,
          operations: ({ id, from, to, amount }: Transfer) =>
            [
              accounts.update(from).subtract('balance', amount).if('balance').gte(amount).returning('none'),
              accounts.update(to).add('balance', amount).returning('none'),
              ledger.create({ id, from, to, amount }),
            ] as const,
          transfer(transfer: Transfer, token?: string) {
            return executor.transaction(this.operations(transfer), { token })
          },
          async snapshot(): Promise<number[]> {
            const items = await executor.transactionGet(accountIds.map((id) => accounts.getOrThrow(id)))
            return items.map(({ balance }) => balance)
          },
        }
      }
      const calm = on(new CommandExecutor({ client: engine.client }))
      await calm.ledger.createTable()
      for (const id of accountIds) await calm.accounts.save({ id, balance: opening })
      const booked = async (): Promise<Transfer[]> =>
        (await rawScan(engine.client, Ledger.table.name)).map((item) => ({
          id: String(item['id']?.S),
          from: String(item['from']?.S),
          to: String(item['to']?.S),
          amount: Number(item['amount']?.N),
        }))
      return { on, calm, booked }
    }

    /** Random transfers; some are of more than there is. */
    function transfers(count: number, random: () => number): Transfer[] {
      return Array.from({ length: count }, (_, at) => {
        const from = Math.floor(random() * 10)
        const to = (from + 1 + Math.floor(random() * 9)) % 10
        return { id: `t${at}`, from: `a${from}`, to: `a${to}`, amount: 1 + Math.floor(random() * 60) }
      })
    }

    /** Everything that must hold of the end, whatever was in the way. */
    function judge(ends: ReadonlyMap<string, End>, booked: readonly Transfer[], balances: readonly number[]) {
      const ids = new Set(booked.map(({ id }) => id))
      expect(ids.size, 'bookings').to.equal(booked.length)
      for (const [id, end] of ends) {
        if (end === 'acknowledged') expect(ids.has(id), `${id} was acknowledged`).to.equal(true)
        if (end === 'refused') expect(ids.has(id), `${id} was refused`).to.equal(false)
      }
      // The ledger explains each balance: nothing was applied twice, and nothing in part.
      const expected = accountIds.map((account) =>
        booked.reduce(
          (sum, { from, to, amount }) =>
            sum + (to === account ? amount : 0) - (from === account ? amount : 0),
          opening,
        ),
      )
      expect(balances).to.deep.equal(expected)
      expect(sumOf(balances)).to.equal(accountIds.length * opening)
    }

    async function client(plan: FaultPlan, maxAttempts?: number): Promise<DynamoDBClient> {
      const more = maxAttempts === undefined ? {} : { maxAttempts }
      return clientWithFaults(engine.client, plan, more)
    }

    it('1,500 transfers by 16 clients, a quarter of all calls disturbed, with snapshots in between', async () => {
      announce('1500 transfers')
      const random = randomNumbers(seed)
      const { on, calm, booked } = await bank()
      const plan = randomPlan(seed, percent)
      const faulty = await client(plan)
      const met = { conflicts: 0 }
      const shared = on(new CommandExecutor({ ...quick, client: withConflicts(faulty, random, met) }))
      const ends = new Map<string, End>()
      const snapshots: number[][] = []
      let done = 0
      await inParallel(transfers(1_500, random), 16, async (transfer) => {
        ends.set(transfer.id, await endOf(shared.transfer(transfer)))
        if (++done % 6 === 0) await shared.snapshot().then((each) => snapshots.push(each), onlyNamed)
      })
      // What nobody waits for any more may still arrive.
      await sleep(200 * patience)
      faulty.destroy()

      const tally = { acknowledged: 0, refused: 0, unknown: 0 }
      for (const end of ends.values()) tally[end]++
      judge(ends, await booked(), await calm.snapshot())
      for (const balances of snapshots) {
        expect(sumOf(balances), 'a snapshot').to.equal(accountIds.length * opening)
        expect(Math.min(...balances), 'the least balance').to.be.at.least(0)
      }
      const disturbed = plan.log.filter(({ fault }) => fault !== 'none').length + met.conflicts
      expect(disturbed / (plan.log.length + met.conflicts), 'calls disturbed').to.be.above(0.2)
      expect(snapshots.length, 'snapshots').to.be.above(200)
      expect(tally.acknowledged, 'acknowledged').to.be.above(900)
      expect(tally.refused, 'refused').to.be.above(50)
      // Insisting under the token makes nearly all of them certain; not those that are refused after an attempt which
      // got no response.
      expect(tally.unknown, 'unknown').to.be.below(75)
      expect(unhandled).to.deep.equal([])
    })

    it('sent once only, many are of unknown outcome, and each is certain when it is run again under its token', async () => {
      const random = randomNumbers(seed + 1)
      const { on, calm, booked } = await bank()
      const plan = randomPlan(seed + 1, { ...percent, throttle: 0 })
      const faulty = await client(plan, 1)
      const hasty = on(
        new CommandExecutor({ ...quick, client: faulty, retry: { conflicts: { attempts: 1 } } }),
      )
      const ends = new Map<string, End>()
      const again: { readonly transfer: Transfer; readonly token: string }[] = []
      await inParallel(transfers(300, random), 16, async (transfer) => {
        const work = hasty.transfer(transfer)
        ends.set(transfer.id, await endOf(work))
        if (ends.get(transfer.id) !== 'unknown') return
        const error: unknown = await work.catch((thrown: unknown) => thrown)
        again.push({ transfer, token: String(Reflect.get(Object(error), 'token')) })
      })
      await sleep(200 * patience)
      faulty.destroy()
      judge(ends, await booked(), await calm.snapshot())
      expect(again.length).to.be.above(20)
      const before = new Set((await booked()).map(({ id }) => id))
      expect(again.some(({ transfer }) => before.has(transfer.id))).to.equal(true)

      for (const { transfer, token } of again)
        ends.set(transfer.id, await endOf(calm.transfer(transfer, token)))
      expect([...ends.values()]).not.to.include('unknown')
      judge(ends, await booked(), await calm.snapshot())
      expect(unhandled).to.deep.equal([])
    })

    it('an outcome that stays unknown says under which token to ask again', async () => {
      const { on, booked } = await bank()
      const faulty = await client(randomPlan(seed, { lost: 100 }))
      const lost = on(
        new CommandExecutor({
          ...quick,
          client: faulty,
          retry: { conflicts: { attempts: 3, base: 1, most: 1 } },
        }),
      )
      const token = crypto.randomUUID()
      const error = await lost.transfer({ id: 't', from: 'a0', to: 'a1', amount: 1 }, token).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      faulty.destroy()
      expect(error).to.be.instanceOf(UnknownOutcomeError).and.include({ token, outcome: 'unknown' })
      expect(String(error)).to.contain(`with the token '${token}'`)
      expect(await booked()).to.have.length(1)
    })

    it('a throttle that follows a lost response leaves the outcome of any write unknown', async () => {
      const { on, calm } = await bank()
      const faulty = await client(scriptedPlan('lost', 'throttle'), 2)
      const shared = on(new CommandExecutor({ client: faulty }))
      const error = await shared.accounts.save({ id: 'new', balance: 0 }).then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      faulty.destroy()
      expect(error).to.be.instanceOf(UnknownOutcomeError).and.include({ attempts: 2 })
      expect(String(error)).to.contain('the write may have been applied')
      expect(await calm.accounts.get('new')).to.include({ balance: 0 })
    })
  },
  { refused: true },
)

function sumOf(balances: readonly number[]): number {
  return balances.reduce((sum, balance) => sum + balance, 0)
}

async function endOf(work: Promise<unknown>): Promise<End> {
  try {
    await work
    return 'acknowledged'
  } catch (error) {
    onlyNamed(error)
    if (Reflect.get(Object(error), 'outcome') === 'unknown') return 'unknown'
    if (error instanceof TransactionCancelledError)
      for (const { code } of error.reasons)
        expect(code).to.be.oneOf(['None', 'ConditionalCheckFailed', 'TransactionConflict'])
    return 'refused'
  }
}

function onlyNamed(error: unknown): void {
  if (!(error instanceof DyntasticError)) throw error
}

// Neither engine has conflicts: those of DynamoDB are made here, before anything is sent.
function withConflicts(
  client: DynamoDBClient,
  random: () => number,
  met: { conflicts: number },
): DynamoDBClient {
  const send = (command: object, options: unknown): unknown => {
    if (random() * 100 >= conflicts)
      return (client.send as (command: object, options: unknown) => unknown).call(client, command, options)
    met.conflicts += 1
    const reasons = ['TransactionConflict', 'None', 'None'].map((Code) => ({ Code }))
    const name = 'TransactionCanceledException'
    const $metadata = { httpStatusCode: 400, attempts: 1 }
    return Promise.reject(Object.assign(new Error(name), { name, $metadata, CancellationReasons: reasons }))
  }
  return Object.create(client, { send: { value: send } })
}
