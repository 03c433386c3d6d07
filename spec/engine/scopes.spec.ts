// Batches and transactions around functions, on a real engine.
import { EventEmitter } from 'node:events'
import { expect } from 'chai'
import {
  AbortedError,
  CommandExecutor,
  DuplicateOperationError,
  IdempotencyMismatchError,
  InvalidOptionError,
  ItemExistsError,
  Repository,
  ScopeError,
  Table,
  TransactionCancelledError,
  TransactionLimitError,
  type TransactionScopeOptions,
  UnsupportedOperationError,
} from 'dyntastic'
import { rawScan, withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { witness } from './opened.js'

const engine = withEngine()

const user = (userId: string, age = 0) => ({ ...aliceInput, userId, age })
const ids = (count: number) => Array.from({ length: count }, (_, at) => `u${at + 1}`)
const key = { customerId: 'c1', orderId: 'o1' }

/** Users and orders, in a table each, on one executor. The tables are there. */
async function opened() {
  const { client, sent } = witness(engine.client)
  const executor = new CommandExecutor({ client })
  const users = new Repository(userEntity(engine.name('users')), executor)
  const orders = new Repository(orderEntity(engine.name('orders')), executor)
  await Promise.all([users.createTable(), orders.createTable()])
  sent.length = 0
  const stored = async (repository: { readonly entity: { readonly table: Table } } = users) =>
    (await rawScan(engine.client, repository.entity.table.name))
      .map(({ userId, orderId }) => (orderId ?? userId)?.S ?? '')
      .sort()
  const calls = () => sent.splice(0).map(({ call }) => call)
  return { executor, users, orders, stored, calls, sent }
}

type Opened = Awaited<ReturnType<typeof opened>>

const failure = new Error('of the work')

function inside<T>(executor: CommandExecutor, kind: 'batch' | 'transaction', work: () => Promise<T>) {
  return kind === 'batch' ? executor.batch(work) : executor.transaction(work)
}

describe('a batch around a function', () => {
  it('writes nothing inside, all at its end, and afterwards writes are direct again', async () => {
    const { executor, users, stored, calls } = await opened()
    await executor.batch(async (scope) => {
      for (const id of ids(3)) await users.save(user(id))
      expect(await stored()).deep.equal([])
      expect(scope).include({ requests: 0, pending: 3 })
    })
    expect(await stored()).deep.equal(ids(3))
    expect(calls()).deep.equal(['BatchWriteItem'])
    await users.save(user('u9'))
    expect(calls()).deep.equal(['PutItem'])
  })

  it('with a size, each time there is enough', async () => {
    const { executor, users, stored, calls } = await opened()
    const counts: number[] = []
    await executor.batch(
      async () => {
        for (const id of ids(3)) {
          await users.save(user(id))
          counts.push((await stored()).length)
        }
      },
      { size: 2 },
    )
    expect([...counts, (await stored()).length]).deep.equal([0, 2, 2, 3])
    expect(calls()).deep.equal(['BatchWriteItem', 'BatchWriteItem'])
  })

  it('an empty one sends nothing', async () => {
    const { executor, calls } = await opened()
    await executor.batch(async () => {})
    expect(calls()).deep.equal([])
  })

  it('when it throws, nothing is written, and the same error is rethrown', async () => {
    const { executor, users, stored, calls } = await opened()
    const work = async () => {
      for (const id of ids(3)) await users.save(user(id))
      throw failure
    }
    expect(await executor.batch(work).catch((error) => error)).equal(failure)
    expect(calls()).deep.equal([])
    await users.save(user('u9'))
    expect(await stored()).deep.equal(['u9'])
  })

  it('when it throws, what was sent stays', async () => {
    const { executor, users, stored } = await opened()
    const work = async () => {
      for (const id of ids(3)) await users.save(user(id))
      throw failure
    }
    expect(await executor.batch(work, { size: 2 }).catch((error) => error)).equal(failure)
    expect(await stored()).deep.equal(['u1', 'u2'])
  })

  it('holds several repositories and tables in one request, missing ones among them', async () => {
    const { executor, users, stored, sent, calls } = await opened()
    const missing = new Repository(userEntity(engine.name('missing')), executor)
    await executor.batch(async () => {
      await users.save(user('u1'))
      await missing.save(user('m1'))
      await users.delete('nobody')
    })
    expect(Object.keys(Object(sent[0]?.input['RequestItems'])).sort()).deep.equal(
      [users, missing].map(({ entity }) => entity.table.name).sort(),
    )
    expect(new Set(calls()).has('PutItem')).equal(false)
    expect([await stored(), await stored(missing)]).deep.equal([['u1'], ['m1']])
  })

  it('an inner one is written at its own end, then the outer one goes on', async () => {
    const { executor, users, stored } = await opened()
    await executor.batch(async () => {
      await users.save(user('outer 1'))
      await executor.batch(() => users.save(user('inner')))
      expect(await stored()).deep.equal(['inner'])
      await users.save(user('outer 2'))
    })
    expect(await stored()).deep.equal(['inner', 'outer 1', 'outer 2'])
  })

  it('takes what is saved side by side; two at a time never mix', async () => {
    const { executor, users, sent, calls } = await opened()
    const save = (...all: string[]) =>
      executor.batch(async () => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
        await Promise.all(all.map((id) => users.save(user(id))))
      })
    await Promise.all([save('a1', 'a2', 'a3'), save('b1', 'b2')])
    const written = sent.map(({ input }) => JSON.stringify(input).match(/"S":"[ab]\d"/g))
    expect(written.map((all) => new Set(all?.map((id) => id[5])).size)).deep.equal([1, 1])
    expect(calls()).deep.equal(['BatchWriteItem', 'BatchWriteItem'])
  })

  it('takes the writes of one item in their order, over requests as well', async () => {
    const { executor, users } = await opened()
    await executor.batch(
      async () => {
        for (let age = 1; age <= 7; age++) await users.save(user('u1', age))
      },
      { size: 3 },
    )
    expect(await users.get('u1')).include({ age: 7 })
  })

  it('a condition is refused at its await; left uncaught, nothing is written', async () => {
    const { executor, users, calls } = await opened()
    const work = async () => {
      await users.save(user('u1'))
      await users.create(user('u2'))
    }
    await rejection(executor.batch(work), UnsupportedOperationError)
    expect(calls()).deep.equal([])
  })
})

