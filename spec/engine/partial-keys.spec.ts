// Partial index keys on a real engine: written, kept by every kind of write, queried, and never read as attributes.
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  Entity,
  QueryPlanError,
  Repository,
  Table,
  UnsupportedOperationError,
} from 'dyntastic'
import { integer, optional, string } from 'superstruct'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'

function orderOn(name: string) {
  const table = new Table({
    name,
    key: { partition: 'pk', sort: 'sk' },
    indexes: {
      gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
      gsi2: { partition: 'gsi2pk', sort: 'gsi2sk', projection: 'keys' },
    },
  })
  return new Entity({
    name: 'Order',
    table,
    attributes: {
      id: string(),
      status: optional(string()),
      due: optional(string()),
      line: optional(integer()),
      views: attribute(integer(), { default: 0 }),
    },
    key: { partition: 'ORDER#{id}', sort: 'O' },
    indexes: {
      byStatus: {
        index: 'gsi1',
        partition: 'STATUS#{status}',
        sort: 'DUE#{due}#LINE#{line:3}',
        partial: true,
      },
      byLine: { index: 'gsi2', partition: 'STATUS#{status}', sort: 'LINE#{line:3}', partial: true },
    },
  })
}

describe('partial index keys', () => {
  const engine = withEngine()

  async function shop() {
    const sent: string[] = []
    const executor = new CommandExecutor({
      client: engine.client,
      observers: [{ onCommand: ({ call }) => void sent.push(call) }],
    })
    const orders = new Repository(orderOn(engine.name('partial')), executor)
    await orders.createTable()
    sent.length = 0
    const keys = async (id = 'o1') => {
      const stored = await rawGet(engine.client, orders.entity.table.name, {
        pk: { S: `ORDER#${id}` },
        sk: { S: 'O' },
      })
      return ['gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((name) => stored?.[name]?.S)
    }
    return { executor, orders, sent, keys }
  }
  const none = [undefined, undefined, undefined, undefined]
  const begun = ['STATUS#open', 'DUE#', 'STATUS#open', 'LINE#']

  it('are written up to the first absent attribute, and not without any attribute', async () => {
    const { orders, keys } = await shop()
    for (const [item, expected] of [
      [{}, none],
      [{ status: 'open' }, begun],
      [{ status: 'open', line: 7 }, ['STATUS#open', 'DUE#', 'STATUS#open', 'LINE#007']],
      [{ status: 'open', due: 'd' }, ['STATUS#open', 'DUE#d#LINE#', 'STATUS#open', 'LINE#']],
      [{ due: 'd' }, ['STATUS#', 'DUE#d#LINE#', undefined, undefined]],
      [{ status: 'open', due: 'd', line: 7 }, ['STATUS#open', 'DUE#d#LINE#007', 'STATUS#open', 'LINE#007']],
    ] as const) {
      await orders.save({ id: 'o1', ...item })
      expect(await keys()).deep.equal(expected)
    }
  })

  it('follow updates, patches, upserts and removals, in one request if all is known', async () => {
    const { orders, keys, sent } = await shop()
    await orders.save({ id: 'o1', status: 'open' })
    sent.length = 0
    await orders.update('o1').set('due', 'd')
    expect(sent).deep.equal(['GetItem', 'UpdateItem'])
    expect(await keys()).deep.equal(['STATUS#open', 'DUE#d#LINE#', ...begun.slice(2)])
    sent.length = 0
    await orders.update('o1').set('status', 'paid').set('line', 3).remove('due')
    expect(sent).deep.equal(['UpdateItem'])
    expect(await keys()).deep.equal(['STATUS#paid', 'DUE#', 'STATUS#paid', 'LINE#003'])
    await orders.update('o1').patch({ line: null, status: 'open' })
    expect(await keys()).deep.equal(begun)
    await orders.update('o1').add('line', 4)
    expect(await keys()).deep.equal([...begun.slice(0, 3), 'LINE#004'])
    await orders.update('o1').remove('status')
    expect(await keys()).deep.equal(['STATUS#', 'DUE#', 'STATUS#', 'LINE#004'])
    await orders.update('o1').remove('line')
    expect(await keys()).deep.equal(none)
    await orders.update('o2').set('due', 'x').upsert({})
    expect(await keys('o2')).deep.equal(['STATUS#', 'DUE#x#LINE#', undefined, undefined])
  })

  it('are written by batches and transactions, which take what is known and refuse what is not', async () => {
    const { executor, orders, keys } = await shop()
    await orders.saveMany([{ id: 'o1', status: 'open' }], { overwrite: true })
    expect(await keys()).deep.equal(begun)
    const order = await orders.getOrThrow('o1')
    await executor.transaction([orders.update(order).set('line', 9)])
    expect(await keys()).deep.equal([...begun.slice(0, 3), 'LINE#009'])
    const blind = executor.transaction([orders.update('o1').remove('line')])
    expect((await rejection(blind, UnsupportedOperationError)).message).contain("depends on 'status'")
    await executor.transaction([orders.update('o1').remove('line').remove('status').remove('due')])
    expect(await keys()).deep.equal(none)
    await executor.transaction([orders.create({ id: 'o3', due: 'd' })])
    expect(await keys('o3')).deep.equal(['STATUS#', 'DUE#d#LINE#', undefined, undefined])
  })

  it('are found by the partition and the leading attributes, exactly', async () => {
    const { orders } = await shop()
    const all = [
      { id: 'a', status: 'open', views: 0 },
      { id: 'b', status: 'open', due: '', views: 0 },
      { id: 'c', status: 'open', due: 'd', views: 0 },
      { id: 'd', status: 'open', due: 'd', line: 5, views: 0 },
      { id: 'e', status: 'open', line: 5, views: 0 },
      { id: 'f', status: '', due: 'd', views: 0 },
      { id: 'g', due: 'd', views: 0 },
    ]
    await orders.saveMany(all, { overwrite: true })
    const open = orders.query().where('status').eq('open').index('byStatus')
    const ids = async (query: PromiseLike<readonly { readonly id: string }[]>) =>
      (await query).map(({ id }) => id).sort()
    expect(await ids(open)).deep.equal(['a', 'b', 'c', 'd', 'e'])
    expect(await open.count()).equal(5)
    expect(await ids(open.where('due').eq('d'))).deep.equal(['c', 'd'])
    expect(await ids(open.where('due').eq(''))).deep.equal(['b'])
    expect(await ids(open.where('due').lte('d'))).deep.equal(['b', 'c', 'd'])
    expect(await ids(open.where('due').notExists())).deep.equal(['a', 'e'])
    expect(await ids(open.where('due').eq('d').where('line').gte(0))).deep.equal(['d'])
    expect(await ids(open.where('due').eq('d').where('line').notExists())).deep.equal(['c'])
    expect(await ids(orders.query().where('status').eq('').index('byStatus'))).deep.equal(['f'])
    // It lacks no item that has a status, so that it is chosen without being named.
    const chosen = orders.query().where('status').eq('open')
    expect(chosen.explain().index).equal('gsi1')
    expect(await ids(chosen)).deep.equal(['a', 'b', 'c', 'd', 'e'])
    const found = await orders.query().where('status').eq('open').index('byStatus').where('due').eq('')
    expect(found).deep.equal([{ id: 'b', status: 'open', due: '', views: 0 }])
  })

  it('are read unless items without any of the attributes are looked for, too', async () => {
    const table = new Table({
      name: engine.name('dues'),
      key: { partition: 'pk' },
      indexes: { gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' } },
    })
    const Due = new Entity({
      name: 'Due',
      table,
      attributes: { id: string(), due: optional(string()), line: optional(integer()) },
      key: { partition: 'DUE#{id}' },
      indexes: { all: { index: 'gsi1', partition: 'ALL', sort: 'DUE#{due}#{line:3}', partial: true } },
    })
    const dues = new Repository(Due, new CommandExecutor({ client: engine.client }))
    await dues.createTable()
    await dues.saveMany([{ id: 'a' }, { id: 'b', due: 'x' }, { id: 'c', line: 1 }])
    const ids = async (query: PromiseLike<readonly { readonly id: string }[]>) =>
      (await query).map(({ id }) => id).sort()
    const any = dues.query()
    const { message } = thrown(() => any.explain(), QueryPlanError)
    expect(message).contain(
      "it lacks items with none of 'due' and 'line': add exists() on one of them, or choose",
    )
    expect(any.index('all').explain().warnings.join()).contain(
      "items with none of 'due' and 'line' are not in index 'all'",
    )
    expect(await ids(any.index('all'))).deep.equal(['b', 'c'])
    for (const [path, id] of [
      ['due', 'b'],
      ['line', 'c'],
    ] as const) {
      const found = any.where(path).exists()
      expect(found.explain().index).equal('gsi1')
      expect(await ids(found)).deep.equal([id])
    }
  })

  it('give no attributes back, so that an index of keys has those of the primary key alone', async () => {
    const { orders } = await shop()
    await orders.saveMany(
      [
        { id: 'a', status: 'open' },
        { id: 'b', status: 'open', line: 7 },
      ],
      { overwrite: true },
    )
    const lines = orders.query().where('status').eq('open').index('byLine')
    expect(JSON.stringify(await lines)).equal('[{"id":"a"},{"id":"b"}]')
    expect((await lines.where('line').gte(3)).map(({ id }) => id)).deep.equal(['b'])
    expect(await lines.full()).deep.equal([
      { id: 'a', status: 'open', views: 0 },
      { id: 'b', status: 'open', line: 7, views: 0 },
    ])
    expect(thrown(() => lines.where('line').notExists().explain(), QueryPlanError).message).match(
      /does not contain 'line', which the filter needs/,
    )
  })

  it('are queried by the key that an attribute which is absent leaves', async () => {
    const { orders } = await shop()
    for (const item of [
      { id: 'a', due: 'd' },
      { id: 'b', status: '', due: 'd' },
      { id: 'c', status: 'open', due: 'd' },
      { id: 'd', status: 'open' },
      { id: 'e', status: 'open', due: '' },
      { id: 'f', line: 7 },
      { id: 'g', line: 7, status: 'open' },
    ])
      await orders.save(item)
    const found = async (query: PromiseLike<readonly { readonly id: string }[]>) =>
      (await query).map(({ id }) => id).sort()
    // An empty value has the same key: the filter leaves its items out.
    const unset = orders.query().where('status').notExists()
    const due = unset.where('due').exists()
    expect(due.explain()).include({ operation: 'Query', index: 'gsi1' })
    expect(await found(due)).deep.equal(['a'])
    expect(await due.count()).equal(1)
    expect(await found(unset.index('byStatus'))).deep.equal(['a', 'f'])
    expect(await found(unset.where('due').eq('d'))).deep.equal(['a'])
    const open = orders.query().where('status').eq('open').where('due').notExists()
    expect(open.explain().keyCondition).match(/ = .* = /)
    expect(await found(open)).deep.equal(['d', 'g'])
    expect(await found(open.where('line').eq(7))).deep.equal(['g'])
    // Without the index, items that have none of its attributes may match, too.
    expect(thrown(() => unset.explain(), QueryPlanError).message).match(/lacks items with none of 'status'/)
  })

  it('replace halves of keys that another program left', async () => {
    const { orders, keys } = await shop()
    await rawPut(engine.client, orders.entity.table.name, {
      ...orders.entity.encode({ id: 'o1', status: 'open', views: 0 }),
      gsi1pk: { S: 'STATUS#stale' },
    } as never)
    await orders.update('o1').set('due', 'd')
    expect(await keys()).deep.equal(['STATUS#open', 'DUE#d#LINE#', ...begun.slice(2)])
  })
})
