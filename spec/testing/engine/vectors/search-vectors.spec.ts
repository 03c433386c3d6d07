import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { removeExpired } from '../../../../lib/testing/engine/tables/time-to-live.js'
import type { WireItem, WireObject } from '../../../../lib/testing/engine/values/wire.js'
import { near, numbers, shelved, shelves, shelvesTable } from '../shelves.js'
import { type OpenEngine, openEngine } from '../ways-in.js'

const TableName = 'shelves'
const search = (more: object = {}) => ({
  TableName,
  IndexName: 'near',
  SearchVector: numbers(1, 0, 0),
  TopK: 10,
  ...more,
})
const inTenant = (tenant: string, more: object = {}) =>
  search({
    IndexName: 'scoped',
    SearchConditionExpression: 'tenant = :t',
    ExpressionAttributeValues: { ':t': { S: tenant } },
    ...more,
  })

interface Result {
  Item: WireItem
  Score: number
}
const results = (output: WireObject) => output['SearchResults'] as Result[]
const found = (engine: OpenEngine, input: object) =>
  results(engine.run('SearchVectors', input)).map(({ Item }) => Item['pk']?.S)

function filled() {
  const engine = shelves()
  const put = (pk: string, vector: number[], tenant: string, lang: string) =>
    engine.run('PutItem', {
      TableName,
      Item: shelved(pk, vector, {
        tenant: { S: tenant },
        lang: { S: lang },
        title: { S: pk.toUpperCase() },
        note: { S: 'n' },
      }),
    })
  put('a', [1, 0, 0], 't1', 'en')
  put('b', [0.6, 0.8, 0], 't1', 'de')
  put('c', [0, 1, 0], 't2', 'en')
  put('d', [-1, 0, 0], 't1', 'en')
  return engine
}

