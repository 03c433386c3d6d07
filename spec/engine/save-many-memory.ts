// A program of its own: saves many items from an async generator, and prints how much the heap grew. Needs --expose-gc.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CommandExecutor, Entity, Repository } from 'dyntastic'
import { integer, string } from 'superstruct'

const count = 200_000

const Line = new Entity({
  name: 'Line',
  table: 'made-up',
  attributes: { file: string(), number: integer(), text: string() },
  key: { partition: 'file', sort: 'number' },
})

// A client that returns at once: an engine in this process would hold all that is written.
const client = new DynamoDBClient({ region: 'local' })
Object.defineProperty(client, 'send', { value: async () => ({ $metadata: {}, UnprocessedItems: {} }) })

const heap = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

let most = 0

async function* made(to: number) {
  for (let number = 0; number < to; number++) {
    if (number % 5_000 === 0) most = Math.max(most, heap())
    yield { file: 'f', number, text: `${number} `.padEnd(500, '.') }
  }
}

const lines = new Repository(Line, new CommandExecutor({ client }))
await lines.saveMany(made(2_000))
const before = heap()
most = before
const { written } = await lines.saveMany(made(count), { onProgress: () => {} })
console.log(JSON.stringify({ written, grownBytes: Math.max(most, heap()) - before }))
