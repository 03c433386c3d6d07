// Random raw requests on one table, many of them wrong in one part, for comparing two engines.
import fc from 'fast-check'
import { keys } from './ways-in.js'

/** One request of DynamoDB's JSON protocol. */
export interface RawRequest {
  readonly operation: string
  readonly input: Record<string, unknown>
}

export const TableName = 'raw-requests'

const attribute = (AttributeName: string, AttributeType: string) => ({ AttributeName, AttributeType })
export const createTable: RawRequest = {
  operation: 'CreateTable',
  input: {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys('pk', 'sk'),
    AttributeDefinitions: [
      attribute('pk', 'S'),
      attribute('sk', 'N'),
      attribute('g', 'S'),
      attribute('r', 'S'),
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byG',
        KeySchema: keys('g', 'sk'),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] },
      },
    ],
    LocalSecondaryIndexes: [
      { IndexName: 'byR', KeySchema: keys('pk', 'r'), Projection: { ProjectionType: 'KEYS_ONLY' } },
    ],
  },
}

const rarely = <T>(wrong: fc.Arbitrary<T>, right: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: wrong }, { weight: 14, arbitrary: right })

const pk = rarely<object>(
  fc.constantFrom({ S: '' }, { N: '1' }, {}),
  fc.constantFrom('p', 'q').map((S) => ({ S })),
)
const sk = rarely<object>(
  fc.constantFrom({ S: '1' }, { N: 'x' }, { N: '' }),
  fc.constantFrom('1', '2', '3', '10', '-1.5').map((N) => ({ N })),
)
const key = rarely<object>(
  fc.constantFrom({ pk: { S: 'p' } }, { pk: { S: 'p' }, other: { N: '1' } }, {}),
  fc.record({ pk, sk }).map((one) => ({ ...one })),
)
const value = rarely<object>(
  fc.constantFrom({ SS: [] }, { NS: ['1', '1.0'] }, { N: '1e200' }, { S: 'a', N: '1' }, { L: [{}] }),
  fc.constantFrom<object>(
    { S: 'x' },
    { S: 'y' },
    { N: '5' },
    { BOOL: true },
    { NULL: true },
    { SS: ['a', 'b'] },
    { L: [{ N: '1' }, { S: 'z' }] },
    { M: { a: { N: '1' } } },
  ),
)
const item = fc
  .tuple(
    key,
    fc.record(
      {
        a: value,
        b: value,
        g: rarely<object>(fc.constantFrom({ S: '' }, { N: '1' }), fc.constantFrom({ S: 'g1' }, { S: 'g2' })),
        r: fc.constantFrom({ S: 'r1' }, { S: 'r2' }, { S: 'r3' }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([own, more]) => ({ ...own, ...more }))

const values = {
  ':p': { S: 'p' },
  ':q': { S: 'q' },
  ':n': { N: '2' },
  ':m': { N: '10' },
  ':g': { S: 'g1' },
  ':r': { S: 'r' },
} as const
// Only the placeholders that an expression uses: what is unused is refused.
function withValues(
  input: Record<string, unknown>,
  extra: Record<string, unknown> = {},
): Record<string, unknown> {
  const text = ['KeyConditionExpression', 'FilterExpression', 'ConditionExpression', 'UpdateExpression']
    .map((name) => input[name] ?? '')
    .join(' ')
  const used = Object.entries({ ...values, ...extra }).filter(([name]) => new RegExp(`${name}\\b`).test(text))
  return { ...input, ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }) }
}

const condition = rarely(
  fc.constantFrom('a', 'a = :zz', '((a = :n))', 'size(a)', 'a BETWEEN :m AND :n', 'name = :n', 'a = a'),
  fc.constantFrom(
    'attribute_exists(pk)',
    'attribute_not_exists(a)',
    'a = :n OR b = :g',
    'contains(a, :g)',
    'begins_with(g, :r)',
    'size(a) > :n',
    'a IN (:n, :g)',
    'NOT b <> :n',
  ),
)
const maybe = <T>(name: string, arbitrary: fc.Arbitrary<T>) =>
  fc
    .option(arbitrary, { freq: 2 })
    .map((one): Record<string, unknown> => (one === null ? {} : { [name]: one }))

const update = rarely(
  fc.constantFrom(
    'SET a',
    'SET pk = :p',
    'SET a = :n, a = :m',
    'REMOVE',
    'ADD a :g',
    'SET a.b.c = :n',
    'SET a = missing',
    'SET a = b + :g',
    'DELETE a :n',
  ),
  fc.constantFrom(
    'SET a = :n',
    'SET b = if_not_exists(b, :g)',
    'REMOVE a',
    'SET a = ((:n) + (:m)), b = :g',
    'SET g = :g REMOVE b',
    'ADD c :n',
    'SET l = list_append(if_not_exists(l, :e), :e)',
    'SET b = a',
  ),
)

const single = fc.oneof(
  fc
    .tuple(
      item,
      maybe('ConditionExpression', condition),
      maybe('ReturnValues', rarely(fc.constantFrom('ALL_NEW', 'X'), fc.constantFrom('ALL_OLD', 'NONE'))),
    )
    .map(([Item, one, two]) => ({
      operation: 'PutItem',
      input: withValues({ TableName, Item, ...one, ...two }),
    })),
  fc
    .tuple(
      key,
      update,
      maybe('ConditionExpression', condition),
      maybe('ReturnValues', fc.constantFrom('ALL_OLD', 'ALL_NEW', 'NONE')),
    )
    .map(([Key, UpdateExpression, one, two]) => ({
      operation: 'UpdateItem',
      input: withValues({ TableName, Key, UpdateExpression, ...one, ...two }, { ':e': { L: [{ N: '1' }] } }),
    })),
  fc
    .tuple(
      key,
      maybe('ConditionExpression', condition),
      maybe('ReturnValues', fc.constantFrom('ALL_OLD', 'NONE')),
    )
    .map(([Key, one, two]) => ({
      operation: 'DeleteItem',
      input: withValues({ TableName, Key, ...one, ...two }),
    })),
  fc
    .tuple(
      key,
      maybe(
        'ProjectionExpression',
        rarely(
          fc.constantFrom('a,', 'a, a', '_a', 'g.x', 'a[01]'),
          fc.constantFrom('a', 'pk, b', 'a[0], a[1]'),
        ),
      ),
      maybe('ConsistentRead', fc.boolean()),
    )
    .map(([Key, one, two]) => ({ operation: 'GetItem', input: { TableName, Key, ...one, ...two } })),
)

const range = rarely(
  fc.constantFrom(
    ' OR sk = :n',
    ' AND sk <> :n',
    ' AND begins_with(sk, :r)',
    ' AND sk BETWEEN :m AND :n',
    ' AND a = :n',
    ' AND sk IN (:n)',
    ' AND contains(sk, :n)',
  ),
  fc.constantFrom(
    '',
    ' AND sk = :n',
    ' AND sk < :m',
    ' AND sk >= :n',
    ' AND sk BETWEEN :n AND :m',
    ' AND :n <= sk',
  ),
)
const common = fc
  .tuple(
    maybe('Limit', rarely(fc.constantFrom(0, -1), fc.integer({ min: 1, max: 4 }))),
    maybe('FilterExpression', rarely(fc.constantFrom('pk = :p', 'sk.a = :n', 'g[1] = :n', 'zz'), condition)),
    maybe(
      'Select',
      fc.constantFrom('COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES'),
    ),
    maybe('ConsistentRead', fc.boolean()),
  )
  .map((parts) => Object.assign({}, ...parts))

const search = fc.oneof(
  fc.tuple(range, common, maybe('ScanIndexForward', fc.boolean())).map(([text, one, two]) => ({
    operation: 'Query',
    input: withValues({ TableName, KeyConditionExpression: `pk = :p${text}`, ...one, ...two }),
  })),
  fc.tuple(range, common).map(([text, one]) => ({
    operation: 'Query',
    input: withValues({ TableName, IndexName: 'byG', KeyConditionExpression: `g = :g${text}`, ...one }),
  })),
  fc.tuple(fc.constantFrom('', ' AND r = :r', ' AND begins_with(r, :r)'), common).map(([text, one]) => ({
    operation: 'Query',
    input: withValues({ TableName, IndexName: 'byR', KeyConditionExpression: `pk = :p${text}`, ...one }),
  })),
  fc
    .tuple(common, maybe('IndexName', fc.constantFrom('byG', 'byR', 'none')))
    .map(([{ Limit, ...one }, two]) => ({
      operation: 'Scan',
      input: withValues({ TableName, ...one, ...two, ...(Number(Limit) < 1 && { Limit }) }),
    })),
  fc
    .tuple(fc.integer({ min: -1, max: 2 }), fc.integer({ min: 0, max: 2 }))
    .map(([Segment, TotalSegments]) => ({
      operation: 'Scan',
      input: { TableName, Segment, TotalSegments, Select: 'COUNT', Limit: 1_000 },
    })),
)

const batches = fc.oneof(
  fc
    .array(
      fc.oneof(
        item.map((Item) => ({ PutRequest: { Item } })),
        key.map((Key) => ({ DeleteRequest: { Key } })),
      ),
      { maxLength: 3 },
    )
    .map((requests) => ({
      operation: 'BatchWriteItem',
      input: { RequestItems: { [TableName]: requests } },
    })),
  fc
    .array(key, { maxLength: 3 })
    .map((Keys) => ({ operation: 'BatchGetItem', input: { RequestItems: { [TableName]: { Keys } } } })),
  fc
    .array(
      fc.oneof(
        fc
          .tuple(item, maybe('ConditionExpression', condition))
          .map(([Item, one]) => ({ Put: withValues({ TableName, Item, ...one }) })),
        fc.tuple(key, update).map(([Key, UpdateExpression]) => ({
          Update: withValues({ TableName, Key, UpdateExpression }, { ':e': { L: [] } }),
        })),
        fc.tuple(key, condition).map(([Key, ConditionExpression]) => ({
          ConditionCheck: withValues({ TableName, Key, ConditionExpression }),
        })),
      ),
      { maxLength: 3 },
    )
    .map((TransactItems) => ({ operation: 'TransactWriteItems', input: { TransactItems } })),
  fc.array(key, { maxLength: 3 }).map((all) => ({
    operation: 'TransactGetItems',
    input: { TransactItems: all.map((Key) => ({ Get: { TableName, Key } })) },
  })),
)

const index = { IndexName: 'added', KeySchema: keys('r', 't'), Projection: { ProjectionType: 'ALL' } }
const rt = [attribute('r', 'S'), attribute('t', 'S')]
const tables = fc.oneof(
  fc
    .constantFrom(
      { AttributeDefinitions: rt, GlobalSecondaryIndexUpdates: [{ Create: index }] },
      { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'added' } }] },
      { GlobalSecondaryIndexUpdates: [{ Create: index }] },
      { GlobalSecondaryIndexUpdates: [{}] },
      {
        AttributeDefinitions: rt,
        GlobalSecondaryIndexUpdates: [{ Create: { ...index, Projection: { ProjectionType: 'INCLUDE' } } }],
      },
      {},
    )
    .map((more) => ({ operation: 'UpdateTable', input: { TableName, ...more } })),
  fc
    .constantFrom({ TableName }, { TableName: 'none' }, { TableName: 'ab' }, {})
    .map((input) => ({ operation: 'DescribeTable', input })),
  fc
    .constantFrom(
      { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 't' } },
      { TableName, TimeToLiveSpecification: { Enabled: false, AttributeName: 't' } },
      { TableName },
    )
    .map((input) => ({ operation: 'UpdateTimeToLive', input })),
  fc
    .constantFrom({ TableName }, { TableName: 'none' })
    .map((input) => ({ operation: 'DescribeTimeToLive', input })),
  fc.constant(createTable),
  // Each list that succeeds begins just before the table: DynamoDB Local may hold more tables than a page lists.
  fc
    .constantFrom(
      { Limit: 0 },
      { Limit: 101 },
      { ExclusiveStartTableName: 'raw-request' },
      { ExclusiveStartTableName: 'raw-requests' },
    )
    .map((input) => ({ operation: 'ListTables', input })),
  fc
    .constantFrom({ TableName: 'none' }, { TableName: 'ab' }, {})
    .map((input) => ({ operation: 'DeleteTable', input })),
  fc.constant({ operation: 'DescribeLimits', input: {} }),
)

/** Any request on the table. */
export const anyRequest: fc.Arbitrary<RawRequest> = fc.oneof(
  { weight: 10, arbitrary: single },
  { weight: 8, arbitrary: search },
  { weight: 4, arbitrary: batches },
  { weight: 1, arbitrary: tables },
)
