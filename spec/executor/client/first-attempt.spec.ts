// First attempts that are sent without the SDK's retry middleware: what is sent and what comes back are the same.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import fc from 'fast-check'
import {
  type FirstAttempts,
  firstAttemptsOf,
  type Received,
} from '../../../lib/executor/client/first-attempt.js'
import { middlewareNamed } from '../../../lib/executor/client/middleware-list.js'
import type { Handler, HttpRequest, Middleware, SdkClient } from '../../../lib/executor/client/sdk-client.js'
import { standIn } from '../../../lib/executor/client/stand-in.js'
import { quickRetries } from '../../faults/quick-retries.js'
import { holds, runCount } from '../../properties/property-runs.js'
import { rejection } from '../../support/rejection.js'

const failures = {
  throttle: () => Object.assign(new Error('slow down'), { name: 'ThrottlingException', $metadata: {} }),
  server: () => Object.assign(new Error('broken'), { name: 'Oops', $metadata: { httpStatusCode: 500 } }),
  reset: () => Object.assign(new Error('reset'), { code: 'ECONNRESET', name: 'TimeoutError' }),
  refused: () => Object.assign(new Error('no'), { name: 'ValidationException', $metadata: {} }),
  text: () => 'not an Error',
} as const

type Turn = keyof typeof failures | 'ok'

function usual(config: DynamoDBClientConfig = {}): SdkClient {
  return new DynamoDBClient({ region: 'eu-west-1', maxAttempts: 3, ...config }) as unknown as SdkClient
}

/** The attempts of a client, how often its middleware ran, and the headers of each request. */
function made(client: SdkClient, change: (retry: Middleware) => Middleware = (retry) => retry) {
  const theirs = middlewareNamed(client.middlewareStack, 'retryMiddleware')
  if (theirs === undefined) throw new Error('the SDK has another name for it')
  const retry = change(theirs)
  const log = { sent: [] as Record<string, string>[], bySdk: 0 }
  const attempts = firstAttemptsOf(client, standIn(DynamoDBClient as never), (next, context) => {
    log.bySdk++
    return retry(next, context)
  })
  /** Sends a call whose attempts have these results. */
  const send = (turns: readonly Turn[] = ['ok'], by: FirstAttempts = attempts) => {
    const left = [...turns]
    const attempt: Handler = async (args) => {
      const { request } = args as { request: HttpRequest }
      log.sent.push({ ...request.headers })
      const turn = left.shift() ?? 'ok'
      if (turn !== 'ok') throw failures[turn]()
      return { response: { statusCode: 200, headers: {} }, output: { $metadata: { requestId: 'r' } } }
    }
    const request = {
      ...{ protocol: 'https:', hostname: 'example.com', method: 'POST', path: '/', query: {} },
      headers: { host: 'example.com' } as Record<string, string>,
      body: '{}',
    }
    return by.run(attempt, { input: {}, request }, () => ({}))
  }
  return { log, send, attempts }
}

const numbers = ({ sent }: { readonly sent: readonly Record<string, string>[] }): (string | undefined)[] =>
  sent.map(({ 'amz-sdk-request': number }) => number)

