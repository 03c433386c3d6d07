// Any writes through a union: each item stays one of its entity. Any conditions on a collection: what a filter in
// JavaScript gives.
import { expect } from 'chai'
import {
  Collection,
  CommandExecutor,
  ConditionFailedError,
  ItemNotFoundError,
  type ItemOf,
  one,
  Repository,
  UpdateMisfitError,
} from 'dyntastic'
import fc from 'fast-check'
import { accountEntities } from '../support/accounts.js'
import { animalEntities } from '../support/animals.js'
import { withEngine } from '../support/engine.js'
import { holds, runCount, timeLimit } from './property-runs.js'

const ids = fc.constantFrom('a', 'b', 'c')
const ages = fc.integer({ min: 0, max: 9 })
const shortName = fc.constantFrom('Tom', 'Rex')
const anyName = fc.constantFrom('Tom', 'Rex', 'a name that is too long for a cat')
const writes = fc.oneof(
  fc.record({ op: fc.constant('cat' as const), id: ids, name: shortName, lives: ages }),
  fc.record({ op: fc.constant('dog' as const), id: ids, name: anyName }),
  fc.record({ op: fc.constant('name' as const), id: ids, name: anyName }),
  fc.record({ op: fc.constant('age' as const), id: ids, age: ages }),
  fc.record({ op: fc.constant('lives' as const), id: ids, lives: ages }),
  fc.record({ op: fc.constant('upsert' as const), id: ids, age: ages, kind: fc.constantFrom('cat', 'dog') }),
  fc.record({ op: fc.constant('delete' as const), id: ids }),
)
type Write = typeof writes extends fc.Arbitrary<infer T> ? T : never

const kinds = animalEntities()
type Animal = ItemOf<typeof kinds.Animal>
type Refusal = typeof ConditionFailedError | typeof ItemNotFoundError | typeof UpdateMisfitError | undefined

/** The result of writing the items, or the error that the write must reject with. */
function after(items: Map<string, Animal>, write: Write): Refusal {
  const { id } = write
  const known = items.get(id)
  const base = { id, owner: 'o', age: 0 }
  if (write.op === 'cat') items.set(id, { ...base, kind: 'cat', name: write.name, lives: write.lives })
  else if (write.op === 'dog') items.set(id, { ...base, kind: 'dog', name: write.name })
  else if (write.op === 'delete') items.delete(id)
  else if (write.op === 'upsert') {
    if (known !== undefined && (known.kind === 'cat') !== (write.kind === 'cat')) return ConditionFailedError
    const made: Animal =
      write.kind === 'cat'
        ? { ...base, kind: 'cat', name: 'New', lives: 1 }
        : { ...base, kind: 'dog', name: 'New' }
    items.set(id, { ...(known ?? made), age: write.age })
  } else if (known === undefined) return ItemNotFoundError
  else if (write.op === 'age') items.set(id, { ...known, age: write.age })
  else if (write.op === 'lives') {
    if (known.kind !== 'cat') return ConditionFailedError
    items.set(id, { ...known, lives: write.lives })
  } else {
    if (known.kind === 'cat' && write.name.length > 10) return UpdateMisfitError
    items.set(id, { ...known, name: write.name })
  }
  return undefined
}

function run(animals: Repository<typeof kinds.Animal>, write: Write): PromiseLike<unknown> {
  const { id } = write
  const base = { id, owner: 'o' }
  if (write.op === 'cat') return animals.save({ ...base, kind: 'cat', name: write.name, lives: write.lives })
  if (write.op === 'dog') return animals.save({ ...base, kind: 'dog', name: write.name })
  if (write.op === 'delete') return animals.delete(id)
  const update = animals.update(id)
  if (write.op === 'age') return update.set('age', write.age)
  if (write.op === 'name') return update.set('name', write.name)
  if (write.op === 'lives') return update.if('kind').eq('cat').set('lives', write.lives)
  const aged = update.set('age', write.age)
  return write.kind === 'cat'
    ? aged.upsert({ kind: 'cat', owner: 'o', name: 'New', lives: 1 })
    : aged.upsert({ kind: 'dog', owner: 'o', name: 'New' })
}

