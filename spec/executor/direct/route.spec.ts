// Routes learned from the SDK: compared with what the SDK itself sends.
import { DynamoDBClient, type DynamoDBClientConfig, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import type { HttpRequest, SdkClient, SdkCommand } from '../../../lib/executor/client/sdk-client.js'
import { learnRoute, traced } from '../../../lib/executor/direct/route.js'
import { rejection } from '../../support/rejection.js'

const input = { TableName: 'Things', Key: { id: { S: 'ä' } } }
const command = () => new GetItemCommand(input) as unknown as SdkCommand

/** A client, and the requests that the SDK sends through it. */
function made(config: DynamoDBClientConfig = {}) {
  const sent: HttpRequest[] = []
  const client = new DynamoDBClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' },
    requestHandler: {
      handle: async (request: HttpRequest) => {
        sent.push(request)
        return { response: { statusCode: 200, headers: {}, body: Buffer.from('{}') } } as never
      },
    },
    ...config,
  })
  return { client, own: client as unknown as SdkClient, sent }
}

/** Of two requests of the same second, what has to be equal. */
function comparable({ headers, ...rest }: HttpRequest): object {
  const {
    'amz-sdk-invocation-id': _,
    'amz-sdk-request': __,
    authorization,
    'x-amz-date': date,
    ...same
  } = headers
  return {
    ...rest,
    body: undefined,
    date: date?.slice(0, 11),
    authorization: authorization?.replace(/Signature=\w+$/, ''),
    headers: same,
  }
}

describe('executor/direct/route', () => {
  for (const [what, config] of Object.entries<DynamoDBClientConfig>({
    'a region': {},
    'an endpoint': { endpoint: 'http://127.0.0.1:8000' },
    'an endpoint with a path and a query': { endpoint: 'http://example.com/a b/c/?x=1&y=%20' },
    'FIPS and dual-stack': { useFipsEndpoint: true, useDualstackEndpoint: true, region: 'us-east-1' },
    'the endpoint of an account': {
      credentials: { accessKeyId: 'a', secretAccessKey: 'b', accountId: '123456789012' },
    },
    'no endpoint of an account': {
      credentials: { accessKeyId: 'a', secretAccessKey: 'b', accountId: '123456789012' },
      accountIdEndpointMode: 'disabled',
    },
    'a user agent and an application': { customUserAgent: 'mine/1', userAgentAppId: 'app' },
    'adaptive retries': { retryMode: 'adaptive' },
    China: { region: 'cn-north-1' },
    'a local region': { region: 'local' },
  }))
    it(`makes the request of the SDK: ${what}`, async () => {
      const { client, own, sent } = made(config)
      const route = await learnRoute(own, 'GetItem', command())
      expect(sent).to.deep.equal([])
      if (route === undefined) throw new Error('no route')
      await client.send(new GetItemCommand(input))
      const [theirs] = sent
      if (theirs === undefined) throw new Error('nothing was sent')
      // A string in older SDKs, bytes in newer ones.
      const { body: sentBody } = theirs
      const body = typeof sentBody === 'string' ? sentBody : new TextDecoder().decode(sentBody as Uint8Array)
      const request = route.request(body)
      request.headers['amz-sdk-invocation-id'] = String(theirs.headers['amz-sdk-invocation-id'])
      request.headers['amz-sdk-request'] = String(theirs.headers['amz-sdk-request'])
      const at = Date.parse(
        String(theirs.headers['x-amz-date']).replace(/^(.{4})(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'),
      )
      const identity = await own.config.credentials({})
      const ours = route.copy(request, route.signer.sign(request.headers, body, identity, at))
      expect(comparable(ours)).to.deep.equal(comparable(theirs))
      expect(ours.headers['authorization']).to.equal(theirs.headers['authorization'])
      expect(ours.constructor).to.equal(theirs.constructor)
    })

  it('takes no token of the retry strategy, and tells its context apart from other calls', async () => {
    let tokens = 0
    const { own } = made({
      retryStrategy: {
        mode: 'standard',
        acquireInitialRetryToken: async () => {
          tokens++
          throw new Error('not now')
        },
        refreshRetryTokenForRetry: async () => {
          throw new Error('never')
        },
        recordSuccess() {},
      } as never,
    })
    const route = await learnRoute(own, 'GetItem', command())
    expect(tokens).to.equal(0)
    expect(route?.context['__smithy_context']).to.deep.equal({})
  })

  it('can be learned again, and leaves what the client sends alone, if the client caches its handlers', async () => {
    const { client, own, sent } = made({ cacheMiddleware: true })
    for (let turn = 0; turn < 2; turn++)
      expect(await learnRoute(own, 'GetItem', command())).not.to.equal(undefined)
    for (let turn = 0; turn < 2; turn++) await client.send(new GetItemCommand(input))
    expect(sent).to.have.length(2)
  })

  it('makes requests that share nothing', async () => {
    const { own } = made()
    const route = await learnRoute(own, 'GetItem', command())
    if (route === undefined) throw new Error('no route')
    const [one, other] = [route.request('{}'), route.request('{}')].map((each) =>
      route.copy(each, each.headers),
    )
    Object.assign(Object(one?.query), { y: '2' })
    Object.assign(Object(one?.headers), { z: '3' })
    expect(other?.query).to.deep.equal({})
    expect(other?.headers).not.to.have.property('z')
  })

  it('is missing if the SDK makes another kind of request, or signs in another way', async () => {
    const { client, own } = made()
    expect(await learnRoute(own, 'PutItem', command())).to.equal(undefined)
    const scheme = client.config.httpAuthSchemes[0]
    if (scheme === undefined) throw new Error('no scheme')
    const sign = scheme.signer.sign.bind(scheme.signer)
    scheme.signer = {
      sign: async (request, identity, properties) => {
        const signed = await sign(request, identity, properties)
        signed.headers['authorization'] += '0'
        return signed
      },
    }
    expect(await learnRoute(own, 'GetItem', command())).to.equal(undefined)
  })

  it('rejects with what the SDK rejects with', async () => {
    const { own } = made({ endpoint: 'http://127.0.0.1:1', useFipsEndpoint: true })
    expect((await rejection(learnRoute(own, 'GetItem', command()), Error)).message).to.include(
      'FIPS and custom endpoint are not supported',
    )
  })

  it('adds the trace of a call in Lambda', async () => {
    const before = process.env['AWS_LAMBDA_FUNCTION_NAME']
    const trace = process.env['_X_AMZN_TRACE_ID']
    const { own } = made()
    expect((await learnRoute(own, 'GetItem', command()))?.tracing).to.equal(undefined)
    try {
      process.env['AWS_LAMBDA_FUNCTION_NAME'] = 'f'
      process.env['_X_AMZN_TRACE_ID'] = 'Root=1-2-3'
      const route = await learnRoute(own, 'GetItem', command())
      if (route?.tracing === undefined) throw new Error('no tracing')
      const request = route.request('{}')
      expect(request.headers).not.to.have.property('X-Amzn-Trace-Id')
      await traced(request, route.tracing, route.context)
      expect(request.headers).to.have.property('X-Amzn-Trace-Id', 'Root=1-2-3')
    } finally {
      restore('AWS_LAMBDA_FUNCTION_NAME', before)
      restore('_X_AMZN_TRACE_ID', trace)
    }
  })
})

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}
