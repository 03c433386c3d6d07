// A user's repository with a method of every shape that repositories and chains have, as the compiler emits it:
// nothing is annotated, so that every type has to be inferred, named and imported from the entry points alone.
import {
  and,
  attribute,
  BudgetExceededError,
  CommandExecutor,
  ConditionFailedError,
  Entity,
  InvalidItemError,
  ItemExistsError,
  type ItemOf,
  type KeyOf,
  not,
  or,
  Repository,
  s,
  Table,
  TransactionCancelledError,
  UnprocessedError,
  VersionConflictError,
} from 'dyntastic'
import { Recorder, startLocal } from 'dyntastic/testing'

export const table = new Table({ name: 'shop' })

export const User = new Entity({
  name: 'User',
  table,
  attributes: {
    id: s.string(),
    n: attribute(s.integer(), { default: 0 }),
    status: s.enums(['new', 'active']),
    at: s.date(),
    tags: s.optional(s.set(s.string())),
    list: s.array(s.number()),
    address: s.optional(s.object({ city: s.string(), zip: s.optional(s.string()) })),
    pay: s.union([
      s.object({ kind: s.literal('card'), no: s.string() }),
      s.object({ kind: s.literal('iban') }),
    ]),
    rest: s.any(),
    revision: s.integer(),
  },
  key: { partition: 'id' },
  indexes: {
    byStatus: { partition: 'status', sort: 'at' },
    byNumber: { partition: 'status', sort: 'n', projection: 'keys' },
  },
  version: 'revision',
})

export const Plain = new Entity({
  name: 'Plain',
  table: 'plain',
  attributes: { group: s.string(), id: s.string(), n: s.optional(s.number()) },
  key: { partition: 'group', sort: 'id' },
})

export const Admin = User.extend({ name: 'Admin', attributes: { rank: s.integer() } })

const failed = (error: unknown) => (error instanceof ConditionFailedError ? error.failed : undefined)

export class UserRepo extends Repository<typeof User> {
  // Updates.
  bump(id: string) {
    return this.update(id).add('n', 1)
  }
  chained(id: string) {
    return this.update(id).set('status', 'active').append('list', [1]).if('n').gt(0).orSkip()
  }
  references(id: string) {
    return this.update(id)
      .set('n', (attr) => attr.n.plus(1))
      .if((attr) => and(attr.n.lt(9), attr.status.eq('new')))
  }
  patched(id: string) {
    return this.update(id).patch({ status: 'new' }).returning('old')
  }
  part(id: string) {
    return this.update(id).remove('address').returning('updatedNew')
  }
  nothing(id: string) {
    return this.update(id).set('address.city', 'Bonn').returning('none')
  }
  upserted(id: string) {
    return this.update(id)
      .set('status', 'new')
      .upsert({ at: new Date(), list: [], pay: { kind: 'iban' }, rest: 1 })
  }
  once(id: string) {
    return this.update(id).add('n', 1).idempotent('token')
  }
  open(id: string) {
    return this.update(id).if('n')
  }
  // Writes.
  put(item: ItemOf<typeof User>) {
    return this.save(item)
  }
  putIf(item: ItemOf<typeof User>) {
    return this.save(item).if('pay.kind').eq('card').returning('old')
  }
  putOver(item: ItemOf<typeof User>) {
    return this.save(item).overwrite()
  }
  made(item: ItemOf<typeof User>) {
    return this.create(item).orSkip()
  }
  gone(id: string) {
    return this.delete(id)
      .if((attr) => or(attr.n.gt(1), not(attr.tags.contains('a'))))
      .returning('old')
  }
  checked(id: string) {
    return this.check(id).if('n').between(1, 2)
  }
  // Reads.
  one(id: string) {
    return this.get(id).consistent()
  }
  sure(id: string) {
    return this.getOrThrow(id).select('n', 'address.city', 'list[0]')
  }
  lenient(id: string) {
    return this.get(id).onInvalid((stored, error) => ({ stored, failures: error.failures }))
  }
  again(item: ItemOf<typeof User>) {
    return this.refresh(item)
  }
  many(ids: string[]) {
    return this.getMany(ids).select('n').onInvalid('skip')
  }
  raw(id: string) {
    return this.get(id).raw()
  }
  command(id: string) {
    return this.update(id).add('n', 1).toCommand()
  }
  // Queries.
  all() {
    return this.scan().segments(4)
  }
  active() {
    return this.query().where('status').eq('active').index('byStatus').descending().limit(5)
  }
  narrow() {
    return this.query().where('status').eq('active').index('byNumber')
  }
  fully() {
    return this.query().where('status').eq('active').index('byNumber').full()
  }
  selected() {
    return this.scan()
      .where((attr) => attr.address.city.beginsWith('B'))
      .select('pay', 'address.zip')
  }
  operators() {
    return this.query().where('at')
  }
  budgeted() {
    return this.scan()
      .budget({ requests: 3 })
      .onInvalid((stored) => stored)
  }
  page(cursor?: string) {
    return this.scan().after(cursor).page()
  }
  pages() {
    return this.scan().pages()
  }
  collected() {
    return this.scan().collect()
  }
  first() {
    return this.scan().first()
  }
  count() {
    return this.scan().count()
  }
  explained() {
    return this.scan().explain()
  }
  items() {
    return this.scan().items()
  }
  // Many, tables, and what is not called but passed on.
  saveAll(items: ItemOf<typeof User>[]) {
    return this.saveMany(items, { overwrite: true })
  }
  deleteAll(keys: KeyOf<typeof User>[]) {
    return this.deleteMany(keys)
  }
  ready() {
    return this.createTable()
  }
  definition() {
    return this.toCreateTableInput()
  }
  methods() {
    return { get: this.get, save: this.save, update: this.update, query: this.query, check: this.check }
  }
  awaited = async (id: string) => ({ user: await this.get(id), bumped: await this.bump(id) })
}

