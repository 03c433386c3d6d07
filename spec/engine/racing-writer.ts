// A process of its own that saves ten items at once into a table that may not exist: `racing-writer.ts ENDPOINT TABLE
// PREFIX`.
import { CommandExecutor, Repository } from 'dyntastic'
import { aliceInput, userEntity } from '../support/entities.js'

const [endpoint, table = '', prefix = ''] = process.argv.slice(2)
const created: string[] = []
const executor = new CommandExecutor({
  endpoint: () => endpoint,
  observers: [{ onTableCreated: (event) => created.push(event.table) }],
})
const users = new Repository(userEntity(table), executor)
// All processes begin when the first line arrives.
process.stdout.write('ready\n')
await new Promise((resolve) => process.stdin.once('data', resolve))
process.stdin.pause()
const saves = Array.from({ length: 10 }, (_, at) => users.save({ ...aliceInput, userId: `${prefix}${at}` }))
const saved = await Promise.all(saves)
executor.destroy()
process.stdout.write(`${JSON.stringify({ saved: saved.length, created: created.length })}\n`)
