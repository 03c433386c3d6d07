// Unions of entities of a table with declared keys: told apart by the kind, where no attribute does.
import { expect } from 'chai'
import {
  CommandExecutor,
  Entity,
  InvalidItemError,
  InvalidKeyError,
  ItemNotFoundError,
  QueryPlanError,
  Repository,
  Table,
  TransactionCancelledError,
  ValidationError,
} from 'dyntastic'
import { date, integer, literal, optional, string } from 'superstruct'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'

describe('unions of entities by kind', () => {
  const engine = withEngine()
  function zoo() {
    const table = new Table({ name: engine.name('zoo'), key: { partition: 'pk', sort: 'sk' } })
    const key = { partition: 'ANIMAL#{id}', sort: 'PROFILE' } as const
    const Cat = new Entity({
      name: 'Cat',
      table,
      attributes: { id: string(), name: string(), lives: integer() },
      key,
    })
    const Dog = new Entity({
      name: 'Dog',
      table,
      attributes: { id: string(), name: string(), good: optional(string()) },
      key,
    })
    const Animal = Entity.oneOf([Cat, Dog])
    const animals = new Repository(Animal, new CommandExecutor({ client: engine.client }))
    return { table, Cat, Dog, Animal, animals }
  }

  it('are written with the marker of the entity whose form they have, and read by it', async () => {
    const { animals, table, Cat, Dog } = zoo()
    await animals.createTable()
    const tom = await animals.save({ id: 'tom', name: 'Tom', lives: 9 })
    await animals.save(Dog.parse({ id: 'rex', name: 'Rex' }))
    expect(Cat.owns(tom)).equal(true)
    const stored = await rawGet(engine.client, table.name, { pk: { S: 'ANIMAL#rex' }, sk: { S: 'PROFILE' } })
    expect(stored?.['_type']).deep.equal({ S: 'Dog' })
    const rex = await animals.getOrThrow('rex')
    expect([Dog.owns(rex), rex]).deep.equal([true, { id: 'rex', name: 'Rex' }])
    expect(await animals.update('tom').set('name', 'Tim')).deep.equal({ id: 'tom', name: 'Tim', lives: 9 })
    expect(await animals.getMany(['rex', 'tom'])).length(2)
    await animals.delete('rex')
    expect(await animals.get('rex')).equal(undefined)
  })

  it('refuse inputs that fit several, keys that differ, and items of other kinds', async () => {
    const { animals, table } = zoo()
    await animals.createTable()
    expect((await rejection(animals.save({ id: 'x', name: 5 } as never), ValidationError)).message).match(
      /it fits none of Cat, Dog/,
    )
    await rawPut(engine.client, table.name, {
      pk: { S: 'ANIMAL#u' },
      sk: { S: 'PROFILE' },
      _type: { S: 'Ufo' },
    })
    const unknown = await rejection(animals.get('u'), InvalidItemError)
    expect(unknown.message).contain("the kind, '_type' ('Cat' for Cat, 'Dog' for Dog)")
    expect(await animals.get('u').onInvalid('skip')).equal(undefined)
    expect(await animals.scan().onInvalid(() => 'unknown' as never)).deep.equal(['unknown'])
    expect(await animals.getMany(['u']).onInvalid('skip')).deep.equal([])
    await rejection(animals.update('u').set('name', 'x'), ItemNotFoundError)
    await rejection(animals.move('u', { id: 'v' }), ItemNotFoundError)
  })

  it('keep out the other kinds of the table, which are known', async () => {
    const { animals, table } = zoo()
    const Keeper = new Entity({
      name: 'Keeper',
      table,
      attributes: { id: string(), area: string() },
      key: { partition: 'ANIMAL#{id}', sort: 'KEEPER#{area}' },
    })
    const keepers = new Repository(Keeper, new CommandExecutor({ client: engine.client }))
    await keepers.createTable()
    await keepers.save({ id: 'a', area: 'north' })
    await animals.save({ id: 'a', name: 'Tom', lives: 9 })
    // Of a kind that is not defined here, under a key that is none of theirs.
    await rawPut(engine.client, table.name, { pk: { S: 'ANIMAL#a' }, sk: { S: 'X' }, _type: { S: 'Ufo' } })
    expect(await animals.scan()).deep.equal([{ id: 'a', name: 'Tom', lives: 9 }])
    expect(await animals.scan().count()).equal(1)
    expect(await animals.query().where('id').eq('a')).length(1)
    expect(await animals.query().where('id').eq('a').count()).equal(1)
  })
})

