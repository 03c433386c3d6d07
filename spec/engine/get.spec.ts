// Reading by key on a real engine, and keys that are refused before anything is sent.
import { expect } from 'chai'
import { Entity, InvalidKeyError, ItemNotFoundError } from 'dyntastic'
import { date, integer, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { aliceInput, orderEntity, orderInput, userEntity } from '../support/entities.js'
import { rejection } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

const key = { customerId: 'c1', orderId: 'o1' }
const at = new Date('2022-02-12T12:26:35Z')

const numbered = (table: string) =>
  new Entity({
    name: 'Numbered',
    table,
    attributes: { n: integer(), text: string() },
    key: { partition: 'n' },
  })
const dated = (table: string) =>
  new Entity({
    name: 'Dated',
    table,
    attributes: { id: string(), at: date(), text: string() },
    key: { partition: 'id', sort: 'at' },
  })

describe('get', () => {
  it('by a partition key returns the item that was saved', async () => {
    const { repository } = opened(engine, userEntity)
    const alice = await repository.save(aliceInput)
    expect(await repository.get('u1')).deep.equal(alice)
    expect(await repository.get({ userId: 'u1' })).deep.equal(alice)
    expect(await repository.getOrThrow('u1')).deep.equal(alice)
  })

  it('by a number sends a number', async () => {
    const { repository, sent } = opened(engine, numbered)
    await repository.save({ n: 5, text: 'x' })
    expect(await repository.get(5)).deep.equal({ n: 5, text: 'x' })
    expect(sent.at(-1)?.input['Key']).deep.equal({ n: { N: '5' } })
  })

  it('by both keys returns the item', async () => {
    const { repository } = opened(engine, orderEntity)
    const order = await repository.save(orderInput)
    expect(await repository.get(key)).deep.equal(order)
    expect(await repository.get({ ...key, orderId: 'o2' })).equal(undefined)
  })

  it('returns undefined if there is none', async () => {
    const { repository } = opened(engine, userEntity)
    await repository.save(aliceInput)
    expect(await repository.get('nobody')).equal(undefined)
  })

  it('getOrThrow rejects if there is none, with the key', async () => {
    const { repository } = opened(engine, userEntity)
    await repository.save(aliceInput)
    const error = await rejection(repository.getOrThrow('nobody'), ItemNotFoundError)
    expect(error.key).deep.equal({ userId: 'nobody' })
    expect(error.message).match(/^User\.getOrThrow: /)
  })

  const wrong: readonly (readonly [
    string,
    () => typeof userEntity | typeof orderEntity | typeof dated,
    unknown,
    RegExp,
  ])[] = [
    ['a missing sort key', () => orderEntity, { customerId: 'c1' }, /lacks 'orderId'/],
    ['one value for two keys', () => orderEntity, 'c1', /two parts/],
    [
      'a sort key if there is none',
      () => userEntity,
      { userId: 'u1', at: 'x' },
      /'at' is not part of the key/,
    ],
    ['a number for a string', () => userEntity, 5, /'userId' cannot be a number.*/],
    ['a number for a date', () => dated, { id: 'a', at: 5 }, /'at' cannot be a number/],
    ['a missing partition key', () => userEntity, {}, /lacks 'userId'/],
  ]
  for (const [row, make, argument, message] of wrong)
    for (const method of ['get', 'getOrThrow', 'refresh', 'delete'] as const)
      it(`${row} is refused by ${method}, by name, and nothing is sent`, async () => {
        const { repository, sent, entity } = opened(engine, make() as typeof userEntity)
        const error = await rejection(repository[method](argument as never), InvalidKeyError)
        expect(error.message)
          .match(message)
          .and.match(new RegExp(`^${entity.name}\\.${method}: `))
        expect(error).include({ entity: entity.name, operation: method })
        expect(sent).deep.equal([])
      })

  it('says what was expected and what was received', async () => {
    const { repository } = opened(engine, numbered)
    const error = await rejection(repository.get('5' as never), InvalidKeyError)
    expect(error.message).match(/'n' cannot be a string.*(N|integer)/)
  })

  it('a date and its stored text address the same item', async () => {
    const { repository } = opened(engine, dated)
    const item = await repository.save({ id: 'a', at, text: 'x' })
    expect(await repository.get({ id: 'a', at })).deep.equal(item)
    expect(await repository.get({ id: 'a', at: '2022-02-12T12:26:35.000Z' })).deep.equal(item)
    expect(await repository.get({ id: 'a', at: '2022-02-12T12:26:35' })).deep.equal(item)
  })

  it('reads consistently if requested, and only then', async () => {
    const { repository, sent } = opened(engine, userEntity)
    await repository.save(aliceInput)
    sent.length = 0
    await repository.get('u1')
    await repository.getOrThrow('u1')
    await repository.get('u1').consistent()
    await repository.getOrThrow('u1').consistent()
    expect(sent.map(({ input }) => input['ConsistentRead'])).deep.equal([undefined, undefined, true, true])
  })

  it('next to writes that are not awaited, reads what is stored', async () => {
    const { repository } = opened(engine, userEntity)
    const alice = await repository.save(aliceInput)
    const pending = [repository.save({ ...alice, age: 99 }), repository.delete('u1')]
    expect(await repository.get('u1')).deep.equal(alice)
    expect(pending).length(2)
  })

  it('reads a part: only what was requested, as it is stored', async () => {
    const { repository } = opened(engine, orderEntity)
    await repository.save({
      ...orderInput,
      note: 'x',
      lines: [
        { sku: 'a', quantity: 1 },
        { sku: 'b', quantity: 2 },
      ],
    })
    const part = await repository.get(key).select('total', 'note', 'lines[1].sku', 'address.city')
    expect(part).deep.equal({ total: 12.5, note: 'x', lines: [{ sku: 'b' }] })
    const total: number | undefined = part?.total
    expect(total).equal(12.5)
  })
})
