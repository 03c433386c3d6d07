// The catalogue's rows of update functions on a real engine, with what is stored looked at past the library.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Entity, InvalidUpdateError, ValidationError } from 'dyntastic'
import {
  array,
  bigint,
  boolean,
  date,
  enums,
  instance,
  integer,
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
import { withEngine } from '../support/engine.js'
import { rejection, thrown } from '../support/rejection.js'
import { opened } from './opened.js'
import { lastUpdate, openedThings, sorted } from './update-items.js'

const engine = withEngine()

describe('update functions', () => {
  let things: ReturnType<typeof openedThings>
  const update = (id = 'a') => things.repository.update(id)
  /** Saves an item, with nothing but these attributes. */
  const having = async (attributes: object) => {
    await things.repository.save({ id: 'a', ...attributes })
    things.sent.length = 0
  }
  const stored = async () => sorted(await things.stored())

  before(async () => {
    things = openedThings(engine)
    await things.repository.createTable()
  })

  it('an update without actions rejects, and nothing is sent', async () => {
    await having({})
    await rejection(update(), InvalidUpdateError)
    expect(things.calls()).deep.equal([])
  })

  it('sets an absent attribute', async () => {
    await having({})
    expect(await update().set('str', 'x')).deep.equal({ id: 'a', str: 'x' })
    expect(await stored()).deep.equal({ str: { S: 'x' } })
  })

  it('sets every data type at once', async () => {
    const All = (table: string) =>
      new Entity({
        name: 'All',
        table,
        attributes: {
          id: string(),
          text: optional(string()),
          empty: optional(string()),
          integer: optional(integer()),
          float: optional(number()),
          big: optional(bigint()),
          yes: optional(boolean()),
          no: optional(boolean()),
          time: optional(date()),
          binary: optional(instance(Uint8Array)),
          choice: optional(enums(['a', 'b'])),
          list: optional(array(union([string(), number()]))),
          pair: optional(tuple([string(), number()])),
          nested: optional(object({ a: object({ b: string() }) })),
          map: optional(record(string(), number())),
          strings: optional(set(string())),
          numbers: optional(set(number())),
          binaries: optional(set(instance(Uint8Array))),
          nothing: optional(nullable(string())),
          nulls: optional(array(nullable(string()))),
        },
        key: { partition: 'id' },
      })
    const { repository, raw } = opened(engine, All)
    const values = {
      text: 'x',
      empty: '',
      integer: -5,
      float: 1.5,
      big: 12345678901234567890n,
      yes: true,
      no: false,
      time: new Date('2026-01-02T03:04:05.678Z'),
      binary: new Uint8Array([1, 2]),
      choice: 'b' as const,
      list: ['a', 1],
      pair: ['a', 1] as [string, number],
      nested: { a: { b: 'c' } },
      map: { k: 1 },
      strings: new Set(['a', 'b']),
      numbers: new Set([1, 2]),
      binaries: new Set([new Uint8Array([1])]),
      nothing: null,
      nulls: [null, 'x'],
    }
    await repository.save({ id: 'a' })
    let operation = repository.update('a')
    for (const [name, value] of Object.entries(values))
      operation = operation.set(name as 'text', value as 'x')
    const { nothing: _, ...kept } = values
    expect(await operation).deep.include(kept)
    expect(await repository.get('a').consistent()).deep.include(kept)
    const item = await raw({ id: { S: 'a' } })
    expect(item).deep.include({ big: { N: '12345678901234567890' }, time: { S: '2026-01-02T03:04:05.678Z' } })
    expect(item).not.property('nothing')
  })

  it('sets from another attribute', async () => {
    await having({ str: 'x' })
    await update().set('other', (attr) => attr.str)
    expect(await stored()).deep.equal({ str: { S: 'x' }, other: { S: 'x' } })
    expect(lastUpdate(things.sent).input['UpdateExpression']).equal('SET #0 = #1')
  })

  it('sets a nested path, a placeholder for each segment', async () => {
    await having({ d: { n: 1, m: 2 } })
    await update().set('d.n', 5)
    expect(await stored()).deep.equal({ d: { M: { n: { N: '5' }, m: { N: '2' } } } })
    expect(lastUpdate(things.sent).input).include({ UpdateExpression: 'SET #0.#1 = :0' })
  })

  it('several functions are one request, each keyword once', async () => {
    await having({ str: 'x', n: 1, tags: new Set(['a', 'b']), list: ['p', 'q'] })
    await update()
      .remove('str')
      .set('other', 'y')
      .add('n', 2)
      .delete('tags', 'a')
      .set('m', 3)
      .remove('list[0]')
    expect(await stored()).deep.equal({
      other: { S: 'y' },
      n: { N: '3' },
      m: { N: '3' },
      tags: { SS: ['b'] },
      list: { L: [{ S: 'q' }] },
    })
    const { count, input } = lastUpdate(things.sent)
    expect(count).equal(1)
    expect(String(input['UpdateExpression']).match(/SET|REMOVE|ADD|DELETE/g)).deep.equal([
      'SET',
      'REMOVE',
      'ADD',
      'DELETE',
    ])
  })

  it('if_not_exists of a value or an attribute', async () => {
    await having({ str: 'x' })
    await update()
      .set('str', (attr) => attr.str.ifNotExists('new'))
      .set('other', (attr) => attr.other.ifNotExists(attr.str))
      .set('n', (attr) => attr.n.ifNotExists(7))
    expect(await stored()).deep.equal({ str: { S: 'x' }, other: { S: 'x' }, n: { N: '7' } })
  })

  it('setIfMissing leaves what is there, and takes another attribute', async () => {
    await having({ str: 'foo' })
    await update().setIfMissing('str', 'bar')
    expect(await stored()).deep.equal({ str: { S: 'foo' } })
    await update().setIfMissing('other', (attr) => attr.str)
    expect(await stored()).deep.equal({ str: { S: 'foo' }, other: { S: 'foo' } })
  })

  for (const [title, change, result] of [
    ['attribute + value', (it) => it.set('n', (attr) => attr.n.plus(100)), '105'],
    ['value + attribute', (it) => it.set('n', (attr, value) => value(100).plus(attr.n)), '105'],
    ['attribute - value', (it) => it.set('n', (attr) => attr.n.minus(100)), '-95'],
    ['value - attribute', (it) => it.set('n', (attr, value) => value(100).minus(attr.n)), '95'],
    ['attribute + attribute', (it) => it.set('n', (attr) => attr.n.plus(attr.m)), '7'],
    ['attribute - attribute, nested', (it) => it.set('n', (attr) => attr.n.minus(attr.d.n)), '-5'],
    ['subtract, as a method', (it) => it.subtract('n', 100), '-95'],
    ['add, as a method', (it) => it.add('n', 100), '105'],
    ['a default and a sum', (it) => it.set('n', (attr) => attr.int.ifNotExists(0).plus(1)), '1'],
  ] as readonly (readonly [string, (it: ReturnType<typeof update>) => PromiseLike<unknown>, string])[])
    it(title, async () => {
      await having({ n: 5, m: 2, d: { n: 10 } })
      await change(update())
      expect(await stored()).deep.include({ n: { N: result }, m: { N: '2' } })
    })

  it('reckons on nested paths', async () => {
    await having({ d: { n: 5, m: 1 } })
    await update().set('d.n', (attr) => attr.d.n.plus(5))
    expect(await stored()).deep.equal({ d: { M: { n: { N: '10' }, m: { N: '1' } } } })
    await update().add('d.m', 2).subtract('d.n', 1)
    expect(await stored()).deep.equal({ d: { M: { n: { N: '9' }, m: { N: '3' } } } })
  })

  it('appends one element, or an array of them', async () => {
    await having({ list: ['a'], more: ['x', 'y'] })
    await update().append('list', 'z')
    await update().append('list', ['1', '2'])
    await update().append('list', (attr) => attr.more)
    expect((await things.repository.getOrThrow('a')).list).deep.equal(['a', 'z', '1', '2', 'x', 'y'])
    await update()
      .append('d.list', 'n')
      .set('grid', [[1]])
    await update()
      .append('grid', [[2]])
      .append('d.list', 'o')
    expect(await things.repository.getOrThrow('a')).deep.include({
      grid: [[1], [2]],
      d: { list: ['n', 'o'] },
    })
  })

  it('appends to a default where the list is absent', async () => {
    await having({})
    await update().append('list', 'z', { default: ['y'] })
    expect(await stored()).deep.equal({ list: { L: [{ S: 'y' }, { S: 'z' }] } })
    await update().append('list', 'z', { default: ['y'] })
    expect((await stored())['list']?.L).length(3)
  })

  it('joins two literal lists', async () => {
    await having({})
    await update().set('list', (_, value) => value(['a']).append(['b']))
    expect(await stored()).deep.equal({ list: { L: [{ S: 'a' }, { S: 'b' }] } })
    expect(lastUpdate(things.sent).input['UpdateExpression']).equal('SET #0 = list_append(:0, :1)')
  })

  it('creates an absent list, and is refused by DynamoDB if the list is required', async () => {
    await having({})
    const error = await rejection(update().append('list', 'z', { default: null }), InvalidUpdateError)
    expect(error.message).contain('append on list: the attribute list is absent from the item')
    expect(error.cause).property('name', 'ValidationException')
    expect(await stored()).deep.equal({})
    await update().append('list', 'z')
    await update().prepend('more', 'z')
    expect(await stored()).deep.equal({ list: { L: [{ S: 'z' }] }, more: { L: [{ S: 'z' }] } })
  })

  it('prepends, as a function and as an operand', async () => {
    await having({ list: ['b'] })
    await update().prepend('list', 'a')
    await update().prepend('list', ['1', '2'])
    expect((await things.repository.getOrThrow('a')).list).deep.equal(['1', '2', 'a', 'b'])
    await update().set('more', (attr) => attr.list.prepend(['0']))
    expect((await things.repository.getOrThrow('a')).more).deep.equal(['0', '1', '2', 'a', 'b'])
  })

  it('removes attributes, several at once, absent ones too', async () => {
    await having({ str: 'x', n: 1, m: 2 })
    await update().remove('str').remove('n').remove('other')
    expect(await stored()).deep.equal({ m: { N: '2' } })
    expect(lastUpdate(things.sent).count).equal(1)
  })

  it('removes elements of lists, nested ones too; every index means the list as it was', async () => {
    await having({ list: ['a', 'b', 'c', 'd'], d: { list: ['x', 'y'] }, grid: [[1, 2], [3]] })
    await update().remove('list[0]').remove('list[2]').remove('d.list[0]').remove('grid[0][1]')
    expect(await things.repository.getOrThrow('a')).deep.include({
      list: ['b', 'd'],
      d: { list: ['y'] },
      grid: [[1], [3]],
    })
  })

  for (const path of [
    'list[-1]',
    'list[1.5]',
    'list[NaN]',
    'list[a]',
    'list[0',
    'list[0] REMOVE n',
    'list[0],n',
    'list[]',
  ])
    it(`refuses the index of ${path}, and takes nothing of it into the expression`, async () => {
      await having({ list: ['a'], n: 1 })
      thrown(() => update().remove(path as 'list[0]'), InvalidUpdateError)
      thrown(() => update().set(path as 'list[0]', 'x'), InvalidUpdateError)
      expect(things.calls()).deep.equal([])
    })

  it('removes an attribute and an element together', async () => {
    await having({ str: 'x', list: ['a', 'b', 'c'] })
    await update().remove('str').remove('list[2]')
    expect(await stored()).deep.equal({ list: { L: [{ S: 'a' }, { S: 'b' }] } })
  })

  for (const [what, members] of [
    ['one', 'z'],
    ['an array', ['z', 'a']],
    ['a Set', new Set(['z'])],
  ] as const)
    it(`adds to a set, or creates it: ${what}`, async () => {
      await having({ tags: new Set(['a', 'b']) })
      await update().add('tags', members)
      expect(await stored()).deep.equal({ tags: { SS: ['a', 'b', 'z'] } })
      await having({})
      await update().add('tags', members)
      expect((await stored())['tags']?.SS).deep.equal([...members].sort())
    })

  it('adds numbers, negative ones too; absent counts as 0', async () => {
    await having({ n: 5 })
    await update().add('n', 100)
    await update().add('n', -7).add('m', 100).subtract('int', 3)
    expect(await stored()).deep.equal({ n: { N: '98' }, m: { N: '100' }, int: { N: '-3' } })
  })

  it('adds decimals exactly', async () => {
    await having({ exact: '1.5' })
    // The item type says that it is text, and not how it is stored.
    const add = (amount: string) => update().add('exact' as 'n', amount as never)
    expect((await add('3.25')).exact).equal('4.75')
    await having({ exact: '0.1', n: 0.1 })
    await add('0.2').add('n', 0.2)
    expect(await stored()).deep.equal({ exact: { N: '0.3' }, n: { N: '0.3' } })
  })

  it('adds a number to a set of numbers as a member', async () => {
    await having({ ints: new Set([1]) })
    await update().add('ints', 5)
    expect(await stored()).deep.equal({ ints: { NS: ['1', '5'] } })
  })

  it('does not offer ADD and DELETE of an attribute', async () => {
    await having({ tags: new Set(['a']) })
    const callback = (attr: { readonly more: unknown }) => attr.more
    const error = thrown(() => update().add('tags', callback as never), InvalidUpdateError)
    expect(error.message).match(/tags.*takes values, not attributes/)
    thrown(() => update().delete('tags', callback as never), InvalidUpdateError)
    expect(things.calls()).deep.equal([])
  })

  for (const [what, members, left] of [
    ['one', 'a', ['b', 'c']],
    ['an array', ['a', 'b'], ['c']],
    ['a Set', new Set(['a', 'nobody']), ['b', 'c']],
  ] as const)
    it(`deletes from a set: ${what}`, async () => {
      await having({ tags: new Set(['a', 'b', 'c']) })
      await update().delete('tags', members)
      expect(await stored()).deep.equal({ tags: { SS: left } })
    })

  it('deleting the last member removes the attribute', async () => {
    await having({ tags: new Set(['a']), ints: new Set([1]) })
    const item = await update().delete('tags', ['a'])
    expect(item.tags).equal(undefined)
    expect(await stored()).deep.equal({ ints: { NS: ['1'] } })
    await update().delete('tags', 'never there')
    expect(await stored()).deep.equal({ ints: { NS: ['1'] } })
  })

  it('a REMOVE alone is sent without values', async () => {
    await having({ str: 'x' })
    await update().remove('str')
    expect(lastUpdate(things.sent).input).not.property('ExpressionAttributeValues')
    expect(await stored()).deep.equal({})
  })

  it('toCommand shows expression, names and values; nothing is sent', async () => {
    await having({})
    const { input } = update().set('str', 'x').toCommand()
    expect(input).deep.include({
      UpdateExpression: 'SET #0 = :0',
      ExpressionAttributeNames: { '#0': 'str', '#1': 'id' },
      ExpressionAttributeValues: { ':0': { S: 'x' } },
    })
    expect(inspect(input)).contain('SET #0 = :0')
    expect(things.calls()).deep.equal([])
  })

  it('values are checked by the struct at their path', async () => {
    await having({ int: 1 })
    const error = thrown(() => update().set('int', 'x' as never), ValidationError)
    expect(error.failures.map(({ path }) => path)).deep.equal(['int'])
    const nested = thrown(() => update().set('lines', [{ sku: 'a', quantity: 1.5 }]), ValidationError)
    expect(nested.failures.map(({ path }) => path)).deep.equal(['lines[0].quantity'])
    expect(things.calls()).deep.equal([])
  })
})
