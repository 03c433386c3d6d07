// What the types of query chains accept, refuse and return; compiled, never run.
import {
  attribute,
  CommandExecutor,
  Entity,
  type IndexItemsOf,
  type ItemOf,
  or,
  type Page,
  type QueryOperation,
  Repository,
} from 'dyntastic'
import { array, boolean, date, enums, integer, number, object, optional, set, string } from 'superstruct'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
declare function yes<_T extends true>(): void

const Order = new Entity({
  name: 'Order',
  table: 'orders',
  attributes: {
    customerId: string(),
    orderId: attribute(string(), { default: () => crypto.randomUUID() }),
    status: attribute(enums(['open', 'paid', 'shipped']), { default: 'open' }),
    total: number(),
    placedAt: date(),
    lines: array(object({ sku: string(), quantity: integer() })),
    address: optional(object({ city: string(), zip: string() })),
    tags: optional(set(string())),
    gift: optional(boolean()),
    note: attribute(optional(string()), { name: 'n' }),
  },
  key: { partition: 'customerId', sort: 'orderId' },
  indexes: {
    byStatus: { partition: 'status', sort: 'placedAt' },
    byTotal: { local: true, sort: 'total', projection: 'keys' },
    byCity: { partition: 'status', sort: 'total', projection: ['lines'] },
    byDay: { partition: ['status', 'customerId'], sort: ['placedAt', 'total'], projection: 'keys' },
  },
})

const orders = new Repository(Order, new CommandExecutor())
const all = orders.query()
type Item = ItemOf<typeof Order>
type Status = 'open' | 'paid' | 'shipped'
type Of<Q> = Q extends QueryOperation<Item, infer R, IndexItemsOf<typeof Order>> ? R : never

// What comes back.
yes<Equal<Awaited<typeof all>, Item[]>>()
yes<Equal<Of<typeof all>, Item>>()
yes<Equal<ReturnType<typeof all.first>, Promise<Item | undefined>>>()
yes<Equal<ReturnType<typeof all.count>, Promise<number>>>()
yes<Equal<ReturnType<typeof all.page>, Promise<Page<Item>>>>()
export async function streamed(): Promise<void> {
  for await (const item of all) yes<Equal<typeof item, Item>>()
  for await (const item of all.select('total').items()) yes<Equal<typeof item, { total: number }>>()
  for await (const page of all.pages()) yes<Equal<typeof page, Page<Item>>>()
}

// select narrows, in one call or in several paths, nested too; full() widens again.
const selected = all.select('total', 'address.city', 'lines[0].sku')
yes<Equal<Of<typeof selected>, { total: number; address?: { city: string }; lines: { sku: string }[] }>>()
const whole = selected.full()
yes<Equal<Of<typeof whole>, Item>>()

// An index narrows to what it holds.
const byStatus = all.index('byStatus')
yes<Equal<Of<typeof byStatus>, Item>>()
const byTotal = all.index('byTotal')
yes<Equal<Of<typeof byTotal>, { customerId: string; orderId: string; total: number }>>()
const byCity = orders.scan().index('byCity')
yes<
  Equal<
    Of<typeof byCity>,
    { customerId: string; orderId: string; status: Status; total: number; lines: Item['lines'] }
  >
>()
const byDay = all.index('byDay')
yes<
  Equal<
    Of<typeof byDay>,
    { customerId: string; orderId: string; status: Status; placedAt: Date; total: number }
  >
>()
const fullOfIndex = byTotal.full()
yes<Equal<Of<typeof fullOfIndex>, Item>>()
const selectedOfFull = byTotal.full().select('note')
yes<Equal<Of<typeof selectedOfFull>, { note?: string }>>()

// What does not change the items keeps their type.
const kept = byTotal
  .where('customerId')
  .eq('c')
  .where((attr) => or(attr.total.gt(1), attr.lines.size().eq(2)))
  .descending()
  .ascending()
  .consistent()
  .limit(1)
  .pageSize(2)
  .after(undefined)
  .budget({ requests: 1 })
  .onInvalid('skip')
yes<Equal<Of<typeof kept>, Of<typeof byTotal>>>()
const received = all.onInvalid((stored, error) => [stored, error.code] as const)
yes<Equal<'INVALID_ITEM' extends Exclude<Of<typeof received>, Item>[1] ? true : false, true>>()

// Operators by the type of the attribute.
all.where('total').between(1, 2)
all.where('placedAt').gte(new Date())
all.where('placedAt').beginsWith('2026-')
all.where('status').in(['open', 'paid'])
all.where('tags').contains('vip')
all.where('lines[3].quantity').lt(5)
all.where('total').lt((attr) => attr.lines.size())
all.where('address').exists()
all.where('note').type('S')
// @ts-expect-error: a set has no order
all.where('tags').lt(new Set(['a']))
// @ts-expect-error: a boolean has no order
all.where('gift').gt(true)
// @ts-expect-error: a number has no prefix
all.where('total').beginsWith('1')
// @ts-expect-error: text is not a number
all.where('total').eq('1')
// @ts-expect-error: not one of the values
all.where('status').eq('lost')
// @ts-expect-error: a list of one type
all.where('status').in(['open', 'lost'])
// @ts-expect-error: two bounds
all.where('total').between(1)
// @ts-expect-error: no such attribute
all.where('nope')
// @ts-expect-error: no such member
all.where('address.street')
// @ts-expect-error: stored names are not paths
all.where('n')
// @ts-expect-error: a callback returns a condition
all.where((attr) => attr.total)
// @ts-expect-error: compared with what is stored as another type
all.where('total').lt((attr) => attr.note)

// Chain methods.
// @ts-expect-error: no such index
all.index('byNope')
const Plain = new Entity({ name: 'P', table: 'plain', attributes: { a: string() }, key: { partition: 'a' } })
const plain = new Repository(Plain, new CommandExecutor()).query()
// @ts-expect-error: an entity without indexes has none
plain.index('byNope')
// @ts-expect-error: no such path
all.select('nope')
// @ts-expect-error: a number
all.limit('10')
// @ts-expect-error: a number
all.pageSize(null)
// @ts-expect-error: no such limit
all.budget({ items: 5 })
// @ts-expect-error: text
all.after(5)
// @ts-expect-error: no such policy
all.onInvalid('keep')

// Items in part are not inputs: the missing attributes are required.
export async function saved(): Promise<void> {
  const [part] = await byTotal
  // @ts-expect-error: an item of an index of keys lacks attributes
  if (part !== undefined) await orders.save(part)
  const [some] = await selected
  // @ts-expect-error: what was selected lacks the key
  if (some !== undefined) await orders.save(some)
  // @ts-expect-error: a part of an index lacks this attribute
  part?.status
  if (part !== undefined) await orders.get({ customerId: part.customerId, orderId: part.orderId })
}
