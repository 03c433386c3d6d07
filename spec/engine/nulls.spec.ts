// One truth about NULL: where it means absence, every operation does what it does for an absent attribute.

import { expect } from 'chai'
import { and, attribute, CommandExecutor, Entity, not, or, Repository } from 'dyntastic'
import {
  any,
  array,
  bigint,
  boolean,
  date,
  enums,
  integer,
  nullable,
  number,
  object,
  optional,
  record,
  type Struct,
  set,
  string,
  union,
} from 'superstruct'
import { type RawItem, rawGet, rawPut, withEngine } from '../support/engine.js'

const engine = withEngine()
const NULL = { NULL: true } as const

/** A kind of struct, a value of it, and what its stored values can do. */
interface Kind {
  readonly struct: Struct<unknown, unknown>
  readonly value: unknown
  readonly does?: readonly ('add' | 'members' | 'list' | 'map')[]
}

// The structs of many types in one table: what is specific to a type is in `does`.
const kind = (
  struct: unknown,
  value: unknown,
  ...does: readonly ('add' | 'members' | 'list' | 'map')[]
): Kind => ({
  struct: struct as Struct<unknown, unknown>,
  value,
  does,
})

const kinds: Record<string, Kind> = {
  string: kind(string(), 'text'),
  enums: kind(enums(['text', 'other']), 'text'),
  boolean: kind(boolean(), true),
  date: kind(date(), new Date('2026-01-02T03:04:05.000Z')),
  number: kind(number(), 5, 'add'),
  integer: kind(integer(), 5, 'add'),
  bigint: kind(bigint(), 5n, 'add'),
  set: kind(set(string()), new Set(['a']), 'members'),
  array: kind(array(string()), ['a'], 'list'),
  object: kind(object({ a: optional(string()) }), { a: 'x' }, 'map'),
  record: kind(record(string(), string()), { a: 'x' }, 'map'),
  any: kind(any(), 'text'),
  union: kind(union([string(), number()]), 'text'),
}

const wrappers: Record<string, (struct: Struct<unknown, unknown>) => Struct<unknown, unknown>> = {
  optional: (struct) => optional(struct) as never,
  nullable: (struct) => nullable(struct) as never,
  'optional nullable': (struct) => optional(nullable(struct)) as never,
}

// biome-ignore lint/suspicious/noExplicitAny: one set of operations for entities of every type.
type Any = any

function opened(struct: Struct<unknown, unknown>, nulls: 'omit' | 'store' = 'omit') {
  const Thing = new Entity({
    name: 'Thing',
    table: engine.name('things'),
    attributes: {
      id: string(),
      x: struct,
      y: struct,
      z: optional(object({ x: struct })),
      n: optional(number()),
    },
    key: { partition: 'id' },
    nulls,
  })
  const executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
  const things: Any = new Repository(Thing, executor)
  return { things, executor, table: Thing.table.name }
}

interface On {
  readonly things: Any
  readonly executor: CommandExecutor
  readonly value: unknown
}

