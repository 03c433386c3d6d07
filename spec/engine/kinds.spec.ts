// Several kinds in one table on a real engine: what is stored, and that no kind sees or changes an item of another.
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import {
  CommandExecutor,
  ConditionFailedError,
  ItemExistsError,
  ItemNotFoundError,
  TransactionCancelledError,
  UnsupportedOperationError,
  VersionConflictError,
} from 'dyntastic'
import { rawGet, rawPut, withEngine } from '../support/engine.js'
import { orderOne, placedAt, repositoriesOf } from '../support/kinds.js'
import { rejection } from '../support/rejection.js'

describe('several kinds in one table', () => {
  const engine = withEngine()
  const cat = { animalId: 'a1', name: 'Tom', revision: 0, lives: 9 }
  const dog = { animalId: 'a1', name: 'Rex', revision: 0, barks: 3 }
  const animal = { pk: { S: 'ANIMAL#a1' }, sk: { S: 'A' } }
  const orderKey = { customerId: 'c1', orderId: 'o1', placedAt }

  async function shop() {
    const table = engine.name('shop')
    const executor = new CommandExecutor({ client: engine.client })
    const made = repositoriesOf(table, executor)
    await made.customers.createTable()
    return { table, executor, ...made, stored: () => rawGet(engine.client, table, animal) }
  }

  it('is made with the keys and the indexes that the table declares, used or not, and twice is fine', async () => {
    const { table, orders } = await shop()
    const { Table: made } = await engine.client.send(new DescribeTableCommand({ TableName: table }))
    expect(made?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).deep.equal([
      'gsi1',
      'gsi2',
      'gsi3',
      'inverted',
    ])
    expect(made?.LocalSecondaryIndexes?.map(({ IndexName }) => IndexName)).deep.equal(['lsi1'])
    expect(await orders.createTable()).deep.equal({ created: false })
  })

  it('keeps whole items under their keys', async () => {
    const { orders, customers } = await shop()
    const saved = await orders.save({ ...orderOne, total: 250, shipBy: placedAt })
    await customers.save({ customerId: 'c1', email: 'a@b', name: 'A' })
    expect(await orders.get(orderKey)).deep.equal(saved)
    expect(await customers.get('c1')).deep.equal({ customerId: 'c1', email: 'a@b', name: 'A', visits: 0 })
    expect(await orders.get(orderKey).select('total')).deep.equal({ total: 250 })
    expect(await orders.refresh(saved)).deep.equal(saved)
    await orders.delete(saved)
    expect(await orders.get(orderKey)).equal(undefined)
    expect(await customers.get('c1')).not.equal(undefined)
  })

  it('shows an item of another kind to nobody', async () => {
    const { cats, dogs, executor } = await shop()
    await dogs.save(dog)
    expect(await cats.get('a1')).equal(undefined)
    expect(await cats.get('a1').select('name')).equal(undefined)
    await rejection(cats.getOrThrow('a1'), ItemNotFoundError)
    await rejection(cats.refresh('a1'), ItemNotFoundError)
    expect(await cats.getMany(['a1'])).deep.equal([])
    expect(await cats.getMany(['a1']).select('name')).deep.equal([])
    expect(await executor.batchGet([cats.get('a1'), dogs.get('a1')])).deep.equal([undefined, dog])
    expect(await executor.transactionGet([cats.get('a1').select('name'), cats.get('a2')])).deep.equal([
      undefined,
      undefined,
    ])
    expect(await executor.transactionGet([dogs.get('a1').select('name')])).deep.equal([{ name: 'Rex' }])
  })

  it('lets no write of one kind change an item of another', async () => {
    const { cats, dogs, stored } = await shop()
    await dogs.save(dog)
    const before = await stored()
    const taken = await rejection(cats.save(cat), ItemExistsError)
    expect(taken.message).contain("the item with this key is of another kind (its _type is 'Dog')")
    expect(taken.item).equal(undefined)
    await rejection(cats.save(cat).if('lives').notExists(), ItemExistsError)
    expect(await cats.save(cat).if('lives').notExists().orSkip()).equal(undefined)
    await rejection(cats.create(cat), ItemExistsError)
    const missing = await rejection(cats.update('a1').set('name', 'x'), ItemNotFoundError)
    expect(missing.key).deep.equal({ animalId: 'a1' })
    await rejection(cats.update('a1').set('lives', 1).if('lives').notExists(), ItemNotFoundError)
    await rejection(cats.update('a1').set('lives', 1).upsert({ name: 'x', revision: 0 }), ItemExistsError)
    await rejection(cats.update('a1').patch({ name: 'x' }), ItemNotFoundError)
    expect(await cats.delete('a1')).equal(undefined)
    expect(await cats.delete('a1').returning('old')).equal(undefined)
    expect(await cats.delete('a1').if('lives').notExists()).equal(undefined)
    const failed = await rejection(cats.delete('a1').if('lives').gt(3), ConditionFailedError)
    expect(failed.item).equal(undefined)
    expect(failed.failed[0]).deep.include({ path: 'lives', actual: undefined })
    expect(await cats.delete('a1').if('lives').gt(3).orSkip()).equal(undefined)
    expect(await stored()).deep.equal(before)
  })

  it('lets no transaction of one kind change an item of another', async () => {
    const { cats, dogs, executor, stored } = await shop()
    await dogs.save(dog)
    const before = await stored()
    for (const operation of [
      cats.save(cat),
      cats.update('a1').set('name', 'x'),
      cats.delete('a1'),
      cats.create(cat),
    ]) {
      const error = await rejection(executor.transaction([operation]), TransactionCancelledError)
      expect(error.reasons[0]?.error).instanceOf(
        operation.name === 'update' ? ItemNotFoundError : ConditionFailedError,
      )
    }
    await rejection(
      executor.transaction(async () => {
        await cats.delete('a1')
      }),
      TransactionCancelledError,
    )
    expect(await stored()).deep.equal(before)
  })

  it('checks an item of another kind as one that is not there', async () => {
    const { cats, dogs, customers, executor } = await shop()
    await dogs.save(dog)
    const customer = { customerId: 'c1', email: 'a@b', name: 'A' }
    await executor.transaction([customers.save(customer), cats.check('a1').if('name').notExists()])
    await executor.transaction([customers.save(customer), dogs.check('a1').if('name').eq('Rex')])
    const error = await rejection(
      executor.transaction([customers.save(customer), cats.check('a1').if('name').exists()]),
      TransactionCancelledError,
    )
    expect(error.reasons[1]?.error).instanceOf(ConditionFailedError)
  })

  it('refuses batches of a kind that may share keys with another kind, unless they may overwrite', async () => {
    const { cats, dogs, orders, executor } = await shop()
    for (const work of [
      () => cats.saveMany([cat]),
      () => cats.deleteMany(['a1']),
      () => executor.batch([cats.save(cat)]),
      () => executor.batch([dogs.delete('a1')]),
    ])
      await rejection(work(), UnsupportedOperationError)
    await cats.saveMany([cat], { overwrite: true })
    await executor.batch([dogs.save(dog).overwrite()])
    expect(await dogs.get('a1')).deep.equal(dog)
    await dogs.deleteMany(['a1'], { overwrite: true })
    expect(await dogs.get('a1')).equal(undefined)
    await orders.saveMany([orderOne])
    await executor.batch([orders.save({ ...orderOne, orderId: 'o2' }), orders.delete(orderKey)])
    expect(await orders.get({ ...orderKey, orderId: 'o2' })).not.equal(undefined)
    await orders.deleteMany([{ ...orderKey, orderId: 'o2' }])
  })

  it('takes an item without a marker for the kind whose key it has', async () => {
    const { table, orders, cats, stored } = await shop()
    const key = { pk: { S: 'CUSTOMER#c1' }, sk: { S: 'ORDER#2026-01-05T00:00:00.000Z#o1' } }
    await rawPut(engine.client, table, { ...key, total: { N: '5' } })
    expect(await orders.get(orderKey)).deep.equal({ ...orderOne, status: 'open' })
    expect(await orders.update(orderKey).set('note', 'old')).deep.include({ note: 'old' })
    await orders.delete(orderKey)
    expect(await rawGet(engine.client, table, key)).equal(undefined)
    await rawPut(engine.client, table, {
      ...animal,
      name: { S: 'T' },
      revision: { N: '1' },
      lives: { N: '1' },
    })
    await cats.save(cat)
    expect((await stored())?.['_type']).deep.equal({ S: 'Cat' })
  })

  it('keeps versions and times as on any table', async () => {
    const { tracked } = await shop()
    const first = await tracked.save({ animalId: 'x', name: 'n' })
    expect(first.revision).equal(1)
    await tracked.save(first)
    await rejection(tracked.save(first), VersionConflictError)
    await rejection(tracked.delete(first), VersionConflictError)
    expect(() => tracked.update(first).set('animalId' as never, 'y' as never)).throw('is part of the key')
  })

  it('upserts with the marker and the attributes of the key', async () => {
    const { cats, stored } = await shop()
    const made = await cats.update('a1').add('lives', 9).upsert({ name: 'Tom', revision: 0 })
    expect(made).deep.equal(cat)
    expect(await stored()).deep.equal(cats.entity.encode(cat))
    expect(await cats.update('a1').add('lives', 1).upsert({ name: 'Tim', revision: 0 })).deep.equal({
      ...cat,
      lives: 10,
    })
  })
})
