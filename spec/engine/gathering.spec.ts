// Gets gathered on a real engine: what resolvers ask one by one is read together, and nobody can tell but by the
// requests.
import { expect } from 'chai'
import { type CommandEvent, CommandExecutor, Entity, Repository, TableNotFoundError } from 'dyntastic'
import { integer, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { orderEntity, orderInput, userEntity } from '../support/entities.js'
import { witness } from './opened.js'

const engine = withEngine()

const user = (at: number) => ({ userId: `u${at}`, name: `Name ${at}`, email: `u${at}@example.com` })

async function opened() {
  const { client, sent } = witness(engine.client)
  const events: CommandEvent[] = []
  const executor = new CommandExecutor({
    client,
    gather: true,
    observers: [{ onCommand: (event) => events.push(event) }],
  })
  const users = new Repository(userEntity(engine.name('users')), executor)
  const orders = new Repository(orderEntity(engine.name('orders')), executor)
  for (const at of [0, 1, 2, 3]) await users.save(user(at))
  await orders.save(orderInput)
  sent.length = 0
  events.length = 0
  return { executor, users, orders, sent, events, calls: () => sent.map(({ call }) => call) }
}

describe('gathered gets', () => {
  it('are one request for all gets of a tick, each with the result of its own get', async () => {
    const { users, orders, calls, events } = await opened()
    const key = { customerId: 'c1', orderId: 'o1' }
    const author = async (userId: string) => (await users.getOrThrow(userId)).name
    const [order, names, part, missing] = await Promise.all([
      orders.get(key),
      Promise.all(['u1', 'u2', 'u1', 'u3'].map(author)),
      users.get('u0').select('email'),
      users.get('nobody'),
    ])
    expect(order?.total).equal(12.5)
    expect(names).deep.equal(['Name 1', 'Name 2', 'Name 1', 'Name 3'])
    expect(part).deep.equal({ email: 'u0@example.com' })
    expect(missing).equal(undefined)
    // One table has one projection in a request: the part is read by one of its own.
    expect(calls()).deep.equal(['BatchGetItem', 'BatchGetItem'])
    expect(events.map(({ operation, entity }) => `${operation} of ${entity}`)).have.members([
      'get of User',
      'get of User, Order',
    ])
  })

  it('are decoded by each caller, within its own transaction', async () => {
    const { executor, users, orders } = await opened()
    const strict = new Repository(
      new Entity({
        name: 'Strict',
        table: users.entity.table,
        attributes: { userId: string(), name: integer() },
        key: { partition: 'userId' },
      }),
      executor,
    )
    const inside = (userId: string, fails: boolean) =>
      executor.transaction(async () => {
        // What does not fit is noted by a write, from inside the read.
        await strict.get(userId).onInvalid(() => {
          void orders.save({ ...orderInput, orderId: `of ${userId}` }).execute()
        })
        if (fails) throw new Error('of the work')
      })
    await Promise.allSettled([inside('u1', true), inside('u2', false)])
    expect(await orders.getMany(['of u1', 'of u2'].map((orderId) => ({ customerId: 'c1', orderId })))).length(
      1,
    )
  })

  it('are GetItems where they come one after the other', async () => {
    const { users, calls } = await opened()
    for (const at of [0, 1]) expect(await users.get(`u${at}`)).include(user(at))
    expect(calls()).deep.equal(['GetItem', 'GetItem'])
  })

  it('see what was written before them', async () => {
    const { users, calls } = await opened()
    await users.update('u1').set('name', 'New')
    const [one, two] = await Promise.all([users.refresh(user(1) as never), users.get('u2').consistent()])
    expect([one.name, two?.name]).deep.equal(['New', 'Name 2'])
    expect(calls().at(-1)).equal('BatchGetItem')
  })

  it('fail alone where their table is missing', async () => {
    const { users, executor, calls } = await opened()
    const ghosts = new Repository(userEntity(engine.name('ghosts')), executor)
    const [well, ill] = await Promise.allSettled([users.get('u1'), ghosts.get('u1')])
    expect(well).deep.include({ status: 'fulfilled' })
    expect(ill).property('reason').instanceOf(TableNotFoundError)
    expect(calls()).deep.equal(['BatchGetItem', 'BatchGetItem', 'BatchGetItem'])
  })
})