/** Every operation that meets the attribute `x`; each resolves to what can be compared. */
const operations: Record<string, (on: On) => PromiseLike<unknown>> = {
  get: ({ things }) => things.get('a'),
  getMany: ({ things }) => things.getMany(['a']),
  query: ({ things }) => things.query().where('id').eq('a'),
  scan: ({ things }) => things.scan(),
  'where exists': ({ things }) => things.scan().where('x').exists().count(),
  'where notExists': ({ things }) => things.scan().where('x').notExists().count(),
  'where not exists': ({ things }) =>
    things
      .scan()
      .where((attr: Any) => not(attr.x.exists()))
      .count(),
  'where in groups': ({ things }) =>
    things
      .scan()
      .where((attr: Any) => or(and(attr.x.notExists(), attr.id.eq('a')), attr.n.gt(9)))
      .count(),
  'where within a map': ({ things }) => things.scan().where('z.x').notExists().count(),
  'where equal to another attribute': ({ things }) =>
    things
      .scan()
      .where((attr: Any) => attr.x.eq(attr.y))
      .count(),
  'where not equal to another attribute': ({ things }) =>
    things
      .scan()
      .where((attr: Any) => attr.x.ne(attr.y))
      .count(),
  'where in other attributes': ({ things }) =>
    things
      .scan()
      .where((attr: Any) => attr.x.in([attr.y]))
      .count(),
  'where eq': ({ things, value }) => things.scan().where('x').eq(value).count(),
  'where ne': ({ things, value }) => things.scan().where('x').ne(value).count(),
  'where in': ({ things, value }) => things.scan().where('x').in([value]).count(),
  'save().if exists': ({ things }) => things.save({ id: 'a', n: 2 }).if('x').exists().orSkip(),
  'save().if notExists': ({ things }) => things.save({ id: 'a', n: 2 }).if('x').notExists().orSkip(),
  'delete().if notExists': ({ things }) => things.delete('a').if('x').notExists().returning('old'),
  'update().if notExists': ({ things }) => things.update('a').set('n', 2).if('x').notExists().orSkip(),
  'update().if exists': ({ things }) => things.update('a').set('n', 2).if('x').exists().orSkip(),
  'check().if notExists': ({ things, executor }) =>
    executor.transaction([things.check('a').if('x').notExists(), things.save({ id: 'b', n: 3 })] as never),
  set: ({ things, value }) => things.update('a').set('x', value),
  'set of undefined': ({ things }) => things.update('a').set('x', undefined).orSkip(),
  setIfMissing: ({ things, value }) => things.update('a').setIfMissing('x', value),
  'setIfMissing, returning none': ({ things, value }) =>
    things.update('a').setIfMissing('x', value).returning('none'),
  'setIfMissing within a map': ({ things, value }) => things.update('a').setIfMissing('z.x', value),
  'setIfMissing under a condition that holds': ({ things, value }) =>
    things.update('a').setIfMissing('x', value).if('n').eq(1),
  'setIfMissing under a condition that does not hold': ({ things, value }) =>
    things.update('a').setIfMissing('x', value).if('n').eq(7).orSkip(),
  'setIfMissing on upsert': ({ things, value }) =>
    things.update('a').setIfMissing('x', value).upsert({ y: value }),
  'a value given on upsert': ({ things, value }) =>
    things.update('a').set('n', 4).upsert({ x: value, y: value }),
  'setIfMissing, exactly once': ({ things, value }) =>
    things.update('a').setIfMissing('x', value).idempotent(),
  ifNotExists: ({ things, value }) =>
    things.update('a').set('x', (attr: Any, of: Any) => attr.x.ifNotExists(of(value))),
  'ifNotExists of another': ({ things, value }) =>
    things.update('a').set('y', (attr: Any) => attr.x.ifNotExists(value)),
  'a copy of it': ({ things }) => things.update('a').set('y', (attr: Any) => attr.x),
  remove: ({ things }) => things.update('a').remove('x'),
  'remove within a map': ({ things }) => things.update('a').remove('z.x'),
  patch: ({ things, value }) => things.update('a').patch({ x: value, z: { x: value } }),
  'patch with null': ({ things }) => things.update('a').patch({ x: null, n: 3 }),
  'save of what was read': async ({ things }) => things.save({ ...(await things.get('a')), n: 9 }),
  saveMany: async ({ things }) => (await things.saveMany([await things.get('a')])).written,
}

/** Operations of attributes that can do one thing. */
const more: Record<NonNullable<Kind['does']>[number], Record<string, (on: On) => PromiseLike<unknown>>> = {
  add: {
    add: ({ things, value }) => things.update('a').add('x', value),
    'add, exactly once': ({ things, value }) => things.update('a').add('x', value).idempotent(),
    'add with another change': ({ things, value }) =>
      things.update('a').set('n', 5).add('x', value).setIfMissing('y', value),
    'add under a condition': ({ things, value }) => things.update('a').add('x', value).if('x').notExists(),
    'add within a map': ({ things, value }) => things.update('a').add('z.x', value),
    subtract: ({ things, value }) => things.update('a').subtract('x', value),
    'plus of it': ({ things, value }) => things.update('a').set('y', (attr: Any) => attr.x.plus(value)),
    'ifNotExists and plus': ({ things, value }) =>
      things.update('a').set('x', (attr: Any) => attr.x.ifNotExists(value).plus(value)),
    'where lt': ({ things, value }) => things.scan().where('x').lt(value).count(),
  },
  members: {
    'add of members': ({ things }) => things.update('a').add('x', ['b']),
    'delete of members': ({ things }) => things.update('a').delete('x', ['b']),
    'delete of members next to another change': ({ things }) =>
      things.update('a').set('n', 5).delete('x', ['b']),
    'where contains': ({ things }) => things.scan().where('x').contains('a').count(),
    'where size': ({ things }) => things.scan().where('x').size().gte(0).count(),
  },
  list: {
    append: ({ things }) => things.update('a').append('x', ['b']),
    'append within a map': ({ things }) => things.update('a').append('z.x', ['b']),
    'append to a default': ({ things }) => things.update('a').append('x', ['b'], { default: ['first'] }),
    prepend: ({ things }) => things.update('a').prepend('x', ['b']),
    'append of another': ({ things }) =>
      things.update('a').set('x', (attr: Any) => attr.x.ifNotExists([]).append(['b'])),
    'where size': ({ things }) => things.scan().where('x').size().gte(0).count(),
  },
  map: {
    'set within it': ({ things }) => things.update('a').set('x.a', 'new'),
    'setIfMissing within it': ({ things }) => things.update('a').setIfMissing('x.a', 'new'),
    'set within it, exactly once': ({ things }) => things.update('a').set('x.a', 'new').idempotent(),
    'patch within it': ({ things }) => things.update('a').patch({ x: { a: 'new' } }),
    'remove within it': ({ things }) => things.update('a').remove('x.a'),
    'where within it': ({ things }) => things.scan().where('x.a').notExists().count(),
  },
}