const clauses = fc.uniqueArray(
  fc.oneof(
    fc.record({ by: fc.constant('status' as const), value: fc.constantFrom('open', 'paid') }),
    fc.record({ by: fc.constant('total' as const), value: ages }),
    fc.record({ by: fc.constant('email' as const), value: fc.constantFrom('e1', 'e2') }),
    fc.record({ by: fc.constant('city' as const), value: fc.constantFrom('Rome', 'Oslo') }),
    fc.record({ by: fc.constant('sk' as const), value: fc.constantFrom('1', '4', '7') }),
  ),
  { selector: ({ by }) => by },
)

describe('unions and collections of entities', () => {
  const engine = withEngine()

  it('never make an item of one entity one of another, whatever is written', async function () {
    this.timeout(timeLimit(600_000))
    const { Animal } = animalEntities(engine.name('animals'))
    const animals = new Repository(Animal, new CommandExecutor({ client: engine.client }))
    await animals.createTable()
    const property = fc.asyncProperty(fc.array(writes, { maxLength: 12 }), async (list) => {
      const items = new Map<string, Animal>()
      await animals.deleteMany(['a', 'b', 'c'])
      for (const write of list) {
        const refusal = after(items, write)
        const error: unknown = await Promise.resolve(run(animals, write)).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        expect((error as Error | undefined)?.constructor, JSON.stringify(write)).equal(refusal)
      }
      const found = await animals.scan().consistent()
      expect(new Map(found.map((item) => [item.id, item]))).deep.equal(items)
    })
    await holds(property, runCount(50, 50))
  })

  it('give what a filter gives over all items of all kinds', async function () {
    this.timeout(timeLimit(600_000))
    const { Customer, Order } = accountEntities(engine.name('accounts'))
    const executor = new CommandExecutor({ client: engine.client })
    const orders = new Repository(Order, executor)
    await orders.createTable()
    const shared = { customerId: 'c' }
    const all = Array.from({ length: 9 }, (_, at) => ({
      ...shared,
      sk: String(at),
      ...(at % 2 ? { city: 'Rome' } : {}),
    }))
    const bought = all
      .slice(2)
      .map((each, at) => ({ ...each, kind: 'order', status: at % 3 ? 'open' : 'paid', total: at }) as const)
    for (const each of all.slice(0, 2))
      await new Repository(Customer, executor).save({ ...each, kind: 'customer', email: `e${each.sk}` })
    for (const each of bought) await orders.save(each)
    const accounts = new Collection(
      { customers: Customer, orders: Order, only: one(accountEntities(Order.table.name).Note) },
      executor,
    )
    const property = fc.asyncProperty(clauses, fc.boolean(), async (list, backward) => {
      let query = accounts.query().where('customerId').eq('c')
      let customers = all.slice(0, 2).map((each) => ({ ...each, email: `e${each.sk}` }))
      let found = [...bought]
      for (const { by, value } of list) {
        if (by === 'status') {
          query = query.where('status').eq(value)
          found = found.filter(({ status }) => status === value)
        } else if (by === 'total') {
          query = query.where(Order.condition((attr) => attr.total.gt(value)))
          found = found.filter(({ total }) => total > value)
        } else if (by === 'email') {
          query = query.where('email').ne(value)
          customers = customers.filter(({ email }) => email !== value)
        } else if (by === 'city') {
          query = query.where('city').eq(value)
          found = found.filter((each) => 'city' in each && each.city === value)
          customers = customers.filter((each) => 'city' in each && each.city === value)
        } else {
          query = query.where('sk').gte(value)
          found = found.filter(({ sk }) => sk >= value)
          customers = customers.filter(({ sk }) => sk >= value)
        }
      }
      const read = backward ? await query.descending() : await query
      const order = (items: readonly { readonly sk: string }[]) =>
        backward ? items.map(({ sk }) => sk).reverse() : items.map(({ sk }) => sk)
      expect(read.customers.map(({ sk }) => sk)).deep.equal(order(customers))
      expect(read.orders.map(({ sk }) => sk)).deep.equal(order(found))
      expect(read.only).equal(undefined)
      expect(await query.count()).equal(customers.length + found.length)
    })
    await holds(property, runCount(100, 100))
  })
})
