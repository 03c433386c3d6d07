// Queries over attributes that keys are made of, on a real engine: exact results of one kind, whatever lies in its
// range.
import { expect } from 'chai'
import { CommandExecutor, QueryPlanError } from 'dyntastic'
import { rawPut, rawScan, withEngine } from '../support/engine.js'
import { repositoriesOf } from '../support/kinds.js'
import { rejection, thrown } from '../support/rejection.js'

const day = (text: string) => new Date(`2026-${text}T00:00:00.000Z`)

describe('queries over attributes of keys', () => {
  const engine = withEngine()

  async function shop() {
    const table = engine.name('ranges')
    const made = repositoriesOf(table, new CommandExecutor({ client: engine.client, scans: 'allow' }))
    await made.customers.createTable()
    await made.customers.saveMany([
      { customerId: 'c1', email: 'one@b', name: 'One' },
      { customerId: 'c1#', email: 'odd@b', name: 'Odd' },
    ])
    const order = (customerId: string, orderId: string, at: string, total: number, more: object = {}) =>
      made.orders.save({ customerId, orderId, placedAt: day(at), total, ...more })
    await order('c1', 'o1', '01-05', 5, { shipBy: day('02-01') })
    await order('c1', 'o2', '01-05', 250, { status: 'paid', tenantId: 't1' })
    await order('c1', 'o#3', '01-31', 99.99, { shipBy: new Date('2026-02-01T12:00:00.000Z') })
    await order('c1', 'o4', '02-01', 100, { tenantId: 't1', status: 'paid' })
    await order('c1#', 'o1', '01-05', 1)
    return { table, ...made }
  }
  const ids = (items: readonly { readonly orderId: string }[]) => items.map(({ orderId }) => orderId)

  it('takes the narrowest range, and returns one kind alone', async () => {
    const { orders, customers } = await shop()
    expect(ids(await orders.query().where('customerId').eq('c1'))).deep.equal(['o1', 'o2', 'o#3', 'o4'])
    expect(ids(await orders.query().where('customerId').eq('c1#'))).deep.equal(['o1'])
    expect((await customers.query().where('customerId').eq('c1')).map(({ name }) => name)).deep.equal(['One'])
    const january = orders
      .query()
      .where('customerId')
      .eq('c1')
      .where('placedAt')
      .gte(day('01-01'))
      .where('placedAt')
      .lt(day('02-01'))
    expect(ids(await january)).deep.equal(['o1', 'o2', 'o#3'])
    expect(january.explain().filter).equal(undefined)
    expect(await january.count()).equal(3)
    expect(ids(await january.descending().limit(2))).deep.equal(['o#3', 'o2'])
  })

  it('leaves out with gt all items of the value, and takes all of them with lte', async () => {
    const { orders } = await shop()
    const placed = orders.query().where('customerId').eq('c1').where('placedAt')
    expect(ids(await placed.gt(day('01-05')))).deep.equal(['o#3', 'o4'])
    expect(ids(await placed.lte(day('01-05')))).deep.equal(['o1', 'o2'])
    expect(ids(await placed.eq(day('01-05')))).deep.equal(['o1', 'o2'])
    expect(ids(await placed.eq(day('01-05')).where('orderId').gt('o1'))).deep.equal(['o2'])
    expect(ids(await placed.eq(day('01-05')).where('orderId').beginsWith('o'))).deep.equal(['o1', 'o2'])
    expect(ids(await placed.in([day('01-05'), day('02-01')]))).deep.equal(['o1', 'o2', 'o4'])
  })

  it('filters by what is beyond a gap', async () => {
    const { orders } = await shop()
    const query = orders.query().where('customerId').eq('c1').where('orderId').eq('o#3')
    expect(ids(await query)).deep.equal(['o#3'])
    expect(String(query.explain())).match(/left to the filter: orderId = \(value\)/)
  })

  it('reads indexes by the attributes that their keys are made of', async () => {
    const { orders, customers } = await shop()
    expect(ids(await orders.query().where('status').eq('open').descending())).deep.equal(['o#3', 'o1', 'o1'])
    expect((await orders.query().where('status').eq('open').descending().first())?.orderId).equal('o#3')
    expect(
      (await customers.query().where('email').eq('one@b')).map(({ customerId }) => customerId),
    ).deep.equal(['c1'])
    const rich = orders.query().where('tenantId').eq('t1').where('status').eq('paid').where('total').gt(100)
    expect(ids(await rich)).deep.equal(['o2'])
    const large = orders.query().index('large').where('customerId').eq('c1')
    expect(ids(await large)).deep.equal(['o4', 'o2'])
    expect(ids(await large.where('total').lt(250))).deep.equal(['o4'])
  })

  it('reads attributes back from an index that contains keys alone, or fetches the items', async () => {
    const { orders } = await shop()
    const due = orders.query().where('shipBy').gte(day('02-01')).where('shipBy').lt(day('02-02'))
    expect(await due.select('orderId', 'customerId')).deep.equal([
      { orderId: 'o#3', customerId: 'c1' },
      { orderId: 'o1', customerId: 'c1' },
    ])
    expect(ids(await due.full().where('orderId').gt('o#'))).deep.equal(['o#3', 'o1'])
    // Without the mark of what was read in part.
    const parts = (await due.index('byShipDay')).map((item) => Object.fromEntries(Object.entries(item)))
    expect(parts).deep.equal([
      { orderId: 'o#3', customerId: 'c1', placedAt: day('01-31') },
      { orderId: 'o1', customerId: 'c1', placedAt: day('01-05') },
    ])
    const narrow = orders
      .query()
      .index('byShipDay')
      .where('shipBy')
      .gte(new Date('2026-02-01T06:00:00Z'))
      .where('shipBy')
      .lt(day('02-02'))
    expect(thrown(() => narrow.explain(), QueryPlanError).message).match(
      /does not contain 'shipBy', which the filter needs/,
    )
  })

  it('pages through a range, forward and back', async () => {
    const { orders } = await shop()
    const query = orders.query().where('customerId').eq('c1').limit(3)
    const first = await query.page()
    expect(ids(first.items)).deep.equal(['o1', 'o2', 'o#3'])
    const second = await query.after(first.cursor).page()
    expect(ids(second.items)).deep.equal(['o4'])
    expect(ids((await query.after(second.previous).page()).items)).deep.equal(['o1', 'o2', 'o#3'])
  })

  it('counts and scans its kind alone, with a marker or without', async () => {
    const { table, orders, customers, cats, dogs } = await shop()
    await cats.save({ animalId: 'a1', name: 'Tom', revision: 0, lives: 9 })
    await rawPut(engine.client, table, {
      pk: { S: 'CUSTOMER#c9' },
      sk: { S: 'PROFILE' },
      customerId: { S: 'c9' },
      email: { S: 'x' },
      name: { S: 'Old' },
      visits: { N: '0' },
    })
    expect(await orders.scan().count()).equal(5)
    expect(await customers.scan().count()).equal(3)
    expect((await customers.scan().where('name').eq('Old')).length).equal(1)
    expect(await dogs.query().where('animalId').eq('a1').count()).equal(0)
    expect(await cats.query().where('animalId').eq('a1').count()).equal(1)
    expect(await cats.query().where('animalId').eq('a1').limit(1).select('name')).deep.equal([
      { name: 'Tom' },
    ])
  })

  it('counts no item that another program keeps in its range, as a kind that is not defined here', async () => {
    const { table, orders } = await shop()
    const query = () => orders.query().where('customerId').eq('c1')
    const { length } = await query()
    const [order] = (await rawScan(engine.client, table)).filter(
      (item) => item['pk']?.S === 'CUSTOMER#c1' && item['_type']?.S === 'Order',
    )
    await rawPut(engine.client, table, {
      ...order,
      sk: { S: `${order?.['sk']?.S}+` },
      _type: { S: 'Invoice' },
    })
    expect(await query()).length(length)
    expect(await query().count()).equal(length)
    expect(await query().limit(length).count()).equal(length)
    expect(await query().where('total').gte(0).count()).equal(length)
  })

  it('refuses what no key can hold, and what the partition lacks, by the names of attributes', async () => {
    const { orders } = await shop()
    const none = orders.query().index('large').where('customerId').eq('c1').where('total').eq(1e9)
    expect((await rejection(none, QueryPlanError)).message).match(/'total' has 10 digits before the point/)
    const missing = orders.query().index('byStatus').where('placedAt').gt(day('01-01'))
    expect((await rejection(missing, QueryPlanError)).message).match(/its partition key needs eq on 'status'/)
  })
})
