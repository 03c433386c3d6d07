// Random writes of unique values by several writers, with faults in between: never two items with one value.
import { expect } from 'chai'
import { CommandExecutor, DyntasticError, Repository } from 'dyntastic'
import fc from 'fast-check'
import type { Request } from '../../lib/operation/ground/request.js'
import { type LocalDynamoDB, startLocal } from '../../lib/testing/index.js'
import { guardTroubles, memberEntity } from '../support/members.js'
import { holds, runCount, timeLimit } from './property-runs.js'

const id = fc.constantFrom('m0', 'm1', 'm2')
const email = fc.constantFrom('a', 'b', 'c', undefined)
const nickname = fc.constantFrom('x', 'y', undefined)
const input = fc.record({ memberId: id, email, club: fc.constantFrom('k', undefined), nickname })
const fault = fc.constantFrom(
  undefined,
  undefined,
  undefined,
  'lose the answer',
  'reset',
  'throttle',
  'internal error',
)
const way = fc.constantFrom('alone', 'list', 'scope', 'skip', 'old')

const write = fc.oneof(
  fc.record({ kind: fc.constantFrom('create' as const, 'save' as const), item: input, way, fault }),
  fc.record({ kind: fc.constant('delete' as const), item: input, way, fault }),
  fc.record({
    kind: fc.constantFrom('update' as const, 'upsert' as const, 'patch' as const),
    item: input,
    way,
    fault,
  }),
  fc.record({ kind: fc.constant('two' as const), item: input, other: input, way, fault }),
  fc.record({ kind: fc.constant('move' as const), item: input, other: input, way, fault }),
)
type Write = typeof write extends fc.Arbitrary<infer V> ? V : never

const expected = new Set([
  'UNIQUE_VALUE',
  'CONDITION_FAILED',
  'ITEM_NOT_FOUND',
  'ITEM_EXISTS',
  'TRANSACTION_CANCELLED',
  'DUPLICATE_OPERATION',
  'REQUEST_FAILED',
  'THROTTLED',
  'UNKNOWN_OUTCOME',
])

type Members = Repository<ReturnType<typeof memberEntity>>

function written(members: Members, executor: CommandExecutor, write: Write): PromiseLike<unknown> {
  const { memberId, ...values } = write.item
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
  if (write.kind === 'two')
    return executor.transaction([
      members.save(write.item),
      members.update(write.other.memberId).patch({ ...given, points: 3 } as never),
    ])
  if (write.kind === 'move') {
    const move = members.move(write.other.memberId, { memberId, ...given })
    if (write.way === 'list')
      return executor.transaction([move, members.save({ ...write.item, memberId: 'm3' })])
    if (write.way === 'scope') return executor.transaction(() => move.execute())
    return write.way === 'skip' ? move.if('points').lt(2).orSkip() : move
  }
  const operation =
    write.kind === 'create'
      ? members.create(write.item)
      : write.kind === 'save'
        ? members.save(write.item)
        : write.kind === 'delete'
          ? members.delete(memberId)
          : write.kind === 'upsert'
            ? members.update(memberId).set('points', 1).upsert(given)
            : members.update(memberId).patch({ ...given, points: 2 } as never)
  if (write.way === 'list') return executor.transaction([operation as never])
  if (write.way === 'scope')
    return executor.transaction(async () => {
      await operation
    })
  // biome-ignore lint/suspicious/noExplicitAny: one chain for all kinds of operation
  const any = operation as any
  if (write.way === 'skip') return any.if('points').lt(2).orSkip()
  return write.way === 'old' ? any.returning('old') : operation
}

describe('random writes of unique values', () => {
  let local: LocalDynamoDB
  before(async () => {
    local = await startLocal()
  })
  after(() => local.stop())

  const executorOf = () =>
    new CommandExecutor({
      client: local.client,
      retry: { conflicts: { attempts: 20, base: 1, most: 5 } },
      timeout: { total: 60_000, attempt: 2_000 },
    })

  it('by several writers, with faults, never leave two items with one value, or a guard too many or too few', async function () {
    this.timeout(timeLimit(600_000))
    let run = 0
    const property = fc.asyncProperty(
      fc.array(fc.array(write, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 4 }),
      async (writers) => {
        const table = `members-${run++}`
        const Member = memberEntity(table)
        const executor = executorOf()
        const members = new Repository(Member, executor)
        await members.createTable()
        const check = async () => expect((await guardTroubles(local.client, table)).join('; ')).equal('')
        await Promise.all(
          writers.map(async (writes) => {
            for (const each of writes) {
              if (each.fault !== undefined)
                local.faults.next(run % 2 === 0 ? 'TransactWriteItems' : 'GetItem', each.fault as 'reset')
              const ended = written(members, executor, each)
              await Promise.resolve(ended).catch((error: unknown) => {
                if (!(error instanceof DyntasticError) || !expected.has(error.code)) throw error
              })
              // One page of a small table is a single request: the table at one point in time.
              await check()
            }
          }),
        )
        local.faults.clear()
        const { found } = await members.checkUnique({ repair: true })
        expect(found).equal(0)
        await check()
      },
    )
    await holds(property, runCount(20, 10))
  })

  it('after a crash between any two requests leave the table as before the write, or as after it', async function () {
    this.timeout(timeLimit(60_000))
    let run = 0
    const property = fc.asyncProperty(write, fc.nat(3), fc.boolean(), async (each, crashAt, applied) => {
      const table = `crashed-${run++}`
      const Member = memberEntity(table)
      const before = new Repository(Member, executorOf())
      await before.create({ memberId: 'm0', email: 'a', club: 'k', nickname: 'x' })
      await before.create({ memberId: 'm1', email: 'b' })
      let sent = 0
      class Crashing extends CommandExecutor {
        override async run(request: Request, ...more: never[]): Promise<never> {
          const crashes = sent++ >= crashAt
          if (crashes && !applied) throw new Error('crashed')
          const output = await super.run(request as never, ...more)
          if (crashes) throw new Error('crashed')
          return output as never
        }
      }
      const crashing = new Crashing({ client: local.client })
      const state = async () => JSON.stringify(await before.scan().consistent())
      const [old] = [await state()]
      const ended = written(new Repository(Member, crashing), crashing, each)
      await Promise.resolve(ended).catch(() => undefined)
      expect(await guardTroubles(local.client, table)).deep.equal([])
      if (!applied && crashAt === 0) expect(await state()).equal(old)
    })
    await holds(property, runCount(60, 30))
  })
})
