// No error shows a value of an item: every operation, every way to fail, every way to show an error.
import { execFileSync } from 'node:child_process'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import { CommandExecutor, DyntasticError, Entity, Repository } from 'dyntastic'
import { number, object, optional, refine, set, string } from 'superstruct'
import { serialisers } from '../support/serialisers.js'
import { onEachTransport } from '../support/transports.js'

const canary = 'hunter2-canary'
const bytes = Buffer.from(canary)
const number17 = 40_817_263_554_917

const User = new Entity({
  name: 'User',
  table: 'Users',
  attributes: {
    id: string(),
    password: string(),
    pin: number(),
    address: optional(object({ city: string() })),
    tags: optional(set(string())),
  },
  key: { partition: 'id' },
})

const value = {
  id: 'u1',
  password: canary,
  pin: number17,
  address: { city: canary },
  tags: new Set([canary]),
}
const stored = {
  id: { S: 'u1' },
  password: { S: canary },
  pin: { N: String(number17) },
  address: { M: { city: { S: canary } } },
  tags: { SS: [canary] },
}

type Users = Repository<typeof User>
type Call = (users: Users, executor: CommandExecutor) => PromiseLike<unknown>

const calls: Record<string, Call> = {
  get: (users) => users.get('u1'),
  getOrThrow: (users) => users.getOrThrow('u1'),
  save: (users) => users.save(value),
  'save with a condition': (users) => users.save(value).if('password').eq(canary),
  create: (users) => users.create(value),
  update: (users) =>
    users.update('u1').set('password', canary).set('pin', number17).if('password').eq(canary),
  'an idempotent update': (users) => users.update('u1').set('password', canary).idempotent(),
  patch: (users) => users.update('u1').patch({ address: { city: canary } }),
  delete: (users) => users.delete('u1').if('password').eq(canary),
  query: (users) => users.query().where('id').eq('u1').where('password').eq(canary),
  scan: (users) => users.scan().where('password').eq(canary),
  getMany: (users) => users.getMany(['u1']),
  saveMany: (users) => users.saveMany([value]),
  deleteMany: (users) => users.deleteMany(['u1']),
  batch: (users, executor) => executor.batch([users.save(value)]),
  batchGet: (users, executor) => executor.batchGet([users.get('u1')]),
  transaction: (users, executor) =>
    executor.transaction([users.update('u1').set('password', canary), users.save({ ...value, id: 'u2' })]),
  transactionGet: (users, executor) => executor.transactionGet([users.get('u1')]),
  'a batch around a function': (users, executor) =>
    executor.batch(async () => {
      await users.save(value)
    }),
  'a transaction around a function': (users, executor) =>
    executor.transaction(async () => {
      await users.save(value)
    }),
}

interface Reply {
  readonly status: number
  readonly body: string
}

