// The embedded engine against DynamoDB Local: random raw requests, the same error names and the same data.
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import fc from 'fast-check'
import { createEngine } from '../../../lib/testing/engine/engine.js'
import { operations } from '../../../lib/testing/engine/operations.js'
import { withEngine } from '../../support/engine.js'
import { anyRequest, createTable, type RawRequest, TableName } from './raw-requests.js'
import { tableCases } from './raw-tables.js'

type Json = Record<string, unknown>

const endpoint = process.env['DYNTASTIC_TEST_ENDPOINT']
const count = Number(process.env['FC_RUNS'] ?? 3_000)
const seed = Number(process.env['FC_SEED'] ?? 20_120_810) || 1

/**
 * Why the responses of both may differ: what the service does is cited if the engine follows it and not DynamoDB
 * Local.
 */
const excuses: readonly {
  readonly why: string
  holds(request: RawRequest, ours: Json, theirs: Json): boolean
}[] = [
  {
    why: 'in transactions, DynamoDB Local refuses the whole request for what the service gives as a reason (ValidationError), and looks at conditions before it refuses two actions on one item',
    holds: ({ operation }, ours, theirs) =>
      operation.startsWith('Transact') && isRefusal(ours) && isRefusal(theirs),
  },
  {
    why: 'the service refuses to change a key before it looks at the condition',
    holds: ({ operation, input }, ours, theirs) =>
      operation === 'UpdateItem' &&
      String(input['UpdateExpression']).includes('pk') &&
      isRefusal(ours) &&
      isRefusal(theirs),
  },
  {
    why: 'DynamoDB Local leaves LastEvaluatedKey out if the limit ends with the last key that the condition allows',
    holds: ({ operation, input }, ours, theirs) =>
      operation === 'Query' &&
      input['Limit'] !== undefined &&
      theirs['LastEvaluatedKey'] === undefined &&
      JSON.stringify({ ...ours, LastEvaluatedKey: undefined }) === JSON.stringify(theirs),
  },
  {
    why: 'a filter of a scan sees what the index holds; on DynamoDB Local it sees the whole item',
    holds: ({ operation, input }) =>
      operation === 'Scan' && input['IndexName'] !== undefined && input['FilterExpression'] !== undefined,
  },
  {
    why: 'items of equal index keys have no order, so that a limit and a filter may find others',
    holds: ({ operation, input }, ours, theirs) =>
      operation === 'Query' && input['IndexName'] !== undefined && ours['error'] === theirs['error'],
  },
  {
    why: 'DynamoDB Local makes and removes an index in its own time, and refuses to change the table meanwhile',
    holds: ({ operation }, _, theirs) =>
      operation === 'UpdateTable' && theirs['error'] === 'ResourceInUseException',
  },
]

const isRefusal = ({ error }: Json) =>
  /^(?:ValidationException|TransactionCanceledException|ConditionalCheckFailedException)$/.test(String(error))

/** Operations that other specs compare with DynamoDB Local, and those that it does not have. */
const elsewhere: { readonly [operation: string]: string } = {
  ExecuteStatement: 'partiql/differential.spec.ts',
  BatchExecuteStatement: 'partiql/differential.spec.ts',
  ExecuteTransaction: 'partiql/differential.spec.ts',
  ListStreams: 'streams/differential.spec.ts',
  DescribeStream: 'streams/differential.spec.ts',
  GetShardIterator: 'streams/differential.spec.ts',
  GetRecords: 'streams/differential.spec.ts',
}
const unknownToLocal: readonly string[] = [
  'SearchVectors',
  'TagResource',
  'UntagResource',
  'ListTagsOfResource',
]

describe('raw requests', () => {
  it('are compared for each operation, except for those that DynamoDB Local does not have', () => {
    const random = fc.sample(anyRequest, { seed, numRuns: 3_000 }).map(({ operation }) => operation)
    const compared = new Set([...random, 'CreateTable', ...Object.keys(elsewhere)])
    expect([...compared, ...unknownToLocal].sort()).to.deep.equal([...operations.keys()].sort())
    for (const [operation, spec] of Object.entries(elsewhere))
      expect(readFileSync(new URL(spec, import.meta.url), 'utf8')).to.contain(operation)
  })
})

