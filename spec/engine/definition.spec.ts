// Entities on a real engine: what a descriptor means for the items that are stored.
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { attribute, Entity, EntityDefinitionError, s, ValidationError } from 'dyntastic'
import { assert, integer, number, optional, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { aliceInput, userEntity } from '../support/entities.js'
import { rejection, thrown } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

const define = (change: object) =>
  new Entity({
    name: 'Bad',
    table: 'bad',
    attributes: { id: string(), other: string() },
    key: { partition: 'id' },
    ...change,
  } as never)

describe('a definition', () => {
  it('one schema of a string, a number and an optional attribute is what is stored', async () => {
    const it_ = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Thing',
          table,
          attributes: { id: string(), size: number(), note: optional(string()) },
          key: { partition: 'id' },
        }),
    )
    await it_.repository.save({ id: 'a', size: 1.5 })
    expect(await it_.raw({ id: { S: 'a' } })).deep.equal({ id: { S: 'a' }, size: { N: '1.5' } })
  })

  it('its key is the key of the table', async () => {
    const { repository, table } = opened(engine, userEntity)
    await repository.createTable()
    const { Table } = await engine.client.send(new DescribeTableCommand({ TableName: table }))
    expect(Table?.KeySchema).deep.equal([{ AttributeName: 'userId', KeyType: 'HASH' }])
  })

  it('its defaults are stored, and on the item that comes back', async () => {
    const { repository, raw } = opened(engine, userEntity)
    const saved = await repository.save(aliceInput)
    expect(saved.age).equal(0)
    expect(await raw({ userId: { S: 'u1' } }))
      .property('age')
      .deep.equal({ N: '0' })
    expect((await repository.getOrThrow('u1')).age).equal(0)
  })

  it('makes an item of plain data, and sends nothing', () => {
    const { entity, sent } = opened(engine, userEntity)
    const alice = entity.parse(aliceInput)
    const age: number = alice.age
    expect(alice).deep.equal({ ...aliceInput, age: 0 })
    expect(age).equal(0)
    expect(sent).deep.equal([])
  })

  for (const method of ['save', 'create'] as const)
    it(`${method} refuses an item that lacks a required attribute, and sends nothing`, async () => {
      const { repository, sent } = opened(engine, userEntity)
      const { name: _, ...nameless } = aliceInput
      const error = await rejection(repository[method](nameless as typeof aliceInput), ValidationError)
      expect(error.failures.map(({ path }) => path)).deep.equal(['name'])
      expect(error.message).match(/name: Expected a string/)
      expect(sent).deep.equal([])
    })

  it('refuses values of wrong types, all of them at once, and sends nothing', async () => {
    const { repository, sent } = opened(engine, userEntity)
    const bad = { userId: 'u1', name: 1, email: false, age: 'x' }
    const error = await rejection(repository.save(bad as never), ValidationError)
    expect(error.failures.map(({ path }) => path).sort()).deep.equal(['age', 'email', 'name'])
    expect(sent).deep.equal([])
  })

  for (const [row, change, named] of [
    ['no table', { table: undefined }, '`table`'],
    ['no partition key', { key: {} }, '`partition`'],
    ['a sort key alone', { key: { sort: 'other' } }, '`partition`'],
    ['a partition key that is not an attribute', { key: { partition: 'nope' } }, "'nope'"],
    ['a sort key that is not an attribute', { key: { partition: 'id', sort: 'nope' } }, "'nope'"],
    [
      'two aliases of one name',
      { attributes: { id: attribute(string(), { name: 'x' }), b: attribute(string(), { name: 'x' }) } },
      "'x'",
    ],
    [
      'an alias that is a later property',
      { attributes: { id: attribute(string(), { name: 'other' }), other: string() } },
      "'other'",
    ],
    [
      'an alias that is an earlier property',
      { attributes: { id: string(), other: attribute(string(), { name: 'id' }) } },
      "'id'",
    ],
    [
      'two aliases of one name inside an object',
      {
        attributes: {
          id: string(),
          nested: s.object({ a: attribute(string(), { name: 'x' }), b: attribute(string(), { name: 'x' }) }),
        },
      },
      "'x'",
    ],
    [
      'a stored name as key',
      { attributes: { id: attribute(string(), { name: '_id' }) }, key: { partition: '_id' } },
      "the property is 'id'",
    ],
  ] as const)
    it(`${row} is refused when it is defined, by name`, () => {
      const error = thrown(() => define(change), EntityDefinitionError)
      expect(error.message)
        .contain(named)
        .and.match(/^Bad: /)
      expect(error.code).equal('ENTITY_DEFINITION')
    })

  it('an item of a partition key alone is its plain attributes', async () => {
    const { repository, entity, raw } = opened(
      engine,
      (table) => new Entity({ name: 'K', table, attributes: { k: string() }, key: { partition: 'k' } }),
    )
    expect(entity.parse({ k: 'x' })).deep.equal({ k: 'x' })
    await repository.save({ k: 'x' })
    expect(await raw({ k: { S: 'x' } })).deep.equal({ k: { S: 'x' } })
  })

  it('an item of both keys is both', async () => {
    const { repository, entity, raw } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'K',
          table,
          attributes: { k: string(), n: integer() },
          key: { partition: 'k', sort: 'n' },
        }),
    )
    expect(entity.parse({ k: 'x', n: 1 })).deep.equal({ k: 'x', n: 1 })
    await repository.save({ k: 'x', n: 1 })
    expect(await raw({ k: { S: 'x' }, n: { N: '1' } })).deep.equal({ k: { S: 'x' }, n: { N: '1' } })
  })

  it('an alias is the stored name, and never seen on the item', async () => {
    const { repository, raw } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Aliased',
          table,
          attributes: { id: string(), myField: attribute(string(), { name: 'my/alias' }) },
          key: { partition: 'id' },
        }),
    )
    await repository.save({ id: 'a', myField: 'b' })
    expect(await raw({ id: { S: 'a' } })).deep.equal({ id: { S: 'a' }, 'my/alias': { S: 'b' } })
    expect(await repository.get('a')).deep.equal({ id: 'a', myField: 'b' })
  })

  it('swapped aliases are not confused', async () => {
    const { repository, raw, sent } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Swapped',
          table,
          attributes: { a: attribute(string(), { name: 'b' }), b: attribute(string(), { name: 'a' }) },
          key: { partition: 'a' },
        }),
    )
    await repository.save({ a: 'of a', b: 'of b' })
    expect(await raw({ b: { S: 'of a' } })).deep.equal({ b: { S: 'of a' }, a: { S: 'of b' } })
    expect(await repository.get('of a')).deep.equal({ a: 'of a', b: 'of b' })
    expect(sent.at(-1)?.input)
      .property('Key')
      .deep.equal({ b: { S: 'of a' } })
  })

  it('an extended entity has the attributes of both, and a table and a key of its own', async () => {
    const child = opened(engine, (table) =>
      userEntity().extend({
        name: 'Child',
        table,
        attributes: { level: integer() },
        key: { partition: 'userId', sort: 'level' },
      }),
    )
    await child.repository.save({ ...aliceInput, level: 2 })
    expect(await child.raw({ userId: { S: 'u1' }, level: { N: '2' } })).include.keys('name', 'age')
    expect(await child.repository.get({ userId: 'u1', level: 2 })).deep.equal({
      ...aliceInput,
      age: 0,
      level: 2,
    })
  })

  it('a table name may be a function, called at first use', async () => {
    let calls = 0
    const { repository, raw, table } = opened(engine, (name) =>
      userEntity(() => {
        calls++
        return name
      }),
    )
    await repository.save(aliceInput)
    await repository.get('u1')
    expect(await raw({ userId: { S: 'u1' } })).property('name')
    expect(table).match(/^spec-/)
    expect(calls).equal(1)
  })

  it('defaults that are functions are made for each item, and saved', async () => {
    const { repository, rawAll } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Made',
          table,
          attributes: { id: attribute(string(), { default: () => crypto.randomUUID() }) },
          key: { partition: 'id' },
        }),
    )
    const saved = [await repository.save({}), await repository.create({}), await repository.save({})]
    const ids = saved.map(({ id }) => id)
    expect(new Set(ids).size).equal(3)
    expect((await rawAll()).map(({ id }) => id?.S).sort()).deep.equal(ids.sort())
  })

  it('its struct stays usable on its own', () => {
    const User = userEntity()
    const value: unknown = { ...aliceInput, age: 1 }
    assert(value, User.schema)
    expect(value.age + 1).equal(2)
    expect(() => assert({ ...aliceInput, age: 'x' }, User.schema)).throw('Expected an integer')
  })

  it('sends nothing, and reads no name, when it is defined', () => {
    const { sent } = opened(engine, (table) => {
      userEntity(() => expect.fail('the name was asked for'))
      return userEntity(table)
    })
    expect(sent).deep.equal([])
  })
})
