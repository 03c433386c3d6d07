import {
  type AttributeValue,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { rawGet, rawPut, rawScan, withEngine } from '../../../support/engine.js'

const nested = (levels: number): AttributeValue =>
  levels === 1 ? { S: 'x' } : { M: { a: nested(levels - 1) } }

describe('single writes', () => {
  const engine = withEngine()
  const key = { id: { S: 'k' } }
  let TableName: string
  beforeEach(async () => {
    TableName = engine.name('writes')
    await engine.client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [
          { AttributeName: 'id', AttributeType: 'S' },
          { AttributeName: 'genre', AttributeType: 'S' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byGenre',
            KeySchema: [{ AttributeName: 'genre', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    )
  })
  const update = (
    text: string,
    values: Record<string, AttributeValue>,
    more: Partial<UpdateItemCommandInput> = {},
  ) =>
    engine.client.send(
      new UpdateItemCommand({
        TableName,
        Key: key,
        UpdateExpression: text,
        ExpressionAttributeValues: values,
        ...more,
      }),
    )
  const nameOf = (error: Error) => error.name

  it('return the old item if a condition fails and it was requested', async () => {
    await rawPut(engine.client, TableName, { ...key, n: { N: '1' } })
    const put = { TableName, Item: key, ConditionExpression: 'attribute_not_exists(id)' }
    const plain = await engine.client.send(new PutItemCommand(put)).catch((error) => error)
    expect([plain.name, plain.Item]).to.deep.equal(['ConditionalCheckFailedException', undefined])
    const shown = await engine.client
      .send(new PutItemCommand({ ...put, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }))
      .catch((error) => error)
    expect(shown.Item).to.deep.equal({ ...key, n: { N: '1' } })
    const absent = await engine.client
      .send(
        new DeleteItemCommand({
          TableName,
          Key: { id: { S: 'none' } },
          ConditionExpression: 'attribute_exists(id)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      )
      .catch((error) => error)
    expect([absent.name, absent.Item]).to.deep.equal(['ConditionalCheckFailedException', undefined])
  })

  it('return what was requested', async () => {
    await rawPut(engine.client, TableName, { ...key, n: { N: '1' }, s: { S: 'x' } })
    const returned = async (ReturnValues: 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW' | 'NONE') =>
      (await update('ADD n :n', { ':n': { N: '1' } }, { ReturnValues })).Attributes
    expect(await returned('ALL_OLD')).to.deep.equal({ ...key, n: { N: '1' }, s: { S: 'x' } })
    expect(await returned('ALL_NEW')).to.deep.equal({ ...key, n: { N: '3' }, s: { S: 'x' } })
    expect(await returned('UPDATED_OLD')).to.deep.equal({ n: { N: '3' } })
    expect(await returned('UPDATED_NEW')).to.deep.equal({ n: { N: '5' } })
    expect(await returned('NONE')).to.equal(undefined)
    const wrong = await update('ADD n :n', { ':n': { N: '1' } }, { ReturnValues: 'SOME' as 'NONE' }).catch(
      nameOf,
    )
    expect(wrong).to.equal('ValidationException')
    const deleted = await engine.client.send(
      new DeleteItemCommand({
        TableName,
        Key: key,
        ReturnValues: 'ALL_OLD',
        ConditionExpression: 'attribute_exists(id)',
      }),
    )
    expect(deleted.Attributes?.['n']).to.deep.equal({ N: '6' })
    expect(await rawScan(engine.client, TableName)).to.deep.equal([])
  })

  it('create an item by an update, with nothing but its key where the update leaves nothing', async () => {
    await update('REMOVE a', {}, { ExpressionAttributeValues: undefined })
    expect(await rawGet(engine.client, TableName, key)).to.deep.equal(key)
  })

  it('remove list members by the indexes they had', async () => {
    await rawPut(engine.client, TableName, {
      ...key,
      l1: { L: [{ S: 'a' }, { S: 'b' }, { S: 'c' }, { S: 'd' }] },
    })
    await update('REMOVE l1[0], l1[2]', {}, { ExpressionAttributeValues: undefined })
    expect((await rawGet(engine.client, TableName, key))?.['l1']).to.deep.equal({
      L: [{ S: 'b' }, { S: 'd' }],
    })
  })

  const refused: [string, Record<string, AttributeValue>][] = [
    ['an empty string as index key', { genre: { S: '' } }],
    ['an index key of 2,050 bytes', { genre: { S: 'é'.repeat(1025) } }],
    ['an index key of another type', { genre: { N: '1' } }],
    ['33 levels', { deep: nested(33) }],
    ['an item over 400 KB in bytes', { text: { S: 'é'.repeat(250_000) } }],
    ['39 digits', { n: { N: '1'.repeat(39) } }],
    ['an empty set', { ss: { SS: [] } }],
    ['1 and 1.0 in one set', { ns: { NS: ['1', '1.0'] } }],
  ]
  for (const [title, more] of refused)
    it(`refuse ${title}, alone and in a batch`, async () => {
      const Item = { ...key, ...more }
      const put = engine.client.send(new PutItemCommand({ TableName, Item })).catch(nameOf)
      const batch = new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item } }] } })
      expect([await put, await engine.client.send(batch).catch(nameOf)]).to.deep.equal([
        'ValidationException',
        'ValidationException',
      ])
      expect(await rawScan(engine.client, TableName)).to.deep.equal([])
    })

  it('refuse a sum that is not a DynamoDB number', async () => {
    await rawPut(engine.client, TableName, { ...key, n: { N: '9'.repeat(38) }, big: { N: '9E125' } })
    expect(await update('ADD n :n', { ':n': { N: '0.1' } }).catch(nameOf)).to.equal('ValidationException')
    expect(await update('ADD big :n', { ':n': { N: '9E125' } }).catch(nameOf)).to.equal('ValidationException')
    expect((await rawGet(engine.client, TableName, key))?.['n']).to.deep.equal({ N: '9'.repeat(38) })
  })

  it('let one of many win a create, and lose no ADD', async () => {
    const creates = Array.from({ length: 50 }, (_, index) =>
      engine.client
        .send(
          new PutItemCommand({
            TableName,
            Item: { ...key, by: { N: String(index) } },
            ConditionExpression: 'attribute_not_exists(id)',
          }),
        )
        .then(
          () => 1,
          () => 0,
        ),
    )
    expect((await Promise.all(creates)).filter(Boolean)).to.have.length(1)
    await Promise.all(Array.from({ length: 50 }, () => update('ADD n :n', { ':n': { N: '1' } })))
    expect((await rawGet(engine.client, TableName, key))?.['n']).to.deep.equal({ N: '50' })
  })

  it('take the parameters from before expressions', async () => {
    await engine.client.send(
      new UpdateItemCommand({
        TableName,
        Key: key,
        AttributeUpdates: { n: { Action: 'ADD', Value: { N: '2' } } },
      }),
    )
    const put = new PutItemCommand({ TableName, Item: key, Expected: { n: { Value: { N: '3' } } } })
    expect(await engine.client.send(put).catch(nameOf)).to.equal('ConditionalCheckFailedException')
    expect((await rawGet(engine.client, TableName, key))?.['n']).to.deep.equal({ N: '2' })
  })
})
