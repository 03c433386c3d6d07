// Refreshing and deleting on a real engine.
import { expect } from 'chai'
import { ConditionFailedError, Entity, ItemNotFoundError, VersionConflictError } from 'dyntastic'
import { date, object, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

const Key = { userId: { S: 'u1' } }
const alice = { ...aliceInput, age: 0 }

describe('refresh', () => {
  it('returns the current item; the one that it was given stays as it was', async () => {
    const { repository } = opened(engine, userEntity)
    const old = await repository.save(aliceInput)
    await repository.save({ ...old, age: 31 })
    expect(await repository.refresh(old)).deep.equal({ ...alice, age: 31 })
    expect(await repository.refresh('u1')).deep.equal({ ...alice, age: 31 })
    expect(old).deep.equal(alice)
  })

  it('rejects for an item that was deleted', async () => {
    const { repository } = opened(engine, userEntity)
    const item = await repository.save(aliceInput)
    await repository.delete(item)
    const error = await rejection(repository.refresh(item), ItemNotFoundError)
    expect(error.key).deep.equal({ userId: 'u1' })
    expect(error.operation).equal('refresh')
  })

  it('keeps nested values what they are', async () => {
    const { repository } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Nested',
          table,
          attributes: { id: string(), inner: object({ at: date() }) },
          key: { partition: 'id' },
        }),
    )
    const item = await repository.save({ id: 'a', inner: { at: new Date(0) } })
    expect((await repository.refresh(item)).inner.at)
      .instanceOf(Date)
      .and.deep.equal(new Date(0))
  })

  it('is a consistent read', async () => {
    const { repository, sent } = opened(engine, userEntity)
    await repository.refresh(await repository.save(aliceInput))
    expect(sent.at(-1)?.input).deep.include({ Key, ConsistentRead: true })
  })

  it('reads by the key that the item has now', async () => {
    const { repository } = opened(engine, userEntity)
    const item = await repository.save(aliceInput)
    item.userId = 'u2'
    await repository.save({ ...item, age: 5 })
    expect(await repository.refresh(item)).deep.equal({ ...alice, userId: 'u2', age: 5 })
  })

  it('completes an item that was read in part', async () => {
    const { repository } = opened(engine, userEntity)
    await repository.save(aliceInput)
    const part = await repository.getOrThrow('u1').select('userId', 'name')
    expect(await repository.refresh(part)).deep.equal(alice)
  })
})

describe('delete', () => {
  it('removes the item; the object stays as it is', async () => {
    const { repository, raw } = opened(engine, userEntity)
    const item = await repository.save(aliceInput)
    expect(await repository.delete(item)).equal(undefined)
    expect(await raw(Key)).equal(undefined)
    expect(item).deep.equal(alice)
  })

  for (const [what, argument] of [
    ['by value', 'u1'],
    ['by name', { userId: 'u1' }],
    ['by item', alice],
  ] as const)
    it(`removes by key ${what}, and nothing else`, async () => {
      const { repository, rawAll } = opened(engine, userEntity)
      await repository.save(aliceInput)
      await repository.save({ ...aliceInput, userId: 'u2' })
      await repository.delete(argument)
      expect((await rawAll()).map(({ userId }) => userId?.S)).deep.equal(['u2'])
    })

  it('removes by both keys', async () => {
    const { repository, rawAll } = opened(engine, orderEntity)
    await repository.save(orderInput)
    await repository.save({ ...orderInput, orderId: 'o2' })
    await repository.delete({ customerId: 'c1', orderId: 'o1' })
    expect((await rawAll()).map(({ orderId }) => orderId?.S)).deep.equal(['o2'])
  })

  it('with a condition that is not met removes nothing, and rejects', async () => {
    const { repository, raw } = opened(engine, userEntity)
    const item = await repository.save(aliceInput)
    const error = await rejection(repository.delete('u1').if('age').gt(17), ConditionFailedError)
    expect(error.item).deep.equal(item)
    expect(error.failed[0]).include({ clause: 'age > (value)', path: 'age', actual: 0 })
    expect(await repository.delete('u1').if('age').gt(17).orSkip()).equal(undefined)
    expect(await raw(Key)).not.equal(undefined)
    expect(await repository.delete('u1').if('age').lt(17).returning('old')).deep.equal(item)
    expect(await raw(Key)).equal(undefined)
  })

  it('of a missing item resolves', async () => {
    const { repository } = opened(engine, userEntity)
    await repository.save(aliceInput)
    expect(await repository.delete('nobody')).equal(undefined)
    expect(await repository.delete('nobody').returning('old')).equal(undefined)
  })

  it('of an item with a version removes only that version; by key, any', async () => {
    const { repository, rawAll } = opened(engine, orderEntity)
    const old = await repository.save(orderInput)
    const current = await repository.save(old)
    const error = await rejection(repository.delete(old), VersionConflictError)
    expect(error.item).deep.equal(current)
    expect(await rawAll()).length(1)
    await repository.delete(current)
    expect(await rawAll()).length(0)
    await repository.save(orderInput)
    await repository.delete({ customerId: 'c1', orderId: 'o1' })
    expect(await rawAll()).length(0)
  })
})
