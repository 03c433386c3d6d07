// An aliased partition key and sort key, through every operation: stored names on the wire, properties in the program.
import { DescribeTableCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { attribute, ConditionFailedError, Entity, ItemExistsError, ItemNotFoundError } from 'dyntastic'
import { integer, object, optional, string } from 'superstruct'
import { withEngine } from '../support/engine.js'
import { rejection } from '../support/rejection.js'
import { opened } from './opened.js'

const engine = withEngine()

const aliased = (table: string) =>
  new Entity({
    name: 'Aliased',
    table,
    attributes: {
      id: attribute(string(), { name: '_id' }),
      range: attribute(integer(), { name: 'id/alias' }),
      mail: attribute(optional(string()), { name: 'e-mail' }),
      nested: attribute(optional(object({ deep: attribute(string(), { name: 'd' }) })), { name: 'n' }),
    },
    key: { partition: 'id', sort: 'range' },
    indexes: { byMail: { partition: 'mail', sort: 'range', projection: ['nested'] } },
  })

const item = { id: 'a', range: 1, mail: 'a@x', nested: { deep: 'x' } }
const key = { id: 'a', range: 1 }
const Key = { _id: { S: 'a' }, 'id/alias': { N: '1' } }
const stored = { ...Key, 'e-mail': { S: 'a@x' }, n: { M: { d: { S: 'x' } } } }

describe('an aliased key', () => {
  it('is stored under its name by save and create, and read back by property', async () => {
    const { repository, raw } = opened(engine, aliased)
    expect(await repository.save(item)).deep.equal(item)
    expect(await raw(Key)).deep.equal(stored)
    const error = await rejection(repository.create(item), ItemExistsError)
    expect(error.item).deep.equal(item)
    expect(error.key).deep.equal(key)
    await repository.create({ ...item, range: 2 })
    expect(await raw({ ...Key, 'id/alias': { N: '2' } })).deep.include({ n: stored.n })
  })

  it('is found by get, getOrThrow and refresh, whole or in part', async () => {
    const { repository, sent } = opened(engine, aliased)
    await repository.save(item)
    for (const read of [repository.get(key), repository.getOrThrow(key), repository.refresh(item)]) {
      expect(await read).deep.equal(item)
      expect(sent.at(-1)?.input['Key']).deep.equal(Key)
    }
    expect(await repository.get(key).select('id', 'nested.deep')).deep.equal({
      id: 'a',
      nested: { deep: 'x' },
    })
    expect(Object.values(sent.at(-1)?.input['ExpressionAttributeNames'] ?? {})).deep.equal(['_id', 'n', 'd'])
    const error = await rejection(repository.getOrThrow({ ...key, range: 9 }), ItemNotFoundError)
    expect(error.key).deep.equal({ id: 'a', range: 9 })
  })

  it('is named by its property in conditions, and so are other aliases', async () => {
    const { repository, sent } = opened(engine, aliased)
    await repository.save(item)
    const met = repository
      .save(item)
      .if('id')
      .eq('a')
      .if('nested.deep')
      .eq('x')
      .if((attr) => attr.mail.exists())
    await met
    expect(sent.at(-1)?.input['ExpressionAttributeNames']).deep.equal({
      '#0': '_id',
      '#1': 'n',
      '#2': 'd',
      '#3': 'e-mail',
    })
    const error = await rejection(repository.save(item).if('nested.deep').eq('y'), ConditionFailedError)
    expect(error.failed[0]).include({ path: 'nested.deep', actual: 'x' })
  })

  for (const [what, argument] of [
    ['its key', key],
    ['the item', item],
  ] as const)
    it(`is deleted by ${what}`, async () => {
      const { repository, raw, sent } = opened(engine, aliased)
      await repository.save(item)
      await repository.delete(argument)
      expect(sent.at(-1)).deep.include({ call: 'DeleteItem' })
      expect(sent.at(-1)?.input['Key']).deep.equal(Key)
      expect(await raw(Key)).equal(undefined)
    })

  it('that stands alone is deleted by its value', async () => {
    const { repository, raw } = opened(
      engine,
      (table) =>
        new Entity({
          name: 'Single',
          table,
          attributes: { id: attribute(string(), { name: '_id' }) },
          key: { partition: 'id' },
        }),
    )
    await repository.save({ id: 'a' })
    await repository.delete('a')
    expect(await raw({ _id: { S: 'a' } })).equal(undefined)
  })

  it('is what the table and its indexes are made of', async () => {
    const { repository, table } = opened(engine, aliased)
    await repository.createTable()
    const { Table } = await engine.client.send(new DescribeTableCommand({ TableName: table }))
    expect(Table?.KeySchema).deep.equal([
      { AttributeName: '_id', KeyType: 'HASH' },
      { AttributeName: 'id/alias', KeyType: 'RANGE' },
    ])
    expect(
      Table?.AttributeDefinitions?.map((each) => `${each.AttributeName} ${each.AttributeType}`).sort(),
    ).deep.equal(['_id S', 'e-mail S', 'id/alias N'])
    const [index] = Table?.GlobalSecondaryIndexes ?? []
    expect(index?.KeySchema).deep.equal([
      { AttributeName: 'e-mail', KeyType: 'HASH' },
      { AttributeName: 'id/alias', KeyType: 'RANGE' },
    ])
    expect(index?.Projection).deep.equal({ ProjectionType: 'INCLUDE', NonKeyAttributes: ['n'] })
  })

  it('puts items into the index under its stored name', async () => {
    const { repository, table } = opened(engine, aliased)
    await repository.save(item)
    const { Items } = await engine.client.send(
      new QueryCommand({
        TableName: table,
        IndexName: 'byMail',
        KeyConditionExpression: '#m = :m',
        ExpressionAttributeNames: { '#m': 'e-mail' },
        ExpressionAttributeValues: { ':m': { S: 'a@x' } },
      }),
    )
    expect(Items).deep.equal([stored])
  })
})
