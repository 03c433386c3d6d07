// Endpoints in the place of the SDK's middleware: the same for all settings, also when they change from call to call.
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { expect } from 'chai'
import fc from 'fast-check'
import type { SdkClient } from '../../../lib/executor/client/sdk-client.js'
import { standIn } from '../../../lib/executor/client/stand-in.js'
import { ownEndpoints } from '../../../lib/executor/lean/own-endpoint.js'
import { holds, runCount, timeLimit } from '../../properties/property-runs.js'
import { calls, changing, type Sent, type Settings, usualSettings } from './changing-client.js'

/** Where a request goes, and its headers but those that are another each time. */
function placeOf({ protocol, hostname, port, path, query, method, headers }: Sent): object {
  // The SDK writes the members of a body in another order.
  const { 'amz-sdk-invocation-id': _, 'x-amz-content-sha256': __, authorization, ...others } = headers
  const scope = String(authorization).replace(/Signature=.*/, '')
  return { protocol, hostname, port, path, query, method, headers: { ...others, scope } }
}

const credentials = fc.record(
  {
    accessKeyId: fc.constantFrom('AKIDEXAMPLE', 'AKIDOTHER'),
    secretAccessKey: fc.constantFrom('wJalrXUtnFEMI/K7MDENG', 'another'),
    sessionToken: fc.constantFrom('one', 'two'),
    accountId: fc.constantFrom('111111111111', '222222222222'),
  },
  { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
)
const settings: fc.Arbitrary<Partial<Settings>> = fc.record(
  {
    region: fc.constantFrom('eu-west-1', 'us-east-1', 'cn-north-1', 'us-gov-west-1', 'local'),
    fips: fc.boolean(),
    dualstack: fc.boolean(),
    mode: fc.constantFrom('disabled', 'preferred', 'required'),
    credentials,
    endpoint: fc.constantFrom('https://example.com', 'http://127.0.0.1:8000/path', 'https://[::1]:8443'),
  },
  { requiredKeys: [] },
)
const words = (error: unknown): unknown => (error === undefined ? undefined : String(error))

describe('executor/lean/own-endpoint', () => {
  const { random } = Math
  // Without pauses between attempts.
  before(() => {
    Math.random = () => 0
  })
  after(() => {
    Math.random = random
  })

  for (const custom of [false, true])
    it(`sends requests where the SDK sends them${custom ? ', with an endpoint of the user' : ''}`, async () => {
      const [own, theirs] = [changing('own', { custom }), changing('sdk', { custom })]
      for (const each of [own, theirs]) await each.warm()
      await holds(
        fc.asyncProperty(
          fc.array(fc.tuple(fc.constantFrom(...calls), settings, fc.integer({ min: 1, max: 3 })), {
            minLength: 1,
            maxLength: 10,
          }),
          async (turns) => {
            const { now } = Date
            const at = now()
            // One clock for both.
            Date.now = () => at
            try {
              own.sent.length = theirs.sent.length = 0
              for (const [name, given, times] of turns)
                for (let time = 0; time < times; time++)
                  expect(words(await own.call(name, given))).to.equal(words(await theirs.call(name, given)))
              expect(own.sent.map(placeOf)).to.deep.equal(theirs.sent.map(placeOf))
            } finally {
              Date.now = now
            }
          },
        ),
        runCount(),
      )
    }).timeout(timeLimit(60_000))

  it('leaves the middleware out while the settings are those of a call that it was compared in', async () => {
    const made = changing('own')
    await made.warm()
    for (const name of calls) for (let time = 0; time < 5; time++) await made.call(name)
    expect(made.log.endpoints).to.equal(0)
    const other = { ...usualSettings.credentials, accountId: '111111111111' }
    for (let time = 0; time < 5; time++) await made.call('get', { credentials: other })
    // The first of them.
    expect(made.log.endpoints).to.equal(1)
    await made.call('get')
    expect(made.log.endpoints).to.equal(2)
    const hosts = made.sent.map(({ hostname }) => hostname)
    expect(hosts.slice(-6)).to.deep.equal([
      ...Array.from({ length: 5 }, () => '111111111111.ddb.eu-west-1.amazonaws.com'),
      'dynamodb.eu-west-1.amazonaws.com',
    ])
  })

  it('is left to the SDK with `bodies` of the SDK, and in the first calls of a client', async () => {
    const bySdk = changing('sdk')
    await bySdk.warm()
    for (let time = 0; time < 5; time++) await bySdk.call('get')
    expect(bySdk.log.endpoints).to.equal(5)
    const fresh = changing('own')
    for (let time = 0; time < 20; time++) await fresh.call('get')
    expect(fresh.log.endpoints).to.equal(20)
  })

  it('calls rules of the user for each call, as the SDK does', async () => {
    const seen: unknown[] = []
    const { endpointProvider: usual } = new DynamoDBClient({ region: 'eu-west-1' }).config
    const rules = (parameters: Record<string, unknown>, context?: object) => {
      seen.push(parameters['Region'])
      return usual(parameters as never, context as never)
    }
    const made = changing('own', { config: { endpointProvider: rules as never } })
    await made.warm()
    seen.length = 0
    for (const region of ['eu-west-1', 'us-east-1', 'us-east-1']) await made.call('get', { region })
    expect(seen).to.deep.equal(['eu-west-1', 'us-east-1', 'us-east-1'])
    expect(made.log.endpoints).to.equal(3)
  })

  it('sends the headers of an endpoint of the user, and leaves them to the SDK', async () => {
    const endpoint = { url: new URL('https://example.com'), headers: { 'x-of-endpoint': ['1'] } }
    const [own, theirs] = (['own', 'sdk'] as const).map((writer) =>
      changing(writer, { config: { endpoint: endpoint as never } }),
    ) as [ReturnType<typeof changing>, ReturnType<typeof changing>]
    for (const each of [own, theirs]) {
      await each.warm()
      await each.call('get')
      expect(each.log.endpoints).to.equal(1)
    }
    const [sent] = own.sent
    expect(sent?.hostname).to.equal('example.com')
    expect(sent?.headers['x-of-endpoint']).to.equal(theirs.sent[0]?.headers['x-of-endpoint'])
  })

  it('is left to the SDK with an endpoint of the environment', async () => {
    process.env['AWS_ENDPOINT_URL_DYNAMODB'] = 'https://of-environment.example.com'
    try {
      const made = changing('own')
      await made.warm()
      await made.call('get')
      expect(made.sent[0]?.hostname).to.equal('of-environment.example.com')
      expect(made.log.endpoints).to.equal(1)
    } finally {
      delete process.env['AWS_ENDPOINT_URL_DYNAMODB']
    }
  })

  describe('of an SDK', () => {
    const client = new DynamoDBClient({
      region: 'eu-west-1',
      credentials: usualSettings.credentials,
    }) as unknown as SdkClient
    type Change = (context: Record<string, unknown>, args: object) => object

    /** How often such a middleware runs in three calls. The middleware changes what the SDK's own has done. */
    async function runsOf(change: Change, Command: unknown = GetItemCommand): Promise<number> {
      const endpoints = ownEndpoints(client, standIn(DynamoDBClient as never))
      let runs = 0
      for (let call = 0; call < 3; call++) {
        const context: Record<string, unknown> = { __smithy_context: { features: {} } }
        const theirs = (next: (args: unknown) => Promise<unknown>) => async (args: unknown) => {
          runs++
          const rules = Reflect.get(client.config, 'endpointProvider') as (parameters: object) => object
          context['endpointV2'] = rules({
            ...{ UseFIPS: false, Endpoint: undefined, Region: 'eu-west-1', UseDualStack: false },
            ...{ AccountId: undefined, AccountIdEndpointMode: 'preferred', ResourceArn: 'T' },
          })
          context['authSchemes'] = undefined
          return next(change(context, { ...(args as object) }))
        }
        await endpoints.over(theirs, async () => undefined, context, Command)({ input: { TableName: 'T' } })
      }
      return runs
    }

    it('that does the same, only the first call is compared', async () => {
      expect(await runsOf((_, args) => args)).to.equal(1)
    })

    const others: Readonly<Record<string, Change>> = {
      'finds another endpoint': (context, args) => {
        context['endpointV2'] = { url: new URL('https://example.com') }
        return args
      },
      'leaves more in the context of a call': (context, args) => {
        context['more'] = 1
        return args
      },
      'notes a feature': (context, args) => {
        context['__smithy_context'] = { features: { NEW: 'Z' } }
        return args
      },
      'chooses how requests are signed': (context, args) => {
        context['authSchemes'] = [{ name: 'sigv4' }]
        return args
      },
      'passes on something else': (_, args) => ({ ...args, more: 1 }),
    }
    for (const [what, change] of Object.entries(others))
      it(`that ${what}, all calls are left to it`, async () => {
        expect(await runsOf(change)).to.equal(3)
      })

    const instructions: Readonly<Record<string, object | undefined>> = {
      'describes no parameters': undefined,
      'has none': {},
      'has a parameter of another setting': { New: { type: 'builtInParams', name: 'somethingNew' } },
      'has a parameter of another kind': { New: { type: 'newParams', name: 'region' } },
    }
    for (const [what, given] of Object.entries(instructions))
      it(`whose command ${what}, all calls are left to it`, async () => {
        const command = { getEndpointParameterInstructions: given && (() => given) }
        expect(await runsOf((_, args) => args, command)).to.equal(3)
      })
  })
})
