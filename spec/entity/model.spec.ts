// What the floors above know of an entity: the definition checked, items parsed, stamped, encoded and decoded.
import { inspect } from 'node:util'
import { expect } from 'chai'
import {
  any,
  array,
  date,
  instance,
  integer,
  nullable,
  object,
  optional,
  record,
  set,
  size,
  string,
  tuple,
  type,
  union,
} from 'superstruct'
import { EntityModel } from '../../lib/entity/model.js'
import { attribute } from '../../lib/entity/struct/attribute.js'
import type { Descriptor } from '../../lib/entity/table/descriptor.js'
import { Table } from '../../lib/entity/table/table.js'
import { EntityDefinitionError } from '../../lib/errors/entity-definition-error.js'
import { InvalidItemError } from '../../lib/errors/invalid-item-error.js'
import { ValidationError } from '../../lib/errors/validation-error.js'
import { thrown } from '../support/rejection.js'

const attributes = { id: string(), at: date(), nick: optional(size(string(), 2, 4)) }
const good = { name: 'Test', table: 'tests', attributes, key: { partition: 'id' } }
const described = (change: object) => ({ ...good, ...change }) as unknown as Descriptor

const model = new EntityModel(
  described({
    attributes: {
      id: string(),
      sort: integer(),
      mail: attribute(optional(string()), { name: 'm' }),
      nested: optional(object({ deep: nullable(string()) })),
      revision: integer(),
      updatedAt: date(),
    },
    key: { partition: 'id', sort: 'sort' },
    indexes: { byMail: { partition: 'mail' } },
    version: 'revision',
    timestamps: { updated: 'updatedAt' },
  }),
)

describe('EntityModel', () => {
  for (const [row, change, message] of [
    ['a name', { name: undefined }, /^Entity: the definition needs a `name`/],
    ['a name with a character', { name: '' }, /needs a `name`/],
    ['attributes', { attributes: undefined }, /^Test: the definition needs `attributes`/],
    ['an attribute', { attributes: {} }, /needs `attributes`/],
    [
      'structs',
      { attributes: { id: 'text' } },
      /^Test: attributes\.id is neither a superstruct struct nor a Standard Schema/,
    ],
    ['a table', { table: undefined }, /^Test: the definition needs a `table`/],
    ['a table that is not empty', { table: '' }, /the definition needs a `table`/],
    [
      'a table that is not null',
      { table: null },
      /`table` must be a table name, a function that returns one, or a Table, but is null/,
    ],
    ['a table name of three characters', { table: 'ab' }, /'ab' is not a valid table name/],
    ['a table name without a slash', { table: 'a/b/c' }, /'a\/b\/c' is not a valid table name/],
    ['a table name in a Table', { table: new Table({ name: 'a b c' }) }, /'a b c' is not a valid table name/],
    ['a key', { key: undefined }, /^Test: the key needs a `partition`/],
    ['a partition key', { key: { sort: 'at' } }, /the key needs a `partition`/],
    ['a partition key that is an attribute', { key: { partition: 'nope' } }, /'nope' is not an attribute/],
    ['a sort key that is one', { key: { partition: 'id', sort: 'nope' } }, /key\.sort: 'nope' is no/],
    [
      'a key that is always there',
      { key: { partition: 'nick' } },
      /'nick' is in the key and must not be opt/,
    ],
    [
      'one attribute per side',
      { key: { partition: ['id', 'at'] } },
      /`key\.partition` must be the name of an attribute, but is an array/,
    ],
    ['indexes of attributes', { indexes: { x12: { partition: 'nope' } } }, /indexes\.x12\.partition: 'nope'/],
    ['a version that is an attribute', { version: 'nope' }, /version: 'nope' is not an attribute/],
  ] as const)
    it(`needs ${row}`, () => {
      const error = thrown(() => new EntityModel(described(change)), EntityDefinitionError)
      expect(error.message).match(message)
      expect(error.code).equal('ENTITY_DEFINITION')
    })

  it('names the entity where a struct cannot be stored', () => {
    const bad = described({ attributes: { ...attributes, again: attribute(string(), { name: 'id' }) } })
    const error = thrown(() => new EntityModel(bad), EntityDefinitionError)
    expect(error.entity).equal('Test')
    expect(error.message).match(/^Test: .*'id'/)
  })

  it('takes an optional key attribute that has a default', () => {
    const id = attribute(optional(string()), { default: 'made' })
    const made = new EntityModel(described({ attributes: { id }, key: { partition: 'id' } }))
    expect(made.parseItem({}, 'parse')).deep.equal({ id: 'made' })
  })

  for (const name of ['abc', 'a.b-c_D9', 'x'.repeat(255), 'arn:aws:dynamodb:eu-west-1:1:table/shop'])
    it(`takes the table name ${name.slice(0, 40)}`, () => {
      expect(new EntityModel(described({ table: name })).table.name).equal(name)
    })

  it('knows its parts', () => {
    expect(model).include({ name: 'Test', entity: 'Test' })
    expect(model.properties).deep.equal(['id', 'sort', 'mail', 'nested', 'revision', 'updatedAt']).and.frozen
    expect(model.key.partition[0]?.property).equal('id')
    expect(model.key.sort[0]?.property).equal('sort')
    expect([...model.indexes.keys()]).deep.equal(['byMail'])
    expect(model.keys).length(2).and.frozen
    expect(model.key).frozen
    expect(model.managed.version).equal('revision')
  })

  it('shares the Table that it is given', () => {
    const table = new Table({ name: 'shared' })
    expect(new EntityModel(described({ table })).table).equal(table)
  })
})

