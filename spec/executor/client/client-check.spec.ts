// Which clients are as the SDK made them.
import { DynamoDB, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { mockClient } from 'aws-sdk-client-mock'
import { expect } from 'chai'
import { clientCheck } from '../../../lib/executor/client/client-check.js'

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
const made = (config: DynamoDBClientConfig = {}) =>
  new DynamoDBClient({ region: 'eu-west-1', credentials, ...config })
const refusal = (client: unknown) => clientCheck().refusal(client)
const pass = <T>(next: T): T => next

describe('executor/client/client-check', () => {
  for (const [what, client] of Object.entries<() => object>({
    'a client without options': () => new DynamoDBClient({}),
    'a client with a region and credentials': () => made(),
    'one with a provider of credentials and an endpoint': () =>
      made({ credentials: async () => credentials, endpoint: 'http://127.0.0.1:8000' }),
    'one with a request handler, retries and a user agent of its own': () =>
      made({
        requestHandler: new NodeHttpHandler(),
        maxAttempts: 9,
        retryMode: 'adaptive',
        customUserAgent: 'me/1',
      }),
    'one for FIPS and dual-stack endpoints': () =>
      made({ useFipsEndpoint: true, useDualstackEndpoint: true }),
    'the client that has a method for each operation': () => new DynamoDB({ region: 'eu-west-1' }),
    'a client of a class that only extends the SDK’s': () => new (class extends DynamoDBClient {})({}),
  }))
    it(`accepts ${what}`, () => {
      expect(refusal(client())).to.equal(undefined)
    })

  class Logged extends DynamoDBClient {
    constructor() {
      super({})
      this.middlewareStack.add(pass, { name: 'log', step: 'initialize' })
    }
  }
  class Sending extends DynamoDBClient {
    override send = async () => ({}) as never
  }
  const changed = (change: (client: DynamoDBClient) => void) => () => {
    const client = made()
    change(client)
    return client
  }
  for (const [what, [client, shown]] of Object.entries<[() => unknown, string]>({
    'no object': [() => undefined, 'not a DynamoDBClient'],
    'an object with send()': [() => ({ send() {} }), 'not a DynamoDBClient'],
    'a client whose send() was replaced': [
      changed((client) => Reflect.set(client, 'send', async () => ({}))),
      'send() is not',
    ],
    'a class with a send() of its own': [() => new Sending({}), 'send() is not'],
    'a client with middleware': [
      changed((client) => client.middlewareStack.add(pass, { name: 'mine', step: 'build' })),
      'middleware that the SDK did not add (mine)',
    ],
    'a client with nameless middleware': [
      changed((client) => client.middlewareStack.add(pass, { step: 'build' })),
      'middleware that the SDK did not add (without a name)',
    ],
    'middleware in the place of the SDK’s': [
      changed((client) =>
        client.middlewareStack.add(pass, {
          name: 'serializerMiddleware',
          step: 'serialize',
          override: true,
        } as never),
      ),
      'did not add (serializerMiddleware)',
    ],
    'a client that lost middleware': [
      changed((client) => client.middlewareStack.remove('hostHeaderMiddleware')),
      'lacks middleware of the SDK (hostHeaderMiddleware)',
    ],
    'a class that adds middleware': [() => new Logged(), 'did not add (log)'],
    'a client that prints its middleware': [
      changed((client) => client.middlewareStack.identifyOnResolve(true)),
      'prints its middleware',
    ],
    'a logger': [() => made({ logger: console }), 'a logger'],
    'a signer': [() => made({ signer: { sign: async (request: never) => request } as never }), '`signer`'],
    'a bound signer': [() => made({ signer: (async () => ({})).bind(null) as never }), '`signer`'],
    'an encoder of bytes': [() => made({ base64Encoder: () => '' }), '`base64Encoder`'],
    'an extension': [() => made({ extensions: [{ configure() {} }] }), '`extensions`'],
    'a setting that nobody knows': [() => made({ compressor: {} } as never), '`compressor`'],
    'endpoint discovery': [() => made({ endpointDiscoveryEnabled: true }), 'DiscoveryEnabled`'],
  }))
    it(`refuses ${what}`, () => {
      expect(refusal(client())).to.include(shown)
    })

  it('refuses mocks, of a client and of the class, and accepts the client once they are gone', () => {
    const check = clientCheck()
    const client = made()
    expect(check.refusal(client)).to.equal(undefined)
    for (const mocked of [client, DynamoDBClient]) {
      const mock = mockClient(mocked as never)
      expect(check.refusal(client)).to.include('send() is not')
      mock.restore()
      expect(check.refusal(client)).to.equal(undefined)
    }
  })

  it('knows a bound function of the SDK by its name, as older versions have one', () => {
    class Root {
      middlewareStack = { applyToStack() {} }
      send(command: { resolveMiddleware(stack: object): unknown }) {
        return command.resolveMiddleware(this.middlewareStack)
      }
    }
    class Hash {}
    class Client extends Root {
      config: object
      constructor({ sha256 = Hash.bind(null) }: { readonly sha256?: unknown }) {
        super()
        this.config = { sha256 }
      }
    }
    class Mine {}
    expect(refusal(new Client({}))).to.equal(undefined)
    expect(refusal(new Client({ sha256: Mine.bind(null) }))).to.include('`sha256`')
    expect(refusal(new Client({ sha256: (() => {}).bind(null) }))).to.include('`sha256`')
  })

  it('looks again at each call', () => {
    const check = clientCheck()
    const client = made()
    expect(check.refusal(client)).to.equal(undefined)
    client.middlewareStack.add(pass, { name: 'mine', step: 'build' })
    expect(check.refusal(client)).to.include('mine')
    client.middlewareStack.remove('mine')
    expect(check.refusal(client)).to.equal(undefined)
    Reflect.set(client.config, 'logger', console)
    expect(check.refusal(client)).to.include('logger')
  })

  it('leaves the client as it was', () => {
    const client = made()
    const before = client.middlewareStack.identify()
    clientCheck().refusal(client)
    expect(client.middlewareStack.identify()).to.deep.equal(before)
    expect(Object.hasOwn(client, 'send')).to.equal(false)
  })
})
