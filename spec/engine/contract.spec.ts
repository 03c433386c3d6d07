// The public interface as its page shows it, block by block: written as a user writes it, compiled and run.
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'chai'
import type { InputOf, ItemOf, KeyOf } from 'dyntastic'
import {
  and,
  attribute,
  CommandExecutor,
  ConditionFailedError,
  DyntasticError,
  Entity,
  EntityDefinitionError,
  InvalidItemError,
  InvalidKeyError,
  ItemExistsError,
  ItemNotFoundError,
  not,
  or,
  QueryPlanError,
  Repository,
  s,
  Table,
  TableNotFoundError,
  ValidationError,
  VersionConflictError,
} from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { array, date, enums, integer, number, object, optional, set, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const engine = withEngine()

// 1. Entity: one descriptor

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

const shop = new Table({
  name: () => process.env['SHOP_TABLE'] ?? tables.shop,
  region: 'eu-west-1',
  endpoint: undefined,
  autoCreate: true,
  create: { Tags: [{ Key: 'team', Value: 'shop' }] },
})

const Order = new Entity({
  name: 'Order',
  table: shop,
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
    byDay: { partition: ['status', 'customerId'], sort: ['placedAt', 'total'] },
  },
  version: 'revision',
  timestamps: { created: 'createdAt', updated: 'updatedAt' },
  ttl: 'expiresAt',
})

type OrderItem = ItemOf<typeof Order>
type OrderInput = InputOf<typeof Order>
type OrderKey = KeyOf<typeof Order>

const tables = { users: '', shop: '' }

const alice = User.parse({ userId: 'user123', name: 'Alice', email: 'a@example.com' })
const input: OrderInput = {
  customerId: 'c1',
  orderId: 'o1',
  total: 12.5,
  placedAt: new Date(0),
  lines: [{ sku: 'a', quantity: 1 }],
}
const key: OrderKey = { customerId: 'c1', orderId: 'o1' }

// 2. Executor and repository

class UserRepository extends Repository<typeof User> {
  constructor(executor: CommandExecutor) {
    super(User, executor)
  }
}

