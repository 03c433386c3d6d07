// Saving and creating on a real engine.
import { inspect } from 'node:util'
import { marshall } from '@aws-sdk/util-dynamodb'
import { expect } from 'chai'
import {
  attribute,
  ConditionFailedError,
  Entity,
  InvalidItemError,
  ItemExistsError,
  VersionConflictError,
} from 'dyntastic'
import { string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

const Key = { userId: { S: 'u1' } }
const alice = { ...aliceInput, age: 0 }

describe('save', () => {
  it('stores the same as marshall', async () => {
    const { repository, raw } = opened(engine, userEntity)
    const saved = await repository.save({ ...aliceInput, age: 30 })
    expect(await raw(Key)).deep.equal(marshall(saved))
  })

  it('returns an item that is shown with its entity, is plain as JSON, and equals plain data', async () => {
    const { repository } = opened(engine, userEntity)
    const saved = await repository.save(aliceInput)
    for (const item of [saved, await repository.getOrThrow('u1')]) {
      expect(inspect(item)).match(/^User \{/)
      for (const [name, value] of Object.entries(alice))
        expect(inspect(item)).contain(name).and.contain(String(value))
      expect(JSON.parse(JSON.stringify(item))).deep.equal(alice)
      expect(item).deep.equal(alice)
    }
  })

  it('again, with a change, changes this and nothing else', async () => {
    const { repository, raw } = opened(engine, userEntity)
    const saved = await repository.save(aliceInput)
    const before = await raw(Key)
    await repository.save({ ...saved, age: 31 })
    expect(await raw(Key)).deep.equal({ ...before, age: { N: '31' } })
  })

  it('is one PutItem of the whole item, and nothing is written before', async () => {
    const { repository, raw, sent } = opened(engine, userEntity)
    const item = await repository.save(aliceInput)
    item.age = 31
    expect((await raw(Key))?.['age']).deep.equal({ N: '0' })
    const operation = repository.save(item)
    expect((await raw(Key))?.['age']).deep.equal({ N: '0' })
    sent.length = 0
    await operation
    expect(sent).deep.equal([{ call: 'PutItem', input: operation.toCommand().input }])
    expect((await raw(Key))?.['age']).deep.equal({ N: '31' })
  })

  it('under another key writes a second item; the first stays', async () => {
    const { repository, rawAll } = opened(engine, userEntity)
    const saved = await repository.save(aliceInput)
    await repository.save({ ...saved, userId: 'u2' })
    expect((await rawAll()).map(({ userId }) => userId?.S).sort()).deep.equal(['u1', 'u2'])
  })

  it('writes an alias under its stored name; get by key finds it', async () => {
    const { repository, raw } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Aliased',
          table,
          attributes: { id: attribute(string(), { name: 'id/alias' }), my_str: string() },
          key: { partition: 'id' },
        }),
    )
    await repository.save({ id: 'a', my_str: 'b' })
    expect(await raw({ 'id/alias': { S: 'a' } })).deep.equal({ 'id/alias': { S: 'a' }, my_str: { S: 'b' } })
    expect(await repository.get('a')).deep.equal({ id: 'a', my_str: 'b' })
  })

  describe('of items with attributes that no struct names', () => {
    const entity = (unknown: 'drop' | 'preserve' | 'error') => (table: string) =>
      new Entity({
        name: 'Known',
        table,
        attributes: { id: string() },
        key: { partition: 'id' },
        unknown,
      })
    const stored = { id: { S: 'a' }, extra: { M: { deep: { L: [{ N: '1' }] } } } }

    it("drops them by default ('drop'), and overwrites blindly", async () => {
      const { repository, rawPut, raw } = opened(engine, entity('drop'))
      await repository.createTable()
      await rawPut(stored)
      const read = await repository.getOrThrow('a')
      expect(read).deep.equal({ id: 'a' })
      await repository.save(read)
      expect(await raw({ id: { S: 'a' } })).deep.equal({ id: { S: 'a' } })
    })

    it("keeps them with 'preserve'", async () => {
      const { repository, rawPut, raw } = opened(engine, entity('preserve'))
      await repository.createTable()
      await rawPut(stored)
      const read = await repository.getOrThrow('a')
      expect(read).deep.equal({ id: 'a', extra: { deep: [1] } })
      await repository.save(read)
      expect(await raw({ id: { S: 'a' } })).deep.equal(stored)
    })

    it("refuses to load them with 'error'", async () => {
      const { repository, rawPut } = opened(engine, entity('error'))
      await repository.createTable()
      await rawPut(stored)
      const error = await rejection(repository.get('a'), InvalidItemError)
      expect(error.failures.map(({ path }) => path)).deep.equal(['extra'])
    })
  })

  it('with a condition that is not met changes nothing, and rejects', async () => {
    const { repository, raw } = opened(engine, userEntity)
    await repository.save({ ...aliceInput, age: 30 })
    const before = await raw(Key)
    const error = await rejection(
      repository
        .save({ ...alice, age: 31 })
        .if('age')
        .lt(30),
      ConditionFailedError,
    )
    expect(await raw(Key)).deep.equal(before)
    expect(error.item).deep.equal({ ...alice, age: 30 })
    expect(error.key).deep.equal({ userId: 'u1' })
    expect(error.failed.map(({ clause, path, actual }) => [clause, path, actual])).deep.equal([
      ['age < (value)', 'age', 30],
    ])
    expect(
      await repository
        .save({ ...alice, age: 31 })
        .if('age')
        .lt(30)
        .orSkip(),
    ).equal(undefined)
    expect(await raw(Key)).deep.equal(before)
    expect(
      await repository
        .save({ ...alice, age: 31 })
        .if('age')
        .lt(31),
    ).deep.equal({ ...alice, age: 31 })
  })

  it('resolves to the item as it is stored; the metadata of the response are reachable', async () => {
    const { repository } = opened(engine, userEntity)
    const saved = await repository.save(aliceInput)
    expect(saved).deep.equal(await repository.get('u1'))
    const output = await repository.save(aliceInput).raw()
    expect(output.$metadata.httpStatusCode).equal(200)
  })

  it('returns the item that it replaced', async () => {
    const { repository } = opened(engine, userEntity)
    expect(await repository.save(aliceInput).returning('old')).equal(undefined)
    expect(await repository.save({ ...aliceInput, age: 5 }).returning('old')).deep.equal(alice)
    expect(await repository.save(aliceInput).returning('none')).equal(undefined)
  })
})