describe('executor/client/first-attempt', () => {
  const { random } = Math
  // Without pauses between attempts.
  before(() => {
    Math.random = () => 0
  })
  after(() => {
    Math.random = random
  })

  it('leaves the first call to the middleware of the SDK, and sends the first attempts of later calls', async () => {
    const { log, send } = made(usual())
    const received = [await send(), await send(), await send()]
    expect(log.bySdk).to.equal(1)
    for (const { output } of received)
      expect(output).to.deep.equal({ $metadata: { requestId: 'r', attempts: 1, totalRetryDelay: 0 } })
    const [first, second, third] = log.sent.map(({ 'amz-sdk-invocation-id': id, ...headers }) => {
      expect(id).to.match(/^[\da-f-]{36}$/)
      return headers
    })
    expect(first).to.deep.equal({ host: 'example.com', 'amz-sdk-request': 'attempt=1; max=3' })
    expect([second, third]).to.deep.equal([first, first])
    expect(new Set(log.sent.map(({ 'amz-sdk-invocation-id': id }) => id)).size).to.equal(3)
  })

  it('goes on with the middleware if the first attempt fails, as the same invocation', async () => {
    const { log, send } = made(usual())
    await send()
    const { output } = await send(['throttle', 'reset', 'ok'])
    expect(output).to.deep.equal({ $metadata: { requestId: 'r', attempts: 3, totalRetryDelay: 0 } })
    expect(numbers(log)).to.deep.equal([1, 1, 2, 3].map((number) => `attempt=${number}; max=3`))
    expect(new Set(log.sent.slice(1).map(({ 'amz-sdk-invocation-id': id }) => id)).size).to.equal(1)
  })

  it('rejects with the error of the last attempt, and the number of attempts', async () => {
    const { log, send } = made(usual())
    await send()
    const error = await rejection(send(['server', 'server', 'refused']), Error)
    expect(error).to.be.an.instanceOf(Error).with.property('name', 'ValidationException')
    expect(Reflect.get(error as object, '$metadata')).to.include({ attempts: 3 })
    expect(log.sent).to.have.length(4)
  })

  const others: Readonly<Record<string, () => SdkClient>> = {
    'the adaptive mode': () => usual({ retryMode: 'adaptive' }),
    'a strategy of another class': () => usual({ retryStrategy: quickRetries(3) }),
    'a strategy with a method of its own': () => {
      const client = usual()
      const strategy = client.config.retryStrategy?.()
      const counted = async () => Object.assign(Object(await strategy), { recordSuccess: () => undefined })
      return Object.assign(client, { config: Object.assign(client.config, { retryStrategy: counted }) })
    },
  }
  for (const [what, client] of Object.entries(others))
    it(`leaves all calls to the middleware with ${what}`, async () => {
      const { log, send } = made(client())
      await send()
      await send()
      expect(log.bySdk).to.equal(2)
    })

  const strange: Readonly<Record<string, (retry: Middleware) => Middleware>> = {
    'adds another header': (retry) => (next, context) =>
      retry((args) => {
        Object.assign((args as { request: HttpRequest }).request.headers, { 'amz-sdk-new': '1' })
        return next(args)
      }, context),
    'says something else of the attempts': (retry) => (next, context) => async (args) => {
      const received = await retry(next, context)(args)
      Object.assign(Object(Reflect.get(Object(received), 'output')).$metadata, { attempts: 7 })
      return received
    },
  }
  for (const [what, change] of Object.entries(strange))
    it(`leaves all calls to a middleware that ${what}`, async () => {
      const { log, send } = made(usual(), change)
      await send()
      await send()
      expect(log.bySdk).to.equal(2)
    })

  it('learns nothing from a call that was retried or has failed', async () => {
    const { log, send } = made(usual())
    await rejection(send(['refused']), Error)
    await send(['throttle', 'ok'])
    await send()
    await send()
    expect(log.bySdk).to.equal(3)
  })

  const turn = fc.constantFrom<Turn>('throttle', 'server', 'reset', 'refused', 'text', 'ok', 'ok')
  it('sends, returns and keeps in the quota what the middleware alone does', () =>
    holds(
      fc.asyncProperty(
        fc.array(fc.array(turn, { maxLength: 4 }), { minLength: 1, maxLength: 12 }),
        async (calls) => {
          const [one, other] = [usual(), usual()]
          const [own, theirs] = [made(one), made(other)]
          const retry = middlewareNamed(other.middlewareStack, 'retryMiddleware')
          const bySdk: FirstAttempts = {
            run: async (attempt, args, context) => (await retry?.(attempt, context())(args)) as Received,
            retry: own.attempts.retry,
          }
          await own.send()
          await theirs.send(['ok'], bySdk)
          for (const turns of calls)
            expect(await settled(own.send(turns))).to.deep.equal(await settled(theirs.send(turns, bySdk)))
          const first = calls.findIndex((turns) => turns.length > 0 && turns[0] !== 'ok')
          expect(own.log.bySdk === 1).to.equal(first < 0)
          expect(await quota(one)).to.equal(await quota(other))
        },
      ),
      runCount(20),
    ))
})

function settled(sending: Promise<unknown>): Promise<object> {
  return sending.then(
    (received) => ({ received }),
    (error: unknown) => ({ text: String(error), ...Object(error) }),
  )
}

async function quota({ config }: SdkClient): Promise<unknown> {
  const strategy = await config.retryStrategy?.()
  const capacity: unknown = Reflect.get(Object(strategy), 'capacity')
  expect(capacity).to.be.a('number')
  return capacity
}