/** What became of it: what it resolved to or that it failed, and what the item reads as afterwards. */
async function outcome(
  on: On & { readonly table: string },
  item: RawItem,
  operation: (on: On) => PromiseLike<unknown>,
) {
  await rawPut(engine.client, on.table, item)
  let result: unknown
  try {
    result = await operation(on)
  } catch (error) {
    result = error instanceof Error && 'code' in error ? 'failed' : error
  }
  const after = await on.things.get('a')
  const conditions = after === undefined ? [] : await present(on.things)
  return { result: tidy(result), after: tidy(after), conditions }
}

const present = async (things: Any): Promise<number[]> =>
  Promise.all(
    ['x', 'y', 'z.x'].map((path) => things.query().where('id').eq('a').where(path).exists().count()),
  )

// null and undefined mean the same here: nothing is stored.
function tidy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Set)
    return value ?? undefined
  if (Array.isArray(value)) return value.map(tidy)
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, tidy(member)] as const)
      .filter(([, member]) => member !== undefined),
  )
}

describe('a stored NULL that means absence', () => {
  for (const [name, { struct, value, does = [] }] of Object.entries(kinds))
    describe(`of a ${name}`, () => {
      for (const [wrapped, wrap] of Object.entries(wrappers))
        it(`is absent to every operation: ${wrapped}`, async () => {
          const on = { ...opened(wrap(struct)), value }
          await on.things.createTable()
          const base: RawItem = { id: { S: 'a' }, n: { N: '1' } }
          const nulls: RawItem = { ...base, x: NULL, y: NULL, z: { M: { x: NULL } } }
          const absent: RawItem = { ...base, z: { M: {} } }
          const all = { ...operations, ...Object.assign({}, ...does.map((one) => more[one])) }
          for (const [what, operation] of Object.entries(all)) {
            const expected = await outcome(on, absent, operation as never)
            expect(await outcome(on, nulls, operation as never), what).deep.equal(expected)
          }
        })
    })

  it('of a map on the way is absent to what changes inside it', async () => {
    const on = { ...opened(optional(string()) as never), value: 'v' }
    await on.things.createTable()
    for (const change of [
      (update: Any) => update.set('z.x', 'v'),
      (update: Any) => update.setIfMissing('z.x', 'v'),
      (update: Any) => update.patch({ z: { x: 'v' } }),
      (update: Any) => update.remove('z.x'),
      (update: Any) => update.set('z.x', 'v').upsert({}),
    ]) {
      const operation = ({ things }: On) => change(things.update('a'))
      const absent = await outcome(on, { id: { S: 'a' } }, operation)
      expect(await outcome(on, { id: { S: 'a' }, z: NULL }, operation)).deep.equal(absent)
    }
  })

  it('costs nothing where no NULL is met, and three requests where one is', async () => {
    const on = opened(optional(number()) as never)
    await on.things.createTable()
    const calls: string[] = []
    const executor = new CommandExecutor({
      client: engine.client,
      observers: [{ onCommand: ({ call }: Any) => void calls.push(call) }] as never,
    })
    const things: Any = new Repository(on.things.entity, executor)
    await rawPut(engine.client, on.table, { id: { S: 'a' } })
    await things.update('a').add('x', 1)
    await things.update('a').setIfMissing('y', 1)
    expect(calls).deep.equal(['UpdateItem', 'UpdateItem'])
    await rawPut(engine.client, on.table, { id: { S: 'a' }, x: NULL })
    calls.length = 0
    expect(await things.update('a').add('x', 1)).deep.equal({ id: 'a', x: 1 })
    expect(calls).deep.equal(['UpdateItem', 'GetItem', 'UpdateItem'])
  })

  it('is never written over by a racing writer: the update is worked out again', async () => {
    const on = opened(optional(number()) as never)
    await on.things.createTable()
    await rawPut(engine.client, on.table, { id: { S: 'a' }, x: NULL })
    const results = await Promise.all(Array.from({ length: 4 }, () => on.things.update('a').add('x', 1)))
    expect(results.map(({ x }) => x).sort()).deep.equal([1, 2, 3, 4])
    expect(await on.things.get('a')).deep.equal({ id: 'a', x: 4 })
  })
})

