// What programs use first, in stages, and by V8's coverage the files of dist/module that each of them runs.
import assert from 'node:assert/strict'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { array, boolean, date, enums, integer, number, object, optional, string } from 'superstruct'

const stored = {
  userId: { S: 'u1' },
  name: { S: 'Alice' },
  age: { N: '42' },
  status: { S: 'new' },
  joinedAt: { S: '2026-03-14T15:09:26.535Z' },
  address: { M: { city: { S: 'Paris' } } },
  friends: { L: [{ S: 'u2' }] },
}
const responses = {
  GetItem: { Item: stored },
  PutItem: {},
  DeleteItem: {},
  UpdateItem: { Attributes: stored },
  Query: { Items: [stored], Count: 1, ScannedCount: 1 },
  BatchGetItem: { Responses: { users: [stored] } },
  BatchWriteItem: { UnprocessedItems: {} },
  TransactWriteItems: {},
  TransactGetItems: { Responses: [{ Item: stored }] },
}

// In place of the network, so that all of the SDK runs and nothing waits.
const requestHandler = {
  metadata: { handlerProtocol: 'http/1.1' },
  async handle({ headers }) {
    const body = new TextEncoder().encode(JSON.stringify(responses[headers['x-amz-target'].split('.')[1]]))
    const sent = { 'content-type': 'application/x-amz-json-1.0', 'content-length': String(body.length) }
    return { response: { statusCode: 200, headers: sent, body } }
  },
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
  destroy() {},
}

/** The stages, in the order of how many programs need them at their start. */
function stagesOf({ attribute, CommandExecutor, Entity, Repository }) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  const client = new DynamoDBClient({ region: 'local', credentials, requestHandler })
  const executor = new CommandExecutor({ client })
  const User = new Entity({
    name: 'User',
    table: 'users',
    attributes: {
      userId: string(),
      name: string(),
      age: attribute(integer(), { default: 0 }),
      status: enums(['new', 'old']),
      joinedAt: date(),
      address: object({ city: string(), geo: optional(object({ latitude: number() })) }),
      friends: optional(array(string())),
      active: optional(boolean()),
    },
    key: { partition: 'userId' },
  })
  const users = new Repository(User, executor)
  const address = { city: 'Paris' }
  const user = { userId: 'u1', name: 'Alice', status: 'new', joinedAt: new Date(), address }
  return {
    get: async () => assert.equal((await users.get('u1')).age, 42),
    write: async () => {
      await users.save(user)
      await users.create(user)
      await users.delete('u1').if('age').gt(17)
    },
    update: () => users.update('u1').set('status', 'old').add('age', 1).if('status').eq('new'),
    query: () => users.query().where('userId').eq('u1').where('age').gt(5).limit(10).page(),
    batch: async () => {
      await users.saveMany([user])
      await users.getMany(['u1'])
      await executor.batch(() => users.save(user))
    },
    transaction: async () => {
      await executor.transaction([users.save(user), users.delete('u2')])
      await executor.transaction(() => users.save(user))
      await executor.transactionGet([users.get('u1')])
    },
  }
}

/**
 * The stages in their order, each with the files that it runs, as paths in dist/module. The first one loads the
 * library, and the second one defines an entity and a repository.
 */
export async function usedFiles(project) {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const base = pathToFileURL(join(project, 'dist/module/')).href
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const library = await import(`${base}index.js`)
  const found = [{ stage: 'load', files: await calledFiles(session, base) }]
  const stages = stagesOf(library)
  found.push({ stage: 'define', files: await calledFiles(session, base) })
  for (const [stage, run] of Object.entries(stages)) {
    await run()
    found.push({ stage, files: await calledFiles(session, base) })
  }
  session.disconnect()
  return found
}

async function calledFiles(session, base) {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result
    .filter(({ url, functions }) => url.startsWith(base) && functions.some(isCalled))
    .map(({ url }) => url.slice(base.length).replace(/\.js$/, ''))
}

// The first function of a script is the script itself; initializers of static fields run with it.
function isCalled({ functionName, ranges: [{ startOffset, count }] }) {
  return count > 0 && startOffset > 0 && functionName !== '<static_initializer>'
}
