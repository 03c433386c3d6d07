import { expect } from 'chai'
import { engineClock } from '../../../../lib/testing/engine/storage/clock.js'
import { book, books, keys } from '../ways-in.js'

const Create = { IndexName: 'byTitle', KeySchema: keys('title'), Projection: { ProjectionType: 'ALL' } }
const AttributeDefinitions = [{ AttributeName: 'title', AttributeType: 'S' }]
const count = (engine: ReturnType<typeof books>, IndexName: string) =>
  engine.run('Scan', { TableName: 'books', IndexName })['Count']
const update = (update: object, more: object = {}) => ({
  TableName: 'books',
  GlobalSecondaryIndexUpdates: [update],
  ...more,
})

describe('index updates', () => {
  it('add an index with the items that are there, and take it away again', () => {
    const engine = books({ clock: engineClock(0), tableDelay: 0 })
    for (const sk of ['a', 'b', 'c'])
      engine.run('PutItem', {
        TableName: 'books',
        Item: { ...book(sk), ...(sk !== 'c' && { title: { S: sk } }) },
      })
    const { TableDescription } = engine.run('UpdateTable', update({ Create }, { AttributeDefinitions }))
    expect(TableDescription).to.have.nested.property('GlobalSecondaryIndexes[1].IndexStatus', 'CREATING')
    expect(TableDescription).to.have.nested.property('GlobalSecondaryIndexes[1].Backfilling', false)
    expect(count(engine, 'byTitle')).to.equal(2)
    engine.run('PutItem', { TableName: 'books', Item: { ...book('d'), title: { S: 'd' } } })
    expect(count(engine, 'byTitle')).to.equal(3)
    const names = () =>
      (
        engine.run('DescribeTable', { TableName: 'books' }) as {
          Table: { AttributeDefinitions: { AttributeName: string }[] }
        }
      ).Table.AttributeDefinitions.map(({ AttributeName }) => AttributeName)
    expect(names()).to.deep.equal(['pk', 'sk', 'genre', 'year', 'title'])
    engine.run('UpdateTable', update({ Delete: { IndexName: 'byTitle' } }))
    expect(names()).to.deep.equal(['pk', 'sk', 'genre', 'year'])
    expect(engine.refusal('Scan', { TableName: 'books', IndexName: 'byTitle' }).message).to.equal(
      'The table does not have the specified index: byTitle',
    )
    engine.run('PutItem', { TableName: 'books', Item: { ...book('e'), title: { N: '1' } } })
  })

  it('find items by indexes of several attributes on each side', () => {
    const engine = books()
    const KeySchema = [
      ...keys('genre'),
      { AttributeName: 'country', KeyType: 'HASH' },
      { AttributeName: 'year', KeyType: 'RANGE' },
      { AttributeName: 'title', KeyType: 'RANGE' },
    ]
    const wide = { ...Create, IndexName: 'wide', KeySchema }
    engine.run(
      'UpdateTable',
      update(
        { Create: wide },
        { AttributeDefinitions: [...AttributeDefinitions, { AttributeName: 'country', AttributeType: 'S' }] },
      ),
    )
    for (const [at, [country, year, title]] of (
      [
        ['it', '1980', 'a'],
        ['it', '1980', 'b'],
        ['it', '1999', 'c'],
        ['us', '1980', 'd'],
      ] as const
    ).entries())
      engine.run('PutItem', {
        TableName: 'books',
        Item: {
          ...book(`s${at}`),
          genre: { S: 'crime' },
          country: { S: country },
          year: { N: year },
          title: { S: title },
        },
      })
    engine.run('PutItem', {
      TableName: 'books',
      Item: { ...book('sparse'), genre: { S: 'crime' }, country: { S: 'it' } },
    })
    const ExpressionAttributeValues = {
      ':g': { S: 'crime' },
      ':c': { S: 'it' },
      ':y': { N: '1980' },
      ':t': { S: 'a' },
    }
    const query = (condition: string, more: object = {}) => {
      const used = Object.fromEntries(
        Object.entries(ExpressionAttributeValues).filter(([name]) => condition.includes(name)),
      )
      return {
        TableName: 'books',
        IndexName: 'wide',
        KeyConditionExpression: condition,
        ExpressionAttributeNames: { '#y': 'year' },
        ExpressionAttributeValues: used,
        ...more,
      }
    }
    const titles = (condition: string, more: object = {}) => {
      const { '#y': _, ...none } = { '#y': 0 }
      const input = query(condition, more)
      if (!condition.includes('#y')) Object.assign(input, { ExpressionAttributeNames: undefined, ...none })
      return (engine.run('Query', input)['Items'] as { title: { S: string } }[]).map(({ title }) => title.S)
    }
    expect(titles('genre = :g AND country = :c')).to.deep.equal(['a', 'b', 'c'])
    expect(titles('genre = :g AND country = :c AND #y = :y')).to.deep.equal(['a', 'b'])
    expect(titles('genre = :g AND country = :c AND #y = :y AND title > :t')).to.deep.equal(['b'])
    expect(titles('genre = :g AND country = :c AND #y > :y')).to.deep.equal(['c'])
    expect(titles('genre = :g AND country = :c', { ScanIndexForward: false, Limit: 2 })).to.deep.equal([
      'c',
      'b',
    ])
    const refused = (condition: string) =>
      engine.refusal('Query', {
        ...query(condition),
        ...(!condition.includes('#y') && { ExpressionAttributeNames: undefined }),
      }).message
    expect(refused('genre = :g')).to.equal('Query condition missed key schema element: country')
    expect(refused('genre = :g AND country = :c AND title = :t')).to.equal(
      'Query condition missed key schema element: year',
    )
    expect(refused('genre = :g AND country = :c AND #y > :y AND title = :t')).to.equal(
      'Query key condition not supported',
    )
    expect(refused('genre = :g AND country > :c')).to.equal('Query key condition not supported')
    const first = engine.run('Query', {
      ...query('genre = :g AND country = :c'),
      ExpressionAttributeNames: undefined,
      Limit: 1,
    })
    expect(first['LastEvaluatedKey']).to.have.all.keys('pk', 'sk', 'genre', 'country', 'year', 'title')
    const second = engine.run('Query', {
      ...query('genre = :g AND country = :c'),
      ExpressionAttributeNames: undefined,
      ExclusiveStartKey: first['LastEvaluatedKey'],
    })
    expect(second['Count']).to.equal(2)
  })

  it('change the capacity of an index of a provisioned table alone', () => {
    const engine = books()
    const change = update({
      Update: {
        IndexName: 'byGenre',
        ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 3 },
      },
    })
    expect(engine.refusal('UpdateTable', change).message).to.match(
      /should not be specified for index: byGenre/,
    )
    engine.run('UpdateTable', {
      ...change,
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    })
    expect(engine.run('DescribeTable', { TableName: 'books' })).to.have.nested.property(
      'Table.GlobalSecondaryIndexes[0].ProvisionedThroughput.ReadCapacityUnits',
      2,
    )
  })

  const refused: [string, object, string, string][] = [
    [
      'an index that is there',
      update({ Create: { ...Create, IndexName: 'byGenre', KeySchema: keys('genre') } }),
      'ValidationException',
      'Attempting to create an index which already exists',
    ],
    [
      'to delete one that is not',
      update({ Delete: { IndexName: 'none' } }),
      'ResourceNotFoundException',
      'Requested resource not found',
    ],
    [
      'two changes at once',
      {
        ...update({ Create }, { AttributeDefinitions }),
        GlobalSecondaryIndexUpdates: [{ Create }, { Delete: { IndexName: 'byGenre' } }],
      },
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    ],
    [
      'an update that names nothing',
      update({}),
      'ValidationException',
      'One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
    ],
    [
      'two updates of one index',
      {
        TableName: 'books',
        GlobalSecondaryIndexUpdates: [
          { Delete: { IndexName: 'byGenre' } },
          { Update: { IndexName: 'byGenre' } },
        ],
      },
      'ValidationException',
      'One or more parameter values were invalid: Only one global secondary index update per index is allowed simultaneously. Index: byGenre',
    ],
    [
      'keys that are not defined',
      update({ Create }),
      'ValidationException',
      'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [title], AttributeDefinitions: [pk, sk, genre, year]',
    ],
  ]
  for (const [title, input, type, message] of refused)
    it(`refuse ${title}`, () => {
      const refusal = books().refusal('UpdateTable', input)
      expect([refusal.type, refusal.message]).to.deep.equal([type, message])
    })
})
