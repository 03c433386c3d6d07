// Executor options: their types and their table.
import { InvalidOptionError } from '../errors/invalid-option-error.js'
import {
  aBoolean,
  aFunction,
  anyOf,
  aPositiveInteger,
  aString,
  group,
  kind,
  listOf,
  methods,
  milliseconds,
  oneOf,
} from '../errors/option-kinds.js'
import { checkOptions, type OptionKind, type OptionPlace, type OptionTable } from '../errors/option-table.js'
import type { ScanPolicy } from '../operation/ground/runner.js'
import type { TransportName } from './direct/direct-transport.js'
import { type SecretOption, secretKind } from './reading/cursor-sealer.js'
import { type RetryOption, retryKind } from './retry-policy.js'
import type { ClientSetting, ClientSettings } from './sending/clients.js'
import type { Observer } from './sending/observers.js'

/** Time limits in milliseconds. `Infinity` disables a limit. */
export interface TimeLimits {
  /** Limit of one attempt, measured from when its request gets a socket; then the SDK retries. Default 5,000. */
  readonly attempt?: number | undefined
  /**
   * Limit of one call, including all of its requests, retries and pauses. A call of many requests (a list, a batch, the
   * pages of a query) may take longer in total; for it, this is the longest time without progress. Default 30,000.
   */
  readonly total?: number | undefined
  /** How long a first write waits for the table that it creates. Default 120,000. */
  readonly table?: number | undefined
}

/** Who does what both this library and the SDK's middleware can do. */
export type Bodies = 'own' | 'sdk'

/** Options of an executor. All are optional. */
export interface ExecutorOptions extends ClientSettings {
  /**
   * Whether a first write creates a missing table; default true. The option `autoCreate` of a Table takes precedence.
   */
  readonly autoCreateTables?: boolean | undefined
  /**
   * Time limits in milliseconds: of one attempt (then the SDK retries; default 5,000), of one call with all of its
   * requests and retries (default 30,000; for a call of many requests, the longest time without progress), and of
   * waiting for a table that a first write creates (default 120,000). The limit of an attempt starts when its request
   * gets a socket from the client's pool. `Infinity` disables a limit.
   */
  readonly timeout?: TimeLimits | undefined
  /**
   * What to do if a query has no partition key and would scan: `'warn'` (default; once per shape of query), `'allow'`,
   * or `'forbid'`.
   */
  readonly scans?: ScanPolicy | undefined
  /** The maximum number of requests in flight per batch, parallel scan or `full()`; default 8. */
  readonly concurrency?: number | undefined
  /**
   * Attempts and backoff, in milliseconds, for what the library itself retries: unprocessed batch work and conflicts
   * with transactions. The SDK retries everything else, such as throttling and network errors.
   */
  readonly retry?: RetryOption | undefined
  /**
   * Whether gets that are awaited in the same tick are combined into one BatchGetItem, for resolvers and loops. Default
   * false.
   */
  readonly gather?: boolean | undefined
  /**
   * Signs cursors (HMAC-SHA256) or, with `{ encrypt: true }`, encrypts them (AES-256-GCM). Without a secret, cursors
   * are checked but readable.
   */
  readonly secret?: SecretOption | undefined
  /**
   * What sends requests for items: `'sdk'` (default), through all of the SDK's middleware, or `'direct'`, without it
   * and
   * at a fraction of the CPU time, with the same configuration, retries, errors and results. If a client has something
   * that the direct transport cannot serve (a mock, middleware of your own, a logger), the SDK sends its requests, and
   * observers are notified once (`onTransportFallback`). See also `transportFor`.
   */
  readonly transport?: TransportName | undefined
  /** Objects that are notified of each command, of tables created, of scans and of dropped operations. */
  readonly observers?: readonly Observer[] | undefined
  /** A development aid: reports operations that are built but never run. Default false. */
  readonly reportDropped?: boolean | undefined
  /**
   * Who writes the bodies of requests, reads those of responses, finds endpoints, signs requests and sends the first
   * attempts of calls: this library, in the place of the SDK's middleware (`'own'`, the default), or the SDK (`'sdk'`).
   * Requests and results are the same, but the SDK takes two to three times as long. If absent, the environment
   * variable DYNTASTIC_BODIES decides. It has no effect on the direct transport.
   */
  readonly bodies?: Bodies | undefined
}