describe('raw requests on the embedded engine and on DynamoDB Local', () => {
  const local = withEngine()
  const engine = createEngine()

  before(function () {
    if (local.kind === 'embedded') {
      console.log(
        '    SKIPPED: it compares the embedded engine with DynamoDB Local; npm run test:local runs it',
      )
      this.skip()
    }
  })
  after(async () => {
    if (endpoint !== undefined) await theirs({ operation: 'DeleteTable', input: { TableName } })
  })

  it(`get equal responses, ${count} of them`, async function () {
    this.timeout(600_000)
    await theirs({ operation: 'DeleteTable', input: { TableName } })
    await both(createTable)
    const different: unknown[] = []
    for (const request of fc.sample(anyRequest, { seed, numRuns: count })) {
      const [one, two] = await both(request)
      if (JSON.stringify(one) === JSON.stringify(two)) continue
      if (excuses.some(({ holds }) => holds(request, one, two))) continue
      different.push({ request, ours: one, theirs: two })
    }
    expect(different.slice(0, 5)).to.deep.equal([])
  })

  for (const [title, input] of tableCases)
    it(`a table is created or refused alike: ${title}`, async () => {
      const request = { operation: 'CreateTable', input: { ...input } }
      const { statusCode, body } = createEngine().respond(
        'DynamoDB_20120810.CreateTable',
        JSON.stringify(input),
      )
      const [one, two] = [comparable(request, statusCode, body), await theirs(request)]
      if (two['error'] === undefined)
        await theirs({ operation: 'DeleteTable', input: { TableName: 'raw-tables' } })
      expect(one).to.deep.equal(two)
    })

  for (const operation of unknownToLocal)
    it(`cannot be compared: DynamoDB Local does not know ${operation}`, async () => {
      expect(await theirs({ operation, input: {} })).to.deep.equal({ error: 'UnknownOperationException' })
    })

  async function both(request: RawRequest): Promise<[Json, Json]> {
    const { statusCode, body } = engine.respond(
      `DynamoDB_20120810.${request.operation}`,
      JSON.stringify(request.input),
    )
    return [comparable(request, statusCode, body), await theirs(request)]
  }

  async function theirs(request: RawRequest): Promise<Json> {
    const response = await fetch(String(endpoint), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${request.operation}`,
        'x-amz-date': '20120810T000000Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20120810/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
      },
      body: JSON.stringify(request.input),
    })
    return comparable(request, response.status, await response.text())
  }
})

// Error names, and of responses what both have: data without the order of scans and sets, tables without times, sizes
// and ARNs.
function comparable({ operation, input }: RawRequest, status: number, body: string): Json {
  const output = JSON.parse(body) as Json
  if (status !== 200) return { error: String(output['__type']).replace(/^.*#/, '') }
  if (operation === 'ListTables') return { names: (output['TableNames'] as string[]).includes(TableName) }
  if (operation.endsWith('Table'))
    return tableOf((output['Table'] ?? output['TableDescription'] ?? {}) as Json)
  const plain = normal(output) as Json
  const items = plain['Items']
  // DynamoDB Local returns it for deletes that did not request it.
  delete plain['ConsumedCapacity']
  if (operation === 'Scan') delete plain['LastEvaluatedKey']
  // Hashes are each engine's own.
  if (input['Segment'] !== undefined) return {}
  if (operation === 'Scan' && Array.isArray(items)) plain['Items'] = sorted(items)
  const { Responses: responses } = plain
  if (operation === 'BatchGetItem')
    plain['Responses'] = sorted((responses as Record<string, unknown[]>)[TableName] ?? [])
  return sortedKeys(plain) as Json
}

function tableOf(table: Json): Json {
  const indexes = (table['GlobalSecondaryIndexes'] ?? []) as { IndexName: string }[]
  return {
    name: table['TableName'],
    key: table['KeySchema'],
    count: table['ItemCount'],
    indexes: indexes
      .map(({ IndexName }) => IndexName)
      .filter((name) => name !== 'added')
      .sort(),
  }
}

function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      /^[SN]S$/.test(name) && Array.isArray(one) ? [...one].sort() : normal(one),
    ]),
  )
}

function sorted(items: unknown[]): unknown[] {
  return items.map((one) => JSON.stringify(sortedKeys(one))).sort()
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sortedKeys(one)]),
  )
}
