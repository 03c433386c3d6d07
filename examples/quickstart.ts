// The main job in one program: an entity, its table created by the first write, an item saved, read, changed and
// deleted.
//
//   npm ci && npm start                                            on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 DYNTASTIC_REGION=eu-west-1 npm start    on that endpoint
import { inspect } from 'node:util'
import { GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import {
  attribute,
  CommandExecutor,
  ConditionFailedError,
  Entity,
  Repository,
  ValidationError,
} from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { integer, string } from 'superstruct'

// The SDK's note about Node.js 20 belongs in the log of a service, not in the middle of an example.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

const User = new Entity({
  name: 'User',
  table: 'DyntasticExampleUsers',
  attributes: {
    userId: string(),
    name: string(),
    email: string(),
    age: attribute(integer(), { default: 0 }),
  },
  key: { partition: 'userId' },
})

const started = performance.now()
const host = process.env['DYNTASTIC_HOST']
const local = host === undefined ? await startLocal() : undefined
const executor = new CommandExecutor(local ? { client: local.client } : {})
const users = new Repository(User, executor)

console.log(
  local
    ? `Engine: embedded, in this process (ready in ${since(started)}). No AWS account, no Java, no network.\n`
    : `Engine: ${host}\n`,
)

try {
  await step(
    'Defined',
    'An entity describes its items once. Nothing is sent, and there is no table yet.',
    () => User.name,
  )
  await step('Saved', 'The first write creates the table. The default of `age` is filled in.', () =>
    users.save({ userId: 'user123', name: 'Alice', email: 'alice@example.com' }),
  )
  const found = await step('Retrieved', 'One GetItem. What comes back is checked and typed.', () =>
    users.getOrThrow('user123'),
  )
  await step('Updated', 'A condition is part of the request: two writers cannot overwrite each other.', () =>
    users
      .save({ ...found, age: 31 })
      .if('age')
      .lt(31),
  )
  await refusal('The same write again: the condition is false now, and nothing is written.', () =>
    users
      .save({ ...found, age: 31 })
      .if('age')
      .lt(31),
  )
  await refusal('An invalid value: refused by the struct, and nothing is sent.', () =>
    users.update('user123').set('age', 31.5),
  )
  await step('Deleted', 'By key. Reading it again finds nothing.', async () => {
    await users.delete('user123')
    return users.get('user123')
  })
  await step('Table deleted', 'The example cleans up after itself.', () => users.deleteTable())
} finally {
  executor.destroy()
  await local?.stop()
}

console.log(`Done in ${since(started)}. What to try next:

  node --import tsx examples/queries.ts      queries that choose their index and explain themselves
  node --import tsx examples/updates.ts      every update function, conditions, optimistic locking
  node --import tsx examples/transfers.ts    transactions
  node --import tsx examples/clinic.ts       a small program: HTTP, transactions, an import, a unit test
  docs/guide/                                the guide
  npm cit                                    installs, and runs the tests`)

/**
 * Runs one step and prints why it is there, what it resolves to, how long it took, and what DynamoDB holds
 * afterwards.
 */
async function step<Result>(
  label: string,
  why: string,
  run: () => Result | PromiseLike<Result>,
): Promise<Result> {
  const from = performance.now()
  const result = await run()
  console.log(`${label}: ${why} (${since(from)})`)
  console.log('  result  ', shown(result))
  console.log('  DynamoDB', await stored(), '\n')
  return result
}

/** Runs what is to be refused, and prints the error. */
async function refusal(why: string, run: () => PromiseLike<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof ConditionFailedError || error instanceof ValidationError)) throw error
    console.log(`Refused: ${why}`)
    console.log(`  ${error.name}: ${error.message}\n`)
    return
  }
  throw new Error('this write was expected to be refused')
}

/** What DynamoDB holds, read without the library. */
async function stored(): Promise<string> {
  const client = executor.clientFor(User.table)
  const { TableNames: tables = [] } = await client.send(new ListTablesCommand({}))
  if (!tables.includes(User.table.name)) return '(no table)'
  const key = { userId: { S: 'user123' } }
  const { Item } = await client.send(new GetItemCommand({ TableName: User.table.name, Key: key }))
  return Item === undefined ? '(no item)' : shown(Item)
}

function shown(value: unknown): string {
  return inspect(value, { breakLength: Number.POSITIVE_INFINITY })
}

function since(start: number): string {
  return `${(performance.now() - start).toFixed(1)} ms`
}
