// The main job in one program: an entity, its table made by the first write, an item saved, read, changed and deleted.
//
//   npm ci && npm start                                            on the embedded engine
//   DYNTASTIC_HOST=http://127.0.0.1:8000 DYNTASTIC_REGION=eu-west-1 npm start    on that endpoint
import { inspect } from 'node:util'
import { GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { attribute, CommandExecutor, Entity, Repository } from 'dyntastic'
import { startLocal } from 'dyntastic/testing'
import { integer, string } from 'superstruct'

const User = new Entity({
  name: 'User',
  table: 'DyntasticExampleUsers', // made by the first write, with on-demand billing
  attributes: {
    userId: string(),
    name: string(),
    email: string(),
    age: attribute(integer(), { default: 0 }),
  },
  key: { partition: 'userId' },
})

const local = process.env['DYNTASTIC_HOST'] ? undefined : await startLocal()
const executor = new CommandExecutor(local ? { client: local.client } : {})
const users = new Repository(User, executor)

/** What DynamoDB holds, read past the library. */
async function stored(): Promise<string> {
  const client = executor.clientFor(User.table)
  const { TableNames: tables = [] } = await client.send(new ListTablesCommand({}))
  if (!tables.includes(User.table.name)) return '(no table)'
  const key = { userId: { S: 'user123' } }
  const { Item } = await client.send(new GetItemCommand({ TableName: User.table.name, Key: key }))
  return Item === undefined ? '(no item)' : inspect(Item, { breakLength: Number.POSITIVE_INFINITY })
}

async function step(what: string, item: unknown): Promise<void> {
  console.log(`${what.padEnd(14)}`, item)
  console.log(`${'  DynamoDB:'.padEnd(14)}`, await stored(), '\n')
}

try {
  await step('Defined', User.name)

  const alice = await users.save({ userId: 'user123', name: 'Alice', email: 'alice@example.com' })
  await step('Saved', alice)

  const found = await users.getOrThrow('user123')
  await step('Retrieved', found)

  const older = await users.save({ ...found, age: 31 })
  await step('Updated', older)

  await users.delete(older)
  await step('Deleted', await users.get('user123'))

  await step('Table deleted', await users.deleteTable())
} finally {
  executor.destroy()
  await local?.stop()
}
