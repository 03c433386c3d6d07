// Collections: several kinds of item with one request, in a group for each kind.
import { expect } from 'chai'
import {
  Collection,
  CommandExecutor,
  Entity,
  InvalidConditionError,
  InvalidItemError,
  one,
  or,
  QueryPlanError,
  Repository,
  ScanForbiddenError,
} from 'dyntastic'
import { accountEntities } from '../support/accounts.js'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'

describe('collections', () => {
  const engine = withEngine()
  const alice = { customerId: 'c1', sk: 'A', kind: 'customer', email: 'a@x', city: 'Rome' } as const
  const order = (n: number, more: object = {}) =>
    ({
      customerId: 'c1',
      sk: `B${n}`,
      kind: 'order',
      status: 'open',
      total: n,
      revision: 1,
      ...more,
    }) as const
  const note = { customerId: 'c1', sk: 'C', kind: 'note', text: 'x', total: 'many' } as const

  async function shop() {
    const kinds = accountEntities(engine.name('accounts'))
    const { Customer, Order, Note } = kinds
    const executor = new CommandExecutor({ client: engine.client })
    const accounts = new Collection({ customer: one(Customer), orders: Order, notes: Note }, executor)
    const orders = new Repository(Order, executor)
    await orders.createTable()
    await new Repository(Customer, executor).save(alice)
    for (const n of [1, 2, 3])
      await orders.save({ ...order(n), revision: 0, ...(n === 2 ? { status: 'paid', city: 'Rome' } : {}) })
    await new Repository(Note, executor).save(note)
    return { ...kinds, executor, accounts, orders, inC1: accounts.query().where('customerId').eq('c1') }
  }
  const second = order(2, { status: 'paid', city: 'Rome' })

  it('resolve to a group for each kind, whatever is there', async () => {
    const { inC1, accounts } = await shop()
    expect(await inC1).deep.equal({ customer: alice, orders: [order(1), second, order(3)], notes: [note] })
    const { customer, orders, notes } = await accounts.query().where('customerId').eq('nobody')
    expect([customer, orders, notes]).deep.equal([undefined, [], []])
    expect(inC1.toCommand().input).deep.include({ KeyConditionExpression: '#0 = :0' })
  })

  it('are read item by item in stored order, forward and backward', async () => {
    const { inC1 } = await shop()
    const seen: string[] = []
    for await (const [kind, item] of inC1.pageSize(2)) seen.push(`${kind} ${item.sk}`)
    expect(seen).deep.equal(['customer A', 'orders B1', 'orders B2', 'orders B3', 'notes C'])
    expect(await inC1.descending().first()).deep.equal(['notes', note])
    expect(await inC1.where('sk').gt('D').first()).equal(undefined)
    expect(Object.keys(await inC1.descending())).deep.equal(['customer', 'orders', 'notes'])
  })

  it('apply a condition to the kinds that have what it looks at', async () => {
    const { inC1, Order } = await shop()
    const rich = { customer: alice, orders: [order(3)], notes: [note] }
    expect(
      await inC1.where((attr) => attr.revision.exists()).where(Order.condition((attr) => attr.total.gt(2))),
    ).deep.equal(rich)
    expect(await inC1.where('status').eq('paid')).deep.equal({
      customer: alice,
      orders: [second],
      notes: [note],
    })
    expect(await inC1.where('status').eq('paid').where('text').eq('y')).deep.equal({
      customer: alice,
      orders: [second],
      notes: [],
    })
    expect(await inC1.where('sk').beginsWith('B')).deep.equal({
      customer: undefined,
      orders: [order(1), second, order(3)],
      notes: [],
    })
    expect(await inC1.where('city').eq('Rome')).deep.equal({ customer: alice, orders: [second], notes: [] })
    expect(await inC1.where('status').eq('paid').count()).equal(3)
    const filter = inC1.where('status').eq('paid').explain().filter
    expect(filter).match(/^#\d IN \(:\d, :\d\) OR #\d = :\d$/)
  })

  it('refuse a condition that no kind has all attributes of', async () => {
    const { inC1 } = await shop()
    const both = inC1.where((attr) => or(attr.email.eq('x'), attr.status.eq('open')))
    expect(thrown(() => both.explain(), InvalidConditionError).message).match(
      /the condition email = .* OR status = .*: none of the kinds has all of its attributes/,
    )
    expect(() => inC1.where('nothing' as never)).throw(InvalidConditionError, /no attribute 'nothing'/)
  })

  it('limit and page over all kinds together', async () => {
    const { inC1 } = await shop()
    expect(await inC1.limit(2)).deep.equal({ customer: alice, orders: [order(1)], notes: [] })
    const first = await inC1.limit(2).page()
    expect(first.items).deep.equal({ customer: alice, orders: [order(1)], notes: [] })
    const next = await inC1.limit(2).after(first.cursor).page()
    expect(next.items).deep.equal({ customer: undefined, orders: [second, order(3)], notes: [] })
    expect((await inC1.limit(2).after(next.previous).page()).items).deep.equal(first.items)
    const sizes: number[] = []
    for await (const { items } of inC1.pageSize(3).pages()) sizes.push(items.orders.length)
    expect(sizes).deep.equal([2, 1])
    expect(await inC1.budget({ requests: 5 }).consistent().ascending().count()).equal(5)
  })

  it('read indexes that some of the kinds have', async () => {
    const { accounts } = await shop()
    const open = accounts.query().index('byStatus').where('status').eq('open')
    expect(
      await open
        .limit(20)
        .page()
        .then(({ items }) => items),
    ).deep.equal({ customer: undefined, orders: [order(1), order(3)], notes: [] })
    const rome = accounts.query().index('byCity').where('city').eq('Rome')
    const { customer, orders } = await rome
    expect([customer?.sk, orders.map(({ sk }) => sk)]).deep.equal(['A', ['B2']])
    expect(await rome.full()).deep.equal({ customer: alice, orders: [second], notes: [] })
    expect(() => accounts.query().index('byNothing' as never)).throw(QueryPlanError, /byNothing/)
  })

  it('select what each kind has', async () => {
    const { inC1 } = await shop()
    expect(await inC1.select('email', 'status')).deep.equal({
      customer: { email: 'a@x' },
      orders: [{ status: 'open' }, { status: 'paid' }, { status: 'open' }],
      notes: [{}],
    })
  })

  it('refuse a second item of one(), and read it otherwise', async () => {
    const { executor, Customer, Order, inC1 } = await shop()
    await new Repository(Customer, executor).save({ ...alice, sk: 'AA' })
    const error = await rejection(inC1, InvalidItemError)
    expect(error.message).match(
      /^Customer\.query: .*'customer' of the collection Customer \| Order \| Note is one\(\), and this is a second item/,
    )
    expect(error.key).deep.equal({ customerId: 'c1', sk: 'AA' })
    const many = new Collection({ customers: Customer, orders: Order }, executor)
    const { customers } = await many.query().where('customerId').eq('c1').onInvalid('skip')
    expect(customers).length(2)
  })

  it('treat items of other kinds as invalid', async () => {
    const { executor, Customer, Order, table, inC1 } = await shop()
    const some = new Collection({ customer: one(Customer), orders: Order }, executor)
    const query = some.query().where('customerId').eq('c1')
    await rejection(query, InvalidItemError)
    expect(await query.onInvalid('skip')).deep.equal({
      customer: alice,
      orders: [order(1), second, order(3)],
    })
    await rawPut(engine.client, table.name, { customerId: { S: 'c1' }, sk: { S: 'Z' }, kind: { S: 'ufo' } })
    await rejection(inC1, InvalidItemError)
  })

  it('have what onInvalid returns in the group of the item, and read on', async () => {
    const { executor, Customer, Order, table, inC1 } = await shop()
    await rawPut(engine.client, table.name, {
      ...(await rawGet(engine.client, table.name, { customerId: { S: 'c1' }, sk: { S: 'B1' } })),
      total: { S: 'much' },
    })
    await rejection(inC1, InvalidItemError)
    const repaired = inC1.onInvalid(({ sk }, { failures }) => ({
      sk,
      paths: failures.map(({ path }) => path),
    }))
    const faulty = { sk: { S: 'B1' }, paths: ['total'] }
    const { customer, orders, notes } = await repaired
    expect({ customer, orders, notes }).deep.equal({
      customer: alice,
      orders: [faulty, second, order(3)],
      notes: [note],
    })
    const entries: unknown[] = []
    for await (const entry of repaired) entries.push(entry)
    expect(entries).deep.include(['orders', faulty])
    expect(entries).length(5)
    const paged: unknown[] = []
    let cursor: string | undefined
    do {
      const page = await repaired.limit(2).after(cursor).page()
      paged.push(...page.items.orders)
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(paged).deep.equal([faulty, second, order(3)])
    expect((await inC1.onInvalid(() => undefined)).orders).deep.equal([second, order(3)])
    await rejection(
      inC1.onInvalid(() => Promise.resolve(1)),
      InvalidItemError,
    )
    const some = new Collection({ customer: one(Customer), orders: Order }, executor)
    const foreign = some.query().where('customerId').eq('c1')
    const { message } = await rejection(
      foreign.onInvalid(() => 'else'),
      InvalidItemError,
    )
    expect(message).contain('the item is of no kind')
    const known = foreign.onInvalid((_stored, { entity }) => (entity === 'Order' ? 'an order' : undefined))
    expect((await known).orders).deep.equal(['an order', second, order(3)])
  })

  it('take unions as groups, scan on purpose, and follow the policy of scans', async () => {
    const { executor, Customer, Order, Note } = await shop()
    const all = new Collection(
      { orders: Order, rest: Entity.oneOf([Customer, Note]) },
      new CommandExecutor({ client: engine.client, scans: 'forbid' }),
    )
    expect(await all.scan()).deep.equal({ orders: [order(1), second, order(3)], rest: [alice, note] })
    await rejection(all.query().where('status').eq('open'), ScanForbiddenError)
    expect(String(all)).equal('collection of Order | Customer | Note')
    expect(executor).not.equal(all.executor)
  })
})
