// An entity as users define it: parsed items, stored forms, conditions, and entities made from others.
import { inspect } from 'node:util'
import { expect } from 'chai'
import { Entity, EntityDefinitionError, InvalidItemError, s, Table, ValidationError } from 'dyntastic'
import { assert, integer, is, optional, string } from 'superstruct'
import { InvalidConditionError } from '../../lib/errors/invalid-condition-error.js'
import { Condition } from '../../lib/expression/condition/condition.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { thrown } from '../support/rejection.js'

const User = userEntity()
const alice = { ...aliceInput, age: 0 }

describe('new Entity', () => {
  it('keeps attributes and descriptor', () => {
    expect(Object.keys(User.attributes)).deep.equal(['userId', 'name', 'email', 'age'])
    expect(User.descriptor).include({ name: 'User', table: 'users' })
    expect(User.name).equal('User')
  })

  it('throws an EntityDefinitionError for what cannot work, before anything is sent', () => {
    const bad = { name: 'Bad', table: 'bad', attributes: { id: string() }, key: { partition: 'nope' } }
    const error = thrown(() => new Entity(bad as never), EntityDefinitionError)
    expect(error.message).match(/^Bad: key\.partition: 'nope' is not an attribute/)
  })

  it('offers the whole item as one struct', () => {
    expect(is(alice, User.schema)).equal(true)
    expect(is({ ...alice, age: 'x' }, User.schema)).equal(false)
    expect(() => assert({}, User.schema)).throw(/Expected a string/)
    expect(Object.keys(User.schema.schema ?? {})).deep.equal(['userId', 'name', 'email', 'age'])
  })

  it('takes structs made by `s`, which is superstruct', () => {
    const attributes = { id: s.string(), n: s.optional(s.integer()) }
    const Test = new Entity({ name: 'Test', table: 'tests', attributes, key: { partition: 'id' } })
    expect(Test.parse({ id: 'a', n: 1 })).deep.equal({ id: 'a', n: 1 })
    expect(s.string).equal(string)
  })
})

describe('Entity.parse', () => {
  it('returns a validated item, defaults filled in', () => {
    expect(User.parse(aliceInput)).deep.equal(alice)
    expect(inspect(User.parse(aliceInput))).match(/^User \{/)
  })

  it('makes defaults for each item', () => {
    const Order = orderEntity()
    const { orderId: _, ...input } = orderInput
    const ids = [1, 2, 3].map(() => Order.parse(input).orderId)
    expect(new Set(ids).size).equal(3)
    expect(ids.every((id) => /^[0-9a-f-]{36}$/.test(id))).equal(true)
  })

  it('throws a ValidationError with every failure', () => {
    const error = thrown(() => User.parse({ userId: 1, age: 'x' } as never), ValidationError)
    expect(error).include({ entity: 'User', operation: 'parse' })
    expect(error.failures).length(4)
  })
})

describe('Entity.encode and Entity.decode', () => {
  it('are each other’s inverse', () => {
    const Order = orderEntity()
    const order = Order.parse({
      ...orderInput,
      address: { city: 'Rome', zip: '1' },
      tags: new Set(['a', 'b']),
      note: 'x',
      expiresAt: new Date('2027-01-01T00:00:00Z'),
    })
    const stored = Order.encode(order)
    expect(stored).include.keys('n', 'tags').and.not.include.keys('note')
    expect(stored['expiresAt']).deep.equal({ N: '1798761600' })
    expect(Order.decode(stored)).deep.equal(order)
  })

  it('encode checks as save does', () => {
    const error = thrown(() => User.encode({ userId: 'u1' } as never), ValidationError)
    expect(error.operation).equal('encode')
  })

  it('decode checks what is stored', () => {
    const error = thrown(() => User.decode({ userId: { S: 'u1' } }), InvalidItemError)
    expect(error.operation).equal('decode')
    expect(error.key).deep.equal({ userId: 'u1' })
  })

  it('decode gives what parse gives, from stored names', () => {
    const Order = orderEntity()
    const item = Order.parse({
      ...orderInput,
      note: 'x',
      revision: 1,
      createdAt: new Date(0),
      updatedAt: new Date(0),
    })
    expect(
      Order.decode({
        customerId: { S: 'c1' },
        orderId: { S: 'o1' },
        status: { S: 'open' },
        total: { N: '12.5' },
        placedAt: { S: '2026-03-01T10:00:00.000Z' },
        lines: { L: [{ M: { sku: { S: 'a' }, quantity: { N: '2' } } }] },
        n: { S: 'x' },
        revision: { N: '1' },
        createdAt: { S: '1970-01-01T00:00:00Z' },
        updatedAt: { S: '1970-01-01T00:00:00Z' },
      }),
    ).deep.equal(item)
  })
})

describe('Entity.condition', () => {
  it('returns a condition of this entity, as text without values', () => {
    const adult = User.condition((attr) => attr.age.gte(18))
    expect(adult).instanceOf(Condition)
    expect(adult.entity).equal('User')
    expect(String(adult)).equal('age >= (value)')
  })

  it('refuses at once what the entity does not have, and what does not fit', () => {
    thrown(
      () => User.condition((attr) => (attr as never as { nope: typeof attr.age }).nope.eq(1)),
      InvalidConditionError,
    )
    thrown(() => User.condition((attr) => attr.age.eq('x' as never)), ValidationError)
  })

  for (const [what, make] of [
    ['nothing', () => undefined],
    ['a string', () => 'age > 5'],
    ['a condition of another entity', () => orderEntity().condition((attr) => attr.total.gt(5))],
  ] as const)
    it(`refuses a callback that returns ${what}`, () => {
      const error = thrown(() => User.condition(make as never), InvalidConditionError)
      expect(error.entity).equal('User')
    })

  it('refuses anything but a callback', () => {
    thrown(() => User.condition(undefined as never), InvalidConditionError)
  })
})

describe('Entity.extend', () => {
  it('adds and replaces attributes, and replaces everything else as a whole', () => {
    const Admin = User.extend({
      name: 'Admin',
      table: 'admins',
      attributes: { level: integer(), email: optional(string()) },
      key: { partition: 'userId', sort: 'level' },
    })
    expect(Admin.name).equal('Admin')
    expect(Admin.table.name).equal('admins')
    expect(Admin.key.sort[0]?.property).equal('level')
    const root = Admin.parse({ userId: 'u1', name: 'Root', level: 3 })
    expect(root).deep.equal({ userId: 'u1', name: 'Root', age: 0, level: 3 })
    const level: number = root.level
    expect(level).equal(3)
    expect(Admin.indexes.has('byEmail')).equal(true)
  })

  it('shares the table if none is given, and leaves the first entity alone', () => {
    const table = new Table({ name: 'shared' })
    const Base = userEntity(table)
    const Child = Base.extend({ name: 'Child', attributes: { extra: optional(string()) } })
    expect(Child.table).equal(table)
    expect(Object.keys(Base.attributes)).deep.equal(['userId', 'name', 'email', 'age'])
    thrown(() => Base.parse({ ...aliceInput, extra: 'x' } as never), ValidationError)
    expect(Child.parse({ ...aliceInput, extra: 'x' }).extra).equal('x')
  })

  it('refuses what cannot work', () => {
    thrown(() => User.extend({ key: { partition: 'nope' } } as never), EntityDefinitionError)
    const notAwaited = Promise.resolve({ name: 'Admin' })
    expect(thrown(() => User.extend(notAwaited as never), EntityDefinitionError).message).contain(
      'extend() expects an object, such as { attributes: { … } }, not a Promise',
    )
  })
})