describe('EntityModel.parseItem', () => {
  it('returns a marked copy, with managed attributes filled in', () => {
    const input = { id: 'a', sort: 1 }
    const item = model.parseItem(input, 'save')
    expect(item).not.equal(input)
    expect(item).include({ id: 'a', sort: 1, revision: 0 })
    expect(item).property('updatedAt').instanceOf(Date)
    expect(inspect(item)).match(/^Test \{/)
    expect(Object.keys(input)).deep.equal(['id', 'sort'])
  })

  it('refuses with every failure', () => {
    const bad = { id: 5, sort: 'x', mail: true, extra: 1 }
    const error = thrown(() => model.parseItem(bad, 'save'), ValidationError)
    expect(error).include({ entity: 'Test', operation: 'save' })
    expect(error.failures.map(({ path }) => path).sort()).deep.equal(['extra', 'id', 'mail', 'sort'])
  })

  for (const odd of [undefined, null, 'text', 5, [], () => ({})])
    it(`refuses ${Array.isArray(odd) ? '[]' : String(odd)}`, () => {
      const error = thrown(() => model.parseItem(odd, 'save'), ValidationError)
      expect(error.failures).not.empty
    })
})

describe('EntityModel.stamped', () => {
  it('counts the version up in a marked copy', () => {
    const item = model.parseItem({ id: 'a', sort: 1, revision: 4 }, 'save')
    const stamped = model.stamped(item)
    expect(stamped).include({ revision: 5 })
    expect(item).include({ revision: 4 })
    expect(inspect(stamped)).match(/^Test \{/)
  })

  it('is a marked copy if nothing is managed, too', () => {
    const plain = new EntityModel(described({}))
    const item = plain.checked({ id: 'a', at: new Date(0) }, 'save')
    const stamped = plain.stamped(item)
    expect(stamped).deep.equal(item)
    expect(inspect(item)).not.match(/^Test/)
    expect(inspect(stamped)).match(/^Test \{/)
  })
})

describe('EntityModel.storedInput', () => {
  const now = new Date(5)

  it('returns what is stored of an input at its next write', () => {
    const input = { id: 'a', sort: 1, revision: 4 }
    const item = model.stamped(model.parseItem(input, 'save', now), now)
    expect(model.storedInput(input, 'save', now)).deep.equal(model.encodeItem(item, 'save'))
    expect(input).deep.equal({ id: 'a', sort: 1, revision: 4 })
  })

  it('refuses as parsing and encoding do', () => {
    expect(thrown(() => model.storedInput({ id: 5 }, 'save'), ValidationError)).include({ operation: 'save' })
    thrown(() => model.storedInput({ id: '', sort: 1 }, 'save'), ValidationError)
  })
})

describe('EntityModel.encodeItem', () => {
  const parsed = (more: object) => model.parseItem({ id: 'a', sort: 1, ...more }, 'save')

  it('returns the stored form, under stored names', () => {
    const stored = model.encodeItem(parsed({ mail: 'x', updatedAt: new Date(0) }), 'save')
    expect(stored).deep.equal({
      id: { S: 'a' },
      sort: { N: '1' },
      m: { S: 'x' },
      revision: { N: '0' },
      updatedAt: { S: '1970-01-01T00:00:00.000Z' },
    })
  })

  for (const [what, more, path, message] of [
    ['an empty key', { id: '' }, 'id', /is empty/],
    ['a key that is too long', { id: 'x'.repeat(2049) }, 'id', /has 2049 bytes/],
    ['an empty index key', { mail: '' }, 'mail', /is empty/],
    [
      'more than 400 KB',
      { nested: { deep: 'x'.repeat(409_600) } },
      '',
      /about 409\d{3} bytes.*409600 \(item size\)/,
    ],
  ] as const)
    it(`refuses ${what}`, () => {
      const error = thrown(() => model.encodeItem(parsed(more), 'create'), ValidationError)
      expect(error).include({ entity: 'Test', operation: 'create' })
      expect(error.failures.map((failure) => failure.path)).deep.equal([path])
      expect(error.failures[0]?.message).match(message)
    })

  // The sizes of most kinds of attributes are added up while they are encoded: none may be left out.
  const big = 'x'.repeat(409_600)
  const parts = Array.from({ length: 10 }, (_, at) => `${at}${'x'.repeat(41_000)}`)
  for (const [what, struct, value] of [
    ['a string', string(), big],
    ['an optional string', optional(string()), big],
    ['a refined string', size(string(), 0, 500_000), big],
    ['a map', object({ deep: object({ text: string() }) }), { deep: { text: big } }],
    ['an optional map', optional(object({ text: string() })), { text: big }],
    ['an open map', type({ a: string() }), { a: '', b: big }],
    ['names of attributes', record(string(), string()), Object.fromEntries(parts.map((part) => [part, '']))],
    ['a list', array(string()), parts],
    ['a list of numbers', array(integer()), Array.from({ length: 205_000 }, () => 1)],
    ['a list of maps', array(object({ a: optional(string()) })), parts.map((a) => ({ a }))],
    [
      'a list of nulls',
      array(nullable(object({ a: string() }))),
      Array.from({ length: 205_000 }, () => null),
    ],
    ['a tuple', tuple([object({ a: string() }), string()]), [{ a: big }, '']],
    ['a union', union([integer(), object({ a: string() })]), { a: big }],
    ['a set', set(string()), new Set(parts)],
    ['binary', instance(Uint8Array), new Uint8Array(409_600)],
    ['a codec of its own', attribute(string(), { encode: (text) => [text], decode: String }), big],
    ['any', any(), { a: [big] }],
  ] as const)
    it(`refuses more than 400 KB in ${what}`, () => {
      const entity = new EntityModel(described({ attributes: { id: string(), it: struct } }))
      const item = entity.parseItem({ id: 'a', it: value }, 'save')
      const { failures } = thrown(() => entity.encodeItem(item, 'save'), ValidationError)
      expect(failures[0]?.message).match(/\(item size\)/)
    })

  it('lets an item pass that has 400 KB, of which the upper bound says that they may be more', () => {
    const stored = model.encodeItem(parsed({ nested: { deep: 'x'.repeat(409_000) } }), 'create')
    expect(stored).property('nested')
  })
})

describe('EntityModel.decodeItem', () => {
  const stored = {
    id: { S: 'a' },
    sort: { N: '1' },
    revision: { N: '2' },
    updatedAt: { S: '2026-03-01T12:00:00Z' },
  }

  it('returns a marked item', () => {
    const item = model.decodeItem(stored, 'get')
    expect(item).deep.equal({ id: 'a', sort: 1, revision: 2, updatedAt: new Date('2026-03-01T12:00:00Z') })
    expect(inspect(item)).match(/^Test \{/)
  })

  it('names key, path and stored form of what does not fit', () => {
    const bad = { ...stored, revision: { S: 'two' }, m: { BOOL: true } }
    const error = thrown(() => model.decodeItem(bad, 'get'), InvalidItemError)
    expect(error).include({ entity: 'Test', operation: 'get', stored: bad })
    expect(error.key).deep.equal({ id: 'a', sort: 1 })
    expect(error.failures.map(({ path }) => path).sort()).deep.equal(['mail', 'revision'])
  })

  it('reads a part if a part is requested, and only then', () => {
    expect(model.decodeItem({ sort: { N: '1' } }, 'get', true)).deep.equal({ sort: 1 })
    thrown(() => model.decodeItem({ sort: { N: '1' } }, 'get'), InvalidItemError)
  })

  it('a part is never taken for an item, though all that is required is there', () => {
    const part = model.decodeItem(stored, 'get', true)
    const error = thrown(() => model.parseItem(part, 'save'), ValidationError)
    expect(error.message).match(/^Test\.save: this item was read in part \(with select/)
    expect(model.parseItem(model.decodeItem(stored, 'get'), 'save')).include({ id: 'a' })
  })
})

describe('EntityModel.keyOf', () => {
  it('returns the key by property', () => {
    expect(model.keyOf({ id: 'a', sort: 1, mail: 'x' })).deep.equal({ id: 'a', sort: 1 })
  })

  it('names the way out for items that were written before an attribute was added', () => {
    const model = new EntityModel({ ...good, attributes: { ...attributes, added: string() } } as never)
    const stored = { id: { S: 'a' }, at: { S: '2026-01-01T00:00:00.000Z' } }
    const error = thrown(() => model.decodeItem(stored, 'get'), InvalidItemError)
    expect(error.message).equal(
      'Test.get: added: required, but absent; give it a `default` or make it optional, for items written before it was added',
    )
    const wrong = thrown(() => model.decodeItem({ ...stored, added: { N: '1' } }, 'get'), InvalidItemError)
    expect(wrong.message).not.contain('default')
  })

  it('refuses stored values without end by name', () => {
    let deep: object = { L: [] }
    for (let at = 0; at < 100_000; at++) deep = { L: [deep] }
    const model = new EntityModel({
      ...good,
      attributes: { ...attributes, any: optional(any()) },
    } as never)
    const stored = { id: { S: 'a' }, at: { S: '2026-01-01T00:00:00.000Z' }, any: deep }
    const error = thrown(() => model.decodeItem(stored as never, 'get'), InvalidItemError)
    expect(error.message).contain('nested too deeply')
  })
})
