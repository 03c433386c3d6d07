// Operations that are built inside a batch or a transaction and never run.
import { AsyncResource } from 'node:async_hooks'
import { expect } from 'chai'
import {
  AbortedError,
  and,
  CommandExecutor,
  InvalidOptionError,
  ItemExistsError,
  Repository,
  ScopeError,
} from 'dyntastic'
import { rawScan, withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'

const engine = withEngine()
const user = (userId: string) => ({ ...aliceInput, userId })
const key = { customerId: 'c1', orderId: 'o1' }

async function opened() {
  const executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
  const users = new Repository(userEntity(engine.name('users')), executor)
  const orders = new Repository(orderEntity(engine.name('orders')), executor)
  await Promise.all([users.createTable(), orders.createTable()])
  const stored = async () =>
    (await rawScan(engine.client, users.entity.table.name)).map(({ userId }) => userId?.S ?? '').sort()
  return { executor, users, orders, stored }
}

/** What a promise rejects with. */
async function failureOf(promise: PromiseLike<unknown>): Promise<unknown> {
  const [result] = await Promise.allSettled([promise])
  if (result.status === 'rejected') return result.reason
  throw new Error('it resolved')
}

type Opened = Awaited<ReturnType<typeof opened>>
type Kind = 'batch' | 'transaction'

const run = <T>(executor: CommandExecutor, kind: Kind, work: () => Promise<T>, options = {}): Promise<T> =>
  kind === 'batch' ? executor.batch(work, options) : executor.transaction(work, options)

/** Each operation that a repository builds, forgotten. */
const forgotten: Record<string, (on: Opened) => unknown> = {
  'User.save': ({ users }) => users.save(user('u1')),
  'User.create': ({ users }) => users.create(user('u1')),
  'User.update': ({ users }) => users.update('u1').set('age', 3),
  'User.delete': ({ users }) => users.delete('u1'),
  'User.check': ({ users }) => users.check('u1').if('age').gt(1),
  'User.get': ({ users }) => users.get('u1').consistent(),
  'User.getOrThrow': ({ users }) => users.getOrThrow('u1'),
  'User.refresh': ({ users }) => users.refresh('u1'),
  'User.getMany': ({ users }) => users.getMany(['u1']).select('age'),
  'User.query': ({ users }) => users.query().where('userId').eq('u1').limit(1),
  'User.scan': ({ users }) => users.scan(),
  'Order.save': ({ orders }) => orders.save(orderInput).if('total').gt(1).orSkip(),
  'Order.update': ({ orders }) => orders.update(key).patch({ note: 'x' }).returning('old'),
}

/** What is done with an operation that is not forgotten. Each gets an operation that batches and transactions take. */
const used: Record<string, (on: Opened) => unknown> = {
  awaited: ({ users }) => users.save(user('u2')),
  'executed, and not waited for': ({ users }) => void users.save(user('u2')).execute(),
  'handled by then': ({ users }) => void users.save(user('u2')).then(() => {}),
  'in Promise.all': ({ users }) => Promise.all([users.save(user('u2')), users.delete('u3')]),
  'in Promise.race': ({ users }) => Promise.race([users.save(user('u2')), users.delete('u3')]),
  'returned from a function that is not awaited': ({ users }) => {
    const helper = async () => users.save(user('u2'))
    void helper()
  },
  'built now and awaited later': async ({ users }) => {
    const saving = users.save(user('u2'))
    await users.get('u1')
    await saving
  },
  'a chain of which the end is awaited': async ({ orders, executor }) => {
    const start = orders.delete(key).if('total').gt(1)
    const next = start.if('note').exists()
    await executor.unscoped(() => next.orSkip())
  },
  'a fork of which both ends are awaited': async ({ users, executor }) => {
    const start = users.query().where('userId').eq('u1')
    await start.limit(1)
    await start.descending()
    expect(executor.watch.awaited).equal(0)
  },
  'run outside the scope': ({ users, executor }) => executor.unscoped(() => users.save(user('u2'))),
  'built inside and run outside the scope': async ({ users, executor }) => {
    const saving = users.save(user('u2'))
    await executor.unscoped(async () => saving)
  },
  'built outside by unscoped()': ({ users, executor }) => {
    executor.unscoped(() => void users.save(user('u2')))
  },
  'in a list outside the scope': async ({ users, executor }) => {
    const saving = users.save(user('u2'))
    await executor.unscoped(() => executor.batch([saving]))
  },
  'in a transaction of reads': ({ users, executor }) => executor.transactionGet([users.get('u1')]),
  'in a batch of reads': ({ users, executor }) =>
    executor.batchGet([users.get('u1'), users.getOrThrow('u1')]),
  'read as a command': ({ users }) => users.save(user('u2')).toCommand(),
  'read by raw()': ({ users }) => users.get('u1').raw(),
  'a query that is explained': ({ users }) => users.query().where('userId').eq('u1').explain(),
  'a query that is counted': ({ users }) => users.scan().count(),
  'a query of which a page is read': ({ users }) => users.scan().page(),
  'a query that is gone through': async ({ users }) => {
    for await (const _ of users.scan()) break
  },
  'in a list that is refused, which the work handles': ({ users, executor }) =>
    failureOf(executor.batch([users.save(user('u2')), users.delete('u3')])),
  'a write that is refused when it is awaited, which the work handles': ({ users, executor }) =>
    failureOf(executor.unscoped(() => users.create(user('u1')))),
  'handed to code that runs elsewhere': async ({ users }, elsewhere?: AsyncResource) => {
    const reading = users.get('u1')
    await elsewhere?.runInAsyncScope(() => reading.execute())
  },
}

describe('an operation that is built inside a scope', () => {
  for (const kind of ['batch', 'transaction'] as const) {
    for (const [name, build] of Object.entries(forgotten))
      it(`is refused at the end of a ${kind} if it was never run: ${name}`, async () => {
        const on = await opened()
        const work = async () => {
          await on.users.save(user('u9'))
          build(on)
        }
        const error = await failureOf(run(on.executor, kind, work))
        expect(error).instanceOf(ScopeError)
        expect(error).include({ code: 'SCOPE', reason: 'unawaited', operation: kind, written: 0 })
        expect(error)
          .property('message')
          .includes(`built inside the ${kind} but never run: ${name}; is an 'await' missing?`)
        expect(error).property('unawaited').length(1)
        expect(JSON.stringify(error)).not.includes('alice')
        expect(await on.stored()).deep.equal([])
        expect(on.executor.watch.awaited).equal(0)
      })

    for (const [what, use] of Object.entries(used))
      it(`is not missed by a ${kind} if it is ${what}`, async () => {
        const on = await opened()
        const elsewhere = new AsyncResource('elsewhere')
        await on.users.save(user('u1'))
        await run(on.executor, kind, async () => {
          await (use as (on: Opened, elsewhere: AsyncResource) => unknown)(on, elsewhere)
        })
        expect(on.executor.watch.awaited).equal(0)
      })

    it(`is ignored by a ${kind} that allows it`, async () => {
      const on = await opened()
      const work = async () => {
        await on.users.save(user('u1'))
        on.users.save(user('u2'))
      }
      await run(on.executor, kind, work, { unawaited: 'allow' })
      expect(await on.stored()).deep.equal(['u1'])
      const wrong = await failureOf(run(on.executor, kind, work, { unawaited: 'ignore' }))
      expect(wrong).instanceOf(InvalidOptionError)
    })

    it(`is run by a ${kind} whose work returns it, and refused inside an array`, async () => {
      const on = await opened()
      await run(on.executor, kind, () => on.users.save(user('u1')))
      await run(on.executor, kind, async () => on.users.save(user('u2')))
      const error = await failureOf(
        run(on.executor, kind, async () => [on.users.save(user('u3')), on.users.delete('u1')]),
      )
      expect(error).property('message').includes('2 operations were built').includes('User.save, User.delete')
      expect(await on.stored()).deep.equal(['u1', 'u2'])
    })

    it(`does not hide the error that ends a ${kind}`, async () => {
      const on = await opened()
      const failure = new Error('of the work')
      const thrown = await failureOf(
        run(on.executor, kind, async () => {
          on.users.save(user('u1'))
          throw failure
        }),
      )
      expect(thrown).equal(failure)
      const controller = new AbortController()
      const aborted = run(
        on.executor,
        kind,
        async () => {
          on.users.save(user('u1'))
          controller.abort()
          await on.users.get('u1')
        },
        { signal: controller.signal },
      )
      expect(await failureOf(aborted)).instanceOf(AbortedError)
      expect(on.executor.watch.awaited).equal(0)
    })

    it(`is named, up to ten of them, and can still be run after a ${kind}`, async () => {
      const on = await opened()
      const work = async () => {
        for (let at = 10; at < 22; at++) on.users.save(user(`u${at}`))
      }
      const error = await failureOf(run(on.executor, kind, work))
      expect(error).property('message').includes('12 operations were built').includes('and 2 more')
      await on.executor.batch((error as { unawaited: never[] }).unawaited)
      expect(await on.stored()).length(12)
    })
  }

  it('ends a batch of which a part was sent, and says how much was', async () => {
    const { executor, users, stored } = await opened()
    const work = async () => {
      for (const id of ['u1', 'u2', 'u3']) await users.save(user(id))
      users.save(user('u4'))
    }
    const error = await failureOf(executor.batch(work, { size: 2 }))
    expect(error).include({ reason: 'unawaited', written: 2 })
    expect(error)
      .property('message')
      .includes('2 operations had already been written, and the rest were not sent')
    expect(await stored()).deep.equal(['u1', 'u2'])
  })

  it('belongs to the inner batch that it is built in', async () => {
    const { executor, users, stored } = await opened()
    await executor.batch(async () => {
      const outer = users.save(user('u1'))
      const error = await failureOf(
        executor.batch(async () => {
          users.save(user('u2'))
          await outer
        }),
      )
      expect(error).include({ reason: 'unawaited' })
      await users.save(user('u3'))
    })
    expect(await stored()).deep.equal(['u3'])
  })

  it('is noticed through another executor, too', async () => {
    const { executor, users, stored } = await opened()
    const other = new Repository(users.entity, new CommandExecutor({ client: engine.client }))
    const error = await failureOf(executor.transaction(async () => void other.save(user('u1'))))
    expect(error).include({ reason: 'unawaited' })
    expect(await stored()).deep.equal([])
  })

  it('is watched in scopes that run side by side, each for itself', async () => {
    const { executor, users, stored } = await opened()
    const results = await Promise.allSettled(
      ['u1', 'u2', 'u3', 'u4'].map((id, at) =>
        executor.transaction(async () => {
          await users.get(id)
          const saving = users.save(user(id))
          if (at % 2 === 0) await saving
        }),
      ),
    )
    expect(results.map(({ status }) => status)).deep.equal(['fulfilled', 'rejected', 'fulfilled', 'rejected'])
    expect(await stored()).deep.equal(['u1', 'u3'])
    expect(executor.watch.awaited).equal(0)
  })

  it('is not watched outside scopes', async () => {
    const { executor, users } = await opened()
    users.save(user('u1'))
    expect(executor.watch.awaited).equal(0)
    await executor.transaction(async () => {
      await users.create(user('u1')).if((attr) => and(attr.age.notExists()))
    })
    expect(await failureOf(users.create(user('u1')))).instanceOf(ItemExistsError)
  })
})