export const timeLimits: OptionTable<TimeLimits> = {
  attempt: {
    takes: milliseconds,
    default: '5_000',
    doc: 'The limit of one attempt in milliseconds, from when its request gets a socket; then the SDK retries.',
  },
  total: {
    takes: milliseconds,
    default: '30_000',
    doc: 'The limit of one call with its retries, in milliseconds; for a call of many requests, the longest time without progress.',
  },
  table: {
    takes: milliseconds,
    default: '120_000',
    doc: 'How long a first write waits for the table that it creates, in milliseconds.',
  },
}

const setting: OptionKind<Exclude<ClientSetting, undefined>> = anyOf<Exclude<ClientSetting, undefined>>(
  'a string, or a function that returns one',
  aString,
  aFunction(),
)

const observer = methods<Observer>({
  onCommandStart: { takes: aFunction(), doc: 'Called before each command is sent.' },
  aroundCommand: {
    takes: aFunction(),
    doc: 'Called for each command, with a function that sends it: inside a span or another context.',
  },
  onCommand: {
    takes: aFunction(),
    doc: 'Called after each command, with its duration, attempts, capacity and error.',
  },
  onTableCreated: { takes: aFunction(), doc: 'Called after a table was created.' },
  onScan: {
    takes: aFunction(),
    doc: 'Called for a query that reads a whole table, once per shape of query.',
  },
  onDropped: { takes: aFunction(), doc: 'Called for an operation that was built but never run.' },
  onTransportFallback: {
    takes: aFunction(),
    doc: "Called if the SDK sends requests although `transport` is `'direct'`, once per client and reason.",
  },
})

/** The options of an executor. */
export const executorOptions: OptionTable<ExecutorOptions> = {
  client: {
    takes: kind('a DynamoDBClient', (value) => typeof Object(value).send === 'function'),
    doc: 'The SDK client that sends all requests. Without it, the executor creates one client per region and endpoint.',
  },
  region: { takes: setting, doc: 'The region of the clients that the executor creates.' },
  endpoint: { takes: setting, doc: 'The endpoint of the clients that the executor creates, as a URL.' },
  autoCreateTables: {
    takes: aBoolean,
    default: 'true',
    doc: 'Whether a first write creates a missing table; the option `autoCreate` of a Table takes precedence.',
  },
  timeout: {
    takes: group(timeLimits),
    doc: 'Time limits in milliseconds: of an attempt, a call, and the wait for a table.',
  },
  scans: {
    takes: oneOf('warn', 'allow', 'forbid'),
    default: "'warn'",
    doc: 'What to do if a query has no partition key and would read the whole table.',
  },
  concurrency: {
    takes: aPositiveInteger,
    default: '8',
    doc: 'The maximum number of requests in flight per batch, parallel scan or `full()`.',
  },
  retry: {
    takes: retryKind,
    doc: 'How often the library retries unprocessed work and conflicts with transactions.',
  },
  gather: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether gets that are awaited in the same tick are combined into one BatchGetItem.',
  },
  secret: {
    takes: secretKind,
    doc: 'Signs cursors, or encrypts them with `{ key, encrypt: true }`; at least 16 bytes.',
  },
  observers: {
    takes: listOf(observer),
    doc: 'Objects that are notified of each command, created table, scan and dropped operation.',
  },
  transport: {
    takes: oneOf('sdk', 'direct'),
    default: "'sdk'",
    doc: "What sends requests for items: the SDK with its middleware, or, with `'direct'`, the library without it.",
  },
  reportDropped: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether to report operations that are built but never run, for development.',
  },
  bodies: {
    takes: oneOf('own', 'sdk'),
    default: "'own'",
    doc: 'Who writes and reads bodies, finds endpoints, signs, and sends first attempts: this library, or the SDK.',
  },
}

/** By the option, or by the environment. */
export function bodiesOf({ bodies }: ExecutorOptions): Bodies {
  return bodies ?? (process.env['DYNTASTIC_BODIES'] === 'sdk' ? 'sdk' : 'own')
}

/**
 * Checks the options of an executor.
 * @throws InvalidOptionError if one is invalid.
 */
export function checkExecutorOptions(options: ExecutorOptions): void {
  const where: OptionPlace = { operation: 'CommandExecutor' }
  // A client passed instead of options has unrelated properties, so the usual message would not help.
  if (typeof Reflect.get(Object(options), 'send') === 'function')
    throw new InvalidOptionError({
      ...where,
      option: 'client',
      detail: 'pass the client as an option: new CommandExecutor({ client })',
    })
  checkOptions(executorOptions, options, where)
}
