// Entities that share a Table: what it is made with, and which entities cannot share one.
import { expect } from 'chai'
import {
  attribute,
  CommandExecutor,
  type Descriptor,
  Entity,
  EntityDefinitionError,
  Repository,
  Table,
} from 'dyntastic'
import { boolean, date, integer, string, union } from 'superstruct'
import { tableCreation } from '../../lib/entity/table-definition.js'
import { thrown } from '../support/rejection.js'

const attributes = {
  pk: string(),
  sk: string(),
  mail: string(),
  total: integer(),
  at: attribute(date(), { as: 'epochSeconds' }),
  end: attribute(date(), { as: 'epochSeconds' }),
}
const key = { partition: 'pk', sort: 'sk' } as const
const byMail = { partition: 'mail' } as const
const byTotal = { local: true, sort: 'total' } as const

function define(table: Table, name: string, more: object = {}): Entity<never, never> {
  return new Entity({ name, table, attributes, key, ...more } as unknown as Descriptor as never) as never
}

function indexNames(entity: Entity<never, never>): unknown[] {
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = tableCreation(entity).input
  return [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(({ IndexName }) => IndexName).sort()
}

describe('a Table shared by entities', () => {
  it('is made with the indexes, key attributes and TTL of all of them, whichever makes it', () => {
    const table = new Table({ name: 'shop' })
    const user = define(table, 'User', { indexes: { byMail } })
    expect(indexNames(user)).deep.equal(['byMail'])
    const order = define(table, 'Order', { indexes: { byTotal }, ttl: 'end' })
    const plain = define(table, 'Plain')
    for (const entity of [user, order, plain]) {
      expect(indexNames(entity)).deep.equal(['byMail', 'byTotal'])
      const { input, ttl } = tableCreation(entity)
      expect(ttl).equal('end')
      expect(input.AttributeDefinitions?.map(({ AttributeName }) => AttributeName).sort()).deep.equal([
        'mail',
        'pk',
        'sk',
        'total',
      ])
      const repository = new Repository(entity, new CommandExecutor({ region: 'local' }))
      expect(repository.toCreateTableInput()).deep.equal(input)
    }
  })

  it('takes an index that several entities define alike once, whatever it is called in their descriptors', () => {
    const table = new Table({ name: 'shop' })
    const projection = ['total', 'at']
    const user = define(table, 'User', { indexes: { byMail: { ...byMail, projection } } })
    define(table, 'Order', {
      indexes: { mails: { ...byMail, name: 'byMail', projection: [...projection].reverse() } },
    })
    expect(indexNames(user)).deep.equal(['byMail'])
  })

  const numbered = { ...attributes, mail: integer() }
  const refusals = [
    [
      'another sort key',
      { key: { partition: 'pk' } },
      "the key is 'pk' (S) without a sort key for B, but 'pk' (S), 'sk' (S) for A",
    ],
    [
      'another type of a key attribute',
      { attributes: { ...attributes, pk: integer() } },
      "the key is 'pk' (N), 'sk' (S) for B",
    ],
    [
      'another stored name',
      { attributes: { ...attributes, pk: attribute(string(), { name: '_pk' }) } },
      "the key is '_pk' (S), 'sk' (S) for B",
    ],
    [
      'an index with another key',
      { indexes: { byMail: { partition: 'mail', sort: 'total' } } },
      "index 'byMail' is a global index of 'mail' (S), 'total' (N) with projection all for B",
    ],
    [
      'an index with another projection',
      { indexes: { byMail: { ...byMail, projection: 'keys' } } },
      'with projection keys for B',
    ],
    [
      'an index of another kind',
      { indexes: { byMail: { local: true, sort: 'mail' } } },
      "index 'byMail' is a local index of",
    ],
    [
      'an attribute of index keys with another type',
      { attributes: numbered, indexes: { other: byMail } },
      "the key attribute 'mail' is stored as N for B, but S for A",
    ],
    [
      'another type of an attribute that only the other has in a key',
      { attributes: numbered },
      "the key attribute 'mail' is stored as N for B, but S for A",
    ],
    [
      'a type that no key has',
      { attributes: { ...attributes, mail: boolean() } },
      "the key attribute 'mail' is stored as BOOL for B, but S for A",
    ],
    [
      'several types',
      { attributes: { ...attributes, mail: union([string(), integer()]) } },
      "the key attribute 'mail' is stored as S or N for B, but S for A",
    ],
    ['another TTL attribute', { ttl: 'at' }, "the TTL attribute is 'at' for B, but 'end' for A"],
  ] as const
  for (const [what, more, words] of refusals)
    it(`refuses the entity with ${what}, and names both`, () => {
      const table = new Table({ name: 'shop' })
      const first = define(table, 'A', { indexes: { byMail }, ttl: 'end' })
      const error = thrown(() => define(table, 'B', more), EntityDefinitionError)
      expect(error.message).include('it shares a Table with entity A').include(words)
      // What was refused leaves nothing behind.
      expect(indexNames(first)).deep.equal(['byMail'])
      define(table, 'B', { indexes: { byMail } })
    })

  it('has at most five local indexes, counted over all entities', () => {
    const table = new Table({ name: 'shop' })
    const locals = (...names: string[]): object => ({
      indexes: Object.fromEntries(names.map((name) => [name, byTotal])),
    })
    define(table, 'A', locals('one', 'two', 'three'))
    define(table, 'B', locals('three', 'four', 'five'))
    expect(thrown(() => define(table, 'C', locals('six')), EntityDefinitionError))
      .property('message')
      .include('at most 5 local indexes')
  })

  it('takes an entity again under its name, changed or not, as a hot reload or a test defines it', () => {
    const table = new Table({ name: 'shop' })
    const before = define(table, 'User', { indexes: { byMail } })
    define(table, 'User', { indexes: { byMail } })
    const after = define(table, 'User', { indexes: { byMail: { ...byMail, projection: 'keys' } } })
    const other = define(table, 'Order')
    const kept = (entity: Entity<never, never>): unknown =>
      tableCreation(entity).input.GlobalSecondaryIndexes?.[0]?.Projection?.ProjectionType
    expect([before, after, other].map(kept)).deep.equal(['ALL', 'KEYS_ONLY', 'KEYS_ONLY'])
  })

  it('knows the entities that extend makes, under the same name or another', () => {
    const table = new Table({ name: 'shop' })
    const base = new Entity({ name: 'Base', table, attributes, key })
    const same = base.extend({ indexes: { byMail } })
    const other = base.extend({ name: 'Other', attributes: { more: string() }, indexes: { byTotal } })
    for (const entity of [base, same, other])
      expect(indexNames(entity as never)).deep.equal(['byMail', 'byTotal'])
  })

  it('is not shared by entities that only give the same name', () => {
    const user = new Entity({ name: 'User', table: 'shop', attributes, key, indexes: { byMail } })
    const order = new Entity({ name: 'Order', table: 'shop', attributes, key: { partition: 'pk' } })
    expect(indexNames(user as never)).deep.equal(['byMail'])
    expect(indexNames(order as never)).deep.equal([])
  })

  for (const table of [{ name: 'shop' }, {}, [], { options: { name: 'shop' } }])
    it(`is a Table, and not ${JSON.stringify(table)}`, () => {
      expect(thrown(() => define(table as never, 'User'), EntityDefinitionError))
        .property('message')
        .include('a function that returns one, or a Table')
    })
})
