// The catalogue's rows of updates as operations: what they resolve to, conditions, missing items, managed attributes,
// patches.
import { expect } from 'chai'
import {
  attribute,
  ConditionFailedError,
  Entity,
  InvalidItemError,
  InvalidUpdateError,
  ItemNotFoundError,
  or,
  TableNotFoundError,
  ValidationError,
  VersionConflictError,
} from 'dyntastic'
import { integer, nullable, object, optional, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { orderEntity, orderInput } from '../support/entities.js'
import { rejection, thrown } from '../support/rejection.js'
import { opened } from './opened.js'
import { lastUpdate, openedThings, sorted, updateEntity } from './update-items.js'

const engine = withEngine()
const key = { customerId: 'c1', orderId: 'o1' } as const

describe('updates as a whole', () => {
  let things: ReturnType<typeof openedThings>
  const update = (id = 'a') => things.repository.update(id)
  const having = async (attributes: object) => {
    const item = await things.repository.save({ id: 'a', ...attributes })
    things.sent.length = 0
    return item
  }
  const stored = async (id?: string) => sorted(await things.stored(id))

  before(async () => {
    things = openedThings(engine)
    await things.repository.createTable()
  })

  describe('what they resolve to', () => {
    it('the new item, with what the service worked out, by one request', async () => {
      await having({ n: 1 })
      expect(await update().add('n', 2)).deep.equal({ id: 'a', n: 3 })
      expect(things.calls()).deep.equal(['UpdateItem'])
      expect(lastUpdate(things.sent).input).include({ ReturnValues: 'ALL_NEW' })
    })

    it('each kind of result, by one request', async () => {
      await having({ n: 1, str: 'x', d: { n: 1, m: 2 } })
      const change = update().add('n', 1).set('other', 'y').set('d.n', 5)
      expect(await change.returning('new')).deep.equal({
        id: 'a',
        n: 2,
        str: 'x',
        other: 'y',
        d: { n: 5, m: 2 },
      })
      expect(await change.returning('old')).deep.equal({
        id: 'a',
        n: 2,
        str: 'x',
        other: 'y',
        d: { n: 5, m: 2 },
      })
      // DynamoDB Local returns the whole of a nested attribute, DynamoDB the part that changed.
      const { d: newer, ...updated } = await change.returning('updatedNew')
      expect(updated).deep.equal({ n: 4, other: 'y' })
      expect(newer).include({ n: 5 })
      const { d: older, ...before } = await change.returning('updatedOld')
      expect(before).deep.equal({ n: 4, other: 'y' })
      expect(older).include({ n: 5 })
      expect(await change.returning('none')).equal(undefined)
      expect(things.calls()).deep.equal(Array.from({ length: 5 }, () => 'UpdateItem'))
      expect(await stored()).deep.include({ n: { N: '6' } })
    })

    it('what was changed may be nothing before, and a part of a list', async () => {
      await having({ list: ['a', 'b'] })
      expect(await update().set('n', 1).returning('updatedOld')).deep.equal({})
      expect(await update().remove('n').returning('updatedNew')).deep.equal({})
      expect((await update().set('list[1]', 'z').returning('updatedNew')).list).include('z')
    })

    it('the item that was given stays as it is, never stale in secret; refresh reads the new one', async () => {
      const item = await having({ str: 'foo' })
      expect(await things.repository.update(item).set('str', 'bar').returning('none')).equal(undefined)
      expect(things.calls()).deep.equal(['UpdateItem'])
      expect(item).deep.equal({ id: 'a', str: 'foo' })
      expect(await things.repository.refresh(item)).deep.equal({ id: 'a', str: 'bar' })
    })

    it('raw resolves to the output of the SDK', async () => {
      await having({})
      const output = await update().set('n', 1).raw()
      expect(output.$metadata.httpStatusCode).equal(200)
      expect(output.Attributes).deep.equal({ id: { S: 'a' }, n: { N: '1' } })
    })

    it('stored data that does not fit is an InvalidItemError, and the update is applied', async () => {
      await things.rawPut({ id: { S: 'odd' }, n: { S: 'five' } })
      await rejection(update('odd').set('str', 'x'), InvalidItemError)
      expect(await stored('odd')).deep.equal({ n: { S: 'five' }, str: { S: 'x' } })
      expect(await update('odd').set('str', 'y').returning('none')).equal(undefined)
    })
  })

  describe('under conditions', () => {
    it('one that is met', async () => {
      await having({ n: 1, str: 'x' })
      expect(await update().add('n', 1).if('str').eq('x')).deep.equal({ id: 'a', n: 2, str: 'x' })
      const both = update()
        .add('n', 1)
        .if((attr) => or(attr.n.gt(100), attr.str.beginsWith('x')))
        .if(things.entity.condition((attr) => attr.other.notExists()))
      expect((await both).n).equal(3)
    })

    it('one that is not met, skipped on request: undefined by type, one request, nothing changed', async () => {
      await having({ n: 1 })
      const operation = update().add('n', 1).if('n').gt(5).orSkip()
      const skipped: { readonly id: string } | undefined = await operation
      expect(skipped).equal(undefined)
      expect(things.calls()).deep.equal(['UpdateItem'])
      expect(await stored()).deep.equal({ n: { N: '1' } })
    })

    it('one that is not met throws ConditionFailedError, with the item and the clause', async () => {
      await having({ n: 1, str: 'x' })
      const error = await rejection(
        update().add('n', 1).if('str').eq('x').if('n').gt(5),
        ConditionFailedError,
      )
      expect(error).not.instanceOf(ItemNotFoundError)
      expect(error.item).deep.equal({ id: 'a', n: 1, str: 'x' })
      expect(error.failed).length(1)
      expect(error.failed[0]).include({ clause: 'n > (value)', path: 'n', actual: 1 })
      expect(await stored()).deep.include({ n: { N: '1' } })
    })

    it('are judged on the item before the update, on every attribute', async () => {
      await having({ n: 1 })
      expect((await update().set('n', 2).if('n').eq(1)).n).equal(2)
      expect((await update().set('n', 9).if('m').notExists()).n).equal(9)
    })
  })

  describe('of items that are not there', () => {
    it('reject, and create nothing; neither does orSkip', async () => {
      for (const operation of [update('new').add('n', 1), update('new').set('str', 'x').orSkip()]) {
        const error = await rejection(operation, ItemNotFoundError)
        expect(error.key).deep.equal({ id: 'new' })
      }
      const old = await having({ str: 'x' })
      await things.repository.delete('a')
      await rejection(things.repository.update(old).set('str', 'y'), ItemNotFoundError)
      expect(await things.raw({ id: { S: 'new' } })).equal(undefined)
      expect(await things.raw({ id: { S: 'a' } })).equal(undefined)
    })

    it('are told apart from a condition that is not met', async () => {
      await rejection(update('new').set('n', 1).if('str').notExists(), ItemNotFoundError)
      await having({})
      await rejection(update().set('n', 1).if('str').exists(), ConditionFailedError)
    })

    it('are created by upsert, whole and valid, with defaults and managed attributes', async () => {
      const orders = opened(engine, orderEntity)
      const before = Date.now()
      const made = await orders.repository
        .update(key)
        .add('total', 5)
        .upsert({ placedAt: new Date(0), lines: [] })
      expect(made).deep.include({ ...key, total: 5, status: 'open', revision: 1, lines: [] })
      expect(made.createdAt).deep.equal(made.updatedAt)
      expect(made.createdAt.getTime()).within(before, Date.now())
      expect(await orders.repository.getOrThrow(key).consistent()).deep.equal(made)
      const again = await orders.repository
        .update(key)
        .add('total', 5)
        .upsert({ placedAt: new Date(99), lines: [], status: 'shipped' })
      expect(again).deep.include({ total: 10, revision: 2, status: 'open', placedAt: new Date(0) })
      expect(again.createdAt).deep.equal(made.createdAt)
    })

    it('upsert makes the table; an update alone says that there is none', async () => {
      const fresh = openedThings(engine)
      const error = await rejection(fresh.repository.update('a').set('n', 1), TableNotFoundError)
      expect(error).include({ entity: 'Thing', operation: 'update' })
      expect(fresh.calls()).deep.equal(['UpdateItem'])
      expect(await fresh.repository.tableExists()).equal(false)
      expect(await fresh.repository.update('a').set('n', 1).upsert()).deep.equal({ id: 'a', n: 1 })
      const off = opened(engine, updateEntity, { autoCreateTables: false }).repository
      await rejection(off.update('a').set('n', 1).upsert(), TableNotFoundError)
      expect(await off.tableExists()).equal(false)
    })

    it('upsert demands what is required, and sends nothing without it', async () => {
      const orders = opened(engine, orderEntity)
      // @ts-expect-error total, placedAt and lines are required
      const lacking = orders.repository.update(key).set('status', 'paid').upsert()
      const error = await rejection(lacking, ValidationError)
      expect(error.failures.map(({ path }) => path).sort()).deep.equal(['lines', 'placedAt', 'total'])
      expect(orders.calls()).deep.equal([])
    })

    it('upsert with a condition creates where it holds on nothing', async () => {
      await things.repository.delete('up')
      const open = update('up').add('n', 1).upsert()
      await rejection(open.if('str').eq('x'), ConditionFailedError)
      expect((await open.if('str').notExists()).n).equal(1)
      expect((await open.if('n').lt(5)).n).equal(2)
    })
  })

  describe('with managed attributes', () => {
    const opening = async () => {
      const orders = opened(engine, orderEntity)
      const order = await orders.repository.save(orderInput)
      orders.sent.length = 0
      return { orders: orders.repository, order, sent: orders.sent }
    }

    it('the version of an item that was read must be the stored one', async () => {
      const { orders, order } = await opening()
      const second = await orders.update(order).set('status', 'paid')
      expect(second.revision).equal(2)
      const error = await rejection(orders.update(order).set('status', 'shipped'), VersionConflictError)
      expect(error.item).deep.equal(second)
      await rejection(orders.update(order).set('status', 'shipped').if('total').gt(1), VersionConflictError)
      expect((await orders.update(second).set('status', 'shipped')).revision).equal(3)
    })

    it('by key alone the version is counted on, so that readers of it notice', async () => {
      const { orders, order } = await opening()
      expect((await orders.update(key).add('total', 1)).revision).equal(2)
      await rejection(orders.update(order).add('total', 1), VersionConflictError)
      await rejection(orders.save(order), VersionConflictError)
    })

    it('times: updated changes, created does not', async () => {
      const { orders, order } = await opening()
      await new Promise((resolve) => setTimeout(resolve, 3))
      const changed = await orders.update(order).set('status', 'paid')
      expect(changed.createdAt).deep.equal(order.createdAt)
      expect(changed.updatedAt.getTime()).greaterThan(order.updatedAt.getTime())
    })

    it('the library’s own attributes, and those of the key, are refused by name', () => {
      const orders = opened(engine, orderEntity).repository
      for (const [name, reason] of [
        ['revision', /managed by the library/],
        ['createdAt', /managed by the library/],
        ['updatedAt', /managed by the library/],
        ['customerId', /part of the key/],
        ['orderId', /part of the key/],
      ] as const) {
        const error = thrown(() => orders.update(key).set(name as never, 'x' as never), InvalidUpdateError)
        expect(error.message).match(reason).and.contain(name)
      }
    })

    it('a time to live is an attribute like any other', async () => {
      const { orders } = await opening()
      const at = new Date('2030-01-01T00:00:00Z')
      expect((await orders.update(key).set('expiresAt', at)).expiresAt).deep.equal(at)
      expect(await orders.update(key).remove('expiresAt')).not.property('expiresAt')
    })
  })

  describe('with aliases', () => {
    it('the key that is sent has its stored name', async () => {
      const Aliased = (table: string) =>
        new Entity({
          name: 'Aliased',
          table,
          attributes: { id: attribute(string(), { name: 'id/alias' }), n: optional(integer()) },
          key: { partition: 'id' },
        })
      const { repository, sent, rawAll } = opened(engine, Aliased)
      await repository.save({ id: 'a' })
      expect(await repository.update('a').add('n', 1)).deep.equal({ id: 'a', n: 1 })
      expect(lastUpdate(sent).input['Key']).deep.equal({ 'id/alias': { S: 'a' } })
      await rejection(repository.update('b').add('n', 1), ItemNotFoundError)
      expect(await rawAll()).deep.equal([{ 'id/alias': { S: 'a' }, n: { N: '1' } }])
    })

    it('every nested name is the one that is stored, in whole values and in paths', async () => {
      await having({ lines: [{ sku: 'a', quantity: 1 }] })
      await update()
        .set('aliased', { inner: 'x' })
        .set('lines[0].quantity', 2)
        .set('lines[1]', { sku: 'b', quantity: 3 })
      expect(await stored()).deep.equal({
        'x/y': { M: { i: { S: 'x' } } },
        lines: {
          L: [{ M: { sku: { S: 'a' }, q: { N: '2' } } }, { M: { sku: { S: 'b' }, q: { N: '3' } } }],
        },
      })
      expect((await update().set('aliased.inner', 'y')).aliased).deep.equal({ inner: 'y' })
      expect((await stored())['x/y']).deep.equal({ M: { i: { S: 'y' } } })
    })
  })

  describe('patches', () => {
    it('merge nested objects, replace lists and Sets, and remove what is null', async () => {
      await having({ n: 1, str: 'x', d: { n: 1, m: 2 }, list: ['a', 'b'], tags: new Set(['a']) })
      const patched = await update().patch({ d: { m: 5 }, list: ['c'], tags: new Set(['b']), str: null })
      expect(patched).deep.equal({ id: 'a', n: 1, d: { n: 1, m: 5 }, list: ['c'], tags: new Set(['b']) })
      expect(things.calls()).deep.equal(['UpdateItem'])
    })

    it('make objects that are missing', async () => {
      await having({})
      expect((await update().patch({ d: { n: 1 }, counts: { a: 1 } })).d).deep.equal({ n: 1 })
      expect(await stored()).deep.equal({
        d: { M: { n: { N: '1' } } },
        counts: { M: { a: { N: '1' } } },
      })
    })
  })

  describe('null', () => {
    const Nullable = (table: string, nulls: 'omit' | 'store') =>
      new Entity({
        name: 'Nullable',
        table,
        nulls,
        attributes: { id: string(), a: optional(nullable(string())), n: optional(integer()) },
        key: { partition: 'id' },
      })

    it('removes where the entity leaves it out, and is stored where it stores it', async () => {
      for (const [nulls, expected] of [
        ['omit', undefined],
        ['store', { NULL: true }],
      ] as const) {
        const { repository, raw } = opened(engine, (table) => Nullable(table, nulls))
        await repository.save({ id: 'a', a: 'x', n: 1 })
        await repository.update('a').set('a', null)
        expect((await raw({ id: { S: 'a' } }))?.['a']).deep.equal(expected)
        await repository.save({ id: 'a', a: 'x' })
        await repository.update('a').patch({ a: null })
        expect((await raw({ id: { S: 'a' } }))?.['a']).deep.equal(expected)
      }
    })

    it('alone is a request without an empty map of values', async () => {
      const { repository, sent } = opened(engine, (table) => Nullable(table, 'omit'))
      await repository.save({ id: 'a', a: 'x' })
      await repository.update('a').set('a', null)
      expect(lastUpdate(sent).input).not.property('ExpressionAttributeValues')
    })
  })

  describe('gaps', () => {
    it('a misspelled attribute is refused, and never created', async () => {
      await having({})
      // @ts-expect-error no such attribute
      thrown(() => update().set('strr', 'x'), InvalidUpdateError)
      // @ts-expect-error no such attribute
      thrown(() => update().set('d.nn', 1), InvalidUpdateError)
      // @ts-expect-error no such attribute
      thrown(() => update().patch({ strr: 'x' }), InvalidUpdateError)
      expect(await stored()).deep.equal({})
    })

    it('a path with an index addresses the element, and never an attribute that is called so', async () => {
      await having({ list: ['a'] })
      await update().set('list[0]', '9')
      expect(await stored()).deep.equal({ list: { L: [{ S: '9' }] } })
      const Odd = (table: string) =>
        new Entity({
          name: 'Odd',
          table,
          attributes: { id: string(), 'l[0]': integer(), 'we.ird': optional(integer()) },
          key: { partition: 'id' },
        })
      const { repository, raw } = opened(engine, Odd)
      await repository.save({ id: 'a', 'l[0]': 1 })
      await repository.update('a').add("['l[0]']", 1).set("['we.ird']", 5)
      expect(await raw({ id: { S: 'a' } })).deep.equal({
        id: { S: 'a' },
        'l[0]': { N: '2' },
        'we.ird': { N: '5' },
      })
      thrown(() => repository.update('a').set('l[0]' as never, 5 as never), InvalidUpdateError)
    })

    it('a frozen Set is stored as a set, and keeps its type', async () => {
      await having({})
      await update().set('tags', Object.freeze(new Set(['a'])))
      expect(await stored()).deep.equal({ tags: { SS: ['a'] } })
    })

    it('an empty Set removes, as save leaves it out; adding no members is refused', async () => {
      await having({ tags: new Set(['a']) })
      await update().set('tags', new Set())
      expect(await stored()).deep.equal({})
      for (const members of [[], new Set<string>()]) {
        thrown(() => update().add('tags', members), InvalidUpdateError)
        thrown(() => update().delete('tags', members), InvalidUpdateError)
      }
    })

    it('size is a condition, never a value', async () => {
      await having({ list: ['a', 'b'] })
      await update().set('n', 1).if('list').size().ne(3)
      thrown(
        () => update().set('n', ((attr: { list: { size(): unknown } }) => attr.list.size()) as never),
        Error,
      )
    })

    it('what DynamoDB refuses is refused before it is sent', async () => {
      await having({ n: 1, tags: new Set(['a']), list: ['a'] })
      const it = () => update() as never as Record<string, (...args: unknown[]) => PromiseLike<unknown>>
      const attr = (name: string) => (attr: Record<string, unknown>) => attr[name]
      for (const bad of [
        () => it()['add']?.('tags', attr('tags')),
        () => it()['delete']?.('tags', attr('tags')),
        () => it()['add']?.('str', 'x'),
        () => it()['append']?.('str', 'x'),
        () => it()['remove']?.('list[-1]'),
        () => it()['set']?.('id', 'b'),
        () =>
          it()['set']?.('n', (refs: { n: { plus(n: number): { plus(n: number): unknown } } }) =>
            refs.n.plus(1).plus(2),
          ),
      ])
        expect(() => bad()).throw()
      await rejection(update().set('d', { n: 1 }).set('d.n', 2), InvalidUpdateError)
      await rejection(update().set('list', []).append('list', 'x'), InvalidUpdateError)
      await rejection(update().set('n', 1).add('n', 1), InvalidUpdateError)
      expect(things.calls()).deep.equal([])
    })

    it('names of functions are attributes like any other, by path', async () => {
      const Functions = (table: string) =>
        new Entity({
          name: 'Functions',
          table,
          attributes: {
            id: string(),
            set: optional(string()),
            add: optional(integer()),
            size: optional(string()),
            name: optional(string()),
            plus: optional(object({ minus: optional(integer()) })),
          },
          key: { partition: 'id' },
        })
      const { repository } = opened(engine, Functions)
      await repository.save({ id: 'a', plus: { minus: 1 } })
      const changed = await repository
        .update('a')
        .set('set', 'x')
        .add('add', 1)
        .set('size', (attr) => attr.name.ifNotExists('none'))
        .set('plus.minus', (attr) => attr('plus.minus').plus(4))
      expect(changed).deep.equal({ id: 'a', set: 'x', add: 1, size: 'none', plus: { minus: 5 } })
    })

    it('says what DynamoDB refuses that only the item can tell', async () => {
      await having({})
      const error = await rejection(
        update().set('n', (attr) => attr.m.plus(1)),
        InvalidUpdateError,
      )
      expect(error.message).contain('set on n: the attribute m is absent from the item')
      expect(error).include({ outcome: 'nothing written' })
      expect(error.cause).property('name', 'ValidationException')
      expect(await stored()).deep.equal({})
    })
  })
})
