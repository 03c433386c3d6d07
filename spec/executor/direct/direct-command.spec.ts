// One call on the direct transport: credentials, retries and clock of the client's configuration.
import { DynamoDBClient, type DynamoDBClientConfig, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import type {
  HttpRequest,
  HttpResponse,
  Middleware,
  SdkCommand,
} from '../../../lib/executor/client/sdk-client.js'
import { directTransport } from '../../../lib/executor/direct/direct-transport.js'
import { quickRetries } from '../../faults/quick-retries.js'
import { rejection } from '../../support/rejection.js'

const input = { TableName: 'Things', Key: { id: { S: 'a' } } }
type Respond = (request: HttpRequest, turn: number) => Partial<HttpResponse> | Error

function made(respond: Respond = () => ({}), config: DynamoDBClientConfig = {}) {
  const sent: HttpRequest[] = []
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async (request: HttpRequest) => {
        sent.push(request)
        const response = respond(request, sent.length)
        if (response instanceof Error) throw response
        return { response: { statusCode: 200, headers: {}, body: Buffer.from('{}'), ...response } } as never
      },
    },
    ...config,
  })
  const reasons: string[] = []
  const transport = directTransport()
  const command = () => {
    const found = transport.command(
      client,
      { call: 'GetItem', input, command: () => new GetItemCommand(input) as unknown as SdkCommand },
      (reason) => reasons.push(reason),
    )
    if (found === undefined) throw new Error(`refused: ${reasons}`)
    return found
  }
  return { client, sent, reasons, command, send: () => command().send({}) }
}

const refusal = (name: string, status = 400): Partial<HttpResponse> => ({
  statusCode: status,
  body: Buffer.from(`{"__type":"com.amazonaws.dynamodb.v20120810#${name}","message":"${name}"}`),
})

