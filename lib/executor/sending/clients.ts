// Which SDK client a table is reached through: the user's own, or one made lazily per region and endpoint.
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import type { Table } from '../../entity/table/table.js'
import { EntityDefinitionError } from '../../errors/entity-definition-error.js'

/** A text, or a function that is called at first use; an empty text, or the answer `undefined`, counts as unset. */
export type Setting = string | (() => string | undefined) | undefined

/** Where clients come from. */
export interface ClientSettings {
  readonly client?: DynamoDBClient | undefined
  readonly region?: Setting
  readonly endpoint?: Setting
}

/** The place a client speaks to, as far as it was settled here; what is absent is left to the SDK. */
export interface Place {
  readonly region: string | undefined
  readonly endpoint: string | undefined
}

/** Finds the client of a table, and closes the ones it made. */
export interface Clients {
  /** The client of a table: one and the same for all tables with the same region and endpoint. */
  for(table: Table): DynamoDBClient
  /** Closes the clients made here, never the user's; a later call makes new ones. */
  destroy(): void
}

/** The clients of one executor. Nothing is read, and no client is made, before the first `for`. */
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
 * Region and endpoint by the order of precedence: table, executor, `DYNTASTIC_REGION` / `DYNTASTIC_HOST`, and then the SDK's own. Of these
 * `AWS_REGION` is read here, and an endpoint is put in its normal form, so that one place has one client however it was said. What only the
 * SDK finds, in its configuration file or in `AWS_ENDPOINT_URL`, cannot be compared: said here as well, it is a place apart.
 */
export function placeOf(table: Table, settings: ClientSettings): Place {
  return {
    region:
      table.region ?? settled(settings.region) ?? variable('DYNTASTIC_REGION') ?? variable('AWS_REGION'),
    endpoint: normal(table.endpoint ?? settled(settings.endpoint) ?? variable('DYNTASTIC_HOST')),
  }
}

// `HTTP://h:80` as `http://h/`.
function normal(endpoint: string | undefined): string | undefined {
  const url = endpoint !== undefined && URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (endpoint !== undefined && !/^https?:$/.test(url?.protocol ?? ''))
    throw new EntityDefinitionError({
      detail: `the endpoint '${endpoint}' is not a URL, such as 'http://127.0.0.1:8000'`,
    })
  return url?.href
}

// Read, and never written, each time a table is used for the first time.
function variable(name: string): string | undefined {
  return settled(process.env[name])
}

function settled(setting: Setting): string | undefined {
  const value = typeof setting === 'function' ? setting() : setting
  return value === '' ? undefined : value
}

const credentialVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const

// A local engine takes any region and any key, but the SDK insists on having them: so DYNTASTIC_HOST alone is enough on a loopback address.
function configuration({ region, endpoint }: Place): DynamoDBClientConfig {
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
