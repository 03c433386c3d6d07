// The contract of kinds, block by block: one shop in one table, as its blocks declare and use it.
import { expect } from 'chai'
import {
  attribute,
  Collection,
  CommandExecutor,
  Entity,
  type ItemOf,
  type KeyOf,
  one,
  Repository,
  Table,
} from 'dyntastic'
import { date, enums, integer, literal, number, optional, string } from 'superstruct'
import { rawGet, withEngine } from '../support/engine.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const sure = <T extends true>(): T => true as T

describe('the contract of several kinds in one table', () => {
  const engine = withEngine()
  // DynamoDB Local does not have keys of several attributes: there the first one is the partition key.
  const tenancy = (
    process.env['DYNTASTIC_TEST_ENDPOINT'] === undefined ? ['tenantId', 'status'] : ['tenantId']
  ) as readonly ['tenantId', 'status']

  function declared() {
    const shop = new Table({
      name: engine.name('shop'),
      key: { partition: 'pk', sort: 'sk' },
      indexes: {
        gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
        gsi2: { partition: 'gsi2pk', sort: 'gsi2sk', projection: 'keys' },
        gsi3: { partition: tenancy, sort: 'total' },
        lsi1: { local: true, sort: 'lsi1sk' },
      },
      kind: '_type',
      create: { BillingMode: 'PAY_PER_REQUEST' },
    })
    const Customer = new Entity({
      name: 'Customer',
      table: shop,
      attributes: { customerId: string(), email: string(), name: string() },
      key: { partition: 'CUSTOMER#{customerId}', sort: 'PROFILE' },
      indexes: { byEmail: { index: 'gsi1', partition: 'EMAIL#{email}', sort: 'CUSTOMER' } },
    })
    const Order = new Entity({
      name: 'Order',
      table: shop,
      attributes: {
        customerId: string(),
        orderId: string(),
        placedAt: date(),
        total: number(),
        status: attribute(enums(['open', 'paid', 'shipped']), { default: 'open' }),
        shipBy: optional(date()),
      },
      key: { partition: 'CUSTOMER#{customerId}', sort: 'ORDER#{placedAt}#{orderId}' },
      indexes: {
        byStatus: { index: 'gsi1', partition: 'STATUS#{status}', sort: '{placedAt}#{orderId}' },
        byShipDay: { index: 'gsi2', partition: 'SHIP#{shipBy:day}', sort: '{orderId}' },
      },
    })
    type OrderKey = KeyOf<typeof Order>
    type OrderItem = ItemOf<typeof Order>
    sure<Equal<OrderKey, { customerId: string; placedAt: Date; orderId: string }>>()
    sure<Equal<keyof OrderItem, 'customerId' | 'orderId' | 'placedAt' | 'total' | 'status' | 'shipBy'>>()
    const executor = new CommandExecutor({ client: engine.client })
    const [orders, customers] = [new Repository(Order, executor), new Repository(Customer, executor)]
    return { shop, Customer, Order, executor, orders, customers }
  }

  const [january, february] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')]
  const day = (text: string) => new Date(`${text}T10:00:00.000Z`)
  const ordersOfC1 = [
    { customerId: 'c1', orderId: 'o0', placedAt: day('2025-12-31'), total: 1 },
    { customerId: 'c1', orderId: 'o1', placedAt: day('2026-01-05'), total: 2 },
    { customerId: 'c1', orderId: 'o2', placedAt: day('2026-01-20'), total: 3 },
    { customerId: 'c1', orderId: 'o3', placedAt: february, total: 4 },
  ]

  async function filled() {
    const made = declared()
    await made.customers.createTable()
    const ada = await made.customers.save({ customerId: 'c1', email: 'ada@example.com', name: 'Ada' })
    const saved = []
    for (const each of ordersOfC1) saved.push(await made.orders.save(each))
    return { ...made, ada, saved }
  }

  it('1: a table declares its keys, entities say what is in them, and items have their attributes alone', async () => {
    const { orders, customers, shop, ada, saved } = await filled()
    const stored = await rawGet(engine.client, shop.name, {
      pk: { S: 'CUSTOMER#c1' },
      sk: { S: 'ORDER#2026-01-05T10:00:00.000Z#o1' },
    })
    expect(stored).deep.include({ _type: { S: 'Order' }, gsi1pk: { S: 'STATUS#open' }, orderId: { S: 'o1' } })
    expect(
      await orders.getOrThrow({ customerId: 'c1', placedAt: day('2026-01-05'), orderId: 'o1' }),
    ).deep.equal(saved[1])
    expect(await customers.get('c1')).deep.equal(ada)
    const key = { customerId: 'c1', placedAt: day('2026-01-05'), orderId: 'o1' }
    const moved = await orders.move(key, { placedAt: day('2026-03-01') })
    expect(moved).deep.equal({ ...saved[1], placedAt: day('2026-03-01') })
    expect(await orders.get(key)).equal(undefined)
  })

  it('2: kinds are kept apart, and a marker may have other names and values', async () => {
    const { orders, customers } = await filled()
    expect(await orders.scan().count()).equal(4)
    expect(await customers.scan().count()).equal(1)
    const old = new Table({
      name: engine.name('old'),
      key: { partition: 'pk' },
      kind: { name: '_et', values: { Order: 'ORDER', Cat: ['kitty', 'cat'] } },
    })
    const Order = new Entity({
      name: 'Order',
      table: old,
      attributes: { id: string() },
      key: { partition: 'O#{id}' },
    })
    const Cat = new Entity({
      name: 'Cat',
      table: old,
      attributes: { id: string() },
      key: { partition: 'C#{id}' },
    })
    expect(Order.encode({ id: '1' })).deep.include({ _et: { S: 'ORDER' } })
    expect(Cat.encode({ id: '1' })).deep.include({ _et: { S: 'kitty' } })
    expect(Cat.decode({ pk: { S: 'C#1' }, id: { S: '1' }, _et: { S: 'cat' } })).deep.equal({ id: '1' })
    expect(Cat.decode({ pk: { S: 'C#1' }, id: { S: '1' } })).deep.equal({ id: '1' })
  })

  it('3: queries speak of attributes', async () => {
    const { orders, saved } = await filled()
    const [, first, second] = saved
    expect(await orders.query().where('customerId').eq('c1')).deep.equal(saved)
    const range = orders
      .query()
      .where('customerId')
      .eq('c1')
      .where('placedAt')
      .gte(january)
      .where('placedAt')
      .lt(february)
    expect(await range).deep.equal([first, second])
    expect(range.explain()).include({ operation: 'Query', filter: undefined })
    expect(await orders.query().where('status').eq('open').descending().first()).deep.equal(saved[3])
    const gap = orders.query().where('customerId').eq('c1').where('orderId').eq('o2')
    expect(await gap).deep.equal([second])
    expect(gap.explain().operation).equal('Query')
  })

  it('4: index keys follow the item', async () => {
    const { orders, shop } = await filled()
    const key = { customerId: 'c1', placedAt: day('2026-01-05'), orderId: 'o1' }
    const stored = () =>
      rawGet(engine.client, shop.name, {
        pk: { S: 'CUSTOMER#c1' },
        sk: { S: 'ORDER#2026-01-05T10:00:00.000Z#o1' },
      })
    await orders.update(key).set('status', 'paid')
    expect(await stored()).deep.include({ gsi1pk: { S: 'STATUS#paid' } })
    await orders.update(key).set('shipBy', day('2026-02-02'))
    expect(await stored()).deep.include({ gsi2pk: { S: 'SHIP#2026-02-02' }, gsi2sk: { S: 'o1' } })
    await orders.update(key).remove('shipBy')
    expect(await stored()).not.have.any.keys('gsi2pk', 'gsi2sk')
  })

  it('5: unions read, check and write each item as the entity that it is of', async () => {
    const zoo = new Table({ name: engine.name('zoo'), key: { partition: 'pk' } })
    const key = { partition: 'ANIMAL#{id}' } as const
    const Cat = new Entity({
      name: 'Cat',
      table: zoo,
      attributes: { kind: literal('cat'), id: string(), lives: integer() },
      key,
    })
    const Dog = new Entity({
      name: 'Dog',
      table: zoo,
      attributes: { kind: literal('dog'), id: string(), tricks: integer() },
      key,
    })
    const executor = new CommandExecutor({ client: engine.client })
    const Animal = Entity.oneOf([Cat, Dog])
    const Animal2 = Entity.oneOf([Cat, Dog], (stored) => (stored['kind'] === 'dog' ? Dog : Cat))
    const animals = new Repository(Animal, executor)
    await animals.createTable()
    await animals.save({ kind: 'cat', id: 'a1', lives: 9 })
    const animal = await animals.get('a1')
    let lives = 0
    if (animal && Cat.owns(animal)) lives = animal.lives
    expect(lives).equal(9)
    expect(await new Repository(Animal2, executor).get('a1')).deep.equal(animal)
    const Kitten = Cat.extend({ name: 'Kitten', attributes: { age: integer() } })
    expect(Kitten.properties).deep.equal(['kind', 'id', 'lives', 'age'])
  })

  it('6: collections read several kinds in one request, from the table and from indexes', async () => {
    const { Customer, Order, executor, ada, saved } = await filled()
    const accounts = new Collection({ customer: one(Customer), orders: Order }, executor)
    const { customer, orders } = await accounts.query().where('customerId').eq('c1')
    expect(customer).deep.equal(ada)
    expect(orders).deep.equal(saved)
    const seen: string[] = []
    for await (const [kind, item] of accounts.query().where('customerId').eq('c1'))
      seen.push(kind === 'orders' ? item.orderId : item.name)
    expect(seen).deep.equal(['o0', 'o1', 'o2', 'o3', 'Ada'])
    const page = await accounts.query().index('byStatus').where('status').eq('open').limit(20).page()
    expect(page.items.orders).deep.equal(saved)
    expect(page.items.customer).equal(undefined)
    expect(page.cursor).equal(undefined)
  })
})
