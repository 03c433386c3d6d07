// Descriptors, attributes and tables are checked when they are defined: a name that does not exist is refused, with
// the one that was meant.
import { expect } from 'chai'
import { attribute, Entity, EntityDefinitionError, Repository, s, Table, ValidationError } from 'dyntastic'
import { Recorder } from 'dyntastic/testing'
import { attributeRows } from '../../../lib/entity/struct/attribute.js'
import { descriptorOptions, indexOptions } from '../../../lib/entity/table/descriptor.js'
import { tableOptions } from '../../../lib/entity/table/table-options.js'
import type { OptionRow } from '../../../lib/errors/option-table.js'
import { rejection, thrown } from '../../support/rejection.js'

const attributes = {
  id: s.string(),
  at: s.date(),
  n: s.integer(),
  exp: attribute(s.optional(s.date()), { as: 'epochSeconds' }),
}
const plain = { name: 'Test', table: 'tests', attributes, key: { partition: 'id', sort: 'at' } }
const define = (more: object) => new Entity({ ...plain, ...more } as never)

describe('the names of a definition', () => {
  for (const [more, message] of [
    [{ tll: 'exp' }, 'there is no option `tll`; did you mean `ttl`?'],
    [{ versions: 'n' }, 'did you mean `version`?'],
    [{ index: {} }, 'did you mean `indexes`?'],
    [{ keys: {} }, 'did you mean `key`?'],
    [{ timeStamps: {} }, 'did you mean `timestamps`?'],
    [{ colour: 1 }, 'there is no option `colour`; the options are `name`, `table`'],
    [
      { key: { partition: 'id', sortKey: 'at' } },
      'there is no option `key.sortKey`; did you mean `key.sort`?',
    ],
    [{ key: { partitionKey: 'id' } }, 'there is no option `key.partitionKey`; did you mean `key.partition`?'],
    [{ key: { partition: 'idd' } }, "'idd' is not an attribute; did you mean `id`?"],
    [{ key: 'id' }, "`key` must be an object with `partition` and `sort`, but is 'id'"],
    [
      { indexes: { byN: { partition: 'n', projektion: 'all' } } },
      '`indexes.byN.projektion`; did you mean `indexes.byN.projection`?',
    ],
    [
      { indexes: { byN: { partition: 'n', projection: 'every' } } },
      "`indexes.byN.projection` must be 'all', 'keys' or an array",
    ],
    [{ indexes: { byN: { partition: 5 } } }, '`indexes.byN.partition` must be'],
    [{ indexes: { byN: { hash: 'n' } } }, 'there is no option `indexes.byN.hash`'],
    [{ indexes: { byN: { local: 'yes', sort: 'n' } } }, '`indexes.byN.local` must be true or false'],
    [{ indexes: [] }, '`indexes` must be an object, but is an array'],
    [{ timestamps: { create: 'at' } }, 'did you mean `timestamps.created`?'],
    [{ timestamps: true }, '`timestamps` must be an object with'],
    [{ version: true }, '`version` must be the name of an attribute, but is true'],
    [{ ttl: 5 }, '`ttl` must be the name of an attribute, but is 5'],
    [{ nulls: 'keep' }, "`nulls` must be 'omit' or 'store', but is 'keep'"],
    [{ unknown: 'ignore' }, "`unknown` must be 'drop', 'preserve' or 'error', but is 'ignore'"],
    [{ table: {} }, '`table` must be a table name, a function that returns one, or a Table'],
    [{ ttl: 'at' }, 'must be stored as a number of seconds'],
  ] as const)
    it(`${JSON.stringify(more)}: ${message}`, () => {
      const error = thrown(() => define(more), EntityDefinitionError)
      expect(error.message)
        .match(/^Test: /)
        .contain(message)
    })

  for (const nonsense of [undefined, null, 5, 'User', [], () => ({})])
    it(`new Entity(${String(nonsense)}) is refused`, () => {
      expect(thrown(() => new Entity(nonsense as never), EntityDefinitionError).message).match(/^Entity: /)
    })

  it('are checked of what extends an entity, too', () => {
    const entity = new Entity({
      name: 'Test',
      table: 'tests',
      attributes,
      key: { partition: 'id', sort: 'at' },
    })
    expect(() => entity.extend({ tll: 'exp' } as never)).throw(EntityDefinitionError, 'did you mean `ttl`?')
  })

  for (const [options, message] of [
    [{ defualt: 1 }, 'did you mean `default`?'],
    [{ alias: 'x' }, 'there is no option `alias`'],
    [{ as: 'epochSecond' }, '`as` must be'],
    [{ name: 5 }, '`name` must be a string'],
    [{ immutable: 'yes' }, '`immutable` must be true or false'],
    [{ encode: 'x', decode: 'y' }, '`encode` must be a function'],
    [{ type: 'SS' }, "`type` must be 'S', 'N' or 'B'"],
    [{ nulls: 'keep' }, "`nulls` must be 'omit' or 'store'"],
    [null, 'the options must be an object, but are null'],
  ] as const)
    it(`attribute(…, ${JSON.stringify(options)}) is refused`, () => {
      const error = thrown(() => attribute(s.date(), options as never), EntityDefinitionError)
      expect(error.message)
        .match(/^attribute\(\): /)
        .contain(message)
    })

  for (const [options, message] of [
    [{ name: 't', autocreate: false }, 'did you mean `autoCreate`?'],
    [{ name: 't', autoCreate: 'no' }, '`autoCreate` must be true or false'],
    [{ name: 't', region: 5 }, '`region` must be a string'],
    [{ name: 5 }, '`name` must be a string'],
    [{}, '`name` must be a string, or a function that returns one, but is undefined'],
    [
      { name: 't', create: { TableName: 'x' } },
      '`create` must be an object of CreateTable parameters without',
    ],
    ['t', "the options must be an object, but are 't'"],
  ] as const)
    it(`new Table(${JSON.stringify(options)}) is refused`, () => {
      const error = thrown(() => new Table(options as never), EntityDefinitionError)
      expect(error.message)
        .match(/^Table: /)
        .contain(message)
    })

  it('each have a sentence of documentation', () => {
    for (const table of [descriptorOptions, indexOptions, attributeRows, tableOptions])
      for (const row of Object.values<OptionRow>(table)) expect(row.doc).match(/^[A-Z].*\.$/)
  })
})

