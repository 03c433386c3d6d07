// What is known of a write is neither overstated nor understated: conditions after refusals, reads after a write,
// responses that lack the item.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  AbortedError,
  type CommandExecutor,
  ConditionFailedError,
  DyntasticError,
  InvalidItemError,
  ItemExistsError,
  ItemNotFoundError,
  Repository,
  RequestFailedError,
  ThrottledError,
  TransactionCancelledError,
  TransactionLimitError,
  UnprocessedError,
} from 'dyntastic'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { onEachTransport } from '../support/transports.js'
import { clientWithFaults } from './fault-client.js'
import { type FaultName, type FaultPlan, faults, planFor, scriptedPlan } from './fault-plan.js'
import { quickRetries } from './quick-retries.js'
import { thingEntity } from './write-operations.js'

const reads = new Set(['GetItem'])
const names = Object.keys(faults) as FaultName[]
const well: ReadonlySet<FaultName> = new Set(['none', 'delay'])
const refusals = ['throttle', 'refused'] as const

onEachTransport(
  'what is known of a write',
  function (CommandExecutor) {
    // Some end at a limit on the clock, whose time another program on the machine may take.
    this.retries(2)
    const engine = withEngine()
    let table: string
    let calm: Repository<ReturnType<typeof thingEntity>>
    let ids = 0
    const idOf = (): string => `t${++ids}`
    const item = (id: string, state = 'claimed') => ({ id, state, count: 1 })

    before(async () => {
      table = engine.name('told')
      calm = new Repository(thingEntity(table), new CommandExecutor({ client: engine.client }))
      await calm.createTable()
    })

    async function through<T>(
      plan: FaultPlan,
      work: (things: typeof calm, executor: CommandExecutor) => Promise<T>,
      timeout: { readonly attempt?: number; readonly total?: number } = {},
      pause = 0,
    ): Promise<T> {
      const client = await clientWithFaults(engine.client, plan, { retryStrategy: quickRetries(3, pause) })
      const retry = { conflicts: { attempts: 1 }, unprocessed: { attempts: 1 } }
      const executor = new CommandExecutor({ client, retry, timeout })
      try {
        return await work(new Repository(thingEntity(table), executor), executor)
      } finally {
        client.destroy()
      }
    }

    for (const refusal of refusals) {
      it(`${refusal}, then a condition that is false: orSkip() resolves to undefined, and without it nothing was written`, async () => {
        const id = idOf()
        await calm.save(item(id, 'taken'))
        const ways = {
          save: (things: typeof calm) => things.save(item(id)).if('state').eq('open'),
          update: (things: typeof calm) => things.update(id).set('count', 2).if('state').eq('open'),
          delete: (things: typeof calm) => things.delete(id).if('state').eq('open'),
        }
        for (const way of Object.values(ways)) {
          const plan = scriptedPlan(refusal)
          expect(await through(plan, async (things) => way(things).orSkip())).to.equal(undefined)
          expect(plan.log).to.have.length(2)
          const error = await through(scriptedPlan(refusal), (things) =>
            rejection(way(things), ConditionFailedError),
          )
          expect(error).to.include({ outcome: 'nothing written' })
          expect(error.message).to.contain('; nothing was written')
        }
        expect(await calm.get(id).consistent()).to.deep.equal(item(id, 'taken'))
      })

      it(`${refusal}, and another has created an equal item: the first learns that it exists`, async () => {
        const id = idOf()
        await calm.create(item(id))
        const plan = scriptedPlan(refusal)
        const error = await through(plan, (things) => rejection(things.create(item(id)), ItemExistsError))
        expect(error).to.include({ outcome: 'nothing written' })
        expect(plan.log).to.have.length(2)
      })
    }

    it('throttled in the pauses until the limit of the call: ThrottledError, nothing written, whatever is written', async () => {
      const throttled = () => planFor(new Set(['PutItem', 'TransactWriteItems']), [], 'throttle')
      const client = await clientWithFaults(engine.client, throttled(), {
        retryStrategy: quickRetries(99, 20),
      })
      const executor = new CommandExecutor({ client, timeout: { total: 100 } })
      const things = new Repository(thingEntity(table), executor)
      const id = idOf()
      for (const work of [things.save(item(id)), executor.transaction([things.save(item(id))])]) {
        const error = await rejection(work as PromiseLike<unknown>, ThrottledError)
        expect(error).to.include({ outcome: 'nothing written' })
        expect(error.attempts).to.be.above(1)
        expect(error.message).to.match(
          /was throttled \(ProvisionedThroughput.*attempts\), and no response within/,
        )
      }
      client.destroy()
      expect(await calm.get(id)).to.equal(undefined)
    })

    for (const [fault, requests] of [
      ['reset', 2],
      ['lost', 2],
      ['error', 3],
      ['none', 2],
    ] as const)
      it(`an idempotent update that lacks a map is ${requests === 2 && fault !== 'none' ? 'not turned into another one' : 'completed'} after the fault "${fault}"`, async () => {
        const id = idOf()
        await calm.save(item(id))
        const plan = planFor(new Set(['TransactWriteItems']), [fault])
        const work = async (things: typeof calm) =>
          things.update(id).set('nested.deep', 'x').idempotent().returning('none')
        // DynamoDB Local says ValidationException of the whole request where DynamoDB cancels with a reason. It proves
        // nothing of the attempt before, so that the update is not completed there.
        if (fault === 'error' && process.env['DYNTASTIC_TEST_ENDPOINT'] !== undefined) {
          const error = await through(plan, (things) => rejection(work(things), DyntasticError))
          expect(error).to.include({ outcome: 'unknown' })
          return
        }
        if (requests === 3 || fault === 'none') await through(plan, work)
        else {
          const error = await through(plan, (things) => rejection(work(things), DyntasticError))
          expect(error).to.include({ outcome: 'unknown' })
        }
        expect(plan.log.filter(({ operation }) => operation === 'TransactWriteItems')).to.have.length(
          requests,
        )
      })

    for (const fault of names)
      it(`${fault} of the read that follows an idempotent update: ${well.has(fault) ? 'resolves' : 'the update is said to be written'}`, async () => {
        const id = idOf()
        await calm.save(item(id))
        const plan = planFor(reads, [], fault)
        const timeout = { attempt: 40 }
        const work = async (things: typeof calm) => things.update(id).add('count', 1).idempotent()
        if (well.has(fault)) expect(await through(plan, work, {})).to.include({ count: 2 })
        else {
          const error = await through(plan, (things) => rejection(work(things), DyntasticError), timeout)
          expect(error).to.include({ outcome: 'written', entity: 'Thing', operation: 'update' })
          expect(error.message).to.match(/; the write was applied$/)
        }
        expect(await calm.get(id).consistent()).to.include({ count: 2 })
      })

    it('an idempotent update whose item is gone by the read of it was written', async () => {
      const id = idOf()
      await calm.save(item(id))
      const plan = planFor(reads, ['throttle'])
      const { next } = plan
      plan.next = (call) => {
        if (call.operation === 'GetItem') void calm.delete(id).execute()
        return next(call)
      }
      const error = await through(
        plan,
        (things) => rejection(things.update(id).add('count', 1).idempotent(), ItemNotFoundError),
        {},
        50,
      )
      expect(error).to.include({ outcome: 'written' })
      expect(error.message).to.match(/the update was applied, but the item was deleted/)
    })

    it('an update aborted in that read was written', async () => {
      const id = idOf()
      await calm.save(item(id))
      const controller = new AbortController()
      const plan = planFor(reads, [], 'hang')
      const { next } = plan
      plan.next = (call) => {
        if (call.operation === 'GetItem') controller.abort('enough')
        return next(call)
      }
      const error = await through(plan, (things) =>
        rejection(
          things.update(id).add('count', 1).idempotent().execute({ signal: controller.signal }),
          AbortedError,
        ),
      )
      expect(error).to.include({ outcome: 'written', cause: 'enough' })
    })

    describe('whose stored result does not fit the entity', () => {
      it('is an InvalidItemError that says that it was written', async () => {
        const things = new Repository(thingEntity(table), new CommandExecutor({ client: engine.client }))
        const odd = (id: string) => ({ id: { S: id }, state: { N: '5' }, count: { N: '3' } })
        for (const [write, after] of [
          [(id: string) => things.update(id).add('count', 1), '4'],
          [(id: string) => things.update(id).set('count', 5).returning('old'), '5'],
          [(id: string) => things.update(id).add('count', 1).idempotent(), '4'],
          [(id: string) => things.delete(id).returning('old'), undefined],
          [(id: string) => things.save({ ...item(id), count: 6 }).returning('old'), '6'],
        ] as const) {
          const id = idOf()
          await rawPut(engine.client, table, odd(id))
          const error = await rejection(write(id) as PromiseLike<unknown>, InvalidItemError)
          expect(error).to.include({ outcome: 'written', entity: 'Thing' })
          expect(error.key).to.deep.equal({ id })
          expect(error.message).to.match(/; the write was applied$/)
          const stored = await rawGet(engine.client, table, { id: { S: id } })
          expect(stored?.['count']?.N).to.equal(after)
        }
        // A read of the same wrote nothing.
        const id = idOf()
        await rawPut(engine.client, table, odd(id))
        expect(await rejection(things.get(id), InvalidItemError)).to.include({ outcome: 'nothing written' })
      })
    })

    describe('whose response lacks a requested part', () => {
      // What a client resolves to in place of DynamoDB's own response.
      const answering = (Attributes: unknown): DynamoDBClient =>
        ({
          config: {},
          send: async () => ({
            $metadata: { httpStatusCode: 200 },
            ...(Attributes === undefined ? {} : { Attributes }),
          }),
        }) as unknown as DynamoDBClient
      const over = (attributes: unknown) =>
        new Repository(thingEntity(table), new CommandExecutor({ client: answering(attributes) }))

      for (const [what, attributes] of [
        ['nothing', undefined],
        ['a string', 'x'],
        ['a list', []],
        ['an item without its key', {}],
      ] as const)
        it(`${what}: RequestFailedError, unknown`, async () => {
          const things = over(attributes)
          for (const write of [
            things.update('a').set('count', 1),
            things.update('a').set('count', 1).returning('old'),
            things.update('a').set('count', 1).upsert({ state: 'x' }),
            things.update('a').set('count', 1).if('state').eq('x').orSkip(),
            things.delete('a').if('state').eq('x').returning('old'),
            things.save(item('a')).if('state').eq('x').returning('old'),
          ]) {
            const error = await rejection(write as PromiseLike<unknown>, RequestFailedError)
            expect(error).to.include({ code: 'REQUEST_FAILED', outcome: 'unknown' })
            expect(error.message).to.match(
              /the requested item.*; the write may have been applied$|is not a map; the write may have been applied$/,
            )
          }
        })

      it('is not a fault if there may be no item, or no change', async () => {
        const things = over(undefined)
        expect(await things.save(item('a')).returning('old')).to.equal(undefined)
        expect(await things.delete('a').returning('old')).to.equal(undefined)
        expect(await things.create(item('a')).returning('old')).to.equal(undefined)
        expect(await things.update('a').remove('nested').returning('updatedNew')).to.deep.equal({})
        expect(await things.update('a').set('count', 1).upsert({ state: 'x' }).returning('old')).to.equal(
          undefined,
        )
        expect(await things.update('a').set('count', 1).returning('none')).to.equal(undefined)
        expect(await things.save(item('a'))).to.include({ id: 'a' })
      })
    })

    describe('of which a part is written', () => {
      it('a batch: the error says neither that nothing was written nor that everything was, and has the unwritten rest', async () => {
        const [one, two] = [idOf(), idOf()]
        const plan = planFor(new Set(['BatchWriteItem']), ['none'], 'throttle')
        const work = async (things: typeof calm, executor: CommandExecutor) =>
          rejection(
            executor.batch(
              async () => {
                await things.save(item(one))
                await things.save(item(two))
              },
              { size: 1 },
            ),
            UnprocessedError,
          )
        const error = await through(plan, work)
        expect(error).to.include({ outcome: 'unknown', written: 1 })
        expect(error.remaining).to.have.length(1)
        expect(error.message).to.match(/1 writes were done in earlier requests/)
      })

      it('a transaction that commits in parts: every later error reports the parts before', async () => {
        const created = await calm.create(item(idOf()))
        for (const [Class, rest, plan] of [
          [
            TransactionCancelledError,
            (things: typeof calm) => [things.create(item(created.id))],
            planFor(reads, []),
          ],
          [
            ThrottledError,
            (things: typeof calm) => [things.create(item(idOf()))],
            planFor(new Set(['TransactWriteItems']), ['none'], 'throttle'),
          ],
        ] as const) {
          const first = idOf()
          const error = await through(plan, (things, executor) =>
            rejection(
              executor.transaction(
                async () => {
                  await things.create(item(first))
                  for (const each of rest(things)) await each
                },
                { autoCommit: true, commitEvery: 1 },
              ),
              Class as typeof DyntasticError,
            ),
          )
          expect(error).to.include({ outcome: 'unknown' })
          expect(error.message).to.match(/1 operation had already been committed in earlier parts/)
          expect(await calm.get(first).consistent()).to.include({ id: first })
        }
      })
    })

    it('what is refused before it is sent wrote nothing', async () => {
      const executor = new CommandExecutor({ client: engine.client })
      const things = new Repository(thingEntity(table), executor)
      const bad = { id: 5 } as never
      for (const work of [
        things.save(bad),
        things.create(bad),
        things.update(bad).set('count', 1),
        things.delete(bad),
        things.saveMany([bad]),
        things.deleteMany([bad]),
        executor.batch([things.save(bad)]),
        executor.transaction([things.save(bad)]),
        executor.transaction([], { token: '' }),
        executor.batch([things.save(item('a')).if('count').eq(1) as never]),
      ]) {
        const error = await rejection(work as PromiseLike<unknown>, DyntasticError)
        expect(error, error.name).to.include({ outcome: 'nothing written' })
      }
      expect(new TransactionLimitError({}).outcome).to.equal('nothing written')
    })
  },
  { refused: true },
)
