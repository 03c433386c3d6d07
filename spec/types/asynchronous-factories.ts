// Collections, repositories, unions and tables that asynchronous functions return, as containers take them; compiled,
// never run.
import { Collection, CommandExecutor, Entity, one, Repository, Table } from 'dyntastic'
import { array, integer, literal, object, optional, string } from 'superstruct'

const executor = new CommandExecutor()
const table = new Table({
  name: 'shop',
  key: { partition: 'pk', sort: 'sk' },
  kind: 'kind',
  indexes: { gsi: { partition: 'g' } },
})
const Customer = new Entity({
  name: 'Customer',
  table,
  attributes: { customerId: string(), email: string(), address: optional(object({ city: string() })) },
  key: { partition: 'C#{customerId}', sort: 'C' },
})
const Order = new Entity({
  name: 'Order',
  table,
  attributes: {
    customerId: string(),
    orderId: string(),
    total: integer(),
    lines: array(object({ sku: string(), n: integer() })),
  },
  key: { partition: 'C#{customerId}', sort: 'O#{orderId}' },
  indexes: { byTotal: { index: 'gsi', partition: 'T#{total}' } },
})
const zoo = new Table({ name: 'zoo' })
const key = { partition: 'id' } as const
const Cat = new Entity({ name: 'Cat', table: zoo, attributes: { id: string(), kind: literal('cat') }, key })
const Dog = new Entity({ name: 'Dog', table: zoo, attributes: { id: string(), kind: literal('dog') }, key })

const groups = { customer: one(Customer), orders: Order }
const makeCollection = async () => new Collection(groups, executor)
const makeBounded = async () => new Collection(groups, executor).scoped({ customerId: 'c1' })
const makeRepository = async () => new Repository(Order, executor)
const makeScoped = async () => new Repository(Order, executor).scoped({ customerId: 'c1' })
const makeUnion = async () => new Repository(Entity.oneOf([Cat, Dog]), executor)
const makeTable = async () => table

export async function boot() {
  return {
    accounts: await makeCollection(),
    bounded: await makeBounded(),
    orders: await makeRepository(),
    mine: await makeScoped(),
    animals: await makeUnion(),
    table: await makeTable(),
  }
}

/** What a container injects, by name. */
type Shop = Awaited<ReturnType<typeof boot>>
export type Waited = { [K in keyof Shop]: Awaited<Shop[K]> }

export async function resolved(): Promise<Waited> {
  const shop: Shop = await boot()
  const { orders, customer } = await shop.accounts.query().where('customerId').eq('c1')
  const total: number | undefined = orders[0]?.total
  const email: string | undefined = customer?.email
  await shop.mine.get({ orderId: `${total} ${email}` })
  return shop
}

// A provider of a container, and the type of what it makes.
export const provider = {
  provide: 'ACCOUNTS',
  useFactory: async (given: CommandExecutor) => new Collection(groups, given),
}
type Provided = Awaited<ReturnType<(typeof provider)['useFactory']>>

export class AccountService {
  readonly accounts: Provided

  constructor(accounts: Provided) {
    this.accounts = accounts
  }
}
export const service: Promise<AccountService> = makeCollection().then((made) => new AccountService(made))
export const fromProvider: Promise<Provided> = provider.useFactory(executor)
export const together = Promise.all([makeCollection(), makeRepository(), makeUnion(), makeTable()])

// Lists and records of any of them.
// biome-ignore lint/suspicious/noExplicitAny: what users write for any collection
type AnyCollection = Collection<any>
export const record: Record<string, AnyCollection> = { accounts: new Collection(groups, executor) }
export const list: readonly AnyCollection[] = [
  new Collection({ orders: Order }, executor),
  new Collection(groups, executor),
]
export const promised: Promise<AnyCollection> = makeCollection()

export async function misused(): Promise<void> {
  const accounts: Provided = await fromProvider
  // @ts-expect-error a collection of other groups is another type
  const other: Collection<{ orders: typeof Order }> = accounts
  // @ts-expect-error no kind has the attribute
  await other.query().where('nope').eq(1)
}
