// What the types of update operations accept, require and return; compiled, never run.
import {
  attribute,
  Entity,
  type ItemOf,
  type Repository,
  type UpdatedPart,
  type UpdateOperation,
  type UpdateReturning,
} from 'dyntastic'
import { array, date, enums, integer, number, object, optional, record, set, string } from 'superstruct'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

declare function same<A, B>(equal: Equal<A, B>): void
declare function awaited<R>(operation: PromiseLike<R>): R

const Order = new Entity({
  name: 'Order',
  table: 'orders',
  attributes: {
    customerId: string(),
    orderId: attribute(string(), { default: () => 'o' }),
    status: attribute(enums(['open', 'paid']), { default: 'open' }),
    total: number(),
    placedAt: date(),
    lines: array(object({ sku: string(), quantity: integer(), note: optional(string()) })),
    address: optional(object({ city: string(), zip: optional(string()) })),
    stats: object({ views: integer(), last: optional(date()) }),
    counts: optional(record(string(), integer())),
    tags: optional(set(string())),
    scores: set(number()),
    note: attribute(optional(string()), { name: 'n' }),
    revision: integer(),
    createdAt: date(),
    updatedAt: date(),
  },
  key: { partition: 'customerId', sort: 'orderId' },
  version: 'revision',
  timestamps: { created: 'createdAt', updated: 'updatedAt' },
})

const Note = new Entity({
  name: 'Note',
  table: 'notes',
  attributes: { id: string(), text: optional(string()), n: attribute(integer(), { default: 0 }) },
  key: { partition: 'id' },
})

declare const orders: Repository<typeof Order>
declare const notes: Repository<typeof Note>
declare const order: ItemOf<typeof Order>
type Item = ItemOf<typeof Order>

const key = { customerId: 'c', orderId: 'o' } as const
const update = orders.update(key)

// What an update is called with: the key, or an item.
orders.update(order)
notes.update('a')
notes.update({ id: 'a' })
// @ts-expect-error half of a key
orders.update({ customerId: 'c' })
// @ts-expect-error a key of two parts has no short form
orders.update('c')
// @ts-expect-error the wrong type
notes.update(5)

// Values have the type of what is at the path.
update
  .set('status', 'paid')
  .set('total', 5)
  .set('placedAt', new Date())
  .set('lines[0].sku', 'a')
  .set('address', { city: 'Rome' })
  .set('address.city', 'Rome')
  .set('stats.last', new Date())
  .set('counts.any', 1)
  .set('total', (attr) => attr.stats.views.plus(1))
  .set('total', (attr, value) => value(100).minus(attr.total))
  .set('note', (attr) => attr.note.ifNotExists('none'))
  .setIfMissing('note', 'x')
  .add('total', 1)
  .add('tags', ['a'])
  .add('scores', new Set([1]))
  .subtract('total', 1)
  .append('lines', [{ sku: 'a', quantity: 1 }])
  .prepend('lines', { sku: 'a', quantity: 1 })
  .remove('note')
  .remove('address.zip')
  .remove('lines[0]')
  .delete('tags', 'a')
// @ts-expect-error no such status
update.set('status', 'lost')
// @ts-expect-error not a string
update.set('total', 'x')
// @ts-expect-error undefined is never a value
update.set('note', undefined)
// @ts-expect-error an attribute that is not nullable takes no null
update.set('total', null)
// @ts-expect-error incomplete
update.set('address', { zip: '1' })
// @ts-expect-error a callback must return an operand
update.set('total', () => 5)
// @ts-expect-error text is not reckoned with
update.set('total', (attr) => attr.note.plus(1))
// @ts-expect-error the wrong type of another attribute
update.set('total', (attr) => attr.note)
// @ts-expect-error no such attribute
update.set('totl', 5)
// @ts-expect-error no such nested attribute
update.set('address.street', 'x')
// @ts-expect-error text is not added to
update.add('note', 'x')
// @ts-expect-error no attribute in ADD
update.add('total', (attr) => attr.stats.views)
// @ts-expect-error a number is not a list
update.append('total', 5)
// @ts-expect-error a list is not a set
update.delete('lines', 'x')

