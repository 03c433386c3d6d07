// Tables of several entities on a real engine: made for all of them, compared with what is there, and indexes that do
// not exist.
import { DescribeTableCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { attribute, CommandExecutor, Entity, Repository, RequestFailedError, Table } from 'dyntastic'
import { date, integer, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const engine = withEngine()
const attributes = {
  pk: string(),
  sk: string(),
  mail: string(),
  total: integer(),
  end: attribute(date(), { as: 'epochSeconds' }),
}
const key = { partition: 'pk', sort: 'sk' } as const
const item = { pk: 'p', sk: 's', mail: 'm', total: 1, end: new Date('2030-01-01T00:00:00Z') }

function shop(name = engine.name('shop')) {
  const table = new Table({ name })
  const executor = new CommandExecutor({ client: engine.client })
  const User = new Entity({
    name: 'User',
    table,
    attributes,
    key,
    indexes: { byMail: { partition: 'mail' } },
  })
  const Order = new Entity({
    name: 'Order',
    table,
    attributes,
    key,
    indexes: { byTotal: { local: true, sort: 'total', projection: 'keys' } },
    ttl: 'end',
  })
  return { name, executor, users: new Repository(User, executor), orders: new Repository(Order, executor) }
}

async function indexesOf(name: string): Promise<unknown[]> {
  const { Table: table } = await engine.client.send(new DescribeTableCommand({ TableName: name }))
  return [...(table?.GlobalSecondaryIndexes ?? []), ...(table?.LocalSecondaryIndexes ?? [])]
    .map(({ IndexName }) => IndexName)
    .sort()
}

describe('a table of several entities', () => {
  const makers = {
    'createTable()': ({ users }) => users.createTable(),
    'the first save': ({ users }) => users.save(item),
    'the first update': ({ users }) =>
      users.update({ pk: 'p', sk: 's' }).set('total', 2).upsert({ mail: 'm', end: item.end }),
    'saveMany()': ({ users }) => users.saveMany([item]),
    'a transaction': ({ users, executor }) => executor.transaction([users.save(item)]),
  } satisfies Record<string, (made: ReturnType<typeof shop>) => PromiseLike<unknown>>
  for (const [what, make] of Object.entries(makers))
    it(`gets the indexes of all of them from ${what}`, async () => {
      const made = shop()
      await make(made)
      expect(await indexesOf(made.name)).deep.equal(['byMail', 'byTotal'])
      await made.users.save(item)
      expect(await made.users.query().where('mail').eq('m')).length(1)
      expect(await made.orders.query().where('pk').eq('p').where('total').gt(0).index('byTotal')).length(1)
      expect(await made.orders.createTable()).deep.equal({ created: false })
    })
})

describe('createTable() over a table that exists', () => {
  it('says which indexes, projections and TTL attributes differ', async () => {
    const { name, executor } = shop()
    const older = new Entity({
      name: 'Older',
      table: name,
      attributes: { ...attributes, gone: attribute(date(), { as: 'epochSeconds' }) },
      key,
      indexes: {
        byMail: { partition: 'mail', projection: ['total'] },
        byTotal: { partition: 'total' },
      },
      ttl: 'gone',
    })
    expect(await new Repository(older, executor).createTable()).deep.equal({ created: true })
    const { users } = shop(name)
    expect(await users.createTable()).deep.equal({
      created: false,
      differences: [
        { what: 'projection', index: 'byMail', expected: 'ALL', found: 'INCLUDE total' },
        { what: 'index', index: 'byTotal', expected: 'a local index', found: 'a global index' },
        {
          what: 'index',
          index: 'byTotal',
          expected: 'pk (S, HASH), total (N, RANGE)',
          found: 'total (N, HASH)',
        },
        { what: 'projection', index: 'byTotal', expected: 'KEYS_ONLY', found: 'ALL' },
        { what: 'ttl', expected: 'end', found: 'gone' },
      ],
    })
  })

  it('finds no difference in TTL that is on already, or that it switches on', async () => {
    const { name, users } = shop()
    await users.createTable()
    expect(await users.createTable()).deep.equal({ created: false })
    const TimeToLiveSpecification = { Enabled: false, AttributeName: 'end' }
    await engine.client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }))
    expect(await users.createTable()).deep.equal({ created: false })
  })
})

describe('an index that the table does not have', () => {
  it('is named with entity, table and the way out, by queries and scans', async () => {
    const { name, executor } = shop()
    const plain = new Entity({ name: 'Plain', table: name, attributes, key })
    await new Repository(plain, executor).save(item)
    const { users } = shop(name)
    const reads = [
      users.query().where('mail').eq('m'),
      users.scan().index('byMail'),
      users.query().where('mail').eq('m').count(),
    ]
    for (const read of reads) {
      const error = await rejection(read, RequestFailedError)
      expect(error.message)
        .include('User')
        .include(`table '${name}' does not have index 'byMail'`)
        .include('createTable()')
    }
  })
})