export class PlainRepo extends Repository<typeof Plain> {
  put(item: ItemOf<typeof Plain>) {
    return this.save(item)
  }
  saveAll(items: AsyncIterable<ItemOf<typeof Plain>>) {
    return this.saveMany(items, { onProgress: (progress) => progress.done })
  }
}

export const executor = new CommandExecutor({ region: 'eu-west-1' })
export const users = new UserRepo(User, executor)
export const plains = new PlainRepo(Plain, executor)
export const admins = new Repository(Admin, executor)

export const scopes = {
  batch: () => executor.batch([plains.save({ group: 'a', id: 'b' }), plains.delete({ group: 'a', id: 'b' })]),
  batchScope: () =>
    executor.batch(async (scope) => ({ scope, saved: await plains.save({ group: 'a', id: 'b' }) })),
  batchGet: () => executor.batchGet([users.get('a'), plains.get({ group: 'a', id: 'b' }).select('n')]),
  transaction: () =>
    executor.transaction([
      users.bump('a'),
      users.check('b').if('n').gt(1),
      plains.put({ group: 'a', id: 'c' }),
    ]),
  transactionScope: () => executor.transaction(async (scope) => ({ scope, bumped: await users.bump('a') })),
  transactionGet: () => executor.transactionGet([users.getOrThrow('a'), users.one('b')]),
  unscoped: () => executor.unscoped(() => users.get('a')),
  lists: [users.bump('a'), users.checked('b')] as const,
}

export const conditions = {
  one: users.scan().where('n'),
  joined: (
    attr: Parameters<
      Extract<Parameters<ReturnType<typeof users.scan>['where']>[0], (attr: never) => unknown>
    >[0],
  ) => or(attr.n.gt(1), not(attr.status.eq('new'))),
}

export const caught = (error: unknown) => {
  if (error instanceof TransactionCancelledError) return error.reasons
  if (error instanceof UnprocessedError) return error.failures
  if (error instanceof InvalidItemError) return error.failures
  if (error instanceof BudgetExceededError) return error.items
  if (error instanceof VersionConflictError || error instanceof ItemExistsError) return error.key
  return failed(error)
}

export const local = startLocal()
export const recorder = new Recorder().answer('GetItem', { Item: { id: { S: 'a' } } })