describe('unions of entities whose keys are made differently', () => {
  const engine = withEngine()
  const placedAt = new Date('2026-01-05T00:00:00.000Z')

  async function shop() {
    const table = new Table({
      name: engine.name('mixed'),
      key: { partition: 'pk', sort: 'sk' },
      indexes: {
        gsi1: { partition: 'gsi1pk', sort: 'gsi1sk' },
        gsi2: { partition: 'gsi2pk', sort: 'gsi2sk' },
      },
    })
    const Customer = new Entity({
      name: 'Customer',
      table,
      attributes: { customerId: string(), name: string(), tag: optional(string()) },
      key: { partition: 'CUSTOMER#{customerId}', sort: 'PROFILE' },
      indexes: {
        byName: { index: 'gsi1', partition: 'NAME#{name}', sort: '{customerId}' },
        byTag: { index: 'gsi2', partition: 'TAG#{tag}', sort: 'CUSTOMER#{customerId}' },
      },
    })
    const Order = new Entity({
      name: 'Order',
      table,
      attributes: {
        customerId: string(),
        orderId: string(),
        placedAt: date(),
        tag: optional(string()),
        status: string(),
      },
      key: { partition: 'CUSTOMER#{customerId}', sort: 'ORDER#{placedAt}#{orderId}' },
      indexes: {
        byStatus: { index: 'gsi1', partition: 'STATUS#{status}', sort: '{placedAt}#{orderId}' },
        byTag: { index: 'gsi2', partition: 'TAG#{tag}', sort: 'ORDER#{placedAt}' },
      },
    })
    const Note = new Entity({
      name: 'Note',
      table,
      attributes: { noteId: string(), text: string(), tag: optional(string()) },
      key: { partition: 'NOTE#{noteId}', sort: 'N' },
    })
    const executor = new CommandExecutor({ client: engine.client, scans: 'allow' })
    const Thing = Entity.oneOf([Customer, Order, Note])
    const things = new Repository(Thing, executor)
    await things.createTable()
    const ada = await things.save({ customerId: 'c1', name: 'Ada' })
    const order = await things.save({ customerId: 'c1', orderId: 'o1', placedAt, status: 'open' })
    const note = await things.save({ noteId: 'n1', text: 'x' })
    return { table, Customer, Order, Note, Thing, things, executor, ada, order, note }
  }

  it('are written under their own keys, and read by the key that is given', async () => {
    const { things, table, Order, Customer, ada, order, note } = await shop()
    expect(await rawGet(engine.client, table.name, { pk: { S: 'NOTE#n1' }, sk: { S: 'N' } })).include.keys(
      '_type',
    )
    expect(await things.get({ customerId: 'c1' })).deep.equal(ada)
    const orderKey = { customerId: 'c1', orderId: 'o1', placedAt }
    const found = await things.getOrThrow(orderKey)
    expect(found).deep.equal(order)
    expect([Order.owns(found), Customer.owns(found)]).deep.equal([true, false])
    expect(await things.get({ noteId: 'n1' })).deep.equal(note)
    expect(
      await things.getMany([{ noteId: 'n1' }, orderKey, { customerId: 'no' }, { customerId: 'c1' }]),
    ).deep.equal([note, order, ada])
    const error = await rejection(things.getMany([orderKey, found as never]), InvalidKeyError)
    expect(error.message).match(/\.getMany: keys\[1\]: '\w+' is not part of the key, which is 'customerId'/)
    expect(await things.refresh(order)).deep.equal(order)
    expect(things.entity.keyOf(order)).deep.equal(orderKey)
    expect(things.entity.decodeKey({ pk: { S: 'NOTE#n1' }, sk: { S: 'N' } })).deep.equal({ noteId: 'n1' })
    expect(things.entity.decode(Customer.encode(ada as never))).deep.equal(ada)
  })

  it('count what they read: no item of an unknown kind under a key of no member', async () => {
    const { things, table } = await shop()
    const strange = { gsi2pk: { S: 'TAG#vip' }, _type: { S: 'Invoice' } }
    await things.update({ customerId: 'c1' }).set('tag', 'vip')
    for (const [sk, gsi2sk] of [
      ['INVOICE#1', 'INVOICE#1'],
      ['X', 'CUSTOMER#c9'],
    ] as const)
      await rawPut(engine.client, table.name, {
        ...strange,
        pk: { S: 'CUSTOMER#c1' },
        sk: { S: sk },
        gsi2sk: { S: gsi2sk },
      })
    const reads = [
      () => things.query().index('byTag').where('tag').eq('vip'),
      () => things.scan(),
      () => things.scan().where('tag').eq('vip'),
    ]
    for (const read of reads) {
      const { length } = await read()
      expect(length).at.least(1)
      expect(await read().count()).equal(length)
    }
  })

  it('are changed, moved, checked and deleted as the entity whose key it is', async () => {
    const { things, table, executor, order } = await shop()
    expect(await things.update({ customerId: 'c1' }).set('tag', 'vip')).deep.include({
      name: 'Ada',
      tag: 'vip',
    })
    expect(await things.update(order).set('tag', 'late')).deep.include({ orderId: 'o1', tag: 'late' })
    await rejection(things.update({ customerId: 'c2' }).set('tag', 'x'), ItemNotFoundError)
    const moved = await things.move({ noteId: 'n1' }, { noteId: 'n2' } as never)
    expect(await things.get({ noteId: 'n2' })).deep.equal(moved)
    await executor.transaction([
      things.check({ customerId: 'c1' }).if('tag').eq('vip'),
      things.update({ noteId: 'n2' }).set('tag', 't'),
      things.delete(order),
    ])
    const exists = await rejection(
      executor.transaction([
        things.create({ customerId: 'c1', name: 'Ada' }),
        things.delete({ noteId: 'n2' }),
      ]),
      TransactionCancelledError,
    )
    expect(exists.reasons.map(({ key }) => key)).deep.equal([{ customerId: 'c1' }, { noteId: 'n2' }])
    await things.deleteMany([{ noteId: 'n2' }])
    expect((await things.scan()).length).equal(1)
    expect(await rawGet(engine.client, table.name, { pk: { S: 'NOTE#n2' }, sk: { S: 'N' } })).equal(undefined)
  })

  it('refuse a key that no member has, or that several could have', async () => {
    const { things, table } = await shop()
    const refused = await rejection(things.get({ customerId: 'c1', noteId: 'n' } as never), InvalidKeyError)
    expect(refused.message).contain('it may be the key of Customer or of Note')
    expect((await rejection(things.get({ id: 'x' } as never), InvalidKeyError)).message).contain(
      'the key is { customerId } of Customer, or { customerId, placedAt, orderId } of Order, or { noteId } of Note',
    )
    expect((await rejection(things.update('x' as never).set('tag', 'x'), InvalidKeyError)).message).contain(
      'Customer or of Note',
    )
    const attributes = { id: string(), name: string() }
    const key = (head: string) => ({ partition: `${head}#{id}`, sort: 'P' }) as const
    const Bird = new Entity({
      name: 'Bird',
      table,
      attributes: { ...attributes, kind: literal('bird') },
      key: key('BIRD'),
    })
    const Fish = new Entity({
      name: 'Fish',
      table,
      attributes: { ...attributes, kind: literal('fish') },
      key: key('FISH'),
    })
    const pets = new Repository(Entity.oneOf([Bird, Fish]), things.executor as CommandExecutor)
    const nemo = await pets.save({ id: 'n', name: 'Nemo', kind: 'fish' })
    expect((await rejection(pets.get('n'), InvalidKeyError)).message).contain(
      'whose keys are made differently: use the repository of the entity',
    )
    expect(await pets.refresh(nemo)).deep.equal(nemo)
    expect(await pets.update({ ...nemo }).set('name', 'N')).deep.equal({ ...nemo, name: 'N' })
    await pets.delete(nemo)
    expect(await new Repository(Fish, pets.executor).get('n')).equal(undefined)
  })

  it('are queried by what their keys have in common, and scanned', async () => {
    const { things, Customer, Order, executor, ada, order, note } = await shop()
    const accounts = new Repository(Entity.oneOf([Customer, Order]), executor)
    const inC1 = accounts.query().where('customerId').eq('c1')
    expect(await inC1).deep.equal([order, ada])
    expect(await inC1.descending().limit(1)).deep.equal([ada])
    expect(inC1.explain()).include({ operation: 'Query', index: undefined })
    expect(new Set((await things.scan()).map((each) => JSON.stringify(each)))).deep.equal(
      new Set([ada, order, note].map((each) => JSON.stringify(each))),
    )
    expect(await things.scan().where('tag').notExists().count()).equal(3)
  })

  it('have the indexes of each: the items of those that have one, by what they make alike', async () => {
    const { things, Customer, Order, executor, ada, order } = await shop()
    const accounts = new Repository(Entity.oneOf([Customer, Order]), executor)
    const vip = await accounts.update({ customerId: 'c1' }).set('tag', 'vip')
    const late = await accounts.update(order as never).set('tag', 'vip')
    await things.update({ noteId: 'n1' }).set('tag', 'vip')
    const tagged = accounts.query().where('tag').eq('vip')
    expect(await tagged).deep.equal([vip, late])
    expect(tagged.explain()).include({ operation: 'Query', index: 'gsi2' })
    // Notes are not in the index, so that it is not chosen for all kinds.
    const refused = await rejection(things.query().where('tag').eq('vip'), QueryPlanError)
    expect(refused.message).contain(
      "it contains only items of 'Customer' and 'Order': choose it with index('byTag')",
    )
    expect(await things.scan().where('tag').eq('vip').count()).equal(3)
    const some = things.query().index('byTag').where('tag').eq('vip')
    expect(await some).deep.equal([vip, late])
    expect(some.explain().warnings.join()).contain("contains only items of 'Customer' and 'Order'")
    expect(await things.query().index('byTag').where('tag').eq('vip').limit(1).page())
      .property('cursor')
      .a('string')
    // What it contains of one kind alone.
    const names = things.query().index('byName')
    expect((await rejection(names, QueryPlanError)).message).contain("index 'byName'")
    void ada
  })
})