describe('a transaction around a function', () => {
  it('commits what is awaited, of several tables, in one request when it is done', async () => {
    const { executor, users, orders, stored, calls } = await opened()
    await orders.save({ ...orderInput, ...key })
    await users.save(user('u2', 20))
    calls()
    const result = await executor.transaction(async (scope) => {
      expect(await users.save(user('u1'))).deep.equal(user('u1'))
      await orders.update(key).set('status', 'paid')
      await users.check('u2').if('age').gt(17)
      expect(scope).include({ pending: 3, requests: 0, committed: 0 })
      return 'done'
    })
    expect(result).equal('done')
    expect(calls()).deep.equal(['TransactWriteItems'])
    expect(await stored()).deep.equal(['u1', 'u2'])
    expect(await orders.get(key)).include({ status: 'paid', revision: 2 })
  })

  it('when it throws, nothing is sent, and the same error is rethrown', async () => {
    const { executor, users, stored, calls } = await opened()
    const work = async () => {
      await users.save(user('u1'))
      await users.save(user('u2'))
      throw failure
    }
    expect(await executor.transaction(work).catch((error) => error)).equal(failure)
    expect(calls()).deep.equal([])
    expect(await stored()).deep.equal([])
    await users.save(user('u3'))
    expect(calls()).deep.equal(['PutItem'])
  })

  it('an empty one sends nothing', async () => {
    const { executor, calls } = await opened()
    await executor.transaction(async () => {})
    await executor.transaction(async (scope) => scope.commit(), { autoCommit: true })
    expect(calls()).deep.equal([])
  })

  it('a failed condition cancels all of it, and the reasons are those of the operations', async () => {
    const { executor, users, stored } = await opened()
    await users.save(user('u2', 5))
    const error = await rejection(
      executor.transaction(async () => {
        await users.save(user('u1'))
        await users.create(user('u2'))
      }),
      TransactionCancelledError,
    )
    expect(error.reasons.map(({ code }) => code)).deep.equal(['None', 'ConditionalCheckFailed'])
    expect(error.reasons[1]?.error).instanceOf(ItemExistsError)
    expect(await stored()).deep.equal(['u2'])
  })

  it('refuses the 101st operation, and sends nothing', async () => {
    const { executor, users, calls } = await opened()
    const work = async () => {
      for (const id of ids(101)) await users.save(user(id))
    }
    await rejection(executor.transaction(work), TransactionLimitError)
    expect(calls()).deep.equal([])
  })

  it('with autoCommit, commits at 100 and goes on', async () => {
    const { executor, users, stored, calls } = await opened()
    await executor.transaction(
      async (scope) => {
        for (const id of ids(101)) await users.save(user(id))
        expect((await stored()).length).equal(100)
        expect(scope).include({ requests: 1, committed: 100, pending: 1 })
      },
      { autoCommit: true },
    )
    expect((await stored()).length).equal(101)
    expect(calls().filter((call) => call === 'TransactWriteItems').length).equal(2)
  })

  it('with commitEvery, as often as it says', async () => {
    const { executor, users, calls } = await opened()
    const work = async () => {
      for (const id of ids(51)) await users.save(user(id))
    }
    await executor.transaction(work, { autoCommit: true, commitEvery: 50 })
    expect(calls()).deep.equal(['TransactWriteItems', 'TransactWriteItems'])
  })

  it('commitEvery is a whole number from 1 to 100, and one of autoCommit', async () => {
    const { executor, users, calls } = await opened()
    const work = () => users.save(user('u1'))
    for (const commitEvery of [0, -1, 1.5, 101])
      await rejection(executor.transaction(work, { autoCommit: true, commitEvery }), InvalidOptionError)
    // @ts-expect-error: it needs autoCommit
    const options: TransactionScopeOptions = { commitEvery: 101 }
    await rejection(executor.transaction(work, options), InvalidOptionError)
    expect(calls()).deep.equal([])
  })

  it('a commit in between, and then the same item again', async () => {
    const { executor, users, calls } = await opened()
    await executor.transaction(async (scope) => {
      await users.save(user('u1', 1))
      await scope.commit()
      expect(await users.get('u1')).include({ age: 1 })
      await users.save(user('u1', 2))
      expect(scope).include({ requests: 1, committed: 1, pending: 1 })
    })
    expect(await users.get('u1')).include({ age: 2 })
    expect(calls().filter((call) => call === 'TransactWriteItems').length).equal(2)
  })

  it('when it throws, what autoCommit committed stays, and the rest is not sent', async () => {
    const { executor, users, stored } = await opened()
    const work = async () => {
      for (const id of ids(5)) await users.save(user(id))
      throw failure
    }
    const run = executor.transaction(work, { autoCommit: true, commitEvery: 2 })
    expect(await run.catch((error) => error)).equal(failure)
    expect(await stored()).deep.equal(ids(4))
    await users.save(user('u9'))
    expect((await stored()).length).equal(5)
  })

  it('an update resolves to nothing that can be read, and prints nothing', async () => {
    const { executor, users } = await opened()
    await users.save(user('u1'))
    const warnings: unknown[] = []
    const listen = (warning: unknown) => warnings.push(warning)
    process.on('warning', listen)
    const updated = await executor.transaction(async () => {
      const item = await users.update('u1').set('age', 5)
      expect(() => item.age)
        .throw(ScopeError)
        .with.property('reason', 'pending')
      return item
    })
    await new Promise((resolve) => setImmediate(resolve))
    process.removeListener('warning', listen)
    expect(updated).include({ age: 5 })
    expect(warnings).deep.equal([])
  })

  it('an updated item that the function returns is read after the commit', async () => {
    const { executor, users, calls } = await opened()
    await users.save(user('u1', 5))
    calls()
    const updated = await executor.transaction(async () => users.update('u1').add('age', 1))
    expect(updated).deep.equal(user('u1', 6))
    expect(calls()).deep.equal(['TransactWriteItems', 'GetItem'])
    // An item that is deleted by then is not an error of the transaction, which is committed.
    const gone = await executor.transaction(async () => {
      const item = await users.update('u1').add('age', 1)
      setImmediate(() => {})
      return { item }
    })
    expect(() => gone.item.age).throw(
      ScopeError,
      'the transaction is committed, but transactions return no items',
    )
    expect(calls()).deep.equal(['TransactWriteItems'])
  })

  it('a cancelled part is not reported as the whole', async () => {
    const { executor, users, stored } = await opened()
    await users.save(user('u9'))
    const work = executor.transaction(
      async () => {
        for (const id of [...ids(4), 'u9']) await users.create(user(id))
      },
      { autoCommit: true, commitEvery: 2 },
    )
    const error = await rejection(work, TransactionCancelledError)
    expect(error).include({ committed: 4 })
    expect(error.message).contain('this part of the transaction was cancelled, and none of it was written')
    expect(error.message).contain('; 4 operations had already been committed in earlier parts')
    expect(error.reasons.map(({ key }) => key)).deep.equal([{ userId: 'u9' }])
    expect(await stored()).deep.equal([...ids(4), 'u9'])
  })

  it('tables are not created or deleted next to it', async () => {
    const { executor, users } = await opened()
    for (const name of ['createTable', 'deleteTable'] as const)
      expect(
        (
          await rejection(
            executor.transaction(async () => users[name]()),
            ScopeError,
          )
        ).reason,
      ).equal('nested')
    expect(await users.tableExists()).equal(true)
  })

  it('errors at an await inside show who awaited', async () => {
    const { executor, users } = await opened()
    async function helperOfMine() {
      await users.save(user('u1'))
      await users.delete('u1')
    }
    const error = await rejection(executor.transaction(helperOfMine), DuplicateOperationError)
    expect(error.stack).contain('helperOfMine')
  })

  it('a commit that nobody waits for leaves no unhandled rejection', async () => {
    const { executor, users } = await opened()
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', note)
    const work = executor.transaction(async (scope) => {
      await users.save(user('u1'))
      await users.delete('u1').catch(() => {})
      void scope.commit()
    })
    await rejection(work, DuplicateOperationError)
    await new Promise((resolve) => setTimeout(resolve, 20))
    process.removeListener('unhandledRejection', note)
    expect(unhandled).deep.equal([])
  })

  it('returned items are plain data, before and after, committed or not', async () => {
    const { executor, orders } = await opened()
    const order = await orders.save({ ...orderInput, ...key })
    const before = structuredClone(order)
    let saved: typeof order | undefined
    const work = (fails: boolean) => async () => {
      saved = await orders.save({ ...order, total: 99 })
      if (fails) throw failure
    }
    expect(await executor.transaction(work(true)).catch((error) => error)).equal(failure)
    expect(saved).include({ revision: 2, total: 99 })
    // Nothing was written: the item as it was read is the current one, and can be written.
    expect(order).deep.equal(before)
    await executor.transaction(work(false))
    expect(order).deep.equal(before)
    expect(await orders.get(key)).deep.equal(saved)
    await rejection(
      executor.transaction(() => orders.save({ ...order, total: 1 })),
      TransactionCancelledError,
    )
    await orders.save({ ...(saved ?? order), total: 1 })
  })

  it('reads run at once, and see what is committed', async () => {
    const { executor, users, orders, calls } = await opened()
    await executor.transaction(async () => {
      await users.save(user('u1'))
      expect(await users.get('u1').consistent()).equal(undefined)
      expect(await users.scan()).deep.equal([])
      expect(await users.query().where('userId').eq('u1')).deep.equal([])
      expect(await users.getMany(['u1'])).deep.equal([])
      expect(await executor.batchGet([users.get('u1'), orders.get(key)])).deep.equal([undefined, undefined])
      expect(await executor.transactionGet([users.get('u1')])).deep.equal([undefined])
      expect(await users.tableExists()).equal(true)
      expect(calls()).not.contain('TransactWriteItems')
    })
    expect(await users.get('u1')).deep.equal(user('u1'))
  })

  it('after a commit that failed it is closed, and nothing is sent again', async () => {
    const { executor, users, stored, calls } = await opened()
    await users.save(user('u1'))
    let failed: unknown
    const run = executor.transaction(async (scope) => {
      await users.create(user('u1'))
      await users.save(user('u2'))
      failed = await rejection(scope.commit(), TransactionCancelledError)
      for (const late of [users.save(user('u3')), scope.commit()])
        expect(await rejection(late, ScopeError)).include({ reason: 'closed', cause: failed })
    })
    expect(await run.catch((error) => error)).equal(failed)
    expect(calls()).deep.equal(['PutItem', 'TransactWriteItems'])
    expect(await stored()).deep.equal(['u1'])
  })

  it('a swallowed failure of an autoCommit is that of the transaction', async () => {
    const { executor, users, stored } = await opened()
    await users.save(user('u1'))
    let failed: unknown
    const run = executor.transaction(
      async () => {
        failed = await rejection(users.create(user('u1')), TransactionCancelledError)
      },
      { autoCommit: true, commitEvery: 1 },
    )
    expect(await run.catch((error) => error)).equal(failed)
    expect(await stored()).deep.equal(['u1'])
  })

  it('a second operation on one item ends it, also where the error is swallowed', async () => {
    const { executor, users, calls } = await opened()
    const run = executor.transaction(async () => {
      await users.save(user('u1'))
      await rejection(users.update('u1').set('age', 5), DuplicateOperationError)
    })
    await rejection(run, DuplicateOperationError)
    expect(calls()).deep.equal([])
  })

  it('a token makes a repeat of the same work harmless, commit by commit', async () => {
    const { executor, users } = await opened()
    await users.save(user('u1'))
    await users.save(user('u2'))
    const token = `payment-${process.pid}-${Date.now()}`
    const run = (by: number, options: { token?: string } = { token }) =>
      executor.transaction(
        async () => {
          await users.update('u1').add('age', 1)
          await users.update('u2').add('age', by)
        },
        { ...options, autoCommit: true, commitEvery: 1 },
      )
    await run(1)
    await run(1)
    await rejection(run(2), IdempotencyMismatchError)
    expect(await users.get('u1')).include({ age: 1 })
    expect(await users.get('u2')).include({ age: 1 })
    await run(1, {})
    expect(await users.get('u1')).include({ age: 2 })
  })

  it('an abort commits nothing', async () => {
    const { executor, users, calls } = await opened()
    const controller = new AbortController()
    const run = executor.transaction(
      async () => {
        await users.save(user('u1'))
        controller.abort('enough')
      },
      { signal: controller.signal },
    )
    expect(await rejection(run, AbortedError)).include({ outcome: 'nothing written', cause: 'enough' })
    expect(calls()).deep.equal([])
  })

  it('creates missing tables, of all that it touches', async () => {
    const { executor } = await opened()
    const users = new Repository(userEntity(engine.name('missing-users')), executor)
    const orders = new Repository(orderEntity(engine.name('missing-orders')), executor)
    await executor.transaction(async () => {
      await users.save(user('u1'))
      await orders.save({ ...orderInput, ...key })
    })
    expect(await users.get('u1')).include({ userId: 'u1' })
    expect(await orders.get(key)).include(key)
  })
})