describe('a default that is a value', () => {
  const withDefault = (struct: unknown) => define({ attributes: { ...attributes, extra: struct } })

  it('is taken if it fits', () => {
    withDefault(attribute(s.integer(), { default: 0 }))
    withDefault(attribute(s.optional(s.string()), { default: 'x' }))
    withDefault(attribute(s.date(), { default: new Date('2026-01-01T10:00:00Z'), as: 'isoDay' }))
    withDefault(attribute(s.nullable(s.string()), { default: null }))
    withDefault(attribute(s.integer(), { default: () => 'checked when it is made' as never }))
  })

  for (const [title, struct, message] of [
    ['of another type', attribute(s.integer(), { default: '0' as never }), 'extra: its default does not fit'],
    [
      'not one of the values',
      attribute(s.enums(['a', 'b']), { default: 'c' as never }),
      'extra: its default does not fit',
    ],
    ['out of range', attribute(s.min(s.number(), 1), { default: 0 }), 'extra: its default does not fit'],
    ['NaN', attribute(s.number(), { default: NaN }), 'extra: its default does not fit'],
    [
      'null where null is not taken',
      attribute(s.string(), { default: null as never }),
      'extra: its default does not fit',
    ],
    [
      'deep inside',
      s.object({ a: attribute(s.string(), { default: 5 as never }) }),
      'extra.a: its default does not fit',
    ],
    [
      'in a list',
      s.array(s.object({ a: attribute(s.string(), { default: 5 as never }) })),
      'a: its default does not fit',
    ],
  ] as const)
    it(`is refused if it is ${title}`, () => {
      expect(thrown(() => withDefault(struct), EntityDefinitionError).message).contain(message)
    })
})

describe('a time to live in milliseconds', () => {
  const Session = new Entity({
    name: 'Session',
    table: 'sessions',
    attributes: { id: s.string(), expires: s.optional(s.number()) },
    key: { partition: 'id' },
    ttl: 'expires',
  })
  const recorder = new Recorder()
  const sessions = new Repository(Session, recorder)
  const expires = Date.now()
  const session = { id: 'a', expires }

  for (const [title, write] of [
    ['save', () => sessions.save(session)],
    ['create', () => sessions.create(session)],
    ['saveMany', () => sessions.saveMany([session])],
    ['batch', () => recorder.batch([sessions.save(session)])],
    ['transaction', () => recorder.transaction([sessions.create(session)])],
    ['set', () => sessions.update('a').set('expires', expires)],
    ['setIfMissing', () => sessions.update('a').setIfMissing('expires', expires)],
    ['add', () => sessions.update('a').add('expires', expires)],
    ['patch', () => sessions.update('a').patch({ expires })],
    ['upsert', () => sessions.update('b').remove('expires').upsert().set('expires', expires)],
    [
      'upsert with a value',
      () => sessions.update('a').setIfMissing('expires', 5).upsert().set('expires', expires),
    ],
    [
      'a transaction with an update',
      () => recorder.transaction([sessions.update('a').set('expires', expires)]),
    ],
  ] as const)
    it(`is refused by ${title}, and nothing is sent`, async () => {
      const error = await rejection((async () => void (await write()))(), ValidationError)
      expect(error.message).contain('looks like milliseconds').not.contain(String(expires))
      expect(recorder.commands).deep.equal([])
    })

  it('is not refused in seconds', async () => {
    await sessions.save({ id: 'a', expires: Math.floor(expires / 1000) })
    expect(recorder.commands).length(1)
  })
})