describe('the public interface', () => {
  let executor: CommandExecutor
  let users: Repository<typeof User>
  let orders: Repository<typeof Order>

  before(async () => {
    Object.assign(tables, { users: engine.name('users'), shop: engine.name('shop') })
    executor = new CommandExecutor({ client: engine.client })
    users = new Repository(User, executor)
    orders = new Repository(Order, executor)
    // Several attributes per side of an index key are newer than the engines: their tables are made without that index.
    const { byDay: _, ...indexes } = Order.descriptor.indexes
    await new Repository(Order.extend({ indexes }), executor).createTable()
  })

  it('1: an entity parses, and sends nothing', () => {
    expect(alice).deep.equal({ userId: 'user123', name: 'Alice', email: 'a@example.com', age: 0 })
    const order: OrderItem = Order.parse(input)
    expect(order.status).equal('open')
    expect(order.revision).equal(0)
    expect(s.string()).instanceOf(string().constructor)
  })

  it('1: an index has as many attributes per side as are listed', () => {
    const index = orders
      .toCreateTableInput()
      .GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === 'byDay')
    expect(index?.KeySchema).deep.equal([
      { AttributeName: 'status', KeyType: 'HASH' },
      { AttributeName: 'customerId', KeyType: 'HASH' },
      { AttributeName: 'placedAt', KeyType: 'RANGE' },
      { AttributeName: 'total', KeyType: 'RANGE' },
    ])
  })

  it('1: a wrong descriptor is a type error, and always an EntityDefinitionError', () => {
    expect(
      () =>
        // @ts-expect-error the key is not an attribute
        new Entity({ name: 'Bad', table: 'bad', attributes: { id: string() }, key: { partition: 'nope' } }),
    ).throw(EntityDefinitionError)
    // @ts-expect-error there is no table
    expect(() => new Entity({ name: 'Bad', attributes: { id: string() }, key: { partition: 'id' } })).throw(
      EntityDefinitionError,
    )
  })

  it('2: executors need nothing, or take a client; repositories are classes for containers', async () => {
    const plain = new CommandExecutor()
    const own = new CommandExecutor({ client: new DynamoDBClient({}) })
    expect(new UserRepository(plain).entity).equal(User)
    plain.destroy()
    own.destroy()
    const repository = new UserRepository(executor)
    await repository.save(alice)
    expect(await repository.get('user123')).deep.equal(alice)
  })

  it('3: save, create, get, getOrThrow, delete, refresh', async () => {
    await users.deleteTable()
    expect(await users.save(alice)).deep.equal(alice)
    await rejection(users.create(alice), ItemExistsError)
    const found: ItemOf<typeof User> | undefined = await users.get('user123')
    expect(found).deep.equal(alice)
    const there: ItemOf<typeof User> = await users.getOrThrow('user123')
    expect(there).deep.equal(alice)
    await rejection(users.getOrThrow('nobody'), ItemNotFoundError)
    expect(await users.refresh(alice)).deep.equal(alice)
    await users.delete('user123')
    expect(await users.get('user123')).equal(undefined)
    await users.save(alice)
    const error = await rejection(users.delete(alice).if('age').gt(17).returning('old'), ConditionFailedError)
    expect(error.item).deep.equal(alice)
    await users.save({ ...alice, age: 18 })
    const old = await users.delete(alice).if('age').gt(17).returning('old')
    expect(old).deep.equal({ ...alice, age: 18 })
  })

  it('3: a part of an item, read consistently', async () => {
    await orders.delete(key)
    await orders.save(input)
    const part = await orders
      .get({ customerId: 'c1', orderId: 'o1' })
      .consistent()
      .select('total', 'lines[0].sku')
    expect(part).deep.equal({ total: 12.5, lines: [{ sku: 'a' }] })
  })

  it('3: an operation is lazy, immutable, awaitable, and shows its command', async () => {
    const operation = users.save(alice)
    const conditional = operation.if('age').gt(17)
    expect(operation.toCommand()).instanceOf(PutItemCommand)
    expect(operation.toCommand().input).not.property('ConditionExpression')
    expect(conditional.toCommand().input).property('ConditionExpression', '#0 > :0')
    const { signal } = new AbortController()
    expect(await operation.execute({ signal })).deep.equal(alice)
  })

  it('3: a condition that is not met says what it met, or skips', async () => {
    await users.save({ ...alice, age: 15 })
    const write = users.save(alice).if('age').gt(17)
    const error = await rejection(write, ConditionFailedError)
    expect(error.item).deep.equal({ ...alice, age: 15 })
    expect(error.failed[0]).include({ path: 'age', actual: 15 })
    const skipped: ItemOf<typeof User> | undefined = await write.orSkip()
    expect(skipped).equal(undefined)
  })

  it('3: an attribute is named by text or by reference, and a condition can be kept', async () => {
    await orders.delete(key)
    const order = await orders.save({ ...input, address: { city: 'Rome', zip: '1' } })
    const open = Order.condition((attr) => attr.status.eq('open'))
    const saved = await orders
      .save(order)
      .if('status')
      .eq('open')
      .if((attr) => or(attr.total.lt(100), not(attr.tags.contains('vip'))))
      .if('address.city')
      .eq('Rome')
      .if((attr) => attr.address.city.eq('Rome'))
      .if((attr) => and(attr.lines[0].sku.eq('a'), attr('address.zip').eq('1')))
      .if(open)
    expect(saved.revision).equal(2)
    await orders.delete(saved).if(open)
    expect(await orders.get(key)).equal(undefined)
  })

  it('6: tables are created, deleted and looked for', async () => {
    await users.deleteTable()
    expect(await users.createTable()).deep.equal({ created: true })
    expect(await users.createTable()).deep.equal({ created: false })
    expect(await users.tableExists()).equal(true)
    expect(await users.deleteTable()).deep.equal({ deleted: true })
    expect(await users.tableExists()).equal(false)
  })

  it('7: errors are of one family, with code, entity, operation and cause', async () => {
    for (const [work, type] of [
      [users.save({ name: 'x' } as never), ValidationError],
      [users.get(5 as never), InvalidKeyError],
      [users.get('user123'), TableNotFoundError],
    ] as const) {
      const error = await rejection(work, type as typeof ValidationError)
      expect(error).instanceOf(DyntasticError)
      expect(error.entity).equal('User')
      expect(error.operation).match(/^(save|get)$/)
      expect(error.code).match(/^[A-Z_]+$/)
    }
    expect(() => users.delete('x').if('nope' as 'age')).throw(QueryPlanError)
    const first = await orders.save({ ...input, orderId: 'o9' })
    await orders.save(first)
    const conflict = await rejection(orders.save(first), VersionConflictError)
    expect(conflict.cause).instanceOf(Error)
    expect(() => User.decode({ userId: { S: 'u1' } })).throw(InvalidItemError)
  })

  it('8: a mocked client responds, because each operation sends a real command', async () => {
    const mock = mockClient(DynamoDBClient)
    try {
      mock.on(GetItemCommand).resolves({ Item: { userId: { S: 'u1' }, name: { S: 'x' }, email: { S: 'y' } } })
      const mocked = new Repository(User, new CommandExecutor({ client: new DynamoDBClient({}) }))
      expect(await mocked.get('u1')).deep.equal({ userId: 'u1', name: 'x', email: 'y', age: 0 })
      expect(mock.commandCalls(GetItemCommand)).length(1)
    } finally {
      mock.restore()
    }
  })

  it('8: an embedded engine runs in the process', async () => {
    const local = await startLocal()
    const mine = new Repository(User, new CommandExecutor({ client: local.client }))
    await mine.save(alice)
    expect(await mine.get('user123')).deep.equal(alice)
    expect(local.endpoint).match(/^http:\/\/127\.0\.0\.1/)
    await local.stop()
  })
})
