import {
  type AttributeValue,
  CreateTableCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { rawPut, withEngine } from '../../../support/engine.js'
import { book, books, keys as keyElements, openEngine } from '../ways-in.js'

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
    const kept = await query({ ...global, ProjectionExpression: 'title' }, { ':p': { S: 'g' } })
    expect(kept.Items).to.have.length(4)
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

  it('evaluate deep parentheses without blocking', async () => {
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

describe('search of the embedded engine', () => {
  it('ends a page with the item that reaches 1 MB, in a table and in an index', () => {
    const { run } = books()
    for (let n = 0; n < 8; n += 1)
      run('PutItem', {
        TableName: 'books',
        Item: { ...book(`s${n}`), genre: { S: 'g' }, text: { S: 'x'.repeat(200 * 1024) } },
      })
    const page = run('Scan', { TableName: 'books' })
    expect([page['Count'], page['LastEvaluatedKey']]).to.deep.equal([6, book('s5')])
    expect(
      run('Scan', { TableName: 'books', ExclusiveStartKey: page['LastEvaluatedKey'] })['Count'],
    ).to.equal(2)
    expect(run('Scan', { TableName: 'books', IndexName: 'byGenre' })['Count']).to.equal(8)
  })

  it('ends a page at just 1 MB', () => {
    for (const [more, expected] of [
      [0, 4],
      [-1, 5],
    ] as const) {
      const { run } = books()
      // Names and values of the key, and the name of the text: 7 bytes.
      for (let n = 0; n < 4; n += 1)
        run('PutItem', {
          TableName: 'books',
          Item: { ...book(`${n}`), t: { S: 'x'.repeat(256 * 1024 - 7 + (n === 3 ? more : 0)) } },
        })
      run('PutItem', { TableName: 'books', Item: book('9') })
      const query = {
        TableName: 'books',
        KeyConditionExpression: 'pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'p' } },
      }
      expect(run('Query', query)['Count']).to.equal(expected)
    }
  })

  it('counts the items that a local index fetches for the size of a page', () => {
    const { run } = books()
    for (let n = 0; n < 6; n += 1)
      run('PutItem', {
        TableName: 'books',
        Item: { ...book(`s${n}`), year: { N: `${n}` }, text: { S: 'x'.repeat(300 * 1024) } },
      })
    const query = {
      TableName: 'books',
      IndexName: 'byYear',
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': { S: 'p' } },
      ReturnConsumedCapacity: 'INDEXES',
    }
    expect(run('Query', query)['Count']).to.equal(6)
    const whole = run('Query', { ...query, Select: 'ALL_ATTRIBUTES' })
    expect([whole['Count'], whole['LastEvaluatedKey']]).to.deep.equal([
      4,
      { ...book('s3'), year: { N: '3' } },
    ])
    // 300 KB and the key are 75.5 units, eventually consistent: 38 for each.
    expect(whole['ConsumedCapacity']).to.deep.include({ CapacityUnits: 152.5, Table: { CapacityUnits: 152 } })
    expect(
      run('Query', { ...query, Select: 'ALL_ATTRIBUTES', ExclusiveStartKey: whole['LastEvaluatedKey'] })[
        'Count'
      ],
    ).to.equal(2)
  })

  it('returns what it costs, by table and by index', () => {
    const { run } = books()
    for (let n = 0; n < 3; n += 1)
      run('PutItem', {
        TableName: 'books',
        Item: { ...book(`s${n}`), genre: { S: 'g' }, year: { N: '1' }, text: { S: 'x'.repeat(5000) } },
      })
    const cost = (input: object) =>
      run('Scan', { TableName: 'books', ReturnConsumedCapacity: 'INDEXES', ...input })['ConsumedCapacity']
    expect(cost({})).to.deep.equal({ TableName: 'books', CapacityUnits: 2, Table: { CapacityUnits: 2 } })
    expect(cost({ ConsistentRead: true })).to.have.property('CapacityUnits', 4)
    expect(cost({ IndexName: 'byGenre' })).to.deep.equal({
      TableName: 'books',
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { byGenre: { CapacityUnits: 0.5 } },
    })
    expect(
      cost({ IndexName: 'byYear', ProjectionExpression: '#t', ExpressionAttributeNames: { '#t': 'text' } }),
    ).to.deep.equal({
      TableName: 'books',
      CapacityUnits: 3.5,
      Table: { CapacityUnits: 3 },
      LocalSecondaryIndexes: { byYear: { CapacityUnits: 0.5 } },
    })
  })

  it('shares the items out among the segments of a scan, each in one of them', () => {
    const { run } = openEngine()
    run('CreateTable', {
      TableName: 'abc',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keyElements('id'),
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    })
    for (let n = 0; n < 500; n += 1) run('PutItem', { TableName: 'abc', Item: { id: { S: `user-${n}` } } })
    const whole = run('Scan', { TableName: 'abc' })['Items']
    for (const TotalSegments of [1, 2, 7, 1_000_000]) {
      const parts = Array.from(
        { length: Math.min(TotalSegments, 20) },
        (_, Segment) => run('Scan', { TableName: 'abc', Segment, TotalSegments })['Items'] as object[],
      )
      if (TotalSegments < 20) expect(parts.flat()).to.deep.equal(whole)
    }
  })

  it('compares keys by bytes and numbers by value', () => {
    const { run } = books()
    for (const sk of ['\uffff', '😀', 'z', 'é']) run('PutItem', { TableName: 'books', Item: book(sk) })
    const sorted = (more: object = {}) =>
      (
        run('Query', {
          TableName: 'books',
          KeyConditionExpression: 'pk = :p',
          ExpressionAttributeValues: { ':p': { S: 'p' } },
          ...more,
        })['Items'] as { sk: { S: string } }[]
      ).map(({ sk }) => sk.S)
    expect(sorted()).to.deep.equal(['z', 'é', '\uffff', '😀'])
    expect(sorted({ ScanIndexForward: false })).to.deep.equal(['😀', '\uffff', 'é', 'z'])
  })

  const refused: [string, object, string][] = [
    [
      'a consistent read of a global index',
      { IndexName: 'byGenre', ConsistentRead: true },
      'Consistent reads are not supported on global secondary indexes',
    ],
    ['an unknown index', { IndexName: 'none' }, 'The table does not have the specified index: none'],
    [
      'a segment alone',
      { Segment: 0 },
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    ],
    [
      'segments without a number',
      { TotalSegments: 2 },
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    ],
    [
      'a segment beyond the last',
      { Segment: 2, TotalSegments: 2 },
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2',
    ],
    [
      'SPECIFIC_ATTRIBUTES of nothing',
      { Select: 'SPECIFIC_ATTRIBUTES' },
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    ],
    [
      'ALL_PROJECTED_ATTRIBUTES of a table',
      { Select: 'ALL_PROJECTED_ATTRIBUTES' },
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    ],
    [
      'all attributes of a global index that has not all',
      { IndexName: 'byGenre', Select: 'ALL_ATTRIBUTES' },
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index byGenre because its projection type is not ALL',
    ],
    [
      'a filter inside a key',
      { FilterExpression: 'attribute_exists(pk.c)' },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk",
    ],
    [
      'a filter inside an index key',
      { FilterExpression: 'genre[1] = genre' },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: genre",
    ],
    [
      'a projection inside a key',
      { ProjectionExpression: 'sk.x' },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: sk",
    ],
    [
      'a name that begins with an underscore',
      { ProjectionExpression: '_a' },
      'Invalid ProjectionExpression: Syntax error; token: "_", near: "_a"',
    ],
    [
      'an index of a list with a zero before it',
      { ProjectionExpression: 'p[01]' },
      'Invalid ProjectionExpression: Syntax error; token: "1", near: "01]"',
    ],
  ]
  for (const [title, more, message] of refused)
    it(`refuses ${title}`, () =>
      expect(books().refusal('Scan', { TableName: 'books', ...more }).message).to.equal(message))

  it('refuses a filter on what an index does not hold in a query, and finds nothing by it in a scan', () => {
    const { run, refusal } = books()
    run('PutItem', { TableName: 'books', Item: { ...book('a'), genre: { S: 'g' }, title: { S: 't' } } })
    const filtered = { TableName: 'books', IndexName: 'byGenre', FilterExpression: 'attribute_exists(title)' }
    const page = run('Scan', filtered)
    expect([page['Count'], page['ScannedCount']]).to.deep.equal([0, 1])
    const query = {
      ...filtered,
      KeyConditionExpression: 'genre = :g',
      ExpressionAttributeValues: { ':g': { S: 'g' } },
    }
    expect(refusal('Query', query).message).to.equal(
      'One or more parameter values were invalid: Secondary index byGenre does not project one or more filter attributes: [title]',
    )
  })
})