describe('SearchVectors', () => {
  it('finds the nearest items with their scores, without the vector', () => {
    const all = results(filled().run('SearchVectors', search()))
    expect(all.map(({ Item, Score }) => [Item['pk']?.S, Score])).to.deep.equal([
      ['a', 0],
      ['b', 0.3999999761581421],
      ['c', 1],
      ['d', 2],
    ])
    expect(all[0]?.Item).to.have.all.keys('pk', 'tenant', 'lang', 'title', 'note')
  })

  it('searches one partition, filters it, and returns what the index holds', () => {
    const engine = filled()
    expect(found(engine, inTenant('t1'))).to.deep.equal(['a', 'b', 'd'])
    expect(found(engine, inTenant('t1', { TopK: 2 }))).to.deep.equal(['a', 'b'])
    expect(found(engine, inTenant('t3'))).to.deep.equal([])
    const english = {
      SearchConditionExpression: '#t = :t AND lang = :l',
      ExpressionAttributeNames: { '#t': 'tenant' },
      ExpressionAttributeValues: { ':t': { S: 't1' }, ':l': { S: 'en' } },
    }
    expect(found(engine, inTenant('t1', english))).to.deep.equal(['a', 'd'])
    const [first] = results(engine.run('SearchVectors', inTenant('t1')))
    expect(first?.Item).to.have.all.keys('pk', 'tenant', 'lang', 'title')
  })

  it('projects what the index holds, and leaves out the rest without a word', () => {
    const engine = filled()
    const shown = (ProjectionExpression: string) =>
      results(engine.run('SearchVectors', inTenant('t1', { ProjectionExpression, TopK: 2 })))[1]?.Item
    expect(shown('title, note')).to.deep.equal({ title: { S: 'B' } })
    expect(shown('pk, embedding')).to.deep.equal({ pk: { S: 'b' }, embedding: { L: numbers(0.6, 0.8, 0) } })
    expect(shown('embedding[1]')).to.deep.equal({ embedding: { L: numbers(0.8) } })
  })

  it('follows every write at once', () => {
    const engine = filled()
    const Key = { pk: { S: 'a' } }
    const update = (UpdateExpression: string, values?: WireItem) =>
      engine.run('UpdateItem', {
        TableName,
        Key,
        UpdateExpression,
        ...(values && { ExpressionAttributeValues: values }),
      })
    update('SET embedding = :v', { ':v': { L: numbers(-1, 0, 0) } })
    expect(found(engine, inTenant('t1'))).to.deep.equal(['b', 'a', 'd'])
    update('SET tenant = :t', { ':t': { S: 't2' } })
    expect(found(engine, inTenant('t2'))).to.deep.equal(['c', 'a'])
    update('REMOVE tenant')
    expect(found(engine, inTenant('t2'))).to.deep.equal(['c'])
    expect(found(engine, search())).to.include('a')
    update('REMOVE embedding')
    expect(found(engine, search())).not.to.include('a')
    engine.run('DeleteItem', { TableName, Key: { pk: { S: 'c' } } })
    expect(found(engine, inTenant('t2'))).to.deep.equal([])
    engine.run('BatchWriteItem', {
      RequestItems: { shelves: [{ PutRequest: { Item: shelved('e', [1, 0, 0], { tenant: { S: 't2' } }) } }] },
    })
    engine.run('TransactWriteItems', {
      TransactItems: [{ Put: { TableName, Item: shelved('f', [0, 0, 1], { tenant: { S: 't2' } }) } }],
    })
    expect(found(engine, inTenant('t2'))).to.deep.equal(['e', 'f'])
  })

  it('reports the bytes of a search, and of what a write changes in an index', () => {
    const engine = shelves()
    const capacity = (operation: string, input: object) => engine.run(operation, input)['ConsumedCapacity']
    const put = (more: WireItem, ReturnConsumedCapacity = 'INDEXES') =>
      capacity('PutItem', { TableName, Item: shelved('a', [1, 0, 0], more), ReturnConsumedCapacity })
    const bytes = { VectorWriteRequestBytes: 1024 }
    expect(put({ tenant: { S: 't' } })).to.deep.include({ VectorIndexes: { near: bytes, scoped: bytes } })
    expect(put({ tenant: { S: 't' } })).not.to.have.property('VectorIndexes')
    expect(put({ tenant: { S: 't' }, note: { S: 'n' } })).to.deep.include({ VectorIndexes: { near: bytes } })
    expect(put({ note: { S: 'n' } }, 'TOTAL')).not.to.have.property('VectorIndexes')
    const large = { note: { S: 'x'.repeat(2000) } }
    expect(put(large)).to.deep.include({
      VectorIndexes: { near: { VectorWriteRequestBytes: 'pkanoteembedding'.length + 2000 + 12 } },
    })
    expect(put({ ...large, tenant: { S: 't' } })).to.have.nested.property('VectorIndexes.scoped')
    expect(put({ ...large, tenant: { S: 'u' } })).to.have.nested.property(
      'VectorIndexes.scoped.VectorWriteRequestBytes',
      2048,
    )
    expect(capacity('SearchVectors', search({ ReturnConsumedCapacity: 'TOTAL' }))).to.deep.equal({
      VectorSearchRequestBytes: 12 + 'pkatenantunote'.length + 2000,
    })
    expect(capacity('SearchVectors', inTenant('none', { ReturnConsumedCapacity: 'INDEXES' }))).to.deep.equal({
      VectorSearchRequestBytes: 1024,
    })
    expect(capacity('SearchVectors', search())).to.equal(undefined)
  })

  it('loses what time to live removes, and lags if reads do', () => {
    const clock = engineClock(1_000_000_000)
    const engine = shelves({ clock, lag: 50 })
    clock.advance(51)
    engine.run('UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'until' },
    })
    engine.run('PutItem', { TableName, Item: shelved('a', [1, 0, 0], { until: { N: '1000100' } }) })
    expect(found(engine, search())).to.deep.equal([])
    clock.advance(51)
    expect(found(engine, search())).to.deep.equal(['a'])
    clock.advance(200_000)
    removeExpired(engine.context)
    clock.advance(51)
    expect(found(engine, search())).to.deep.equal([])
  })

  const condition = (SearchConditionExpression: string, values: WireItem = { ':t': { S: 't' } }) => ({
    IndexName: 'scoped',
    SearchConditionExpression,
    ExpressionAttributeValues: values,
  })
  const refused: [string, object, string][] = [
    [
      '101 results',
      { TopK: 101 },
      "Provided TopK value '101' is out of valid range. The value must be between 1 and 100 inclusive",
    ],
    [
      'no results',
      { TopK: 0 },
      "Provided TopK value '0' is out of valid range. The value must be between 1 and 100 inclusive",
    ],
    ['an index that is not there', { IndexName: 'far' }, 'The table does not have the specified index: far'],
    [
      'another number of dimensions',
      { SearchVector: numbers(1, 0) },
      'Input search vector dimension 2 does not match vector index dimension 3',
    ],
    [
      'a list in the vector',
      { SearchVector: [{ L: numbers(1, 0, 0) }] },
      'Search vector contains invalid values. All values in the search vector must be a 32-bit floating-point number attribute',
    ],
    [
      'more than a float holds',
      { SearchVector: [{ N: '1E39' }, { N: '0' }, { N: '0' }] },
      'Search vector contains invalid values. All values in the search vector must be a 32-bit floating-point number attribute',
    ],
    [
      'no partition',
      { IndexName: 'scoped' },
      'SearchConditionExpression must be provided when SearchSchema has a HASH key',
    ],
    [
      'a filter alone',
      condition('lang = :t'),
      'SearchConditionExpression must be provided when SearchSchema has a HASH key',
    ],
    [
      'an attribute outside of the search schema',
      condition('tenant = :t AND title = :t'),
      'SearchConditionExpression must not contain any attributes that is not in SearchSchema. Invalid attribute: title',
    ],
    [
      'a value of another type',
      condition('tenant = :t', { ':t': { N: '1' } }),
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    ...[
      'tenant > :t',
      'tenant <> :t',
      'tenant IN (:t)',
      'begins_with(tenant, :t)',
      'NOT tenant = :t',
      'tenant = :t OR lang = :t',
      'tenant = lang AND tenant = :t',
      ':t = tenant',
    ].map((text): [string, object, string] => [
      `the condition ${text}`,
      condition(text),
      'Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression',
    ]),
    [
      'a nested attribute',
      condition('tenant = :t AND lang.code = :t'),
      'Invalid SearchConditionExpression: Nested attributes are not supported in SearchConditionExpression',
    ],
    [
      'a value that is not used',
      condition('tenant = :t', { ':t': { S: 't' }, ':u': { S: 'u' } }),
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:u}',
    ],
  ]
  for (const [title, more, message] of refused)
    it(`refuses ${title}`, () =>
      expect(shelves().refusal('SearchVectors', search(more))).to.include({
        type: 'ValidationException',
        message,
      }))

  it('names the first parameter that is missing, and a table that is not there', () => {
    const { refusal } = openEngine()
    for (const name of ['TableName', 'IndexName', 'SearchVector', 'TopK']) {
      const input = Object.fromEntries(Object.entries(search()).filter(([parameter]) => parameter !== name))
      expect(refusal('SearchVectors', input).message).to.equal(
        `missing field \`${name}\` at line 1 column ${JSON.stringify(input).length}`,
      )
    }
    expect(refusal('SearchVectors', search()).type).to.equal('ResourceNotFoundException')
  })

  it('is the only way to read a vector index', () => {
    const { refusal } = shelves()
    const query = { KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'a' } } }
    expect(refusal('Query', { TableName, IndexName: 'near', ...query }).message).to.equal(
      'Query operation not supported on this index type.',
    )
    expect(refusal('Scan', { TableName, IndexName: 'near' }).message).to.equal(
      'Scan operation not supported on this index type',
    )
    expect(refusal('ExecuteStatement', { Statement: 'SELECT * FROM shelves.near' }).message).to.equal(
      'Scan operation not supported on this index type',
    )
  })

  const once = 'One or more parameter values were invalid. '
  const unfit: [string, WireItem, string][] = [
    [
      'a short vector',
      shelved('a', [1, 0]),
      `${once}Invalid size for parameter embedding, Expected: 3, Actual: 2 IndexName: near`,
    ],
    [
      'text in a vector',
      { pk: { S: 'a' }, embedding: { L: [{ N: '1' }, { S: 'x' }, { N: '0' }] } },
      `${once}Invalid type for parameter embedding[1], Expected: 32-bit floating point number, Actual: S. IndexName: near`,
    ],
    [
      'a number set',
      { pk: { S: 'a' }, embedding: { NS: ['1', '2', '3'] } },
      `${once}Invalid type for parameter embedding, Expected: 32-bit floating point number list IndexName: near`,
    ],
    [
      'more than a float holds',
      { pk: { S: 'a' }, embedding: { L: [{ N: '1' }, { N: '4E38' }, { N: '0' }] } },
      `${once}Invalid value for parameter embedding[1], Value is outside valid range [-3.4028235E38, 3.4028235E38]. IndexName: near`,
    ],
    [
      'a partition key of another type',
      shelved('a', [1, 0, 0], { tenant: { N: '1' } }),
      `${once}Attribute 'tenant' type mismatch. Expected: S, Actual: N. IndexName: scoped`,
    ],
    [
      'a filter of another type',
      shelved('a', [1, 0, 0], { lang: { BOOL: true } }),
      `${once}Attribute 'lang' type mismatch. Expected: S, Actual: BOOL. IndexName: scoped`,
    ],
    [
      'an empty partition key',
      shelved('a', [1, 0, 0], { tenant: { S: '' } }),
      'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: scoped, IndexKey: tenant',
    ],
  ]
  for (const [title, Item, message] of unfit)
    it(`has writes refuse ${title}`, () => {
      const engine = shelves()
      expect(engine.refusal('PutItem', { TableName, Item }).message).to.equal(message)
      expect(
        engine.refusal('BatchWriteItem', { RequestItems: { shelves: [{ PutRequest: { Item } }] } }).message,
      ).to.equal(message)
      expect(
        JSON.stringify(
          engine.refusal('TransactWriteItems', { TransactItems: [{ Put: { TableName, Item } }] }).body,
        ),
      ).to.include(message.slice(0, 40))
      const { pk, ...others } = Item
      const names = Object.keys(others)
      expect(
        engine.refusal('UpdateItem', {
          TableName,
          Key: { pk },
          UpdateExpression: `SET ${names.map((name) => `${name} = :${name}`).join(', ')}`,
          ExpressionAttributeValues: Object.fromEntries(names.map((name) => [`:${name}`, others[name]])),
        }).message,
      ).to.equal(message)
      expect(engine.run('GetItem', { TableName, Key: { pk: { S: 'a' } } })).to.deep.equal({})
    })

  it('refuses a response of more than 16 MB', () => {
    const engine = openEngine()
    engine.run('CreateTable', {
      ...shelvesTable,
      AttributeDefinitions: [shelvesTable.AttributeDefinitions[0]],
      VectorIndexes: [near],
    })
    for (let at = 0; at < 42; at += 1)
      engine.run('PutItem', {
        TableName,
        Item: shelved(`a${at}`, [1, 0, 0], { note: { S: 'x'.repeat(400_000) } }),
      })
    expect(results(engine.run('SearchVectors', search({ TopK: 41 })))).to.have.length(41)
    expect(engine.refusal('SearchVectors', search({ TopK: 42 })).message).to.match(/16 MB/)
  })
})
