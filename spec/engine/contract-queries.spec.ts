// The public interface of queries as its page shows it: written as a user writes it, compiled and run.
import { expect } from 'chai'
import { and, attribute, CommandExecutor, Entity, not, or, Repository, ScanForbiddenError } from 'dyntastic'
import { array, date, enums, integer, number, object, optional, set, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const engine = withEngine()
const tables = { users: '', orders: '' }

const User = new Entity({
  name: 'User',
  table: () => tables.users,
  attributes: {
    userId: string(),
    name: string(),
    email: string(),
    age: attribute(integer(), { default: 0 }),
  },
  key: { partition: 'userId' },
  indexes: { byEmail: { partition: 'email' } },
})

const Order = new Entity({
  name: 'Order',
  table: () => tables.orders,
  attributes: {
    customerId: string(),
    orderId: attribute(string(), { default: () => crypto.randomUUID() }),
    status: attribute(enums(['open', 'paid', 'shipped']), { default: 'open' }),
    total: number(),
    placedAt: date(),
    lines: array(object({ sku: string(), quantity: integer() })),
    address: optional(object({ city: string(), zip: string() })),
    tags: optional(set(string())),
    note: attribute(optional(string()), { name: 'n' }),
    revision: integer(),
    createdAt: date(),
    updatedAt: date(),
    expiresAt: attribute(optional(date()), { as: 'epochSeconds' }),
  },
  key: { partition: 'customerId', sort: 'orderId' },
  indexes: {
    byStatus: { partition: 'status', sort: 'placedAt' },
    byTotal: { local: true, sort: 'total', projection: 'keys' },
    byCity: { partition: 'status', sort: 'total', projection: ['lines'] },
  },
  version: 'revision',
  timestamps: { created: 'createdAt', updated: 'updatedAt' },
  ttl: 'expiresAt',
})

class UserRepository extends Repository<typeof User> {
  constructor(executor: CommandExecutor) {
    super(User, executor)
  }
  adults() {
    return this.query().where('age').gte(18)
  }
}

describe('the page of the public interface, section 4', () => {
  const warnings: string[] = []
  let executor: CommandExecutor
  let users: UserRepository
  let orders: Repository<typeof Order>

  before(async () => {
    tables.users = engine.name('users')
    tables.orders = engine.name('orders')
    const observers = [{ onScan: ({ message }: { message: string }) => void warnings.push(message) }]
    executor = new CommandExecutor({ client: engine.client, observers })
    users = new UserRepository(executor)
    orders = new Repository(Order, executor)
    for (const [name, age] of [
      ['Alice', 31],
      ['Bob', 17],
      ['Carol', 64],
    ] as const)
      await users.save({ userId: name, name, email: `${name}@example.com`, age })
    for (let month = 1; month <= 12; month++)
      await orders.save({
        customerId: 'c1',
        orderId: `2026-${String(month).padStart(2, '0')}`,
        status: month % 3 === 0 ? 'paid' : 'open',
        total: month * 2,
        placedAt: new Date(Date.UTC(2026, month - 1)),
        lines: Array.from({ length: month % 4 }, (_, at) => ({ sku: `s${at}`, quantity: month })),
        ...(month % 2 === 0 ? { address: { city: month % 4 === 0 ? 'Paris' : 'Oslo', zip: '1' } } : {}),
      })
  })

  it('queries', async () => {
    const adults = await users.query().where('age').gt(30).limit(10)
    expect(adults.map(({ name }) => name).sort()).deep.equal(['Alice', 'Carol'])
    expect(await users.adults().count()).equal(2)
    expect(warnings[0]).contain('age > (value)')

    let seen = 0
    for await (const order of orders.query().where('customerId').eq('c1')) seen += order.revision
    expect(seen).equal(12)
  })

  it('chains, reads and explains', async () => {
    const q = orders
      .query()
      .where('customerId')
      .eq('c1')
      .where('orderId')
      .beginsWith('2026-')
      .where('total')
      .between(4, 20)
      .where((attr) => or(attr.status.eq('open'), attr.address.city.in(['Paris', 'Rome'])))
      .where('lines')
      .size()
      .gt(1)
      .where('revision')
      .lt((attr) => attr.total)
      .descending()
      .consistent()
      .limit(10)
      .pageSize(100)
      .select('total', 'address.city')

    const expected = [
      { total: 20, address: { city: 'Oslo' } },
      { total: 14 },
      { total: 4, address: { city: 'Oslo' } },
    ]
    expect(await q).deep.equal(expected)
    expect(await q.first()).deep.equal(expected[0])
    expect(await q.count()).equal(3)
    const { items, cursor, hasMore } = await q.limit(2).page()
    expect(items).deep.equal(expected.slice(0, 2))
    expect(hasMore).equal(true)
    expect((await q.after(cursor).page()).items).deep.equal(expected.slice(2))
    for await (const page of q.pages()) expect(page.items).deep.equal(expected)

    const plan = q.explain()
    expect(plan).include({ operation: 'Query', index: undefined, consistent: true })
    expect(plan.keyCondition).equal('#0 = :0 AND begins_with(#1, :1)')
    expect(plan.why).a('string')
    expect(plan.rejected.map(({ source }) => source)).include.members(['byStatus', 'byTotal', 'byCity'])
    expect(plan.warnings).not.deep.equal([])
    expect(String(plan).split('\n').length).above(5)
  })

  it('reads indexes, by hand and whole', async () => {
    const open = await orders.query().index('byStatus').where('status').eq('open')
    expect(open).length(8)
    expect(open.map(({ placedAt }) => placedAt.getTime())).deep.equal(
      open.map(({ placedAt }) => placedAt.getTime()).sort((a, b) => a - b),
    )
    expect(await orders.query().where('status').eq('open').full()).length(8)
    const part = await orders.query().index('byTotal').where('customerId').eq('c1').where('total').lt(3)
    expect(structuredClone(part)).deep.equal([{ customerId: 'c1', orderId: '2026-01', total: 2 }])
  })

  it('scans in segments', async () => {
    expect(await orders.scan().where('total').gt(5).segments(4)).length(10)
  })

  it('keeps conditions for many places', async () => {
    const open = Order.condition((attr) => attr.status.eq('open'))
    const cheap = Order.condition((attr) => and(attr.total.lt(9), not(attr.lines.size().eq(0))))
    const found = await orders.query().where('customerId').eq('c1').where(open).where(cheap)
    expect(found.map(({ total }) => total)).deep.equal([2, 4])
  })

  it('forbids what the executor forbids', async () => {
    const strict = new UserRepository(new CommandExecutor({ client: engine.client, scans: 'forbid' }))
    await rejection(strict.adults(), ScanForbiddenError)
  })
})