const failure = (type: string, message: string, more: object = {}, status = 400): Reply => ({
  status,
  body: JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${type}`,
    message,
    Message: message,
    ...more,
  }),
})

const reason = { Code: 'ConditionalCheckFailed', Message: `not ${canary}`, Item: stored }
const invalid = { ...stored, pin: { S: canary }, password: { N: String(number17) } }
const processed = { Attributes: invalid, Item: invalid, Items: [invalid], Count: 1, ScannedCount: 1 }

const responses: Record<string, Reply> = {
  'a condition': failure('ConditionalCheckFailedException', 'The conditional request failed', {
    Item: stored,
  }),
  'a cancelled transaction': failure('TransactionCanceledException', `Transaction cancelled: ${canary}`, {
    CancellationReasons: [reason, { Code: 'None' }],
  }),
  'a conflict': failure('TransactionConflictException', 'Transaction is ongoing for the item'),
  'a quotation': failure('ValidationException', `Value '{pin=${number17}, s=${canary}}' at 'item' failed`),
  'an unknown quotation': failure('ValidationException', `The value ${canary} of ${number17} is bad`),
  duplicates: failure('ValidationException', `Input collection [${canary}, ${canary}] contains duplicates.`),
  'another property': failure('ValidationException', 'no', {
    Detail: canary,
    Item: stored,
    nested: { canary },
  }),
  'a throttle': failure('ThrottlingException', `slow down, ${canary}`),
  'a missing table': failure('ResourceNotFoundException', `not found: ${canary}`),
  'an error of the server': failure('InternalServerError', `oh ${canary}`, { canary }, 500),
  'an unknown error': failure('OddException', `odd ${canary}`, { Item: stored }),
  'anything but JSON': { status: 200, body: `${canary} <html>${canary}` },
  'an error that is not JSON': { status: 502, body: `<html>${canary}` },
  'half of a response': { status: 200, body: JSON.stringify({ Item: stored, Items: [stored] }).slice(0, -5) },
  'items that do not fit': { status: 200, body: JSON.stringify(processed) },
  'many items that do not fit': {
    status: 200,
    body: JSON.stringify({ Responses: { Users: [invalid] }, UnprocessedItems: {}, UnprocessedKeys: {} }),
  },
  'items of a transaction that do not fit': {
    status: 200,
    body: JSON.stringify({ Responses: [{ Item: invalid }, { Item: invalid }] }),
  },
}

type Handle = (request: { readonly body: unknown }) => Promise<unknown>

function clientThat(handle: Handle): DynamoDBClient {
  return new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: { handle: handle as never },
  })
}

const answering = ({ status, body }: Reply): DynamoDBClient =>
  clientThat(async (request) => ({
    response: {
      statusCode: status,
      headers: {},
      body: new TextEncoder().encode(quotingOnly(body, String(request.body))),
    },
  }))

// A server can quote what it was sent, and no more.
function quotingOnly(body: string, sent: string): string {
  if (!body.startsWith('{"__type"')) return body
  const { message, Message: _, ...rest } = JSON.parse(body)
  const words = [canary, String(number17)].reduce(
    (text, each) => (sent.includes(each) ? text : text.replaceAll(each, '…')),
    String(message),
  )
  return JSON.stringify({ ...rest, message: words, Message: words })
}

const connection = Object.assign(new AggregateError([new Error(`to ${canary}`)], `reset ${canary}`), {
  code: 'ECONNRESET',
  request: { body: canary },
  cause: Object.assign(new Error(`below ${canary}`), { item: stored }),
})

async function failureOf(
  call: Call,
  client: DynamoDBClient,
  Executor: typeof CommandExecutor,
): Promise<unknown> {
  const executor = new Executor({
    client,
    autoCreateTables: false,
    retry: { unprocessed: { attempts: 1 }, conflicts: { attempts: 1 } },
    timeout: { total: 2_000 },
    scans: 'allow',
  })
  return Promise.resolve(call(new Repository(User, executor), executor)).then(
    () => undefined,
    (error: unknown) => error,
  )
}

function expectSilence(error: unknown): void {
  const found = Object.entries(serialisers).flatMap(([name, serialise]) => {
    const text = serialise(error)
    return [canary, String(number17), bytes.toString('base64'), bytes.toString('hex')].some((each) =>
      text.includes(each),
    )
      ? [name]
      : []
  })
  expect(found).deep.equal([])
}

onEachTransport('an error', (CommandExecutor) => {
  for (const [what, call] of Object.entries(calls))
    it(`of ${what} shows no value of an item, however it failed and however it is shown`, async () => {
      let failed = 0
      for (const reply of Object.values(responses)) {
        const error = await failureOf(call, answering(reply), CommandExecutor)
        if (error === undefined) continue
        failed += 1
        expect(error).instanceOf(DyntasticError)
        expectSilence(error)
      }
      const broken = await failureOf(
        call,
        clientThat(() => Promise.reject(connection)),
        CommandExecutor,
      )
      expect(broken).instanceOf(DyntasticError)
      expectSilence(broken)
      expect(failed).greaterThan(10)
    })
})

onEachTransport('what an error shows of the client', (CommandExecutor) => {
  it('is its class and its facts, and by name all that it holds', async () => {
    const reply = responses['a condition'] as Reply
    const error = (await failureOf(
      (users) => users.save(value).if('pin').eq(1),
      answering(reply),
      CommandExecutor,
    )) as DyntasticError
    const cause = error.cause as Record<string, unknown>
    expect(cause).instanceOf(Error)
    expect(cause['name']).equal('ConditionalCheckFailedException')
    expect(cause['$metadata']).include({ httpStatusCode: 400 })
    expect(cause['Item']).deep.equal(stored)
    expect(error).property('item').include({ password: canary })
  })
})

// Node prints what nobody catches with all its causes.
const program = `
import { CommandExecutor, Entity, Repository } from 'dyntastic'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { string } from 'superstruct'
const body = new TextEncoder().encode(process.env.ANSWER)
const client = new DynamoDBClient({ region: 'x', credentials: { accessKeyId: 'a', secretAccessKey: 'b' }, maxAttempts: 1,
  requestHandler: { handle: async () => ({ response: { statusCode: 400, headers: {}, body } }) } })
const User = new Entity({ name: 'User', table: 'Users', attributes: { id: string(), password: string() }, key: { partition: 'id' } })
const users = new Repository(User, new CommandExecutor({ client }))
const item = { id: 'u1', password: '${canary}' }
if (process.env.LIST) await users.context?.runner.transaction([users.save(item)])
await users.save(item).if('id').exists()
`

describe('an uncaught error', () => {
  for (const name of ['a condition', 'a cancelled transaction', 'an unknown quotation'])
    it(`shows no value of an item when Node prints it: ${name}`, function () {
      this.timeout(30_000)
      const { body } = responses[name] as Reply
      let printed = ''
      try {
        execFileSync(
          process.execPath,
          [...process.execArgv, '--import', './spec/register.js', '--input-type=module', '-e', program],
          { env: { ...process.env, ANSWER: body }, stdio: 'pipe' },
        )
      } catch (error) {
        printed = String((error as { readonly stderr: Buffer }).stderr)
      }
      expect(printed).match(/Error: User\.save: /)
      expect(printed).contain('[cause]')
      expect(printed).not.contain(canary)
    })
})

const Shy = new Entity({
  name: 'Shy',
  table: 'Shies',
  attributes: {
    id: string(),
    secret: refine(
      object({ text: string(), pin: number() }),
      'shy',
      ({ text, pin }) => `${text} and ${pin} are bad`,
    ),
    list: optional(set(number())),
  },
  key: { partition: 'id' },
})

describe('input that is refused', () => {
  const shies = new Repository(Shy, new CommandExecutor({ client: answering({ status: 200, body: '{}' }) }))
  const secret = { text: canary, pin: number17 }
  const inputs: Record<string, () => PromiseLike<unknown>> = {
    'a refinement that quotes what is in the value': () => shies.save({ id: 'a', secret }),
    'a member of a set of the wrong type': () =>
      shies.save({ id: 'a', secret, list: new Set([canary]) as never }),
    'a value of the wrong type': () =>
      shies.save({ id: 'a', secret: { text: number17, pin: canary } as never }),
    'an update': () => shies.update('a').set('secret', secret),
    'an update of the wrong type': () => shies.update('a').set('secret.pin', canary as never),
    'a condition': () =>
      shies
        .delete('a')
        .if('secret.pin')
        .eq(canary as never),
    'a query': () =>
      shies
        .query()
        .where('id')
        .eq('a')
        .where('secret.pin')
        .gt(canary as never),
    'a list': () => shies.saveMany([{ id: 'a', secret }]),
  }
  for (const [what, run] of Object.entries(inputs))
    it(`shows no value: ${what}`, async () => {
      const error = await Promise.resolve()
        .then(run)
        .then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
      expect(error).instanceOf(DyntasticError)
      expectSilence(error)
    })
})
