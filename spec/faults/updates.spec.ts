// Updates under faults: counters are exact or reported as unknown, versions lose nothing.
import { expect } from 'chai'
import { Entity, Repository, UnknownOutcomeError, VersionConflictError } from 'dyntastic'
import { integer, string } from 'superstruct'
import { rawGet, withEngine } from '../support/engine.js'
import { onEachTransport } from '../support/transports.js'
import { inParallel } from './deadlines.js'
import { clientWithFaults } from './fault-client.js'
import { lastingPlan, randomPlan, scriptedPlan } from './fault-plan.js'

// No throttles here: the SDK's pause after one is a second and more. They have a spec of their own below.
const percent = { lost: 20, reset: 10, error: 3, appliedError: 2 } as const

const list = (length: number) => Array.from({ length }, (_, at) => at)

onEachTransport('updates under faults', function (CommandExecutor) {
  this.timeout(120_000)
  const engine = withEngine()

  async function counters(plan: Parameters<typeof clientWithFaults>[1]) {
    const Counter = new Entity({
      name: 'Counter',
      table: engine.name('counters'),
      attributes: { id: string(), n: integer() },
      key: { partition: 'id' },
    })
    const calm = new Repository(Counter, new CommandExecutor({ client: engine.client }))
    await calm.save({ id: 'c', n: 0 })
    const client = await clientWithFaults(engine.client, plan, { maxAttempts: 10 })
    const faulty = new Repository(Counter, new CommandExecutor({ client }))
    const stored = async () =>
      Number((await rawGet(engine.client, Counter.table.name, { id: { S: 'c' } }))?.['n']?.N)
    return { calm, faulty, stored }
  }

  it('500 ADDs with idempotent(), 16 in flight, lost responses and resets: the counter is exactly 500', async () => {
    const { faulty, stored } = await counters(randomPlan(11, percent, ['TransactWriteItems']))
    const done = await inParallel(list(500), 16, () =>
      faulty.update('c').add('n', 1).returning('none').idempotent().execute(),
    )
    expect(done).to.have.lengthOf(500)
    expect(await stored()).to.equal(500)
  })

  it('500 ADDs without: never more than acknowledged and unknown, never less than acknowledged', async () => {
    const { faulty, stored } = await counters(randomPlan(12, percent, ['UpdateItem']))
    let acknowledged = 0
    let unknown = 0
    await inParallel(list(500), 16, async () => {
      try {
        await faulty.update('c').add('n', 1).returning('none')
        acknowledged++
      } catch (error) {
        expect(error).to.be.instanceOf(UnknownOutcomeError)
        unknown++
      }
    })
    const counter = await stored()
    expect(acknowledged + unknown).to.equal(500)
    expect(unknown).to.be.greaterThan(50)
    expect(counter).to.be.within(acknowledged, acknowledged + unknown)
  })

  it('an ADD whose response is lost is not sent again; a constant is', async () => {
    const added = scriptedPlan('lost')
    const first = await counters(added)
    const error = await first.faulty
      .update('c')
      .add('n', 1)
      .execute()
      .catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(UnknownOutcomeError)
    expect(error).to.include({
      code: 'UNKNOWN_OUTCOME',
      outcome: 'unknown',
      entity: 'Counter',
      operation: 'update',
    })
    expect(added.log).to.have.lengthOf(1)
    expect(await first.stored()).to.equal(1)

    const set = scriptedPlan('lost')
    const second = await counters(set)
    expect((await second.faulty.update('c').set('n', 7)).n).to.equal(7)
    expect(set.log.map(({ fault }) => fault)).to.deep.equal(['lost', 'none'])
  })

  it('an ADD that was throttled is sent again: a refusal was not applied', async () => {
    const plan = scriptedPlan('throttle')
    const { faulty, stored } = await counters(plan)
    await faulty.update('c').add('n', 1)
    expect(plan.log).to.have.lengthOf(2)
    expect(await stored()).to.equal(1)
  })

  for (const fault of ['truncated', 'garbage', 'html', 'cut', 'appliedError'] as const)
    it(`an ADD that meets ${fault} has an unknown outcome`, async () => {
      const { faulty, stored } = await counters(lastingPlan(fault))
      const error = await faulty
        .update('c')
        .add('n', 1)
        .execute()
        .catch((thrown: unknown) => thrown)
      expect(error).to.be.instanceOf(UnknownOutcomeError)
      expect(await stored()).to.equal(1)
    })

  it('32 writers with optimistic locking: every acknowledged increment is in the final value', async () => {
    const Account = new Entity({
      name: 'Account',
      table: engine.name('accounts'),
      attributes: { id: string(), n: integer(), revision: integer() },
      key: { partition: 'id' },
      version: 'revision',
    })
    const accounts = new Repository(Account, new CommandExecutor({ client: engine.client }))
    await accounts.save({ id: 'a', n: 0 })
    let conflicts = 0
    await inParallel(list(32), 32, async () => {
      for (;;) {
        const account = await accounts.refresh('a')
        try {
          await accounts.update(account).set('n', account.n + 1)
          return
        } catch (error) {
          expect(error).to.be.instanceOf(VersionConflictError)
          conflicts++
        }
      }
    })
    expect(await accounts.getOrThrow('a').consistent()).to.deep.equal({ id: 'a', n: 32, revision: 33 })
    expect(conflicts).to.be.greaterThan(0)
  })
})
