import {
  type AttributeValue,
  CreateTableCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { rawPut, withEngine } from '../support/engine.js'

describe('searches', () => {
  const engine = withEngine()
  let TableName: string
  before(async () => {
    TableName = engine.name('searches')
    const keys = (partition: string, sort?: string) => [
      { AttributeName: partition, KeyType: 'HASH' as const },
      ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' as const }]),
    ]
    await engine.client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: keys('pk', 'sk'),
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'N' },
          { AttributeName: 'genre', AttributeType: 'S' },
          { AttributeName: 'printed', AttributeType: 'N' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byGenre',
            KeySchema: keys('genre', 'sk'),
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['title'] },
          },
        ],
        LocalSecondaryIndexes: [
          {
            IndexName: 'byPrinted',
            KeySchema: keys('pk', 'printed'),
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      }),
    )
    for (let n = 0; n < 10; n += 1)
      await rawPut(engine.client, TableName, {
        pk: { S: 'p' },
        sk: { N: String(n) },
        printed: { N: String(100 - n) },
        title: { S: `t${n}` },
        sold: { BOOL: n % 2 === 0 },
        parts: { L: [{ BOOL: n > 5 }, { M: { n: { N: `${n}.0` } } }] },
        ...(n < 4 && { genre: { S: 'g' } }),
      })
  })

  const query = (more: Partial<QueryCommandInput> = {}, values: Record<string, AttributeValue> = {}) =>
    engine.client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'p' }, ...values },
        ...more,
      }),
    )
  const sorts = (items: Record<string, AttributeValue>[] | undefined) =>
    (items ?? []).map((item) => Number(item['sk']?.N))

  // Each of these dynalite alone answers wrongly.
  const filters: [string, Record<string, AttributeValue>, number[]][] = [
    ['sold IN (:v)', { ':v': { BOOL: false } }, [1, 3, 5, 7, 9]],
    ['attribute_type(sold, :v)', { ':v': { S: 'BOOL' } }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ['contains(parts, :v)', { ':v': { BOOL: true } }, [6, 7, 8, 9]],
    ['parts[1] = :v', { ':v': { M: { n: { N: '3' } } } }, [3]],
    ['parts = :v', { ':v': { L: [{ BOOL: false }, { M: { n: { N: '2' } } }] } }, [2]],
    ['NOT parts = :v', { ':v': { L: [] } }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ]
  for (const [FilterExpression, values, expected] of filters)
    it(`filter by ${FilterExpression}`, async () => {
      const page = await query({ FilterExpression }, values)
      expect(sorts(page.Items)).to.deep.equal(expected)
      expect([page.Count, page.ScannedCount]).to.deep.equal([expected.length, 10])
      const scanned = await engine.client.send(
        new ScanCommand({ TableName, FilterExpression, ExpressionAttributeValues: values, Select: 'COUNT' }),
      )
      expect([scanned.Count, scanned.ScannedCount, scanned.Items]).to.deep.equal([
        expected.length,
        10,
        undefined,
      ])
    })

  it('apply Limit before the filter, and go on from the last item seen', async () => {
    const filter = { FilterExpression: 'title = :t', Limit: 4 }
    const first = await query(filter, { ':t': { S: 't6' } })
    expect([first.Count, first.ScannedCount]).to.deep.equal([0, 4])
    const second = await query(
      { ...filter, ExclusiveStartKey: first.LastEvaluatedKey },
      { ':t': { S: 't6' } },
    )
    expect(sorts(second.Items)).to.deep.equal([6])
    expect(second.LastEvaluatedKey?.['sk']).to.deep.equal({ N: '7' })
  })

  it('project parts, of what was filtered by other parts', async () => {
    const page = await query(
      {
        FilterExpression: 'sold = :yes',
        ProjectionExpression: '#t, parts[1].n',
        ExpressionAttributeNames: { '#t': 'title' },
        Limit: 1,
      },
      { ':yes': { BOOL: true } },
    )
    expect(page.Items?.[0]).to.have.property('title')
    expect(page.Items?.[0]?.['parts']?.L).to.have.length(1)
    expect(page.Items?.[0]).not.to.have.property('sold')
  })

  it('fetch for a local index what it does not hold, and refuse that for a global one', async () => {
    const local = await query({ IndexName: 'byPrinted', ProjectionExpression: 'title', Limit: 2 })
    expect(local.Items).to.deep.equal([{ title: { S: 't9' } }, { title: { S: 't8' } }])
    const global = { IndexName: 'byGenre', KeyConditionExpression: 'genre = :p' }
    const held = await query({ ...global, ProjectionExpression: 'title' }, { ':p': { S: 'g' } })
    expect(held.Items).to.have.length(4)
    const names = await Promise.all(
      [
        { ProjectionExpression: 'sold' },
        { FilterExpression: 'sold = :p' },
        { Select: 'ALL_ATTRIBUTES' as const },
      ].map((more) =>
        query({ ...global, ...more }, { ':p': { S: 'g' } }).catch((error: Error) => error.name),
      ),
    )
    expect(names).to.deep.equal(['ValidationException', 'ValidationException', 'ValidationException'])
  })

  const refused: [string, Partial<QueryCommandInput>][] = [
    ['a filter on the key', { FilterExpression: 'sk > :p' }],
    ['a count with a projection', { Select: 'COUNT', ProjectionExpression: 'title' }],
    ['overlapping projections', { ProjectionExpression: 'title, title' }],
    ['unused names', { ExpressionAttributeNames: { '#a': 'b' } }],
    ['a wrong key condition', { KeyConditionExpression: 'pk = ' }],
    ['a key condition with OR', { KeyConditionExpression: 'pk = :p OR sk = :p' }],
    ['4,097 bytes', { FilterExpression: `title = :p${' '.repeat(4087)}` }],
    ['301 operators', { FilterExpression: Array(151).fill('a=:p').join(' OR ') }],
    ['101 operands of IN', { FilterExpression: `a IN (${Array(101).fill(':p').join()})` }],
  ]
  for (const [title, more] of refused)
    it(`refuse ${title}`, async () => {
      expect(await query(more).catch((error: Error) => error.name)).to.equal('ValidationException')
    })

  it('answer deep parentheses without blocking', async () => {
    const deep = (levels: number): string => (levels === 0 ? 'title=:p' : `(${deep(levels - 1)} OR sold=:p)`)
    const start = performance.now()
    await query({ FilterExpression: deep(40) })
    expect(performance.now() - start).to.be.below(1_000)
  })

  it('take the parameters from before expressions', async () => {
    const page = await engine.client.send(
      new QueryCommand({
        TableName,
        KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'p' }] } },
        QueryFilter: { title: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 't2' }] } },
      }),
    )
    expect(sorts(page.Items)).to.deep.equal([2])
  })
})

describe('searches of the embedded engine alone', () => {
  it('refuse more than six parentheses in a key condition at once', async () => {
    const { books, refusalOf } = await import('./expressions.js')
    const { search } = await import('../../lib/testing/searches.js')
    const context = await books()
    const nested = (levels: number): string =>
      levels === 0 ? 'pk = :p' : `(${nested(levels - 1)} AND sk = :p)`
    const input = {
      TableName: 'books',
      KeyConditionExpression: nested(7),
      ExpressionAttributeValues: { ':p': { S: 'p' } },
    }
    expect((await refusalOf(() => search('Query', input, context))).message).to.match(/nested parentheses/)
  })
})
