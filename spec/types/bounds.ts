// What the types of repositories within bounds take, refuse and return; compiled, never run.
import { Collection, CommandExecutor, Entity, type ItemOf, one, Repository, Table } from 'dyntastic'
import { date, integer, literal, optional, string } from 'superstruct'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
declare function yes<_T extends true>(): void

const Order = new Entity({
  name: 'Order',
  table: 'orders',
  attributes: {
    tenantId: string(),
    orderId: string(),
    region: string(),
    total: integer(),
    note: optional(string()),
  },
  key: { partition: 'tenantId', sort: 'orderId' },
})
const executor = new CommandExecutor()
const orders = new Repository(Order, executor)

export async function keyed(): Promise<void> {
  const mine = orders.scoped({ tenantId: 't1' })
  await mine.get({ orderId: 'o1' })
  await mine.get('o1')
  await mine.save({ orderId: 'o1', region: 'eu', total: 1 })
  await mine.saveMany([{ orderId: 'o1', region: 'eu', total: 1 }])
  await executor.batch([mine.save({ orderId: 'o1', region: 'eu', total: 1 }), mine.delete('o2')])
  const found = await mine.query().where('orderId').beginsWith('o')
  yes<Equal<typeof found, ItemOf<typeof Order>[]>>()
  const item = await mine.getOrThrow('o1')
  await mine.save({ ...item, total: 2 })
  await mine.update(item).set('total', 3)
  await mine.delete(item)
  await mine.update('o1').set('total', 1).upsert({ region: 'eu' })
  // @ts-expect-error the key has no tenant any more
  await mine.get({ tenantId: 't1', orderId: 'o1' })
  // @ts-expect-error nor do inputs
  await mine.save({ tenantId: 't1', orderId: 'o1', region: 'eu', total: 1 })
  // @ts-expect-error what is bound does not change
  await mine.update('o1').set('tenantId', 't2')
  // @ts-expect-error there is no such attribute
  orders.scoped({ tenant: 't1' })
  // @ts-expect-error its values are strings
  orders.scoped({ tenantId: 5 })
  // @ts-expect-error a bound has a value
  orders.scoped({ tenantId: undefined as string | undefined })
  const both = mine.scoped({ region: 'eu' })
  await both.save({ orderId: 'o1', total: 1 })
  // @ts-expect-error both are bound
  await both.save({ orderId: 'o1', total: 1, region: 'us' })
  const all = orders.scoped({ tenantId: 't1', orderId: 'o1' })
  await all.get({})
}

export async function loose(): Promise<void> {
  const eu = orders.scoped({ region: 'eu' })
  await eu.get({ tenantId: 't1', orderId: 'o1' })
  await eu.save({ tenantId: 't1', orderId: 'o1', total: 1 })
  // @ts-expect-error a batch has no condition that keeps it within the bounds
  await executor.batch([eu.save({ tenantId: 't1', orderId: 'o1', total: 1 })])
  await executor.transaction([eu.save({ tenantId: 't1', orderId: 'o1', total: 1 })])
  // @ts-expect-error what is bound does not change
  await eu.update({ tenantId: 't1', orderId: 'o1' }).set('region', 'us')
}

const Day = new Entity({
  name: 'Day',
  table: 'days',
  attributes: { userId: string(), at: date(), n: integer() },
  key: { partition: 'userId', sort: 'at' },
})
export async function dates(): Promise<void> {
  const mine = new Repository(Day, executor).scoped({ userId: 'u1' })
  await mine.get(new Date())
  await mine.get('2026-01-01T00:00:00.000Z')
  await mine.get({ at: new Date() })
  // @ts-expect-error a number is not a time
  await mine.get(5)
}

const table = new Table({ name: 'zoo' })
const shared = { tenantId: string(), id: string() }
const key = { partition: 'tenantId', sort: 'id' } as const
const Cat = new Entity({
  name: 'Cat',
  table,
  attributes: { ...shared, kind: literal('cat'), lives: integer() },
  key,
})
const Dog = new Entity({
  name: 'Dog',
  table,
  attributes: { ...shared, kind: literal('dog'), tricks: integer() },
  key,
})
export async function many(): Promise<void> {
  const animals = new Repository(Entity.oneOf([Cat, Dog]), executor).scoped({ tenantId: 't1' })
  await animals.save({ id: 'a', kind: 'cat', lives: 9 })
  // @ts-expect-error a dog has tricks
  await animals.save({ id: 'a', kind: 'dog', lives: 9 })
  const zoo = new Collection({ cats: Cat, dog: one(Dog) }, executor).scoped({ tenantId: 't1' })
  const { cats, dog } = await zoo.query()
  yes<Equal<typeof cats, ItemOf<typeof Cat>[]>>()
  yes<Equal<typeof dog, ItemOf<typeof Dog> | undefined>>()
  // @ts-expect-error not every kind has lives
  zoo.scoped({ lives: 9 })
}

/** A repository of one's own, within bounds. */
export class TenantOrders extends Repository<ReturnType<typeof tenantEntity>> {
  constructor(tenantId: string) {
    super(tenantEntity(tenantId), executor)
  }
  open() {
    return this.query().where('total').gt(0)
  }
}
const tenantEntity = (tenantId: string) => orders.scoped({ tenantId }).entity