describe('a stored NULL that is a value', () => {
  it('is there, where the entity stores null', async () => {
    const { things, table } = opened(nullable(string()) as never, 'store')
    await things.createTable()
    await things.save({ id: 'a', x: null, y: 'y' })
    expect(await rawGet(engine.client, table, { id: { S: 'a' } })).deep.equal({
      id: { S: 'a' },
      x: NULL,
      y: { S: 'y' },
    })
    expect(await things.get('a')).deep.include({ x: null, y: 'y' })
    expect(await things.scan().where('x').exists().count()).equal(1)
    expect(await things.scan().where('x').notExists().count()).equal(0)
    expect(await things.scan().where('x').eq(null).count()).equal(1)
    expect(await things.update('a').setIfMissing('x', 'new')).include({ x: null })
    expect(await things.update('a').set('y', (attr: Any) => attr.x)).include({ y: null })
    expect(things.scan().where('x').exists().toCommand().input.FilterExpression).equal('attribute_exists(#0)')
  })

  it('is kept in what the entity does not know, at every depth', async () => {
    const Loose = new Entity({
      name: 'Loose',
      table: engine.name('loose'),
      attributes: { id: string(), n: optional(number()) },
      key: { partition: 'id' },
      unknown: 'preserve',
    })
    const loose: Any = new Repository(Loose, new CommandExecutor({ client: engine.client }))
    await loose.createTable()
    const item = { id: { S: 'a' }, other: NULL, deep: { M: { a: NULL, b: { L: [NULL] } } } }
    await rawPut(engine.client, Loose.table.name, item)
    await loose.save({ ...(await loose.get('a')), n: 1 })
    expect(await rawGet(engine.client, Loose.table.name, { id: { S: 'a' } })).deep.equal({
      ...item,
      n: { N: '1' },
    })
  })

  it('is one in a list, and in any() of an entity that stores null', async () => {
    const { things, table } = opened(optional(array(nullable(string()))) as never)
    await things.createTable()
    await rawPut(engine.client, table, { id: { S: 'a' }, x: { L: [NULL] } })
    expect(await things.get('a')).deep.equal({ id: 'a', x: [null] })
    expect(await things.scan().where('x[0]').exists().count()).equal(1)
    expect(await things.scan().where('x[0]').notExists().count()).equal(0)
    const stored = opened(any() as never, 'store')
    await stored.things.createTable()
    await rawPut(engine.client, stored.table, { id: { S: 'a' }, x: NULL })
    expect(await stored.things.scan().where('x').exists().count()).equal(1)
  })

  it('does not fit a struct that takes neither undefined nor null', async () => {
    const { things, table } = opened(attribute(number(), { default: 3 }) as never)
    await things.createTable()
    await rawPut(engine.client, table, { id: { S: 'a' }, x: NULL })
    const [result] = await Promise.allSettled([things.get('a')])
    expect(String((result as PromiseRejectedResult).reason)).includes(
      'x: expected N (a number), but NULL is stored',
    )
    expect(await things.update('a').set('x', 4)).include({ x: 4, y: 3 })
  })

  it('reads as the default, where the struct is optional', async () => {
    const { things, table } = opened(attribute(optional(number()), { default: 3 }) as never)
    await things.createTable()
    await rawPut(engine.client, table, { id: { S: 'a' }, x: NULL })
    expect(await things.get('a')).deep.equal({ id: 'a', x: 3, y: 3 })
  })
})
