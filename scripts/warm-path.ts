// Counts the files of lib/ that a warm call enters, by V8's precise coverage: `node --import tsx scripts/warm-path.ts
// [--list]`.
import { Session } from 'node:inspector/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { integer, string } from 'superstruct'
import { attribute } from '../lib/entity/struct/attribute.js'
import { CommandExecutor } from '../lib/executor/command-executor.js'
import { Entity } from '../lib/repository/entity.js'
import { Repository } from '../lib/repository/repository.js'

const User = new Entity({
  name: 'User',
  table: 'users',
  attributes: { userId: string(), status: string(), age: attribute(integer(), { default: 0 }) },
  key: { partition: 'userId' },
})
const stored = { userId: { S: 'u1' }, status: { S: 'new' }, age: { N: '1' } }
const body = (value: object) => new TextEncoder().encode(JSON.stringify(value))
const responses: Readonly<Record<string, Uint8Array>> = {
  GetItem: body({ Item: stored }),
  PutItem: body({}),
  UpdateItem: body({ Attributes: stored }),
  Query: body({ Items: [stored], Count: 1, ScannedCount: 1 }),
}

// Responds in place of the network, so that the whole of the SDK's stack runs and nothing waits.
const client = new DynamoDBClient({
  region: 'local',
  endpoint: 'http://127.0.0.1:1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  requestHandler: {
    async handle(request: { readonly headers: Readonly<Record<string, string>> }) {
      const call = String(request.headers['x-amz-target']).split('.')[1] ?? ''
      const bytes = responses[call]
      return {
        response: { statusCode: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: bytes },
      }
    },
  } as never,
})
const users = new Repository(User, new CommandExecutor({ client }))

interface Call {
  readonly run: () => PromiseLike<unknown>
  /** The most files that it may enter: one who follows a call by hand opens them all. */
  readonly most: number
}

const calls: Readonly<Record<string, Call>> = {
  'get(key)': { run: () => users.get('u1'), most: 31 },
  'save(item)': { run: () => users.save({ userId: 'u1', status: 'new' }), most: 38 },
  "update(key).set('status', …)": { run: () => users.update('u1').set('status', 'paid'), most: 52 },
  "query().where('userId').eq(…)": { run: () => users.query().where('userId').eq('u1'), most: 62 },
}

/** What only entities with unique values, soft deletes, bounds or versions of a schema may enter. */
const optional =
  /operation\/(unique|unique-check|soft-delete|upgrade|backfill)\/|entity\/(bounds|bound-model|deletion-view|unique\/unique-values)\.ts/

const session = new Session()
session.connect()
await session.post('Profiler.enable')
for (const [name, { run, most }] of Object.entries(calls)) {
  for (let times = 0; times < 50; times++) await run()
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  await session.post('Profiler.takePreciseCoverage')
  await run()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  await session.post('Profiler.stopPreciseCoverage')
  const entered = result
    .filter(({ functions }) => functions.some(({ ranges }) => ranges.some(({ count }) => count > 0)))
    .flatMap(({ url }) => /\/(lib\/.*\.ts)$/.exec(url)?.[1] ?? [])
    .sort()
  console.log(`${name}: ${entered.length} files, at most ${most}`)
  if (entered.length > most || entered.length === 0) process.exitCode = 1
  const foreign = entered.filter((path) => optional.test(path))
  if (foreign.length > 0) {
    console.error(`${name} enters what its entity does not use: ${foreign.join(', ')}`)
    process.exitCode = 1
  }
  if (process.argv.includes('--list')) console.log(entered.map((path) => `  ${path}`).join('\n'))
}
session.disconnect()
