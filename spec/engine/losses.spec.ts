// Silent losses of data that must never come back, each on a real engine, with what is stored looked at past the
// library.
import { expect } from 'chai'
import { ConditionFailedError, Entity, InvalidItemError, ValidationError } from 'dyntastic'
import { array, integer, optional, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

describe('a path with an index', () => {
  const entity = (table: string) =>
    new Entity({
      name: 'Listed',
      table,
      attributes: { id: string(), l: array(integer()), 'l[0]': integer() },
      key: { partition: 'id' },
    })
  const item = { id: 'a', l: [7], 'l[0]': 9 }
  const stored = { id: { S: 'a' }, l: { L: [{ N: '7' }] }, 'l[0]': { N: '9' } }

  it('addresses the element, and never an attribute that is called so', async () => {
    const { repository, raw } = opened(engine, entity)
    await repository.save(item)
    expect(await raw({ id: { S: 'a' } })).deep.equal(stored)
    const ofElement = await repository.save(item).if('l[0]').eq(7)
    expect(ofElement).deep.equal(item)
    const error = await rejection(repository.save(item).if('l[0]').eq(9), ConditionFailedError)
    expect(error.failed[0]).include({ path: 'l[0]', actual: 7 })
    const ofAttribute = await repository.save(item).if("['l[0]']").eq(9)
    expect(ofAttribute).deep.equal(item)
    expect(await raw({ id: { S: 'a' } })).deep.equal(stored)
  })

  it('reads the element, or the attribute of that name, as requested', async () => {
    const { repository } = opened(engine, entity)
    await repository.save(item)
    expect(await repository.get('a').select('l[0]')).deep.equal({ l: [7] })
    expect(await repository.get('a').select("['l[0]']")).deep.equal({ 'l[0]': 9 })
  })
})

describe('stored data that does not validate', () => {
  const bad = {
    userId: { S: 'u1' },
    name: { S: 'Alice' },
    email: { S: 'a@x' },
    age: { S: 'thirty' },
  }

  it('is never loaded with defaults in its place: the read rejects, and what is stored stays', async () => {
    const { repository, rawPut, raw } = opened(engine, userEntity)
    await repository.createTable()
    await rawPut(bad)
    for (const read of [repository.get('u1'), repository.getOrThrow('u1'), repository.refresh('u1')]) {
      const error = await rejection(read, InvalidItemError)
      expect(error.key).deep.equal({ userId: 'u1' })
      expect(error.failures.map(({ path, value }) => [path, value])).deep.equal([['age', { S: 'thirty' }]])
      expect(error.stored).deep.equal(bad)
    }
    expect(await raw({ userId: { S: 'u1' } })).deep.equal(bad)
  })

  it('is named with every attribute that does not fit', async () => {
    const { repository, rawPut } = opened(engine, orderEntity)
    await repository.createTable()
    await rawPut({
      customerId: { S: 'c1' },
      orderId: { S: 'o1' },
      total: { N: '1' },
      status: { S: 'lost' },
      placedAt: { S: 'yesterday' },
      lines: { L: [{ M: { sku: { S: 'a' }, quantity: { N: '1.5' } } }, { S: 'b' }] },
      revision: { N: '1' },
      createdAt: { S: '2026-03-01T10:00:00Z' },
    })
    const error = await rejection(repository.get({ customerId: 'c1', orderId: 'o1' }), InvalidItemError)
    expect(error.failures.map(({ path }) => path).sort()).deep.equal([
      'lines[0].quantity',
      'lines[1]',
      'placedAt',
      'status',
      'updatedAt',
    ])
  })

  it('can be skipped, or repaired by the call that requests it', async () => {
    const { repository, rawPut, raw } = opened(engine, userEntity)
    await repository.createTable()
    await rawPut(bad)
    expect(await repository.get('u1').onInvalid('skip')).equal(undefined)
    const repaired = await repository.getOrThrow('u1').onInvalid((stored, error) => {
      expect(error.failures).length(1)
      return repository.entity.decode({ ...stored, age: { N: '30' } })
    })
    await repository.save(repaired)
    expect(await raw({ userId: { S: 'u1' } })).deep.equal({ ...bad, age: { N: '30' } })
  })

  it('is not what a failed condition, or an item that was replaced, hides', async () => {
    const { repository, rawPut } = opened(engine, userEntity)
    await repository.createTable()
    await rawPut(bad)
    const error = await rejection(repository.create(aliceInput), ConditionFailedError)
    expect(error.item).equal(undefined)
    expect(error.stored).deep.equal(bad)
    await rejection(repository.delete('u1').returning('old'), InvalidItemError)
  })
})

describe('an item that was read in part', () => {
  const noted = (table: string) =>
    new Entity({
      name: 'Noted',
      table,
      attributes: { id: string(), text: string(), note: optional(string()) },
      key: { partition: 'id' },
    })
  const item = { id: 'a', text: 'x', note: 'kept' }

  it('is refused where a required attribute is missing, and what is stored stays', async () => {
    const { repository, raw } = opened(engine, orderEntity)
    const saved = await repository.save(orderInput)
    const Key = { customerId: { S: 'c1' }, orderId: { S: 'o1' } }
    const before = await raw(Key)
    const part = await repository
      .getOrThrow({ customerId: 'c1', orderId: 'o1' })
      .select('customerId', 'orderId')
    await rejection(repository.save(part as typeof saved), ValidationError)
    expect(await raw(Key)).deep.equal(before)
  })

  it('is refused where all that is required is there: what is optional would be erased', async () => {
    const { repository, raw, sent } = opened(engine, noted)
    await repository.save(item)
    const part = await repository.getOrThrow('a').select('id', 'text')
    expect(structuredClone(part)).deep.equal({ id: 'a', text: 'x' })
    sent.length = 0
    for (const write of [repository.save(part), repository.create(part)]) {
      const error = await rejection(write, ValidationError)
      expect(error.message).match(/read in part/)
    }
    expect(sent).deep.equal([])
    expect((await raw({ id: { S: 'a' } }))?.['note']).deep.equal({ S: 'kept' })
  })

  it('has nothing in the place of what was not read', async () => {
    const { repository } = opened(engine, userEntity)
    await repository.save({ ...aliceInput, age: 30 })
    const part = await repository.getOrThrow('u1').select('name')
    expect(Object.keys(part)).deep.equal(['name'])
    expect('age' in part).equal(false)
  })

  it('can be deleted and completed', async () => {
    const { repository, raw } = opened(engine, noted)
    await repository.save(item)
    const part = await repository.getOrThrow('a').select('id', 'text')
    expect(await repository.refresh(part)).deep.equal(item)
    await repository.save(await repository.refresh(part))
    expect((await raw({ id: { S: 'a' } }))?.['note']).deep.equal({ S: 'kept' })
    await repository.delete(part)
    expect(await raw({ id: { S: 'a' } })).equal(undefined)
  })
})
