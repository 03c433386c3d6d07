// Bounds of structs as conditions of the same request: an update that would break one is refused, and nothing is
// written.
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  Entity,
  InvalidItemError,
  InvalidUpdateError,
  Repository,
  UpdateMisfitError,
  ValidationError,
} from 'dyntastic'
import {
  array,
  enums,
  integer,
  map,
  max,
  min,
  nonempty,
  number,
  object,
  optional,
  set,
  size,
  string,
} from 'superstruct'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

const attributes = {
  id: string(),
  stock: optional(min(integer(), 0)),
  share: optional(max(min(number(), 0), 1)),
  above: optional(min(number(), 1, { exclusive: true })),
  level: optional(enums([1, 2, 4])),
  free: optional(number()),
  other: optional(integer()),
  code: optional(size(string(), 2, 3)),
  text: optional(string()),
  list: optional(size(array(string()), 1, 3)),
  more: optional(array(string())),
  tags: optional(size(set(string()), 1, 2)),
  two: optional(size(set(string()), 2, 3)),
  entries: optional(size(map(string(), number()), 1, 2)),
  inner: optional(
    object({ count: attribute(min(integer(), 0), { name: 'c' }), list: nonempty(array(number())) }),
  ),
}

describe('bounds of structs', () => {
  const engine = withEngine()
  let items: Repository<ReturnType<typeof entityOf>>
  const entityOf = (table: string) =>
    new Entity({ name: 'Bounded', table, attributes, key: { partition: 'id' } })

  before(async () => {
    const entity = entityOf(engine.name('bounds'))
    items = new Repository(entity, new CommandExecutor({ client: engine.client }))
    await items.createTable()
  })

  const raw = (id: string) => rawGet(engine.client, items.entity.table.name, { id: { S: id } })
  const update = (id: string) => items.update(id)
  type Update = ReturnType<typeof update>

  async function refuses(
    stored: object,
    bound: string | RegExp,
    change: (of: Update) => PromiseLike<unknown>,
  ) {
    const id = `r${Math.random()}`
    await items.save({ id, ...stored } as never)
    const before = await raw(id)
    const error = await rejection(change(update(id)), UpdateMisfitError)
    expect(error.bound).match(bound instanceof RegExp ? bound : new RegExp(`^${bound}$`))
    expect(error.message).contain(error.bound).and.contain('nothing was written')
    expect(await raw(id)).deep.equal(before)
    expect(await items.get(id)).deep.equal(error.item)
  }

  async function leaves(stored: object, expected: object, change: (of: Update) => PromiseLike<unknown>) {
    const id = `l${Math.random()}`
    await items.save({ id, ...stored } as never)
    await change(update(id))
    expect({ ...(await items.get(id)) }).deep.equal({ id, ...expected })
  }

  it('of a number that is added to', async () => {
    await leaves({ stock: 3 }, { stock: 0 }, (of) => of.add('stock', -3))
    await refuses({ stock: 3 }, 'stock must be at least 0', (of) => of.add('stock', -4))
    await refuses({ stock: 3 }, 'stock must be at least 0', (of) => of.subtract('stock', 5))
    await leaves({ share: 0.9 }, { share: 1 }, (of) => of.add('share', 0.1))
    await refuses({ share: 0.9 }, 'share must be at least 0 and at most 1', (of) => of.add('share', 0.2))
    await refuses({ above: 2 }, /^above must be at least 1.0/, (of) => of.add('above', -1))
  })

  it('of a number that is absent, which counts as 0', async () => {
    await leaves({}, { stock: 3 }, (of) => of.add('stock', 3))
    await refuses({}, 'stock must be at least 0', (of) => of.add('stock', -1))
    await refuses({}, /^above/, (of) => of.add('above', 1))
    const created = await items.update('new1').add('stock', 2).upsert()
    expect(created.stock).equal(2)
    const error = await rejection(items.update('new2').add('stock', -2).upsert(), UpdateMisfitError)
    expect(error.path).equal('stock')
    expect(await raw('new2')).equal(undefined)
  })

  it('of a number that is worked out', async () => {
    await leaves({ other: 3 }, { other: 3, stock: 1 }, (of) => of.set('stock', (attr) => attr.other.minus(2)))
    await refuses({ other: 3 }, /stock/, (of) => of.set('stock', (attr) => attr.other.minus(4)))
    await leaves({ other: 3 }, { other: 3, stock: 7 }, (of) =>
      of.set('stock', (attr, value) => value(10).minus(attr.other)),
    )
    await refuses({ other: 30 }, /stock/, (of) =>
      of.set('stock', (attr, value) => value(10).minus(attr.other)),
    )
    await refuses({ other: -1 }, /stock/, (of) => of.set('stock', (attr) => attr.other))
    await refuses({ other: -1 }, /stock/, (of) => of.set('stock', (attr) => attr.other.ifNotExists(5)))
    await leaves({}, { stock: 5 }, (of) => of.set('stock', (attr) => attr.other.ifNotExists(5)))
    await refuses({}, /stock/, (of) => of.set('stock', (attr) => attr.other.ifNotExists(5).minus(6)))
    await refuses({ other: -4 }, /stock/, (of) => of.setIfMissing('stock', (attr) => attr.other))
    await leaves({ stock: 1, other: -4 }, { stock: 1, other: -4 }, (of) =>
      of.setIfMissing('stock', (attr) => attr.other),
    )
    await leaves({ stock: 1, other: -4 }, { stock: 1, other: -4 }, (of) =>
      of.set('stock', (attr) => attr.stock.ifNotExists(0)),
    )
  })

  it('of one of a few numbers', async () => {
    await leaves({ level: 2 }, { level: 4 }, (of) => of.add('level', 2))
    await refuses({ level: 2 }, /level must be one of its few values/, (of) => of.add('level', 1))
    await leaves({}, { level: 2 }, (of) => of.add('level', 2))
    await refuses({}, /level/, (of) => of.add('level', 3))
  })

  it('of text that is copied', async () => {
    await leaves({ text: 'abc' }, { text: 'abc', code: 'abc' }, (of) => of.set('code', (attr) => attr.text))
    await refuses({ text: 'abcd' }, 'code must have at least 2 and at most 3 characters', (of) =>
      of.set('code', (attr) => attr.text),
    )
  })

  it('of a list', async () => {
    await leaves({ list: ['a'] }, { list: ['a', 'b', 'c'] }, (of) => of.append('list', ['b', 'c']))
    await refuses({ list: ['a'] }, 'list must have at least 1 and at most 3 elements', (of) =>
      of.append('list', ['b', 'c', 'd']),
    )
    await refuses({ list: ['a', 'b', 'c'] }, /list/, (of) => of.prepend('list', 'd'))
    await leaves({}, { list: ['a'] }, (of) => of.append('list', 'a'))
    await refuses({ list: ['a'] }, /list/, (of) => of.remove('list[0]'))
    await leaves({ list: ['a'] }, { list: ['a'] }, (of) => of.remove('list[1]'))
    await refuses({ list: ['a', 'b'] }, /list/, (of) => of.remove('list[0]').remove('list[1]'))
    await leaves({ list: ['a', 'b', 'c'] }, { list: ['b'] }, (of) => of.remove('list[0]').remove('list[2]'))
    await refuses({ list: ['a', 'b', 'c'] }, /list/, (of) => of.set('list[9]', 'd'))
    await leaves({ list: ['a', 'b', 'c'] }, { list: ['a', 'b', 'd'] }, (of) => of.set('list[2]', 'd'))
    await leaves({ list: ['a', 'b'] }, { list: ['a', 'b', 'd'] }, (of) => of.set('list[7]', 'd'))
    await refuses({ more: ['1', '2', '3', '4'] }, /list/, (of) => of.set('list', (attr) => attr.more))
    await refuses({ more: [] }, /list/, (of) => of.set('list', (attr) => attr.more))
    await leaves({ more: ['1', '2'] }, { more: ['1', '2'], list: ['1', '2', 'x'] }, (of) =>
      of.set('list', (attr) => attr.more.append(['x'])),
    )
    await refuses({ more: ['1', '2', '3'] }, /list/, (of) =>
      of.set('list', (attr) => attr.more.append(['x'])),
    )
  })

  it('of a set', async () => {
    await leaves({ tags: new Set(['a']) }, { tags: new Set(['a', 'b']) }, (of) => of.add('tags', 'b'))
    await leaves({ tags: new Set(['a', 'b']) }, { tags: new Set(['a', 'b']) }, (of) => of.add('tags', 'b'))
    await refuses({ tags: new Set(['a', 'b']) }, 'tags must have at least 1 and at most 2 members', (of) =>
      of.add('tags', 'c'),
    )
    await leaves({ tags: new Set(['a']) }, {}, (of) => of.delete('tags', 'a'))
    await refuses({ two: new Set(['a', 'b']) }, /two/, (of) => of.delete('two', 'a'))
    await leaves({ two: new Set(['a', 'b']) }, { two: new Set(['a', 'b']) }, (of) => of.delete('two', 'c'))
    await leaves({ two: new Set(['a', 'b', 'c']) }, { two: new Set(['a', 'b']) }, (of) =>
      of.delete('two', ['c']),
    )
    await refuses({}, /two/, (of) => of.add('two', 'a'))
    await leaves({}, { two: new Set(['a', 'b']) }, (of) => of.add('two', ['a', 'b']))
  })

  it('of a Map', async () => {
    const [one, both] = [
      new Map([['a', 1]]),
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    ]
    await leaves({ entries: one }, { entries: both }, (of) => of.set('entries.b', 2))
    await refuses({ entries: both }, 'entries must have at least 1 and at most 2 members', (of) =>
      of.set('entries.c', 3),
    )
    await refuses({ entries: both }, /entries/, (of) => of.add('entries.c', 3))
    await refuses({ entries: one }, /entries/, (of) => of.remove('entries.a'))
    await leaves({ entries: both }, { entries: one }, (of) => of.remove('entries.b'))
    await leaves({ entries: one }, { entries: one }, (of) => of.remove('entries.x'))
  })

  it('below maps, under stored names, in maps that are made', async () => {
    await refuses({ inner: { count: 1, list: [1] } }, 'inner.count must be at least 0', (of) =>
      of.add('inner.count', -2),
    )
    await refuses({ inner: { count: 1, list: [1] } }, 'inner.list must have at least 1 elements', (of) =>
      of.remove('inner.list[0]'),
    )
    await leaves({}, { inner: { count: 2, list: [1] } }, (of) =>
      of.add('inner.count', 2).append('inner.list', 1),
    )
    const id = 'made'
    await items.save({ id })
    await rejection(update(id).add('inner.count', -2).append('inner.list', 1), UpdateMisfitError)
    expect(await raw(id)).deep.equal({ id: { S: id } })
  })

  it('come after conditions, and are not skipped', async () => {
    await items.save({ id: 'skip', stock: 1 })
    expect(await update('skip').subtract('stock', 2).if('stock').gt(5).orSkip()).equal(undefined)
    const error = await rejection(
      update('skip').subtract('stock', 2).if('stock').gt(0).orSkip(),
      UpdateMisfitError,
    )
    expect(error.failed.map(({ path }) => path)).deep.equal(['stock'])
    const once = await rejection(update('skip').subtract('stock', 2).idempotent(), UpdateMisfitError)
    expect(once.item).deep.equal({ id: 'skip', stock: 1 })
  })

  it('hold in transactions', async () => {
    await items.save({ id: 't', stock: 1 })
    const executor = new CommandExecutor({ client: engine.client })
    const cancelled = (await executor
      .transaction([
        new Repository(items.entity, executor).update('t').subtract('stock', 2).returning('none'),
      ])
      .then(
        () => undefined,
        (error: unknown) => error,
      )) as { reasons: readonly { error?: unknown }[] }
    expect(cancelled.reasons[0]?.error).instanceOf(UpdateMisfitError)
  })

  it('are refused before sending where no condition can say them', async () => {
    for (const change of [
      (of: Update) => of.set('stock', (attr) => attr.other.plus(attr.other)),
      (of: Update) => of.set('list', (attr) => attr.more.append(attr.more)),
      (of: Update) => of.set('stock', (attr) => attr.free as never),
      (of: Update) => of.append('list', ['1', '2', '3', '4'], { default: null }),
    ])
      expect(() => change(update('x'))).throw(InvalidUpdateError)
    expect(() => update('x').add('stock', 0.5)).throw(ValidationError)
    // Bounds of both that add up to those of the sum need no condition.
    await leaves({ stock: 1 }, { stock: 2 }, (of) => of.set('stock', (attr) => attr.stock.plus(attr.stock)))
  })

  it('are not part of the request if no change could break them', async () => {
    const { input } = update('x').add('free', 1).set('text', 'a').add('other', 2).toCommand()
    expect(input.ConditionExpression).equal('attribute_exists(#3)')
  })

  it('are told apart from an item that is missing', async () => {
    const error = await rejection(update('nobody').add('stock', -1), Error)
    expect(error.name).equal('ItemNotFoundError')
  })

  it('keep sums readable; without one, the error of an unreadable sum names what to do', async () => {
    const last = Number.MAX_SAFE_INTEGER
    const counts = new Repository(
      new Entity({
        name: 'Counts',
        table: items.entity.table,
        attributes: { id: string(), safe: optional(max(integer(), last)), free: optional(integer()) },
        key: { partition: 'id' },
      }),
      items.executor,
    )
    await counts.save({ id: 'sums', safe: last, free: last })
    const refused = await rejection(counts.update('sums').add('safe', 4), UpdateMisfitError)
    expect(refused).include({ outcome: 'nothing written', bound: `safe must be at most ${last}` })
    const applied = await rejection(counts.update('sums').add('free', 4), InvalidItemError)
    expect(applied).include({ outcome: 'written' })
    expect(applied.message).contain('a bound, such as max(integer(), Number.MAX_SAFE_INTEGER)')
    await rejection(counts.get('sums'), InvalidItemError)
    expect(await counts.update('sums').set('free', 5)).deep.equal({ id: 'sums', safe: last, free: 5 })
  })

  it('take a stored number that is out of bounds back into them', async () => {
    await rawPut(engine.client, items.entity.table.name, { id: { S: 'out' }, stock: { N: '-7' } })
    await rejection(update('out').add('stock', 6), UpdateMisfitError)
    expect((await update('out').add('stock', 9)).stock).equal(2)
  })
})