describe('scopes and what is around them', () => {
  describe('two transactions at a time never mix', () => {
    const emitter = new EventEmitter()
    const ways: [string, (save: (id: string) => Promise<unknown>) => Promise<unknown>][] = [
      [
        'timers',
        async (save) => {
          for (const id of ids(3)) {
            await new Promise((resolve) => setTimeout(resolve, Math.random() * 4))
            await save(id)
          }
        },
      ],
      [
        'chains of promises',
        (save) => ids(3).reduce<Promise<unknown>>((all, id) => all.then(() => save(id)), Promise.resolve()),
      ],
      [
        'async generators',
        async (save) => {
          async function* saving() {
            for (const id of ids(3)) yield await save(id)
          }
          for await (const _ of saving()) await new Promise((resolve) => setImmediate(resolve))
        },
      ],
      [
        'listeners',
        (save) =>
          new Promise((resolve, reject) => {
            const done = (id: string) => save(id).then(resolve, reject)
            emitter.once('go', done)
            emitter.emit('go', 'u1')
          }),
      ],
    ]

    for (const [what, way] of ways)
      it(`with ${what}`, async () => {
        const { executor, users, sent, stored } = await opened()
        const run = (prefix: string, fails: boolean) =>
          executor.transaction(async () => {
            await way((id) => users.save(user(`${prefix} ${id}`)).execute())
            if (fails) throw failure
          })
        const runs = [run('a', false), run('b', true), run('c', false)]
        const outcomes = await Promise.allSettled([...runs, users.save(user('d'))])
        expect(outcomes.map(({ status }) => status)).deep.equal([
          'fulfilled',
          'rejected',
          'fulfilled',
          'fulfilled',
        ])
        expect(sent.filter(({ call }) => call === 'TransactWriteItems').length).equal(2)
        const all = await stored()
        expect(all.some((id) => id.startsWith('b'))).equal(false)
        expect(all.filter((id) => id.startsWith('a')).length).equal(
          all.filter((id) => id.startsWith('c')).length,
        )
        expect(all).contain('d')
      })
  })

  it('what outlives the scope is refused, and says so', async () => {
    const { executor, users, stored } = await opened()
    let later: Promise<unknown>[] = []
    await executor.transaction(async (scope) => {
      await users.save(user('u1'))
      const after = new Promise((resolve) => setTimeout(resolve, 10))
      later = [
        after.then(() => users.save(user('u2'))),
        after.then(() => users.save(user('u3')).raw()),
        after.then(() => executor.batch([users.save(user('u4'))])),
        after.then(() => executor.transaction(() => users.save(user('u5')))),
        after.then(() => scope.commit()),
      ]
      for (const each of later) each.catch(() => {})
    })
    for (const each of later) expect((await rejection(each, ScopeError)).reason).equal('closed')
    expect(await stored()).deep.equal(['u1'])
  })

  for (const [outer, inner] of [
    ['transaction', 'transaction'],
    ['batch', 'transaction'],
    ['transaction', 'batch'],
  ] as const)
    it(`a ${inner} in a ${outer} is refused before it runs; the outer one is written`, async () => {
      const { executor, users, stored } = await opened()
      await inside(executor, outer, async () => {
        await users.save(user('u1'))
        const work = async () => expect.fail('it ran')
        expect((await rejection(inside(executor, inner, work), ScopeError)).reason).equal('nested')
        await users.save(user('u2'))
      })
      expect(await stored()).deep.equal(['u1', 'u2'])
    })

  const besides: [string, (opened: Opened) => PromiseLike<unknown>][] = [
    ['.raw()', ({ users }) => users.save(user('x')).raw()],
    ['.raw() of an update', ({ users }) => users.update('u1').set('age', 1).raw()],
    ['.raw() of a delete', ({ users }) => users.delete('u1').raw()],
    ['a batch of a list', ({ executor, users }) => executor.batch([users.save(user('x'))])],
    ['a transaction of a list', ({ executor, users }) => executor.transaction([users.save(user('x'))])],
    ['saveMany', ({ users }) => users.saveMany([user('x')])],
    ['deleteMany', ({ users }) => users.deleteMany(['u1'])],
  ]
  for (const [what, act] of besides)
    for (const scope of ['batch', 'transaction'] as const)
      it(`${what} is refused inside a ${scope}, which goes on`, async () => {
        const given = await opened()
        await inside(given.executor, scope, async () => {
          expect((await rejection(act(given), ScopeError)).reason).equal('nested')
          await given.users.save(user('u1'))
        })
        expect(await given.stored()).deep.equal(['u1'])
        const [call] = given.calls()
        expect(call).equal(scope === 'batch' ? 'BatchWriteItem' : 'TransactWriteItems')
      })

  it('a write through another executor is refused', async () => {
    const { executor, users, stored, calls } = await opened()
    const otherExecutor = new CommandExecutor({ client: engine.client })
    const other = new Repository(users.entity, otherExecutor)
    for (const scope of ['batch', 'transaction'] as const)
      await inside(executor, scope, async () => {
        const error = await rejection(other.save(user('x')), ScopeError)
        expect(error).include({ reason: 'place', entity: 'User', operation: 'save' })
        await other.get('x')
        const work = async () => expect.fail('it ran')
        const reason = scope === 'batch' ? 'place' : 'nested'
        expect((await rejection(otherExecutor.batch(work), ScopeError)).reason).equal(reason)
      })
    expect(calls()).deep.equal([])
    expect(await stored()).deep.equal([])
  })

  it('an operation of another region is refused, and ends the transaction', async () => {
    const executor = new CommandExecutor({ region: 'eu-west-1', endpoint: 'http://127.0.0.1:9' })
    const users = new Repository(userEntity('here'), executor)
    const away = new Repository(userEntity(new Table({ name: 'away', region: 'eu-west-3' })), executor)
    const same = new Repository(userEntity(new Table({ name: 'same', region: 'eu-west-1' })), executor)
    const run = executor.transaction(async () => {
      await users.save(user('u1'))
      await same.save(user('u1'))
      expect((await rejection(away.save(user('u1')), ScopeError)).reason).equal('place')
    })
    expect((await rejection(run, ScopeError)).reason).equal('place')
    executor.destroy()
  })

  it('unscoped: what is run there is written at once, and stays', async () => {
    const { executor, users, stored, calls } = await opened()
    const work = async () => {
      await users.save(user('u1'))
      expect(await executor.unscoped(() => users.save(user('audit 1')))).deep.equal(user('audit 1'))
      await executor.unscoped(async () => {
        await users.save(user('audit 2'))
        await executor.transaction(() => users.save(user('audit 3')))
        await users.saveMany([user('audit 4')])
      })
      expect(executor.unscoped(() => 5)).equal(5)
      expect(await stored()).deep.equal(['audit 1', 'audit 2', 'audit 3', 'audit 4'])
      throw failure
    }
    expect(await executor.transaction(work).catch((error) => error)).equal(failure)
    expect(calls()).deep.equal(['PutItem', 'PutItem', 'TransactWriteItems', 'BatchWriteItem'])
    expect(await executor.unscoped(() => users.get('u1'))).equal(undefined)
  })

  it('observers that write when a scope is sent, write on their own', async () => {
    const { executor, users, stored } = await opened()
    const log: Promise<unknown>[] = []
    const observed = new CommandExecutor({
      client: engine.client,
      observers: [
        {
          onCommand({ call }) {
            if (call === 'TransactWriteItems') log.push(executor.unscoped(() => users.save(user('log'))))
            if (call === 'TransactWriteItems') log.push(users.save(user('log too')).execute())
          },
        },
      ],
    })
    const mine = new Repository(users.entity, observed)
    await observed.transaction(() => mine.save(user('u1')))
    await Promise.all(log)
    expect(await stored()).deep.equal(['log', 'log too', 'u1'])
  })
})
