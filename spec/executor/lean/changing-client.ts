// A client of the SDK whose settings change between calls, with what it sends and how often its settings are copied.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { string } from 'superstruct'
import { CommandExecutor } from '../../../lib/executor/command-executor.js'
import { Entity } from '../../../lib/repository/entity.js'
import { Repository } from '../../../lib/repository/repository.js'

/** What of a client's configuration may be another for each call. */
export interface Settings {
  readonly region: string
  readonly fips: boolean
  readonly dualstack: boolean
  readonly mode: 'disabled' | 'preferred' | 'required'
  readonly credentials: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
    readonly accountId?: string
  }
  readonly endpoint: string
}

export const usualSettings: Settings = {
  region: 'eu-west-1',
  fips: false,
  dualstack: false,
  mode: 'preferred',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' },
  endpoint: 'https://example.com',
}

/** A request as it reached the request handler. */
export interface Sent {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query: Record<string, string>
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array
}

/** A response: its status, its body, and by how many milliseconds the clock of the server is ahead. */
export interface Reply {
  readonly status: number
  readonly body: object
  readonly ahead?: number
}

const bodies: Readonly<Record<string, object>> = {
  BatchGetItem: { Responses: { things: [] } },
  TransactGetItems: { Responses: [{}, {}] },
}

/** The calls that are made, by name. */
export type Call = 'save' | 'get' | 'far' | 'batch' | 'transaction' | 'mixed'
export const calls: readonly Call[] = ['save', 'get', 'far', 'batch', 'transaction', 'mixed']

/** An executor over a client that reads its settings anew for each call. `custom`: it has an endpoint of its own. */
export function changing(
  writer: 'own' | 'sdk',
  { custom = false, config = {} }: { custom?: boolean; config?: DynamoDBClientConfig } = {},
) {
  let now = usualSettings
  let replies: Reply[] = []
  const sent: Sent[] = []
  const handler = {
    async handle(request: Sent) {
      sent.push({ ...request, headers: { ...request.headers } })
      const call = String(request.headers['x-amz-target']).replace(/.*\./, '')
      const { status, body, ahead }: Reply = replies.shift() ?? { status: 200, body: bodies[call] ?? {} }
      const headers = ahead === undefined ? {} : { date: new Date(Date.now() + ahead).toUTCString() }
      return { response: { statusCode: status, headers, body: Buffer.from(JSON.stringify(body)) } }
    },
  }
  const client = new DynamoDBClient({
    region: async () => now.region,
    useFipsEndpoint: async () => now.fips,
    useDualstackEndpoint: async () => now.dualstack,
    accountIdEndpointMode: async () => now.mode,
    // They end soon, so that they are resolved anew for each call.
    credentials: async () => ({ ...now.credentials, expiration: new Date(Date.now() + 1_000) }),
    ...(custom && { endpoint: (async () => now.endpoint) as never }),
    requestHandler: handler as never,
    maxAttempts: 3,
    ...config,
  })
  const log = { endpoints: 0, signers: 0 }
  // `{ ...config }` reads it.
  Object.defineProperty(client.config, 'counted', {
    enumerable: true,
    get() {
      // Who copies; credentials that are resolved anew copy it, too.
      const copying = String(String(new Error().stack).split('\n')[2])
      if (/submodules.endpoints/.test(copying)) log.endpoints++
      if (/\bsigner\b.*submodules.httpAuthSchemes/.test(copying)) log.signers++
      return undefined
    },
  })
  const executor = new CommandExecutor({ client, bodies: writer })
  const things = new Repository(Thing, executor)
  const far = new Repository(Far, executor)
  const works: Record<Call, () => PromiseLike<unknown>> = {
    save: () => things.save({ thingId: 't1' }),
    get: () => things.get('t1'),
    far: () => far.get('t1'),
    batch: () => things.getMany(['t1', 't2']),
    transaction: () => executor.transaction(() => things.save({ thingId: 't1' })),
    mixed: () => executor.transactionGet([far.get('t1'), things.get('t1')]),
  }
  return {
    client,
    log,
    sent,
    /** Makes a call with these settings; resolves to the error, if there is one. */
    async call(
      name: Call,
      settings: Partial<Settings> = {},
      replied: readonly Reply[] = [],
    ): Promise<unknown> {
      now = { ...usualSettings, ...settings }
      replies = [...replied]
      try {
        await works[name]()
        return undefined
      } catch (error) {
        return error
      }
    },
    /** Makes enough calls of each kind, so that the client is served. Nothing of them stays in the logs. */
    async warm(): Promise<void> {
      for (let count = 0; count < 22; count++) await this.call('save')
      for (const name of calls) await this.call(name)
      for (const name of calls) await this.call(name)
      sent.length = 0
      Object.assign(log, { endpoints: 0, signers: 0 })
    },
  }
}

const Thing = new Entity({
  name: 'Thing',
  table: 'things',
  attributes: { thingId: string() },
  key: { partition: 'thingId' },
})

const Far = new Entity({
  name: 'Far',
  table: 'arn:aws:dynamodb:eu-west-1:123456789012:table/far',
  attributes: { farId: string() },
  key: { partition: 'farId' },
})
