// What the code blocks of README and guide take for granted: entities, repositories and items, on an embedded engine.
import { randomBytes } from 'node:crypto'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  attribute,
  CommandExecutor,
  type Condition,
  Entity,
  Repository,
  type StoredItem,
  Table,
} from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import * as struct from 'superstruct'

export { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
export * from 'dyntastic'
export { Recorder, startLocal } from 'dyntastic/testing'
export {
  any,
  array,
  bigint,
  boolean,
  date,
  enums,
  instance,
  integer,
  literal,
  min,
  nullable,
  number,
  object,
  optional,
  record,
  set,
  string,
  union,
} from 'superstruct'

const { array, date, enums, integer, literal, number, object, optional, set, string } = struct

export const local = await startLocal({ port: 0 })
// What `new CommandExecutor()` alone reaches.
process.env['DYNTASTIC_HOST'] = local.endpoint
export const client: DynamoDBClient = local.client
export const executor = new CommandExecutor({ client, scans: 'allow' })

export const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: {
    userId: string(),
    name: string(),
    age: attribute(integer(), { default: 0 }),
    tags: optional(set(string())),
    address: optional(object({ city: string(), zip: optional(string()) })),
  },
  key: { partition: 'userId' },
})
export const users = new Repository(User, executor)

export class UserRepository extends Repository<typeof User> {
  constructor(executor: CommandExecutor) {
    super(User, executor)
  }
}

export const shop = new Table({ name: 'shop' })

export const Order = new Entity({
  name: 'Order',
  table: shop,
  attributes: {
    customerId: string(),
    orderId: attribute(string(), { default: () => crypto.randomUUID() }),
    status: attribute(enums(['open', 'paid', 'shipped']), { default: 'open' }),
    total: number(),
    placedAt: date(),
    lines: array(object({ sku: string(), quantity: integer() })),
    address: optional(object({ city: string(), zip: optional(string()) })),
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
  },
  version: 'revision',
  timestamps: { created: 'createdAt', updated: 'updatedAt' },
  ttl: 'expiresAt',
})
export const orders = new Repository(Order, executor)

const zoo = new Table({ name: 'zoo-of-the-prelude' })
const animal = { id: string(), owner: string(), age: attribute(integer(), { default: 0 }) }
export const Cat = new Entity({
  name: 'Cat',
  table: zoo,
  attributes: { ...animal, kind: literal('cat'), lives: integer() },
  key: { partition: 'id' },
})
export const Dog = new Entity({
  name: 'Dog',
  table: zoo,
  attributes: { ...animal, kind: literal('dog'), tricks: optional(array(string())) },
  key: { partition: 'id' },
})
export const Animal = Entity.oneOf([Cat, Dog])
export const animals = new Repository(Animal, executor)

export const key = { customerId: 'c1', orderId: 'o1' }

/** Puts the tables as each block may find them. */
export async function begin() {
  await users.deleteTable()
  await orders.deleteTable()
  await animals.deleteTable()
  await animals.save({ kind: 'cat', id: 'a1', owner: 'o1', lives: 9 })
  const alice = await users.save({
    userId: 'u1',
    name: 'Alice',
    age: 20,
    tags: new Set(['vip']),
    address: { city: 'Rome' },
  })
  const order = await orders.save({
    ...key,
    total: 10,
    placedAt: new Date('2026-01-02'),
    lines: [{ sku: 'a', quantity: 1 }],
    address: { city: 'Rome', zip: '1' },
    tags: new Set(['old']),
    note: 'first',
  })
  return { alice, order }
}

export const { alice, order } = await begin()
export const user = alice
export const adult: Condition = User.condition((attr) => attr.age.gte(18))
export const signal: AbortSignal = new AbortController().signal
export const repair = (_stored: StoredItem, _error: Error) => alice
/** A record of a stream, as Lambda has it. */
export interface StreamRecord {
  eventName?: 'INSERT' | 'MODIFY' | 'REMOVE'
  dynamodb?: { Keys?: StreamImage; NewImage?: StreamImage; OldImage?: StreamImage }
}
type StreamImage = { [name: string]: { S?: string; B?: string } }
export const streamEvent: { Records: StreamRecord[] } = {
  Records: [{ eventName: 'REMOVE', dynamodb: { Keys: { customerId: { S: 'c1' }, orderId: { S: 'o1' } } } }],
}

export const cursor: string | undefined = undefined
export const open = orders.query().where('customerId').eq('c1')
export const request: { query: { cursor?: string } } = { query: {} }
export const secret: Uint8Array = randomBytes(32)