// The key, and what the library keeps, are left alone; they can be read.
update.set('note', (attr) => attr.customerId).set('total', (attr) => attr.revision.plus(1))
// @ts-expect-error partition key
update.set('customerId', 'x')
// @ts-expect-error sort key
update.remove('orderId')
// @ts-expect-error the version
update.set('revision', 5)
// @ts-expect-error a timestamp
update.set('createdAt', new Date())
// @ts-expect-error a timestamp
update.patch({ updatedAt: new Date() })
// @ts-expect-error the key
update.patch({ customerId: 'x' })

// What is required is not removed.
// @ts-expect-error required
update.remove('total')
// @ts-expect-error required, nested
update.remove('address.city')
// @ts-expect-error required in an element
update.remove('lines[0].sku')
update.remove('lines[0].note')

// Conditions, in all their forms.
update
  .if('status')
  .eq('open')
  .if((attr) => attr.total.gt(5))
  .if(Order.condition((attr) => attr.note.exists()))
// @ts-expect-error no such status
update.if('status').eq('lost')

// An upsert demands what is required and no change gives.
const rest = { total: 1, placedAt: new Date(), lines: [], stats: { views: 0 }, scores: new Set<number>() }
update.upsert(rest)
update.upsert({ ...rest, status: 'paid', note: 'x' })
// @ts-expect-error all is missing
update.upsert()
// @ts-expect-error scores are missing
update.upsert({ total: 1, placedAt: new Date(), lines: [], stats: { views: 0 } })
// @ts-expect-error of the wrong type
update.upsert({ ...rest, total: 'x' })
// @ts-expect-error the key is given already
update.upsert({ ...rest, customerId: 'x' })
// @ts-expect-error managed by the library
update.upsert({ ...rest, revision: 5 })

const given = update
  .add('total', 1)
  .set('placedAt', new Date())
  .append('lines', { sku: 'a', quantity: 1 })
  .add('scores', 1)
given.upsert({ stats: { views: 0 } })
// @ts-expect-error stats are missing
given.upsert()
given.set('stats', { views: 1 }).upsert()
// What is set inside a map makes the map; what is taken from a set needs none.
given.set('stats.views', 1).upsert()
given.patch({ stats: { views: 1 } }).upsert()
update.patch({ total: 1, placedAt: new Date(), lines: [], stats: { views: 1 }, scores: new Set() }).upsert()
update.delete('scores', 1).upsert({ total: 1, placedAt: new Date(), lines: [], stats: { views: 0 } })
// @ts-expect-error a removal gives nothing
given.remove('stats.last').upsert()
notes.update('a').add('n', 1).upsert()
notes.update('a').upsert({ text: 'x' })
// Chains after it go on.
notes.update('a').upsert().add('n', 1).if('n').gt(1).orSkip()

// A patch is a part, at any depth, of objects alone.
update.patch({ status: 'paid', address: { city: 'Rome' }, note: null, counts: { a: 1, b: null } })
update.patch({ lines: [{ sku: 'a', quantity: 1 }], tags: new Set(['a']) })
// @ts-expect-error no such attribute, besides one that there is
update.patch({ status: 'paid', stauts: 'paid' })
// @ts-expect-error no such nested attribute
update.patch({ address: { city: 'Rome', street: 'x' } })
// @ts-expect-error of the wrong type
update.patch({ total: 'x' })
// @ts-expect-error lists are whole
update.patch({ lines: [{ sku: 'a' }] })
// @ts-expect-error required
update.patch({ total: null })
// @ts-expect-error undefined is never a value
update.patch({ total: undefined })

// What it resolves to.
same<typeof newer, Item>(true)
const newer = awaited(update.set('total', 1))
same<typeof requested, Item>(true)
const requested = awaited(update.set('total', 1).returning('new'))
same<typeof older, Item | undefined>(true)
const older = awaited(update.set('total', 1).returning('old'))
same<typeof nothing, undefined>(true)
const nothing = awaited(update.set('total', 1).returning('none'))
same<typeof part, UpdatedPart<Item>>(true)
const part = awaited(update.set('total', 1).returning('updatedNew'))
const city: string | undefined = part.address?.city
const sku: string | undefined = part.lines?.[0]?.sku
const tags: ReadonlySet<string> | undefined = part.tags
// @ts-expect-error a part may lack anything
const required: number = part.total
// @ts-expect-error at any depth
const nested: { city: string } | undefined = part.address
same<typeof skipped, Item | undefined>(true)
const skipped = awaited(update.set('total', 1).orSkip())
same<typeof skippedNew, Item | undefined>(true)
const skippedNew = awaited(update.set('total', 1).orSkip().returning('new'))
same<typeof skippedPart, UpdatedPart<Item> | undefined>(true)
const skippedPart = awaited(update.set('total', 1).orSkip().returning('updatedOld'))
// @ts-expect-error there is no such return
update.returning('all')

