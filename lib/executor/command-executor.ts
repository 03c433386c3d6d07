// The one way out: sends requests through an SDK client, within time limits, creates missing tables, and tells observers.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Table } from '../entity/table.js'
import { TableNotFoundError } from '../errors/table-not-found-error.js'
import type { CallName, Calls, Request } from '../operation/request.js'
import type { DropWatch, ReadPolicy, Runner, RunOptions, ScanPolicy } from '../operation/runner.js'
import { type Creations, createMissing } from './auto-creation.js'
import { type ClientSettings, type Clients, clientsOf } from './clients.js'
import { toCommand } from './commands.js'
import type { SecretOption } from './cursor-sealer.js'
import { dropWatch } from './drop-watch.js'
import type { FlightRules } from './flight.js'
import { type Audience, audienceOf, type Observer } from './observers.js'
import { readPolicy } from './read-policy.js'
import { send } from './send.js'
import { sharedSignals } from './signals.js'

/** How an executor reaches DynamoDB. All optional. */
export interface ExecutorOptions extends ClientSettings {
  /** Whether a missing table is created by the first write; default true. A Table's `autoCreate` wins. */
  readonly autoCreateTables?: boolean | undefined
  /**
   * Time limits in milliseconds: of one attempt (then the SDK tries again; default 5,000), of one call with its retries (default
   * 30,000), and of waiting for a table that is being created by a first write (default 120,000). `Infinity` switches one off.
   */
  readonly timeout?:
    | {
        readonly attempt?: number | undefined
        readonly total?: number | undefined
        readonly table?: number | undefined
      }
    | undefined
  /** What a query does that has no partition key to go by: `'warn'` (default; once per shape of query), `'allow'`, or `'forbid'`. */
  readonly scans?: ScanPolicy | undefined
  /** The most requests in flight of one parallel scan or of one `full()`; default 8. */
  readonly concurrency?: number | undefined
  /** Signs cursors (HMAC-SHA256) or, with `{ encrypt: true }`, encrypts them (AES-256-GCM). Without one they are checked, and readable. */
  readonly secret?: SecretOption | undefined
  /** Told of each command, of tables created, of scans and of dropped operations. */
  readonly observers?: readonly Observer[] | undefined
  /** A development aid: report operations that are built and never run. Default false. */
  readonly reportDropped?: boolean | undefined
}

/** What an executor works with. */
export interface ExecutorParts extends FlightRules {
  readonly clients: Clients
  readonly audience: Audience
  readonly creations: Creations
}

/** Runs operations on DynamoDB: the one object that an application shares. Making it opens nothing and reads nothing. */
export class CommandExecutor implements Runner {
  /** What it was made with, but for the secret. */
  readonly options: Omit<ExecutorOptions, 'secret'>
  readonly parts: ExecutorParts
  readonly watch: DropWatch | undefined
  readonly patience: number
  readonly reads: ReadPolicy

  constructor(options: ExecutorOptions = {}) {
    const audience = audienceOf(options.observers ?? [])
    // The secret stays out of what inspection shows.
    const { secret: _, ...shown } = options
    this.options = Object.freeze(shown)
    this.parts = {
      limits: { attempt: options.timeout?.attempt ?? 5_000, total: options.timeout?.total ?? 30_000 },
      signals: sharedSignals(),
      plans: new WeakMap(),
      clients: clientsOf(this.options),
      audience,
      creations: new WeakMap(),
    }
    this.patience = this.parts.limits.total
    this.reads = readPolicy(options, audience, this.parts.signals)
    this.watch = options.reportDropped === true ? dropWatch(audience) : undefined
  }

  /** The SDK command of a request, of the user's own SDK copy, not sent. */
  toCommand<N extends CallName>(request: Request<N>): Calls[N]['command'] {
    return toCommand(request)
  }

  /** The client that reaches a table: one and the same object for all tables with the same region and endpoint. Made at first use. */
  clientFor(table: Table): DynamoDBClient {
    return this.parts.clients.for(table)
  }

  /** Closes the clients that this executor made; a client of the user's own stays open. A later call makes new ones. */
  destroy(): void {
    this.parts.clients.destroy()
  }

  /**
   * Sends a request; a write that meets no table creates it and is sent once more.
   * @throws DyntasticError, of one of its classes: what the SDK throws is mapped, and kept as `cause`.
   */
  async run<N extends CallName>(request: Request<N>, options: RunOptions = {}): Promise<Calls[N]['output']> {
    const { parts } = this
    const way = { clients: parts.clients, rules: parts, audience: parts.audience, signal: options.signal }
    try {
      return await send(request, way)
    } catch (error) {
      if (!(error instanceof TableNotFoundError) || !this.mayCreate(request.table)) throw error
      const { creation, withoutTable } = request
      if (withoutTable !== undefined) return withoutTable
      if (creation === undefined) throw error
      const limit = this.options.timeout?.table ?? 120_000
      const client = this.clientFor(request.table)
      const rules = { runner: this, client, creations: parts.creations, signals: parts.signals, limit }
      await createMissing({ ...request, creation }, rules, options.signal)
      return await send(request, way)
    }
  }

  /** Whether a first write may create this table. */
  mayCreate(table: Table): boolean {
    return table.options.autoCreate ?? this.options.autoCreateTables ?? true
  }
}