describe('create', () => {
  it('writes if there is none, and else leaves the item alone', async () => {
    const { repository, raw } = opened(engine, userEntity)
    expect(await repository.create(aliceInput)).deep.equal(alice)
    const error = await rejection(repository.create({ ...aliceInput, age: 99 }), ItemExistsError)
    expect(error.item).deep.equal(alice)
    expect(await raw(Key)).deep.equal(marshall(alice))
    expect(await repository.create({ ...aliceInput, age: 99 }).orSkip()).equal(undefined)
  })

  it('looks at both key attributes together', async () => {
    const { repository } = opened(engine, orderEntity)
    await repository.create(orderInput)
    await repository.create({ ...orderInput, orderId: 'o2' })
    await rejection(repository.create(orderInput), ItemExistsError)
  })
})

describe('save of an entity with a version', () => {
  it('counts up, and lets only one of two writers win', async () => {
    const { repository, raw } = opened(engine, orderEntity)
    const first = await repository.save(orderInput)
    expect(first.revision).equal(1)
    const [mine, theirs] = [first, await repository.refresh(first)]
    const won = await repository.save({ ...theirs, total: 1 })
    expect(won.revision).equal(2)
    const error = await rejection(repository.save({ ...mine, total: 2 }), VersionConflictError)
    expect(error.item).deep.equal(won)
    const stored = await raw({ customerId: { S: 'c1' }, orderId: { S: 'o1' } })
    expect(stored).deep.include({ total: { N: '1' }, revision: { N: '2' } })
    expect((await repository.save({ ...won, total: 3 })).revision).equal(3)
  })

  it('never overwrites an item that is there by an input that was never read', async () => {
    const { repository } = opened(engine, orderEntity)
    await repository.save(orderInput)
    await rejection(repository.save(orderInput), VersionConflictError)
  })

  it('does not bring back an item that was deleted', async () => {
    const { repository, rawAll } = opened(engine, orderEntity)
    const order = await repository.save(orderInput)
    await repository.delete(order)
    const error = await rejection(repository.save(order), VersionConflictError)
    expect(error.item).equal(undefined)
    expect(await rawAll()).deep.equal([])
  })

  it('keeps when it was made, and writes when it was changed', async () => {
    const { repository } = opened(engine, orderEntity)
    const first = await repository.save(orderInput)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const second = await repository.save(first)
    expect(second.createdAt).deep.equal(first.createdAt)
    expect(second.updatedAt.getTime()).greaterThan(first.updatedAt.getTime())
    expect(await repository.get({ customerId: 'c1', orderId: 'o1' })).deep.equal(second)
  })
})