// An idempotent update returns the new item, or nothing, in whatever order that is said.
same<typeof once, Item>(true)
const once = awaited(update.set('total', 1).idempotent())
same<typeof quiet, undefined>(true)
const quiet = awaited(update.set('total', 1).idempotent('t').returning('none'))
update.returning('old').returning('new').idempotent()
update.returning('none').idempotent().if('total').gt(5).set('note', 'x')
// @ts-expect-error a transaction does not return the old item
update.idempotent().returning('old')
// @ts-expect-error nor a part
update.idempotent().returning('updatedNew')
// @ts-expect-error nor here
update.returning('old').idempotent()
// @ts-expect-error also with a token, and later in the chain
update.returning('updatedOld').set('total', 1).idempotent('t')
// @ts-expect-error a token is text
update.idempotent(5)

// The types can be named, and used in signatures of the user's own.
type OrderUpdate = UpdateOperation<
  Item,
  'customerId' | 'orderId' | 'revision' | 'createdAt' | 'updatedAt',
  Omit<(typeof Order)['INPUT'], 'customerId' | 'orderId' | 'revision' | 'createdAt' | 'updatedAt'>,
  Item
>
const named: OrderUpdate = update
export function pay(base: OrderUpdate): PromiseLike<Item> {
  return base.set('status', 'paid')
}
export const how: UpdateReturning = 'updatedOld'
export class Orders {
  pay() {
    return update.set('status', 'paid').if('status').eq('open')
  }
}
export const seen = [city, sku, tags, required, nested, named]

// Moves take what a patch takes, and the attributes of the key.
same<Awaited<ReturnType<typeof orders.move>>, ItemOf<typeof Order>>(true)
notes.move('n1', { id: 'n2', text: null })
orders.move({ customerId: 'c', orderId: 'o' }, { orderId: 'p', address: { zip: null } })
// @ts-expect-error the version is managed by the library
orders.move({ customerId: 'c', orderId: 'o' }, { orderId: 'p', revision: 3 })
// @ts-expect-error an attribute of the key is never absent
orders.move({ customerId: 'c', orderId: 'o' }, { orderId: null })
// @ts-expect-error there is no attribute 'bogus'
orders.move({ customerId: 'c', orderId: 'o' }, { bogus: 1 })

// Attributes that are `immutable` are set on create alone: by saves, and by the values of an upsert.
const Ticket = new Entity({
  name: 'Ticket',
  table: 'tickets',
  attributes: {
    id: string(),
    kind: attribute(enums(['bug', 'idea']), { immutable: true }),
    origin: attribute(optional(string()), { immutable: true }),
    title: string(),
  },
  key: { partition: 'id' },
})
declare const tickets: Repository<typeof Ticket>
tickets.save({ id: 't', kind: 'bug', origin: 'web', title: 'x' })
tickets.update('t').set('title', 'y').upsert({ kind: 'bug', origin: 'web' })
tickets.query().where('kind').eq('bug')
// @ts-expect-error immutable
tickets.update('t').set('kind', 'idea')
// @ts-expect-error immutable
tickets.update('t').setIfMissing('origin', 'mail')
// @ts-expect-error immutable
tickets.update('t').remove('origin')
// @ts-expect-error immutable
tickets.update('t').patch({ kind: 'idea' })
// @ts-expect-error immutable
tickets.move('t', { id: 'u', kind: 'idea' })
// @ts-expect-error immutable, within bounds as well
tickets.scoped({ title: 'x' }).update('t').set('kind', 'idea')
const Thing = Entity.oneOf([Ticket, Note], ({ kind }) => (kind === undefined ? Note : Ticket))
declare const things: Repository<typeof Thing>
// @ts-expect-error immutable, in a union as well
things.update('t').set('kind', 'idea')
