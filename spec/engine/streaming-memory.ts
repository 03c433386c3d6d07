// A program of its own: streams a large table, and prints how much the heap grew and how many items it saw. Needs
// --expose-gc.
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import { CommandExecutor, Entity, Repository } from 'dyntastic'
import { integer, string } from 'superstruct'

const [table = 'made-up', endpoint = ''] = process.argv.slice(2)

const Line = new Entity({
  name: 'Line',
  table,
  attributes: { file: string(), number: integer(), text: string() },
  key: { partition: 'file', sort: 'number' },
})

// Without an endpoint, a client that makes its pages up: an engine in this process would hold more memory than the
// library.
const madeUp = { pages: 200, perPage: 1_000 }

function clientOf(): DynamoDBClient {
  const client = new DynamoDBClient({
    ...(endpoint === '' ? {} : { endpoint }),
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  if (endpoint !== '') return client
  const send = async (command: unknown): Promise<object> => {
    await new Promise((resolve) => setImmediate(resolve))
    const { ExclusiveStartKey } = command instanceof QueryCommand ? command.input : {}
    const from = Number(ExclusiveStartKey?.['number']?.N ?? -1) + 1
    const Items = Array.from({ length: madeUp.perPage }, (_, at) => ({
      file: { S: 'f' },
      number: { N: String(from + at) },
      text: { S: `${from + at} `.padEnd(500, '.') },
    }))
    const last = from + madeUp.perPage - 1
    const more = last + 1 < madeUp.pages * madeUp.perPage
    return {
      $metadata: {},
      Items,
      Count: Items.length,
      ...(more ? { LastEvaluatedKey: { file: { S: 'f' }, number: { N: String(last) } } } : {}),
    }
  }
  return Object.defineProperty(client, 'send', { value: send })
}

const heap = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

const lines = new Repository(Line, new CommandExecutor({ client: clientOf() }))
const query = lines.query().where('file').eq('f')

await query.limit(2_000)
const before = heap()
let most = before
let seen = 0
for await (const line of query) {
  if (line.number !== seen++) throw new Error(`line ${line.number} came as number ${seen - 1}`)
  if (seen % 2_500 === 0) most = Math.max(most, heap())
}
console.log(JSON.stringify({ seen, grownBytes: most - before }))