describe('executor/direct/direct-command', () => {
  it('sends JSON, and resolves to the output with its metadata', async () => {
    const { send, sent } = made(() => ({
      headers: { 'x-amzn-requestid': 'R' },
      body: Buffer.from('{"Item":{"id":{"S":"a"}}}'),
    }))
    expect(await send()).to.deep.equal({
      Item: { id: { S: 'a' } },
      $metadata: {
        httpStatusCode: 200,
        requestId: 'R',
        extendedRequestId: undefined,
        cfId: undefined,
        attempts: 1,
        totalRetryDelay: 0,
      },
    })
    expect(sent.map(({ body }) => body)).to.deep.equal([JSON.stringify(input)])
  })

  it('requests region and credentials for each call, and signs with them', async () => {
    let turn = 0
    const { send, sent } = made(undefined, {
      region: async () => (turn < 3 ? 'eu-west-1' : 'eu-west-2'),
      // The SDK keeps credentials that do not expire, so these do.
      credentials: async () => ({
        accessKeyId: `AKID${turn}`,
        secretAccessKey: 's',
        sessionToken: `t${turn}`,
        expiration: new Date(Date.now() - 1),
      }),
    })
    for (turn = 1; turn <= 3; turn++) await send()
    const scopes = sent.map(({ headers }) =>
      /Credential=([^/]+)\/\d+\/([^/]+)/.exec(String(headers['authorization'])),
    )
    expect(scopes.map((scope) => scope?.slice(1))).to.deep.equal([
      ['AKID1', 'eu-west-1'],
      ['AKID2', 'eu-west-1'],
      // The SDK keeps the region that it signed for first.
      ['AKID3', 'eu-west-1'],
    ])
    expect(sent.at(-1)?.hostname).to.equal('dynamodb.eu-west-2.amazonaws.com')
    for (const { headers } of sent)
      expect(headers['authorization']).to.include(`AKID${String(headers['x-amz-security-token']).slice(1)}/`)
  })

  it('retries by the strategy of the client, with an attempt number in each request', async () => {
    const { send, sent } = made((_, turn) => (turn < 3 ? refusal('ThrottlingException') : {}), {
      retryStrategy: quickRetries(5),
    })
    const output = await send()
    expect(Reflect.get(output, '$metadata')).to.include({ attempts: 3 })
    // What an SDK says of the most attempts of a strategy depends on its version.
    const attempts = sent.map(({ headers }) => String(headers['amz-sdk-request']).replace(/; max=\d+$/, ''))
    expect(attempts).to.deep.equal(['attempt=1', 'attempt=2', 'attempt=3'])
    expect(new Set(sent.map(({ headers }) => headers['amz-sdk-invocation-id'])).size).to.equal(1)
    expect(new Set(sent.map(({ headers }) => headers['authorization'])).size).to.equal(3)
  })

  it('gives the strategy the scope, the error, its kind and the time to wait for', async () => {
    const reported: unknown[] = []
    const token = (count: number) => ({
      getRetryCount: () => count,
      getRetryDelay: () => 0,
      getRetryCost: () => 0,
    })
    const { send } = made(
      (_, turn) => (turn === 1 ? { ...refusal('ThrottlingException'), headers: { 'retry-after': '7' } } : {}),
      {
        retryStrategy: {
          mode: 'standard',
          acquireInitialRetryToken: async (scope: string) => {
            reported.push(scope)
            return token(0)
          },
          refreshRetryTokenForRetry: async (
            before: ReturnType<typeof token>,
            { error, errorType, retryAfterHint }: { error: Error; errorType: string; retryAfterHint?: Date },
          ) => {
            reported.push(error.name, errorType, retryAfterHint !== undefined)
            return token(before.getRetryCount() + 1)
          },
          recordSuccess: () => reported.push('success'),
        } as never,
      },
    )
    await send()
    expect(reported).to.deep.equal(['', 'ThrottlingException', 'THROTTLING', true, 'success'])
  })

  it('uses a strategy of the older kind, too', async () => {
    const { send, sent } = made(undefined, {
      retryStrategy: {
        mode: 'old',
        retry: (next: (args: never) => unknown, args: never) => next(args),
      } as never,
    })
    expect(Reflect.get(await send(), '$metadata')).to.include({ httpStatusCode: 200 })
    expect(sent).to.have.length(1)
  })

  it('adaptive mode slows down after throttles, as the SDK does', async () => {
    const { send, client } = made((_, turn) => (turn === 1 ? refusal('ThrottlingException') : {}), {
      retryMode: 'adaptive',
      maxAttempts: 2,
    })
    await send()
    const strategy = await client.config.retryStrategy()
    expect(strategy).to.have.property('mode', 'adaptive')
    expect(Reflect.get(Reflect.get(strategy, 'rateLimiter'), 'enabled')).to.equal(true)
  }).timeout(10_000)

  const hours = (count: number) => count * 3_600_000
  const signedAt = ({ headers }: HttpRequest): number =>
    Date.parse(String(headers['x-amz-date']).replace(/^(.{4})(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'))

  it('corrects its clock by the response, and sends again with the right time', async () => {
    const ahead = 3_600_000
    const { send, sent, client } = made(
      (_, turn) => ({
        ...(turn === 1 ? refusal('InvalidSignatureException') : {}),
        headers: { date: new Date(Date.now() + ahead).toUTCString() },
      }),
      { retryStrategy: quickRetries(3) },
    )
    await send()
    await send()
    const times = sent.map(signedAt)
    expect(times).to.have.length(3)
    expect(times[0]).to.be.closeTo(Date.now(), 5_000)
    for (const time of times.slice(1)) expect(time).to.be.closeTo(Date.now() + ahead, 5_000)
    expect(client.config.systemClockOffset).to.be.closeTo(ahead, 5_000)
  })

  it('sends a request that was refused for its time again, although the SDK retries nothing', async () => {
    const { send, sent } = made(
      (_, turn) => ({
        ...(turn === 1 ? refusal('InvalidSignatureException') : {}),
        headers: { date: new Date(Date.now() + hours(1)).toUTCString() },
      }),
      { maxAttempts: 1 },
    )
    await send()
    expect(sent).to.have.length(2)
  })

  it('loses none of 100 requests that are refused together for their time, twice: the quota of retries is 35', async () => {
    let ahead = hours(1)
    const { send, sent } = made(
      (request) => {
        const now = Date.now() + ahead
        const refused = Math.abs(signedAt(request) - now) > 300_000
        return {
          ...(refused ? refusal('InvalidSignatureException') : {}),
          headers: { date: new Date(now).toUTCString() },
        }
      },
      { maxAttempts: 3 },
    )
    const all = () => Promise.all(Array.from({ length: 100 }, send))
    await all()
    ahead = -hours(1)
    await all()
    expect(sent).to.have.length(400)
  })

  it('signs it with the time of its own refusal, whatever older responses say in the meantime', async () => {
    const late: { client?: DynamoDBClient } = {}
    const { send, sent, client } = made(
      (request) => {
        const now = Date.now() + hours(1)
        const refused = Math.abs(signedAt(request) - now) > 300_000
        // Another response, to a request from before the clock moved, is read while this one is.
        if (refused) queueMicrotask(() => Reflect.set(late.client?.config ?? {}, 'systemClockOffset', 0))
        return {
          ...(refused ? refusal('InvalidSignatureException') : {}),
          headers: { date: new Date(now).toUTCString() },
        }
      },
      { maxAttempts: 1 },
    )
    late.client = client
    await send()
    expect(sent).to.have.length(2)
  })

  it('does not send it again more than once by itself, nor after another error', async () => {
    const skewed = (name: string) =>
      made(
        (_, turn) => ({
          ...refusal(name),
          headers: { date: new Date(Date.now() + hours(turn)).toUTCString() },
        }),
        { maxAttempts: 1 },
      )
    const refused = skewed('InvalidSignatureException')
    await rejection(refused.send(), Error)
    expect(refused.sent).to.have.length(2)
    const failed = skewed('ConditionalCheckFailedException')
    await rejection(failed.send(), Error)
    expect(failed.sent).to.have.length(1)
  })

  it('leaves the clock alone if the client says so', async () => {
    const { send, client } = made(
      () => ({ headers: { date: new Date(Date.now() + 3_600_000).toUTCString() } }),
      {
        disableClockSkewCorrection: true,
      } as never,
    )
    await send()
    expect(client.config.systemClockOffset).to.equal(0)
  })

  it('puts middleware around each attempt, and notifies it when the work begins', async () => {
    const seen: unknown[] = []
    const { command, sent } = made((_, turn) => (turn === 1 ? refusal('ThrottlingException') : {}), {
      retryStrategy: quickRetries(3),
    })
    const mine = command()
    const around: Middleware = (next) => {
      seen.push('begun')
      return (args) => {
        seen.push((args as { request: HttpRequest }).request)
        return next(args)
      }
    }
    mine.middlewareStack.add(around, { name: 'around', step: 'finalizeRequest', priority: 'low' })
    const sending = mine.send({})
    expect(seen).to.deep.equal(['begun'])
    await sending
    expect(seen.slice(1)).to.deep.equal(sent)
  })

  it('rejects with what the SDK rejects with, without credentials or a region', async () => {
    const credentials = made(undefined, { credentials: () => Promise.reject(new Error('no credentials')) })
    expect((await rejection(credentials.send(), Error)).message).to.equal('no credentials')
    const region = made(undefined, {
      region: (): Promise<string> => Promise.reject(new Error('Region is missing')),
    })
    expect((await rejection(region.send(), Error)).message).to.equal('Region is missing')
    expect(credentials.sent.concat(region.sent)).to.deep.equal([])
  })

  it('goes through the SDK, says so, and keeps to it, if the SDK signs in another way', async () => {
    const { client, command, reasons, sent } = made()
    const scheme = client.config.httpAuthSchemes[0]
    if (scheme === undefined) throw new Error('no scheme')
    const sign = scheme.signer.sign.bind(scheme.signer)
    scheme.signer.sign = async (request, identity, properties) => {
      const signed = await sign(request, identity, properties)
      signed.headers['authorization'] += '0'
      return signed
    }
    const seen: unknown[] = []
    const mine = command()
    const around: Middleware = (next) => (args) => {
      seen.push('attempt')
      return next(args)
    }
    mine.middlewareStack.add(around, { name: 'around', step: 'finalizeRequest', priority: 'low' })
    expect(Reflect.get(await mine.send({}), '$metadata')).to.include({ httpStatusCode: 200, attempts: 1 })
    expect(seen).to.deep.equal(['attempt'])
    expect(sent).to.have.length(1)
    expect(reasons).to.deep.equal(['the SDK builds requests of an unknown form'])
    expect(() => command()).to.throw('refused')
    expect(reasons).to.have.length(1)
  })
})
