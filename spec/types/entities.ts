// Compiled, never run: types of entities and operations; each line with @ts-expect-error must be an error.
import type { PutItemCommand, PutItemCommandOutput } from '@aws-sdk/client-dynamodb'
import type { AnyEntity, InputOf, ItemOf, KeyArgument, KeyOf } from 'dyntastic'
import { and, attribute, CommandExecutor, Entity, Repository, Table } from 'dyntastic'
import {
  array,
  bigint,
  boolean,
  date,
  enums,
  instance,
  integer,
  literal,
  nullable,
  number,
  object,
  optional,
  record,
  set,
  string,
  tuple,
  union,
} from 'superstruct'

/** Whether two types are the same, optional and readonly members included. */
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <T extends true>(): T => true as T
/** What an operation resolves to. */
type Resolved<T> = T extends PromiseLike<infer R> ? R : never

// The entities of the public interface's page

const User = new Entity({
  name: 'User',
  table: 'users',
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
  name: () => 'shop',
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

// Items, inputs and keys are flat types, written out here by hand

interface UserItem {
  userId: string
  name: string
  email: string
  age: number
}
same<Equal<ItemOf<typeof User>, { [K in keyof UserItem]: UserItem[K] }>>()
same<Equal<InputOf<typeof User>, { userId: string; name: string; email: string; age?: number | undefined }>>()
same<Equal<KeyOf<typeof User>, { userId: string }>>()
same<Equal<KeyArgument<typeof User>, string | { readonly userId: string }>>()

type Status = 'open' | 'paid' | 'shipped'
same<
  Equal<
    ItemOf<typeof Order>,
    {
      customerId: string
      orderId: string
      status: Status
      total: number
      placedAt: Date
      lines: { sku: string; quantity: number }[]
      address?: { city: string; zip: string }
      tags?: Set<string>
      note?: string
      revision: number
      createdAt: Date
      updatedAt: Date
      expiresAt?: Date
    }
  >
>()
same<
  Equal<
    InputOf<typeof Order>,
    {
      customerId: string
      orderId?: string | undefined
      status?: Status | undefined
      total: number
      placedAt: Date
      lines: { sku: string; quantity: number }[]
      address?: { city: string; zip: string } | undefined
      tags?: Set<string> | undefined
      note?: string | undefined
      revision?: number | undefined
      createdAt?: Date | undefined
      updatedAt?: Date | undefined
      expiresAt?: Date | undefined
    }
  >
>()
same<Equal<KeyOf<typeof Order>, { customerId: string; orderId: string }>>()
same<Equal<KeyArgument<typeof Order>, { readonly customerId: string; readonly orderId: string }>>()

const Odd = new Entity({
  name: 'Odd',
  table: 'odd',
  attributes: {
    at: date(),
    nothing: nullable(string()),
    either: union([literal('a'), integer()]),
    pair: tuple([string(), number()]),
    extra: record(string(), boolean()),
    data: instance(Uint8Array),
    large: bigint(),
    withDefault: attribute(optional(string()), { default: 'x' }),
  },
  key: { partition: 'at' },
})
same<
  Equal<
    ItemOf<typeof Odd>,
    {
      at: Date
      nothing: string | null
      either: 'a' | number
      pair: [string, number]
      extra: Record<string, boolean>
      data: Uint8Array<ArrayBuffer>
      large: bigint
      withDefault: string
    }
  >
>()
same<Equal<KeyArgument<typeof Odd>, Date | string | { readonly at: Date | string }>>()

const Admin = User.extend({ name: 'Admin', attributes: { level: integer(), email: optional(string()) } })
same<
  Equal<ItemOf<typeof Admin>, { userId: string; name: string; age: number; level: number; email?: string }>
>()
same<Equal<KeyOf<typeof Admin>, { userId: string }>>()
const Sorted = User.extend({ key: { partition: 'userId', sort: 'age' } })
same<Equal<KeyOf<typeof Sorted>, { userId: string; age: number }>>()
same<Equal<ItemOf<typeof Sorted>, ItemOf<typeof User>>>()

export const entities: AnyEntity[] = [User, Order, Odd, Admin, Sorted]

// Wrong descriptors

const attributes = {
  id: string(),
  flag: boolean(),
  list: array(string()),
  at: date(),
  maybe: optional(string()),
  many: set(string()),
  inner: object({ a: string() }),
}
const base = { name: 'Bad', table: 'bad', attributes } as const

// @ts-expect-error no name
new Entity({ table: 'bad', attributes, key: { partition: 'id' } })
// @ts-expect-error no table
new Entity({ name: 'Bad', attributes, key: { partition: 'id' } })
// @ts-expect-error no attributes
new Entity({ name: 'Bad', table: 'bad', key: { partition: 'id' } })
// @ts-expect-error no key
new Entity({ ...base })
// @ts-expect-error no partition key
new Entity({ ...base, key: { sort: 'id' } })
// @ts-expect-error a partition key that is not an attribute
new Entity({ ...base, key: { partition: 'nope' } })
// @ts-expect-error a sort key that is not an attribute
new Entity({ ...base, key: { partition: 'id', sort: 'nope' } })
// @ts-expect-error a boolean is not indexed
new Entity({ ...base, key: { partition: 'flag' } })
// @ts-expect-error a list is not indexed
new Entity({ ...base, key: { partition: 'list' } })
// @ts-expect-error a set is not indexed
new Entity({ ...base, key: { partition: 'many' } })
// @ts-expect-error an object is not indexed
new Entity({ ...base, key: { partition: 'id', sort: 'inner' } })
// @ts-expect-error a key attribute is always there
new Entity({ ...base, key: { partition: 'maybe' } })
// @ts-expect-error an index on a name that is not an attribute
new Entity({ ...base, key: { partition: 'id' }, indexes: { byIt: { partition: 'nope' } } })
// @ts-expect-error an index on an attribute that cannot be indexed
new Entity({ ...base, key: { partition: 'id' }, indexes: { byIt: { partition: 'flag' } } })
// @ts-expect-error a list of attributes, one of which is not one
new Entity({ ...base, key: { partition: 'id' }, indexes: { byIt: { partition: ['id', 'nope'] } } })
const unknown = { partition: 'id', projection: ['nope'] } as const
// @ts-expect-error a projection of a name that is not an attribute
new Entity({ ...base, key: { partition: 'id' }, indexes: { byIt: unknown } })
// @ts-expect-error a projection that does not exist
new Entity({ ...base, key: { partition: 'id' }, indexes: { byIt: { partition: 'id', projection: 'some' } } })
// @ts-expect-error a version that is not an attribute
new Entity({ ...base, key: { partition: 'id' }, version: 'nope' })
// @ts-expect-error a timestamp that is not an attribute
new Entity({ ...base, key: { partition: 'id' }, timestamps: { created: 'nope' } })
// @ts-expect-error a ttl that is not an attribute
new Entity({ ...base, key: { partition: 'id' }, ttl: 'nope' })
// @ts-expect-error a policy that does not exist
new Entity({ ...base, key: { partition: 'id' }, unknown: 'keep' })
// @ts-expect-error not a struct
new Entity({ ...base, attributes: { id: 'text' }, key: { partition: 'id' } })
// @ts-expect-error a default of another type
attribute(integer(), { default: 'x' })
// @ts-expect-error a storage form that does not exist
attribute(date(), { as: 'rfc' })
// @ts-expect-error a billing mode that does not exist
new Table({ name: 'bad', create: { BillingMode: 'ON_DEMAND' } })
// @ts-expect-error a table without a name
new Table({ region: 'eu-west-1' })
// An optional attribute can be in an index: an item without it is not in the index.
new Entity({ ...base, key: { partition: 'id' }, indexes: { byIt: { partition: 'maybe', sort: 'at' } } })

// Repositories: arguments and what comes back

const executor = new CommandExecutor()
const users = new Repository(User, executor)
const orders = new Repository(Order, executor)
const key = { customerId: 'c1', orderId: 'o1' }
declare const user: ItemOf<typeof User>
declare const order: ItemOf<typeof Order>

const got = users.get('u1')
same<Equal<Resolved<typeof got>, ItemOf<typeof User> | undefined>>()
const there = users.getOrThrow('u1')
same<Equal<Resolved<typeof there>, ItemOf<typeof User>>>()
const fresh = orders.refresh(order)
same<Equal<Resolved<typeof fresh>, ItemOf<typeof Order>>>()
const saved = users.save({ userId: 'u1', name: 'Alice', email: 'a' })
same<Equal<Resolved<typeof saved>, ItemOf<typeof User>>>()
const created = orders.create({ customerId: 'c1', total: 1, placedAt: new Date(), lines: [] })
same<Equal<Resolved<typeof created>, ItemOf<typeof Order>>>()
const gone = users.delete('u1')
same<Equal<Resolved<typeof gone>, undefined>>()
const consistent = users.getOrThrow('u1').consistent()
same<Equal<Resolved<typeof consistent>, ItemOf<typeof User>>>()
const promise: Promise<ItemOf<typeof User>> = users.save(user)
const command: PutItemCommand = users.save(user).toCommand()
const raw: Promise<PutItemCommandOutput> = users.save(user).raw()
void [promise, command, raw]

orders.delete(key)
orders.delete(order)
users.delete(user)
users.refresh('u1')
// @ts-expect-error a key of a wrong type
users.get(5)
// @ts-expect-error one value for two keys
orders.get('c1')
// @ts-expect-error a key without its sort key
orders.get({ customerId: 'c1' })
// @ts-expect-error an extra part
users.get({ userId: 'u1', name: 'x' })
// @ts-expect-error a required attribute is missing
users.save({ userId: 'u1', name: 'Alice' })
// @ts-expect-error an attribute of a wrong type
users.save({ userId: 'u1', name: 'Alice', email: 'a', age: 'x' })
// @ts-expect-error an attribute that does not exist
users.save({ userId: 'u1', name: 'Alice', email: 'a', nope: 1 })
// @ts-expect-error a value that is not a member of the enum
orders.save({ ...order, status: 'lost' })
// @ts-expect-error null is not undefined
orders.save({ ...order, note: null })
// parse takes an input of any origin, and returns an item
User.parse(JSON.parse('{}') as unknown).name.length

// returning and orSkip

const old = users.save(user).returning('old')
same<Equal<Resolved<typeof old>, ItemOf<typeof User> | undefined>>()
const none = users.save(user).returning('none')
same<Equal<Resolved<typeof none>, undefined>>()
const removed = users.delete('u1').if('age').gt(17).returning('old')
same<Equal<Resolved<typeof removed>, ItemOf<typeof User> | undefined>>()
const skipped = users.save(user).if('age').gt(17).orSkip()
same<Equal<Resolved<typeof skipped>, ItemOf<typeof User> | undefined>>()
const kept = users.save(user).if('age').gt(17)
same<Equal<Resolved<typeof kept>, ItemOf<typeof User>>>()
// @ts-expect-error PutItem returns no new item
users.save(user).returning('new')
// @ts-expect-error reads have no conditions
users.get('u1').if('age')
// @ts-expect-error writes are not consistent
users.save(user).consistent()
// @ts-expect-error a read of one item has nothing to return
users.get('u1').returning('old')

// select narrows; what was not read is not there

const part = orders.get(key).select('total', 'lines[0].sku', 'address.city', 'note')
same<
  Equal<
    Resolved<typeof part>,
    { total: number; lines: { sku: string }[]; address?: { city: string }; note?: string } | undefined
  >
>()
const partThere = users.getOrThrow('u1').select('name')
same<Equal<Resolved<typeof partThere>, { name: string }>>()
declare const name: Resolved<typeof partThere>
// @ts-expect-error it was not requested
name.age
// @ts-expect-error a part is not an item
users.save(name)
// @ts-expect-error a path that does not exist
orders.get(key).select('nope')
// @ts-expect-error a list has no such member
orders.get(key).select('lines.sku')
// @ts-expect-error a path inside a string
orders.get(key).select('total.x')

const repaired = users.get('u1').onInvalid((stored, error) => [stored, error.failures.length] as const)
same<
  Equal<
    Resolved<typeof repaired>,
    ItemOf<typeof User> | readonly [ReturnType<typeof User.encode>, number] | undefined
  >
>()
const skippedInvalid = users.getOrThrow('u1').onInvalid('skip')
same<Equal<Resolved<typeof skippedInvalid>, ItemOf<typeof User> | undefined>>()

// Operators by type

const write = orders.save(order)
write.if('total').between(1, 2)
write.if('status').in(['open', 'paid'])
write.if('tags').contains('x')
write.if('lines').size().gt(1)
write.if('lines[0].sku').beginsWith('a')
write.if('address.city').exists()
write.if('placedAt').lt(new Date())
write.if('note').notExists()
write.if('status').type('S')
write.if((attr) => and(attr.address.city.eq('Rome'), attr.lines[0].quantity.gt(1)))
write.if((attr) => attr('address.zip').eq('1'))
write.if((attr) => attr.total.lt(attr.revision))
write.if(Order.condition((attr) => attr.status.eq('open')))
// @ts-expect-error a path that does not exist
write.if('nope')
// @ts-expect-error a string for a number
write.if('total').eq('5')
// @ts-expect-error a value that is not a member of the enum
write.if('status').eq('lost')
// @ts-expect-error a number does not begin with anything
write.if('total').beginsWith('1')
// @ts-expect-error sets have no order
write.if('tags').lt(new Set(['a']))
// @ts-expect-error lists have no order
write.if('lines').between([], [])
// @ts-expect-error numbers have no size
write.if('total').size()
// @ts-expect-error a member of another type
write.if('tags').contains(5)
// @ts-expect-error size is a number
write.if('lines').size().gt('1')
// @ts-expect-error a data type that does not exist
write.if('status').type('X')
// @ts-expect-error a reference to a missing attribute
write.if((attr) => attr.nope.eq(1))
// @ts-expect-error a reference is not a condition
write.if((attr) => attr.total)
// @ts-expect-error a callback makes conditions
write.if(() => true)

// Classes for containers, and stubs by structure

class UserRepository extends Repository<typeof User> {
  constructor(given: CommandExecutor) {
    super(User, given)
  }
  byName(id: string) {
    return this.getOrThrow(id).select('name')
  }
}
const byName = new UserRepository(executor).byName('u1')
same<Equal<Resolved<typeof byName>, { name: string }>>()
const stub: Pick<UserRepository, 'getOrThrow'> = { getOrThrow: (id) => users.getOrThrow(id) }
void stub
