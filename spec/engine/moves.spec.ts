// Moves of items to other keys on a real engine: what is sent, what is stored, and that no item is ever lost.
import { expect } from 'chai'
import {
  AbortedError,
  CommandExecutor,
  ConditionFailedError,
  DuplicateOperationError,
  Entity,
  InvalidItemError,
  InvalidKeyError,
  InvalidOptionError,
  InvalidUpdateError,
  ItemExistsError,
  ItemNotFoundError,
  Repository,
  RequestFailedError,
  ScopeError,
  Table,
  TransactionCancelledError,
  TransactionLimitError,
  UnsupportedOperationError,
  ValidationError,
  VersionConflictError,
} from 'dyntastic'
import { date, integer, literal, max, number, object, optional, refine, string } from 'superstruct'
import { type RawItem, rawGet, rawPut, withEngine } from '../support/engine.js'
import { orderOne, placedAt, repositoriesOf } from '../support/kinds.js'
import { rejection, thrown } from '../support/rejection.js'

const later = new Date('2026-02-01T00:00:00.000Z')
const oldKey = { customerId: 'c1', orderId: 'o1', placedAt }
const newKey = { customerId: 'c1', orderId: 'o1', placedAt: later }

describe('a move', () => {
  const engine = withEngine()

  async function shop() {
    const sent: string[] = []
    const table = engine.name('moves')
    const hooks: { beforeWrite?: (() => Promise<unknown>) | undefined } = {}
    const executor = new CommandExecutor({
      client: engine.client,
      retry: { conflicts: { attempts: 4, base: 1, most: 2 } },
      observers: [
        {
          onCommand: ({ call, operation, entity }) => void sent.push(`${entity}.${operation} ${call}`),
        },
      ],
    })
    // What happens between the read and the write.
    const run = executor.run.bind(executor)
    executor.run = async (request, options) => {
      if (request.call === 'TransactWriteItems') await hooks.beforeWrite?.()
      return run(request, options)
    }
    const calm = new CommandExecutor({ client: engine.client })
    const made = repositoriesOf(table, executor)
    await made.customers.createTable()
    sent.length = 0
    const raw = (pk: string, sk: string) =>
      rawGet(engine.client, table, { pk: { S: pk }, sk: { S: sk } }) as Promise<RawItem | undefined>
    const orderAt = (when: Date) => raw('CUSTOMER#c1', `ORDER#${when.toISOString()}#o1`)
    return { table, executor, sent, hooks, raw, orderAt, other: repositoriesOf(table, calm), ...made }
  }

  it('is one read and one transaction: the item has its new key, its index keys and its other attributes', async () => {
    const { orders, sent, orderAt, table } = await shop()
    const saved = await orders.save({ ...orderOne, total: 150, note: 'n', shipBy: placedAt })
    const stored = await orderAt(placedAt)
    await rawPut(engine.client, table, { ...stored, audit: { M: { by: { S: 'other program' } } } })
    sent.length = 0
    const moved = await orders.move(oldKey, { placedAt: later, status: 'paid' })
    expect(sent).deep.equal(['Order.move GetItem', 'Order.move TransactWriteItems'])
    expect(moved).deep.equal({ ...saved, placedAt: later, status: 'paid' })
    expect(await orderAt(placedAt)).equal(undefined)
    expect(await orderAt(later)).deep.equal({
      ...(orders.entity.encode(moved) as RawItem),
      audit: { M: { by: { S: 'other program' } } },
    })
    expect(await orderAt(later)).deep.include({ gsi1pk: { S: 'STATUS#paid' } })
    expect(await orders.get(newKey)).deep.equal(moved)
    expect(orders.entity.owns(moved)).equal(true)
  })

  it('merges the changes as a patch does: maps are completed, and null removes with the index key', async () => {
    const table = new Table({
      name: engine.name('deep'),
      key: { partition: 'pk' },
      indexes: { gsi1: { partition: 'g' } },
    })
    const Note = new Entity({
      name: 'Note',
      table,
      attributes: {
        noteId: string(),
        tag: optional(string()),
        box: optional(object({ a: optional(string()), b: optional(object({ c: optional(number()) })) })),
        size: optional(max(number(), 9)),
      },
      key: { partition: 'NOTE#{noteId}' },
      indexes: { byTag: { index: 'gsi1', partition: 'TAG#{tag}' } },
    })
    const notes = new Repository(Note, new CommandExecutor({ client: engine.client }))
    await notes.save({ noteId: 'n1', tag: 't', box: { a: 'x' } })
    const moved = await notes.move('n1', { noteId: 'n2', tag: null, box: { b: { c: 1 } } })
    expect(moved).deep.equal({ noteId: 'n2', box: { a: 'x', b: { c: 1 } } })
    expect(await rawGet(engine.client, table.name, { pk: { S: 'NOTE#n2' } })).deep.equal(Note.encode(moved))
    expect(await notes.move({ noteId: 'n2' }, { noteId: 'n#{3}' })).deep.equal({ ...moved, noteId: 'n#{3}' })
    expect(await notes.scan()).deep.equal([{ ...moved, noteId: 'n#{3}' }])
  })

  it('refuses its arguments by name before anything is sent', async () => {
    const { orders, tracked, sent } = await shop()
    const refusals: [() => PromiseLike<unknown>, new (...args: never[]) => Error, string][] = [
      [
        () => orders.move(oldKey, { status: 'paid' }),
        InvalidUpdateError,
        'none of them is among the changes; use update()',
      ],
      [
        () => orders.move(oldKey, {}),
        InvalidUpdateError,
        "attributes of the key ('customerId', 'placedAt', 'orderId')",
      ],
      [
        () => orders.move(oldKey, undefined as never),
        InvalidUpdateError,
        'a patch must be an object, not undefined',
      ],
      [
        () => orders.move(oldKey, { placedAt: undefined as never }),
        InvalidUpdateError,
        'placedAt is undefined',
      ],
      [() => orders.move(oldKey, { placedAt: null as never }), InvalidUpdateError, 'placedAt'],
      [() => orders.move(oldKey, { placedAt: 'soon' as never }), ValidationError, 'placedAt'],
      [() => orders.move(oldKey, { placedAt: later, bogus: 1 } as never), InvalidUpdateError, "'bogus'"],
      [() => orders.move(oldKey, JSON.parse('{"placedAt":1,"__proto__":1}')), ValidationError, 'placedAt'],
      [() => orders.move('o1' as never, { placedAt: later }), InvalidKeyError, 'the key has 3 parts'],
      [
        () => orders.move({ ...oldKey, orderId: 'x'.repeat(1025) }, { placedAt: later }),
        InvalidKeyError,
        'bytes',
      ],
      [
        () => tracked.move({ animalId: 'a', name: 'n' }, { name: 'm', revision: 9 } as never),
        InvalidUpdateError,
        'revision is managed by the library',
      ],
      [
        () => tracked.move({ animalId: 'a', name: 'n' }, { name: 'm', createdAt: later } as never),
        InvalidUpdateError,
        'createdAt',
      ],
    ]
    for (const [act, type, words] of refusals)
      expect(((await rejection(act(), type as never)) as Error).message).contain(words)
    expect(() => (orders.move as (...args: unknown[]) => unknown)(oldKey, { placedAt: later }, {})).throw(
      '2 arguments',
    )
    expect(
      thrown(() => orders.move(oldKey, { placedAt: later }).toCommand(), UnsupportedOperationError).message,
    ).contain('the item is read first, so a move is not a single request: await it')
    await rejection(orders.move(oldKey, { placedAt: later }).raw(), UnsupportedOperationError)
    await rejection(
      orders.move(oldKey, { placedAt: later }).execute({ bogus: 1 } as never),
      InvalidOptionError,
    )
    expect(sent).deep.equal([])
    const update = thrown(
      () => orders.update(oldKey).set('placedAt' as never, later as never),
      InvalidUpdateError,
    )
    expect(update.message).contain('placedAt is part of the key; updates cannot change it: use move()')
  })

  it('of an item that is not there, or of another kind, is an ItemNotFoundError', async () => {
    const { orders, cats, dogs, raw } = await shop()
    const missing = await rejection(orders.move(oldKey, { placedAt: later }), ItemNotFoundError)
    expect(missing).deep.include({ entity: 'Order', operation: 'move', key: oldKey })
    expect(missing.message).contain('there is nothing to move')
    await dogs.save({ animalId: 'a1', name: 'Rex', revision: 0, barks: 3 })
    const before = await raw('ANIMAL#a1', 'A')
    await rejection(cats.move('a1', { animalId: 'a2' }), ItemNotFoundError)
    await rejection(cats.move('a1', { animalId: 'a2' }).orSkip(), ItemNotFoundError)
    expect(await raw('ANIMAL#a1', 'A')).deep.equal(before)
  })

  it('never replaces an item: of its own kind or of another', async () => {
    const { orders, cats, dogs, orderAt, raw } = await shop()
    await orders.save(orderOne)
    const there = await orders.save({ ...orderOne, placedAt: later, total: 7 })
    const exists = await rejection(orders.move(oldKey, { placedAt: later, total: 9 }), ItemExistsError)
    expect(exists.item).deep.equal(there)
    expect(exists).deep.include({ operation: 'move', key: newKey, outcome: 'nothing written' })
    expect(await orders.move(oldKey, { placedAt: later }).orSkip()).equal(undefined)
    expect([await orderAt(placedAt), await orderAt(later)].map((item) => item?.['total'])).deep.equal([
      { N: '5' },
      { N: '7' },
    ])
    await cats.save({ animalId: 'a1', name: 'Tom', revision: 0, lives: 9 })
    await dogs.save({ animalId: 'a2', name: 'Rex', revision: 0, barks: 3 })
    const foreign = await rejection(cats.move('a1', { animalId: 'a2' }), ItemExistsError)
    expect(foreign.message).contain("of another kind (its _type is 'Dog')")
    expect(await raw('ANIMAL#a2', 'A')).deep.include({ barks: { N: '3' } })
    expect(await cats.get('a1')).include({ lives: 9 })
  })

  it('takes conditions on the item as it was', async () => {
    const { orders, orderAt } = await shop()
    await orders.save(orderOne)
    const failed = await rejection(
      orders.move(oldKey, { placedAt: later }).if('total').gt(9),
      ConditionFailedError,
    )
    expect(failed.failed).deep.equal([{ clause: 'total > (value)', path: 'total' }])
    expect(await orders.move(oldKey, { placedAt: later }).if('total').gt(9).orSkip()).equal(undefined)
    expect(await orderAt(placedAt)).not.equal(undefined)
    const moved = await orders.move(oldKey, { placedAt: later, total: 1 }).if('total').eq(5)
    expect(moved).include({ total: 1 })
  })

  it('stays where it is if the new key is the old one', async () => {
    const { orders, sent, orderAt } = await shop()
    await orders.save(orderOne)
    sent.length = 0
    expect(await orders.move(oldKey, { placedAt, total: 6 })).include({ total: 6 })
    expect(sent).deep.equal(['Order.move GetItem', 'Order.move TransactWriteItems'])
    expect(await orderAt(placedAt)).deep.include({ total: { N: '6' } })
    // Of a lossy format, the attribute changes and the key does not.
    const days = new Table({ name: engine.name('days'), key: { partition: 'pk', sort: 'sk' } })
    const Visit = new Entity({
      name: 'Visit',
      table: days,
      attributes: { who: string(), at: date() },
      key: { partition: 'WHO#{who}', sort: '{at:day}' },
    })
    const visits = new Repository(Visit, new CommandExecutor({ client: engine.client }))
    const at = new Date('2026-01-05T08:00:00.000Z')
    const noon = new Date('2026-01-05T12:00:00.000Z')
    await visits.save({ who: 'w', at })
    await visits.move({ who: 'w', at }, { at: noon })
    expect(await visits.scan()).deep.equal([{ who: 'w', at: noon }])
  })

  it('counts the version and the times on, and keeps those of the creation', async () => {
    const { tracked, raw } = await shop()
    const first = await tracked.save({ animalId: 'x', name: 'one' })
    await new Promise((resolve) => setTimeout(resolve, 3))
    const moved = await tracked.move(first, { name: 'two' })
    expect(moved).deep.include({ revision: 2, createdAt: first.createdAt, name: 'two' })
    expect(moved.updatedAt.getTime()).above(first.updatedAt.getTime())
    expect(await tracked.get({ animalId: 'x', name: 'two' })).deep.equal(moved)
    const again = await tracked.move({ animalId: 'x', name: 'two' }, { name: 'three' })
    expect(again).include({ revision: 3 })
    const stale = await rejection(
      tracked.move({ ...again, revision: 1 }, { name: 'four' }),
      VersionConflictError,
    )
    expect(stale.item).deep.equal(again)
    expect(await tracked.move({ ...again, revision: 1 }, { name: 'four' }).orSkip()).equal(undefined)
    expect(await raw('TRACKED#x', 'T#three')).deep.include({ revision: { N: '3' } })
  })

  it('is repeated if another writer changes the item between its requests, and loses nothing', async () => {
    const { orders, other, hooks, sent, orderAt } = await shop()
    await orders.save(orderOne)
    let times = 0
    hooks.beforeWrite = async () => {
      if (times++ < 2) await other.orders.update(oldKey).set('note', `note ${times}`)
    }
    sent.length = 0
    expect(await orders.move(oldKey, { placedAt: later })).include({ note: 'note 2' })
    expect(sent.filter((each) => each.endsWith('TransactWriteItems'))).length(3)
    expect(await orderAt(placedAt)).equal(undefined)
    times = -9
    const busy = await rejection(orders.move(newKey, { placedAt }), RequestFailedError)
      .then(() => 'refused')
      .catch(() => 'moved')
    expect(busy).equal('moved')
  })

  it('is repeated also if only the key of an index changes, or an attribute of another program', async () => {
    const { table, orders, other, hooks, orderAt, executor } = await shop()
    const writers = {
      index: () => other.orders.update(oldKey).set('status', 'paid').set('shipBy', later).execute(),
      marker: async () => {
        const { _type, ...unmarked } = (await orderAt(placedAt)) ?? {}
        await rawPut(engine.client, table, unmarked)
      },
      program: async () =>
        rawPut(engine.client, table, { ...(await orderAt(placedAt)), 'a.b[0]': { S: 'other program' } }),
    }
    for (const [what, write] of Object.entries(writers)) {
      const prepared = async () => {
        await orders.save({ ...orderOne, status: 'open' })
        await rawPut(engine.client, table, { ...(await orderAt(placedAt)), 'a.b[0]': { S: 'before' } })
      }
      await prepared()
      let done = false
      hooks.beforeWrite = async () => {
        if (!done) await write()
        done = true
      }
      await orders.move(oldKey, { placedAt: later })
      expect(await orderAt(later), what).deep.include(
        what === 'index'
          ? { gsi1pk: { S: 'STATUS#paid' }, gsi2pk: { S: 'SHIP#2026-02-01' } }
          : what === 'program'
            ? { 'a.b[0]': { S: 'other program' } }
            : { _type: { S: 'Order' } },
      )
      await orders.delete(newKey)
      await prepared()
      done = false
      // Nothing can be repeated in a transaction.
      const cancelled = await rejection(
        executor.transaction([orders.move(oldKey, { placedAt: later })]),
        TransactionCancelledError,
      )
      expect(cancelled.reasons[0]?.error?.message, what).contain('was changed by another writer')
      hooks.beforeWrite = undefined
    }
  })

  it('gives up by name if that happens every time; aborts in between', async () => {
    const { orders, other, hooks, orderAt } = await shop()
    await orders.save(orderOne)
    const abort = new AbortController()
    hooks.beforeWrite = () => other.orders.update(oldKey).add('total', 1).execute()
    const busy = await rejection(orders.move(oldKey, { placedAt: later }), RequestFailedError)
    expect(busy).include({ outcome: 'nothing written', operation: 'move' })
    expect(busy.message).contain('changed by other writers 4 times in a row')
    hooks.beforeWrite = async () => {
      await other.orders.update(oldKey).add('total', 1)
      abort.abort('enough')
    }
    await rejection(orders.move(oldKey, { placedAt: later }).execute({ signal: abort.signal }), AbortedError)
    expect(await orderAt(placedAt)).deep.include({ total: { N: '10' } })
    expect(await orderAt(later)).equal(undefined)
  })

  it('does not take an item for the one that was deleted and created anew', async () => {
    const { tracked, other, hooks } = await shop()
    const first = await tracked.save({ animalId: 'x', name: 'one' })
    let done = false
    hooks.beforeWrite = async () => {
      if (done) return
      done = true
      await other.tracked.delete({ animalId: 'x', name: 'one' })
      await other.tracked.create({ animalId: 'x', name: 'one' })
    }
    const moved = await tracked.move({ animalId: 'x', name: 'one' }, { name: 'two' })
    expect(moved).include({ revision: 2 })
    expect(moved.createdAt.getTime()).least(first.createdAt.getTime())
    expect(done).equal(true)
  })

  it('is deleted in between: an ItemNotFoundError, and nothing is created', async () => {
    const { orders, other, hooks, orderAt } = await shop()
    await orders.save(orderOne)
    hooks.beforeWrite = () => other.orders.delete(oldKey).execute()
    await rejection(orders.move(oldKey, { placedAt: later }), ItemNotFoundError)
    expect(await orderAt(later)).equal(undefined)
  })

  it('checks the item before and after as a whole', async () => {
    const table = engine.name('whole')
    const Span = new Entity({
      name: 'Span',
      table,
      attributes: {
        id: refine(string(), 'short', (value) => value.length < 5),
        at: integer(),
        end: refine(integer(), 'even', (value) => value % 2 === 0),
      },
      key: { partition: 'id', sort: 'at' },
    })
    const spans = new Repository(Span, new CommandExecutor({ client: engine.client }))
    await spans.createTable()
    await rawPut(engine.client, table, { id: { S: 'a' }, at: { N: '1' }, end: { N: '3' } })
    await rawPut(engine.client, table, { id: { S: 'b' }, at: { N: '1' }, end: { S: 'x' } })
    const invalid = await rejection(spans.move({ id: 'a', at: 1 }, { at: 2 }), InvalidItemError)
    expect(invalid.failures.map(({ path }) => path)).deep.equal(['end'])
    await rejection(spans.move({ id: 'b', at: 1 }, { at: 2 }), InvalidItemError)
    expect(await spans.move({ id: 'a', at: 1 }, { at: 2, end: 4 })).deep.equal({ id: 'a', at: 2, end: 4 })
    await rejection(spans.move({ id: 'a', at: 2 }, { id: 'x'.repeat(5) }), ValidationError)
  })

  it('compares up to 100 attributes with what was read, and of more the version', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`)
    const attributes = Object.fromEntries(names(120).map((name) => [name, optional(number())]))
    const table = engine.name('wide')
    const Wide = new Entity({
      name: 'Wide',
      table,
      attributes: { id: string(), ...attributes },
      key: { partition: 'id' },
    })
    const Counted = Wide.extend({ attributes: { revision: integer() }, version: 'revision' })
    const executor = new CommandExecutor({ client: engine.client })
    const [wide, counted] = [new Repository(Wide, executor), new Repository(Counted, executor)]
    const values = Object.fromEntries(names(120).map((name, at) => [name, at]))
    await counted.save({ id: 'w', ...values })
    const refused = await rejection(wide.move('w', { id: 'v' }), UnsupportedOperationError)
    expect(refused.message).contain('give the entity a `version`')
    expect(await counted.move('w', { id: 'v' })).deep.equal({ id: 'v', ...values, revision: 2 })
    const Narrow = new Entity({
      name: 'Narrow',
      table: engine.name('narrow'),
      attributes: Object.fromEntries([
        ['id', string()],
        ...names(100).map((name) => [name, optional(number())]),
      ]) as { id: ReturnType<typeof string> },
      key: { partition: 'id' },
    })
    const narrow = new Repository(Narrow, executor)
    await narrow.save({ id: 'n' })
    expect(await narrow.move('n', { id: 'm' }).if('id').eq('n')).deep.equal({ id: 'm' })
  })

  it('moves an item of a union as what it is', async () => {
    const zoo = new Table({ name: engine.name('zoo'), key: { partition: 'pk', sort: 'sk' } })
    const shared = { owner: string(), id: string() }
    const key = { partition: 'OWNER#{owner}', sort: 'PET#{id}' } as const
    const Cat = new Entity({
      name: 'Cat',
      table: zoo,
      attributes: { ...shared, kind: literal('cat'), lives: integer() },
      key,
    })
    const Dog = new Entity({
      name: 'Dog',
      table: zoo,
      attributes: { ...shared, kind: literal('dog'), barks: integer() },
      key,
    })
    const pets = new Repository(Entity.oneOf([Cat, Dog]), new CommandExecutor({ client: engine.client }))
    await pets.save({ owner: 'o1', id: 'a', kind: 'cat', lives: 9 })
    const moved = await pets.move({ owner: 'o1', id: 'a' }, { owner: 'o2' })
    expect(Cat.owns(moved)).equal(true)
    expect(await pets.scan()).deep.equal([{ owner: 'o2', id: 'a', kind: 'cat', lives: 9 }])
    await rejection(
      pets.move({ owner: 'o2', id: 'a' }, { owner: 'o3', kind: 'dog' } as never),
      InvalidUpdateError,
    )
  })

  it('stays within the bounds of a repository', async () => {
    const table = new Table({ name: engine.name('bounds'), key: { partition: 'pk', sort: 'sk' } })
    const Paper = new Entity({
      name: 'Paper',
      table,
      attributes: { tenantId: string(), id: string(), owner: optional(string()) },
      key: { partition: 'T#{tenantId}', sort: '{id}' },
    })
    const all = new Repository(Paper, new CommandExecutor({ client: engine.client }))
    await all.createTable()
    for (const [id, owner] of [['1', 'bob'] as const, ['2', 'ann'] as const])
      await all.save({ tenantId: 't1', id, owner })
    const tenant = all.scoped({ tenantId: 't1' })
    await rejection(tenant.move('1', { id: '3', tenantId: 't2' } as never), InvalidUpdateError)
    expect(await tenant.move('1', { id: '3' })).include({ tenantId: 't1', id: '3' })
    const ann = all.scoped({ owner: 'ann' })
    await rejection(ann.move({ tenantId: 't1', id: '3' }, { id: '4' }), ItemNotFoundError)
    const exists = await rejection(ann.move({ tenantId: 't1', id: '2' }, { id: '3' }), ItemExistsError)
    expect([exists.item, exists.stored]).deep.equal([undefined, undefined])
    await rejection(
      ann.move({ tenantId: 't1', id: '2' }, { id: '4', owner: 'bob' } as never),
      InvalidUpdateError,
    )
  })

  describe('in a transaction', () => {
    it('is a part of a list, next to other writes', async () => {
      const { orders, customers, executor, sent, orderAt } = await shop()
      await orders.save(orderOne)
      await customers.save({ customerId: 'c1', email: 'e', name: 'A' })
      sent.length = 0
      const [moved, updated] = await executor.transaction([
        orders.move(oldKey, { placedAt: later }).if('total').eq(5),
        customers.update('c1').add('visits', 1),
      ])
      expect(moved).include({ total: 5 })
      expect(updated).equal(undefined)
      expect(sent).deep.equal(['Order.move GetItem', 'Order, Customer.transaction TransactWriteItems'])
      expect(await orderAt(placedAt)).equal(undefined)
      expect(await orders.get(newKey)).deep.equal(moved)
    })

    it('is a part of a scope, and resolves to the new item', async () => {
      const { orders, customers, executor, orderAt } = await shop()
      await orders.save(orderOne)
      const moved = await executor.transaction(async () => {
        const item = await orders.move(oldKey, { placedAt: later })
        expect(item.placedAt).deep.equal(later)
        expect(await orderAt(placedAt)).not.equal(undefined)
        await customers.save({ customerId: 'c1', email: 'e', name: 'A' })
        return item
      })
      expect(await orders.get(newKey)).deep.equal(moved)
      await rejection(
        executor.transaction(async () => {
          await orders.move(newKey, { placedAt })
          throw new Error('changed my mind')
        }),
        Error,
      )
      expect(await orderAt(later)).not.equal(undefined)
    })

    it('that is started and not awaited is part of it all the same', async () => {
      const { orders, executor, orderAt } = await shop()
      await orders.save(orderOne)
      await executor.transaction(async () => {
        void orders.move(oldKey, { placedAt: later }).execute()
      })
      expect(await orderAt(later)).not.equal(undefined)
      await rejection(
        executor.transaction(async () => {
          orders.move(newKey, { placedAt })
        }),
        ScopeError,
      )
    })

    it('all or nothing: its errors are those of a single move, at its place', async () => {
      const { orders, customers, executor, other, hooks, orderAt } = await shop()
      await orders.save(orderOne)
      await orders.save({ ...orderOne, placedAt: later })
      const list = () =>
        executor.transaction([
          customers.save({ customerId: 'c1', email: 'e', name: 'A' }),
          orders.move(oldKey, { placedAt: later }),
        ])
      const exists = await rejection(list(), TransactionCancelledError)
      expect(exists.reasons.map(({ code, operation }) => `${operation} ${code}`)).deep.equal([
        'save None',
        'move ConditionalCheckFailed',
      ])
      expect(exists.reasons[1]?.error).instanceOf(ItemExistsError)
      await orders.delete(newKey)
      hooks.beforeWrite = () => other.orders.update(oldKey).add('total', 1).execute()
      const changed = await rejection(list(), TransactionCancelledError)
      expect(changed.reasons[1]?.error?.message).contain('was changed by another writer after it was read')
      hooks.beforeWrite = undefined
      expect(await customers.get('c1')).equal(undefined)
      expect(await orderAt(placedAt)).deep.include({ total: { N: '6' } })
      await orders.delete(oldKey)
      await rejection(list(), ItemNotFoundError)
    })

    it('refuses what a transaction cannot hold, before it reads', async () => {
      const { orders, executor, sent } = await shop()
      const move = () => orders.move(oldKey, { placedAt: later })
      const token = await rejection(executor.transaction([move()], { token: 't' }), UnsupportedOperationError)
      expect(token.message).contain('omit the token, or delete the item and create the new one')
      await rejection(
        executor.transaction(async () => void (await move()), { token: 't' }),
        UnsupportedOperationError,
      )
      await rejection(executor.transaction([move().orSkip() as never]), UnsupportedOperationError)
      await rejection(executor.transaction([move(), orders.save({} as never)]), ValidationError)
      await rejection(
        executor.transaction([orders.move(oldKey, {}), orders.save(orderOne)]),
        InvalidUpdateError,
      )
      await rejection(executor.batch([move() as never]), UnsupportedOperationError)
      await rejection(
        executor.batch(async () => void (await move())),
        UnsupportedOperationError,
      )
      expect(sent).deep.equal([])
    })

    it('counts as two operations, each on an item of its own', async () => {
      const { orders, executor, sent } = await shop()
      const many = (from: number, count: number) =>
        Array.from({ length: count }, (_, at) => ({ ...oldKey, orderId: `o${from + at}` }))
      await orders.saveMany(many(0, 60).map((key) => ({ ...key, total: 1 })))
      const moves = (count: number) => many(0, count).map((key) => orders.move(key, { placedAt: later }))
      await rejection(executor.transaction(moves(51)), TransactionLimitError)
      await rejection(
        executor.transaction([...moves(1), orders.update({ ...oldKey, orderId: 'o0' }).set('note', 'x')]),
        DuplicateOperationError,
      )
      await rejection(
        executor.transaction([
          orders.move({ ...oldKey, orderId: 'o0' }, { orderId: 'new' }),
          orders.move({ ...oldKey, orderId: 'o1' }, { orderId: 'new' }),
        ]),
        DuplicateOperationError,
      )
      expect(await executor.transaction(moves(50))).length(50)
      sent.length = 0
      await executor.transaction(
        async () => {
          for (const key of many(0, 50)) await orders.move({ ...key, placedAt: later }, { placedAt })
          await orders.update({ ...oldKey, orderId: 'o55' }).set('note', 'x')
          await orders.move({ ...oldKey, orderId: 'o56' }, { placedAt: later })
        },
        { autoCommit: true },
      )
      expect(sent.filter((each) => each.endsWith('TransactWriteItems'))).length(2)
      await executor.transaction(
        async () => {
          await orders.update({ ...oldKey, orderId: 'o55' }).set('note', 'y')
          for (const key of many(0, 50)) await orders.move(key, { placedAt: later })
        },
        { autoCommit: true },
      )
      expect(await orders.query().where('customerId').eq('c1').where('placedAt').eq(later).count()).equal(51)
      expect(await orders.query().where('customerId').eq('c1').count()).equal(60)
    })
  })
})
