// The options of an executor: their types and their table.

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
import { type SecretOption, secretKind } from './reading/cursor-sealer.js'
import { type RetryOption, retryKind } from './retry-policy.js'
import type { ClientSettings, Setting } from './sending/clients.js'
import type { Observer } from './sending/observers.js'

/** Time limits in milliseconds; `Infinity` switches one off. */
export interface TimeLimits {
  /** Of one attempt, from when its request has a socket; then the SDK tries again. Default 5,000. */
  readonly attempt?: number | undefined
  /**
   * Of one call, with all of its requests, retries and pauses. A call of many requests (a list, a batch, the pages of a query) may take
   * longer as a whole: for it, this is the longest time without a response that brings it forward. Default 30,000.
   */
  readonly total?: number | undefined
  /** Of waiting for a table that a first write creates. Default 120,000. */
  readonly table?: number | undefined
}

/** How an executor reaches DynamoDB. All optional. */
export interface ExecutorOptions extends ClientSettings {
  /** Whether a missing table is created by the first write; default true. A Table's `autoCreate` wins. */
  readonly autoCreateTables?: boolean | undefined
  /**
   * Time limits in milliseconds: of one attempt (then the SDK tries again; default 5,000), of one call with all of its requests and
   * retries (default 30,000; of a call of many requests, the longest time without progress), and of waiting for a table that is being
   * created by a first write (default 120,000). The limit of an attempt begins when its request has a socket of the client's pool.
   * `Infinity` switches one off.
   */
  readonly timeout?: TimeLimits | undefined
  /** What a query does that has no partition key to go by: `'warn'` (default; once per shape of query), `'allow'`, or `'forbid'`. */
  readonly scans?: ScanPolicy | undefined
  /** The most requests in flight of one batch, one parallel scan or one `full()`; default 8. */
  readonly concurrency?: number | undefined
  /**
   * How often the library sends again what DynamoDB left undone (unprocessed work, conflicts with transactions), in attempts and
   * milliseconds of backoff. The SDK repeats the rest: throttles, faults of the network.
   */
  readonly retry?: RetryOption | undefined
  /** Whether gets awaited in the same tick become one BatchGetItem: for resolvers and loops. Default false. */
  readonly gather?: boolean | undefined
  /** Signs cursors (HMAC-SHA256) or, with `{ encrypt: true }`, encrypts them (AES-256-GCM). Without one they are checked, and readable. */
  readonly secret?: SecretOption | undefined
  /** Told of each command, of tables created, of scans and of dropped operations. */
  readonly observers?: readonly Observer[] | undefined
  /** A development aid: report operations that are built and never run. Default false. */
  readonly reportDropped?: boolean | undefined
}

export const timeLimits: OptionTable<TimeLimits> = {
  attempt: {
    takes: milliseconds,
    default: '5_000',
    doc: 'The most milliseconds that one attempt takes once its request has a socket; then the SDK tries again.',
  },
  total: {
    takes: milliseconds,
    default: '30_000',
    doc: 'The most milliseconds that one call takes with its retries; of many requests, the most without progress.',
  },
  table: {
    takes: milliseconds,
    default: '120_000',
    doc: 'The most milliseconds that a first write waits for the table that it creates.',
  },
}

const setting: OptionKind<Exclude<Setting, undefined>> = anyOf<Exclude<Setting, undefined>>(
  'a string, or a function that returns one',
  aString,
  aFunction(),
)

const observer = methods<Observer>({
  onCommand: {
    takes: aFunction(),
    doc: 'Called after each command, with its duration, attempts, capacity and error.',
  },
  onTableCreated: { takes: aFunction(), doc: 'Called after a table was created.' },
  onScan: {
    takes: aFunction(),
    doc: 'Called for a query that reads a whole table, once per shape of query.',
  },
  onDropped: { takes: aFunction(), doc: 'Called for an operation that was built and never run.' },
})

/** The options of an executor. */
export const executorOptions: OptionTable<ExecutorOptions> = {
  client: {
    takes: kind('a DynamoDBClient', (value) => typeof Object(value).send === 'function'),
    doc: 'The SDK client that all requests are sent through. Without one, clients are made, one for each region and endpoint.',
  },
  region: { takes: setting, doc: 'The region of clients that are made.' },
  endpoint: { takes: setting, doc: 'The endpoint of clients that are made, as a URL.' },
  autoCreateTables: {
    takes: aBoolean,
    default: 'true',
    doc: "Whether the first write creates a missing table; a Table's `autoCreate` wins.",
  },
  timeout: {
    takes: group(timeLimits),
    doc: 'Limits of time in milliseconds: of an attempt, a call, and the wait for a table.',
  },
  scans: {
    takes: oneOf('warn', 'allow', 'forbid'),
    default: "'warn'",
    doc: 'What a query does that has no partition key to go by, and would read the whole table.',
  },
  concurrency: {
    takes: aPositiveInteger,
    default: '8',
    doc: 'The most requests in flight of one batch, one parallel scan or one `full()`.',
  },
  retry: {
    takes: retryKind,
    doc: 'How often the library retries unprocessed work and conflicts with transactions.',
  },
  gather: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether gets that are awaited in the same tick become one BatchGetItem.',
  },
  secret: {
    takes: secretKind,
    doc: 'Signs cursors, or encrypts them with `{ key, encrypt: true }`; 16 bytes or more.',
  },
  observers: { takes: listOf(observer), doc: 'Called for each command, table, scan and dropped operation.' },
  reportDropped: {
    takes: aBoolean,
    default: 'false',
    doc: 'Whether operations that are built and never run are reported; for development.',
  },
}

/**
 * Checks the options of an executor.
 * @throws InvalidOptionError.
 */
export function checkExecutorOptions(options: ExecutorOptions): void {
  const where: OptionPlace = { operation: 'CommandExecutor' }
  // A client in their place has names of its own, none of which says what is wrong.
  if (typeof Reflect.get(Object(options), 'send') === 'function')
    throw new InvalidOptionError({
      ...where,
      option: 'client',
      detail: 'the client is one of the options: new CommandExecutor({ client })',
    })
  checkOptions(executorOptions, options, where)
}
