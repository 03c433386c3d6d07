// First attempts in the place of the SDK's retry middleware: what is sent, observed and kept in the quota.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import fc from 'fast-check'
import { string } from 'superstruct'
import { CommandExecutor } from '../../../lib/executor/command-executor.js'
import type { ExecutorOptions } from '../../../lib/executor/executor-options.js'
import { ownSteps } from '../../../lib/executor/lean/own-steps.js'
import { Entity } from '../../../lib/repository/entity.js'
import { Repository } from '../../../lib/repository/repository.js'
import { quickRetries } from '../../faults/quick-retries.js'
import { holds, runCount } from '../../properties/property-runs.js'

describe('executor/lean/own-steps', () => {
  const { random } = Math
  before(() => {
    Math.random = () => 0
  })
  after(() => {
    Math.random = random
  })

  const replies = {
    ok: [200, {}],
    throttle: [400, { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'slow down' }],
    server: [500, { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: 'broken' }],
    refused: [400, { __type: 'com.amazon.coral.validate#ValidationException', message: 'no' }],
  } as const
  type Reply = keyof typeof replies | 'reset'

  /** An executor whose requests have these replies, and what is sent and observed. */
  function executing(options: ExecutorOptions = {}, config: DynamoDBClientConfig = {}) {
    const turns: Reply[] = []
    const sent: (readonly [number: string | undefined, isSigned: boolean])[] = []
    const invocations: (string | undefined)[] = []
    const observed: object[] = []
    const requestHandler = {
      handle: async ({ headers }: { headers: Record<string, string | undefined> }) => {
        sent.push([headers['amz-sdk-request'], headers['authorization'] !== undefined])
        invocations.push(headers['amz-sdk-invocation-id'])
        const turn = turns.shift() ?? 'ok'
        if (turn === 'reset')
          throw Object.assign(new Error('reset'), { code: 'ECONNRESET', name: 'TimeoutError' })
        const [statusCode, reply] = replies[turn]
        return { response: { statusCode, headers: {}, body: Buffer.from(JSON.stringify(reply)) } }
      },
    }
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    const client = new DynamoDBClient({
      ...{ region: 'eu-west-1', credentials, maxAttempts: 3, requestHandler: requestHandler as never },
      ...config,
    })
    const observer = {
      onCommand: ({ attempts, error }: { attempts?: number; error?: unknown }) =>
        observed.push({ attempts, error: error === undefined ? undefined : String(error) }),
    }
    const executor = new CommandExecutor({
      client,
      observers: [observer as never],
      bodies: 'own',
      ...options,
    })
    const things = new Repository(Thing, executor)
    const send = (replied: readonly Reply[] = ['ok']) => {
      turns.splice(0, turns.length, ...replied)
      return settled(things.save({ thingId: 't1' }).execute())
    }
    return { client, send, sent, invocations, observed }
  }

  /** Counts how often the SDK's retry middleware reads the number of attempts that a client may make. */
  function counted(client: DynamoDBClient) {
    const log = { reads: 0 }
    const { maxAttempts } = client.config
    client.config.maxAttempts = () => {
      if (/submodules.retry/.test(String(new Error().stack))) log.reads++
      return maxAttempts()
    }
    return log
  }

  it('leaves the first calls of a client to the middleware, and sends the first attempts of later ones', async () => {
    const { client, send, sent } = executing()
    const log = counted(client)
    for (let call = 0; call < 40; call++) await send()
    expect(log.reads).to.equal(21)
    expect(sent).to.deep.equal(Array.from({ length: 40 }, () => ['attempt=1; max=3', true]))
  })

  it('leaves all attempts to the middleware with `bodies` of the SDK, and with middleware of a user', async () => {
    const bySdk = executing({ bodies: 'sdk' })
    const extended = executing()
    extended.client.middlewareStack.add((next) => (args) => next(args), { step: 'build', name: 'users' })
    const strange = executing({}, { retryStrategy: quickRetries(3) })
    for (const { client, send } of [bySdk, extended, strange]) {
      const log = counted(client)
      for (let call = 0; call < 30; call++) await send()
      expect(log.reads).to.equal(30)
    }
  })

  const reply = fc.constantFrom<Reply>('ok', 'ok', 'throttle', 'server', 'refused', 'reset')
  it('sends, observes, rejects with and keeps in the quota what the middleware alone does', () =>
    holds(
      fc.asyncProperty(
        fc.array(fc.array(reply, { maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        async (calls) => {
          const [own, theirs] = [executing(), executing({ bodies: 'sdk' })]
          for (const { send } of [own, theirs]) for (let call = 0; call < 22; call++) await send()
          for (const replied of calls)
            expect(await own.send(replied)).to.deep.equal(await theirs.send(replied))
          expect(own.sent).to.deep.equal(theirs.sent)
          expect(groups(own.invocations)).to.deep.equal(groups(theirs.invocations))
          expect(own.observed).to.deep.equal(theirs.observed)
          expect(await quota(own.client)).to.equal(await quota(theirs.client))
        },
      ),
      runCount(10),
    ))

  it('serves each client once', () => {
    const attempts = ownSteps()
    const client = new DynamoDBClient({ region: 'eu-west-1' })
    expect(attempts(client)).to.equal(attempts(client))
    expect(attempts(client)).not.to.equal(attempts(new DynamoDBClient({ region: 'eu-west-1' })))
  })
})

const Thing = new Entity({
  name: 'Thing',
  table: 'things',
  attributes: { thingId: string() },
  key: { partition: 'thingId' },
})

// Which of the requests belong to one invocation.
const groups = (ids: readonly unknown[]): readonly number[] => ids.map((id) => ids.indexOf(id))

function settled(sending: Promise<unknown>): Promise<object> {
  return sending.then(
    (received) => ({ received }),
    (error: unknown) => ({ text: String(error), ...Object(error) }),
  )
}

async function quota({ config }: DynamoDBClient): Promise<unknown> {
  const strategy = await config.retryStrategy?.()
  const capacity: unknown = Reflect.get(Object(strategy), 'capacity')
  expect(capacity).to.be.a('number')
  return capacity
}
