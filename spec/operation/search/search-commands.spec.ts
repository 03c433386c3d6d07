// Commands of searches as a client gets them: a mocked one, and one that shows what goes over the wire, on both
// transports.
import {
  BatchGetItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  SearchVectorsCommand,
} from '@aws-sdk/client-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'chai'
import { CommandExecutor, Repository, type TransportName } from 'dyntastic'
import { Document, Paper } from './search-samples.js'

const near = [1, 0.1, -0.5] as const
const vector = [{ N: '1' }, { N: '0.1' }, { N: '-0.5' }]
const found = {
  docId: { S: '1' },
  tenant: { S: 't1' },
  lang: { S: 'en' },
  year: { N: '2026' },
  t: { S: 'A' },
}
const whole = { ...found, e: { L: vector } }
const hits = {
  SearchResults: [{ Item: found, Score: 0.5 }],
  ConsumedCapacity: { VectorSearchRequestBytes: 2048 },
}
const within = {
  TableName: 'documents',
  IndexName: 'byMeaning',
  TopK: 10,
  SearchVector: vector,
  SearchConditionExpression: '#0 = :0 AND #1 = :1',
  ExpressionAttributeNames: { '#0': 'tenant', '#1': 'lang' },
  ExpressionAttributeValues: { ':0': { S: 't1' }, ':1': { S: 'en' } },
}
const ofKind = {
  TableName: 'shelf',
  IndexName: 'meaning',
  TopK: 3,
  SearchVector: vector,
  SearchConditionExpression: '#0 = :0',
  ExpressionAttributeNames: { '#0': 'type' },
  ExpressionAttributeValues: { ':0': { S: 'Paper' } },
}

/** Searches, with the inputs of the commands that they become. */
const searches: readonly {
  readonly what: string
  run(executor: CommandExecutor): PromiseLike<unknown>
  readonly inputs: readonly object[]
}[] = [
  { what: 'a search', run: (executor) => english(executor), inputs: [within] },
  { what: 'its first three', run: (executor) => english(executor).top(3), inputs: [{ ...within, TopK: 3 }] },
  {
    what: 'selected attributes',
    run: (executor) => english(executor).select('title', 'embedding'),
    inputs: [
      {
        ...within,
        ProjectionExpression: '#2, #3',
        ExpressionAttributeNames: { ...within.ExpressionAttributeNames, '#2': 't', '#3': 'e' },
      },
    ],
  },
  {
    what: 'whole items',
    run: (executor) => english(executor).full(),
    inputs: [
      {
        ...within,
        ProjectionExpression: '#2',
        ExpressionAttributeNames: { ...within.ExpressionAttributeNames, '#2': 'docId' },
      },
      { RequestItems: { documents: { Keys: [{ docId: { S: '1' } }] } } },
    ],
  },
  {
    what: 'hits with what they cost',
    run: (executor) => english(executor).collect(),
    inputs: [{ ...within, ReturnConsumedCapacity: 'TOTAL' }],
  },
  { what: 'the raw response', run: (executor) => english(executor).raw(), inputs: [within] },
  {
    what: 'a kind of a declared table',
    run: (executor) => new Repository(Paper, executor).search('byMeaning', near).top(3),
    inputs: [ofKind],
  },
]

const english = (executor: CommandExecutor) =>
  new Repository(Document, executor)
    .search('byMeaning', Float32Array.from(near))
    .where('tenant')
    .eq('t1')
    .where('lang')
    .eq('en')

describe('commands of searches', () => {
  const client = new DynamoDBClient({ region: 'eu-west-1' })
  const mock = mockClient(client)
  beforeEach(() => {
    mock.reset()
    mock.on(SearchVectorsCommand, { TableName: 'documents' }).resolves(hits)
    mock.on(SearchVectorsCommand, { TableName: 'shelf' }).resolves({})
    mock.on(BatchGetItemCommand).resolves({ Responses: { documents: [whole] } })
  })
  after(() => mock.restore())

  for (const { what, run, inputs } of searches)
    it(`reach a mocked client as the SDK's own: ${what}`, async () => {
      await run(new CommandExecutor({ client }))
      const commands = mock.calls().map(({ args: [command] }) => command)
      expect(commands.map(({ input }) => input)).deep.equal(inputs)
      expect(commands.map((command) => command.constructor.name)).deep.equal(
        ['SearchVectorsCommand', 'BatchGetItemCommand'].slice(0, inputs.length),
      )
    })

  it('resolve to what the mock resolves to', async () => {
    const executor = new CommandExecutor({ client })
    expect(
      (await english(executor)).map(({ item, score }) => [item.docId, item.year, item.title, score]),
    ).deep.equal([['1', 2026, 'A', 0.5]])
    const [hit] = await english(executor).full()
    expect(hit?.item.embedding).deep.equal(Float32Array.from(near))
    expect(await english(executor).collect()).include({ searchedBytes: 2048 })
  })

  for (const transport of ['sdk', 'direct'] as const satisfies readonly TransportName[])
    for (const { what, run, inputs } of searches)
      it(`are the same over the wire on the transport '${transport}': ${what}`, async () => {
        const { settings, sent } = wire()
        const reasons: string[] = []
        const executor = new CommandExecutor({
          client: new DynamoDBClient(settings),
          transport,
          observers: [{ onTransportFallback: ({ reason }) => void reasons.push(reason) }],
        })
        await run(executor)
        const targets = ['SearchVectors', 'BatchGetItem'].map((name) => `DynamoDB_20120810.${name}`)
        expect(sent).deep.equal(inputs.map((input, at) => ({ target: targets[at], input })))
        expect(reasons).deep.equal([])
      })
})

/** Settings of a client that gets a canned response to each request, and what was sent. */
function wire(): { settings: DynamoDBClientConfig; sent: { target: string | undefined; input: unknown }[] } {
  const sent: { target: string | undefined; input: unknown }[] = []
  const requestHandler = {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle({ headers, body }: { headers: Record<string, string>; body: string | Uint8Array }) {
      const target = headers['x-amz-target']
      const input = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body))
      sent.push({ target, input })
      const searched = input.TableName === 'documents' ? hits : {}
      const reply = target?.endsWith('SearchVectors') ? searched : { Responses: { documents: [whole] } }
      const response = {
        statusCode: 200,
        headers: { 'content-type': 'application/x-amz-json-1.0' },
        body: new TextEncoder().encode(JSON.stringify(reply)),
      }
      return { response }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  }
  const settings = {
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    // The handler of the SDK is typed for each kind of client.
    requestHandler: requestHandler as never,
  }
  return { settings, sent }
}
