// What the types of collections take, refuse and return; compiled, never run.
import {
  Collection,
  CommandExecutor,
  Entity,
  type InvalidItemError,
  type ItemOf,
  one,
  Table,
} from 'dyntastic'
import { date, enums, integer, literal, string } from 'superstruct'

type Equal<A, B> = (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
type Alike<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
declare function yes<_T extends true>(): void

const table = new Table({ name: 'accounts' })
const key = { partition: 'customerId', sort: 'sk' } as const
const shared = { customerId: string(), sk: string() }
const Customer = new Entity({
  name: 'Customer',
  table,
  attributes: { ...shared, kind: literal('customer'), email: string() },
  key,
})
const Order = new Entity({
  name: 'Order',
  table,
  attributes: {
    ...shared,
    kind: literal('order'),
    status: enums(['open', 'paid']),
    total: integer(),
    at: date(),
  },
  key,
  indexes: { byStatus: { partition: 'status', sort: 'at', projection: 'keys' } },
})
type Customers = ItemOf<typeof Customer>
type Orders = ItemOf<typeof Order>

class Accounts extends Collection<{
  customer: ReturnType<typeof one<typeof Customer>>
  orders: typeof Order
}> {
  constructor(executor: CommandExecutor) {
    super({ customer: one(Customer), orders: Order }, executor)
  }
}
yes<Alike<Awaited<ReturnType<Accounts['query']>>, { customer: Customers | undefined; orders: Orders[] }>>()

const accounts = new Collection({ customer: one(Customer), orders: Order }, new CommandExecutor())
const found = accounts.query().where('customerId').eq('c1')
yes<Alike<Awaited<typeof found>, { customer: Customers | undefined; orders: Orders[] }>>()

// Conditions take what any kind has.
found.where('email').beginsWith('a').where('total').gt(5).where('at').lt(new Date())
found.where((attr) => attr.status.eq('open'))
found.where(Order.condition((attr) => attr.total.gt(1)))
// @ts-expect-error: no kind has it
found.where('totals')
// @ts-expect-error: it is not a value of it
found.where('status').eq('shipped')

export async function read(): Promise<void> {
  for await (const [kind, item] of found) {
    if (kind === 'customer') yes<Equal<typeof item, Customers>>()
    else yes<Equal<typeof item, Orders>>()
  }
  const page = await found.limit(20).page()
  yes<Alike<typeof page.items, { customer: Customers | undefined; orders: Orders[] }>>()
  yes<Equal<typeof page.cursor, string | undefined>>()
  const first = await found.first()
  yes<Equal<typeof first, ['customer', Customers] | ['orders', Orders] | undefined>>()
  const { orders } = await accounts.query().index('byStatus').where('status').eq('open')
  yes<Alike<typeof orders, Pick<Orders, 'customerId' | 'sk' | 'status' | 'at'>[]>>()
  const { customer } = await found.select('email', 'total')
  yes<Alike<typeof customer, { email: string } | undefined>>()
  const kept = await found.onInvalid((stored) => (stored['total'] === undefined ? undefined : 'odd'))
  yes<Alike<typeof kept, { customer: Customers | 'odd' | undefined; orders: (Orders | 'odd')[] }>>()
  const skipped = await found.onInvalid('skip')
  yes<Alike<typeof skipped, { customer: Customers | undefined; orders: Orders[] }>>()
  const open = await accounts
    .query()
    .onInvalid((_stored, { failures }) => failures)
    .index('byStatus')
  yes<Alike<typeof open.customer, undefined>>()
  yes<
    Alike<
      typeof open.orders,
      (Pick<Orders, 'customerId' | 'sk' | 'status' | 'at'> | InvalidItemError['failures'])[]
    >
  >()
}
// @ts-expect-error: no kind has such an index
accounts.query().index('byTotal')
// @ts-expect-error: groups are entities
new Collection({ customer: 'Customer' }, new CommandExecutor())
