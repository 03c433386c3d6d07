// SDK clients of the tables: the application's own client, or one created lazily per region and endpoint.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { settledSetting, type Table } from '../../entity/table/table.js'
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'

/**
 * A string, or a function that is called on first use. An empty string, or a function that returns `undefined`, counts
 * as not set.
 */
export type ClientSetting = string | (() => string | undefined) | undefined

/** The settings that determine the clients. */
export interface ClientSettings {
  readonly client?: DynamoDBClient | undefined
  readonly region?: ClientSetting
  readonly endpoint?: ClientSetting
}

/** Region and endpoint of a client, as far as determined here. Absent properties are left to the SDK. */
export interface ClientPlace {
  readonly region: string | undefined
  readonly endpoint: string | undefined
}

/** Finds the client for a table, and closes the clients it created. */
export interface Clients {
  /** Returns the client for a table. Tables with the same region and endpoint share one client. */
  for(table: Table): DynamoDBClient
  /** Closes the clients created here, but never the application's own. A later call creates new ones. */
  destroy(): void
}

/** The clients of one executor. Nothing is read, and no client is created, before the first `for`. */
export function clientsOf(settings: ClientSettings): Clients {
  const made = new Map<string, DynamoDBClient>()
  let byTable = new WeakMap<Table, DynamoDBClient>()

  function find(table: Table): DynamoDBClient {
    const config = configuration(placeOf(table, settings))
    const address = JSON.stringify([config.region, config.endpoint])
    const known = made.get(address)
    if (known !== undefined) return known
    const client = new DynamoDBClient(config)
    made.set(address, client)
    return client
  }

  return {
    for(table) {
      if (settings.client !== undefined) return settings.client
      const known = byTable.get(table)
      if (known !== undefined) return known
      const client = find(table)
      byTable.set(table, client)
      return client
    },
    destroy() {
      for (const client of made.values()) client.destroy()
      made.clear()
      byTable = new WeakMap()
    },
  }
}

/**
 * Returns region and endpoint in order of precedence: table, executor, `DYNTASTIC_REGION` / `DYNTASTIC_HOST`, then the
 * SDK's own settings. Of the latter, `AWS_REGION` is read here. Endpoints are normalized, so that each region and
 * endpoint has only one client, however it was specified. Settings that only the SDK finds (its configuration file,
 * `AWS_ENDPOINT_URL`) cannot be compared, so they get a client of their own.
 */
export function placeOf(table: Table, settings: ClientSettings): ClientPlace {
  return {
    region:
      table.region ??
      settledSetting('region', settings.region) ??
      variable('DYNTASTIC_REGION') ??
      variable('AWS_REGION'),
    endpoint: normal(
      table.endpoint ?? settledSetting('endpoint', settings.endpoint) ?? variable('DYNTASTIC_HOST'),
    ),
  }
}

// `HTTP://h:80` becomes `http://h/`.
function normal(endpoint: string | undefined): string | undefined {
  const url = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (endpoint !== undefined && !/^https?:$/.test(url?.protocol ?? ''))
    throw new EntityDefinitionError({
      detail: `the endpoint '${endpoint}' is not a URL, such as 'http://127.0.0.1:8000'`,
    })
  return url?.href
}

// Only read, never written, each time a table is used for the first time.
function variable(name: string): string | undefined {
  const value = process.env[name]
  return value === '' ? undefined : value
}

const credentialVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const

// A local engine accepts any region and credentials, but the SDK requires them. With a loopback address, DYNTASTIC_HOST
// alone must be enough.
function configuration({ region, endpoint }: ClientPlace): DynamoDBClientConfig {
  const local = endpoint !== undefined && isLoopback(endpoint)
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region !== undefined ? { region } : local && noneSet(['AWS_PROFILE']) ? { region: 'us-east-1' } : {}),
    ...(local && noneSet(credentialVariables)
      ? { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }
      : {}),
  }
}

function noneSet(names: readonly string[]): boolean {
  return names.every((name) => variable(name) === undefined)
}

function isLoopback(endpoint: string): boolean {
  return /^(127\.[\d.]+|\[::1\]|(.+\.)?localhost)$/.test(new URL(endpoint).hostname)
}
