// An embedded DynamoDB: a client whose requests are answered in this process.
import { type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../entity/model.js'
import { createTableInput } from '../entity/table-definition.js'
import { anInteger, aPositiveInteger, kind, listOf } from '../errors/option-kinds.js'
import { checkedArgument, checkOptions, type OptionTable } from '../errors/option-table.js'
import { createEngine, type Engine } from './engine/engine.js'
import { EngineFront } from './engine/faults/engine-front.js'
import type { LocalFaults } from './engine/faults/fault-kinds.js'
import { FaultPlan, seedRow } from './engine/faults/fault-plan.js'
import { listenOnLoopback } from './engine/loopback-server.js'
import { requestHandler } from './engine/request-handler.js'
import { engineClock } from './engine/storage/clock.js'
import type { DatabaseSnapshot } from './engine/storage/database.js'
import { removeExpired } from './engine/tables/time-to-live.js'

/** A table for a test: an entity's, or the input of CreateTable. */
export type LocalTable = EntityModel | CreateTableCommandInput

/** What `startLocal` may be asked for. */
export interface LocalOptions {
  /** Listen on this port of 127.0.0.1 too (0: one that is free), for clients other than `client`. Default: no socket is opened. */
  readonly port?: number | undefined
  /** Tables that are there from the beginning. Time to live is enabled if the entity has an attribute for it. */
  readonly tables?: readonly LocalTable[] | undefined
  /** The time at which the engine's clock starts; it then moves only when it is advanced. Default: the system's time. */
  readonly clock?: Date | number | undefined
  /** The seed of faults that are chosen at random. Default: 1. */
  readonly seed?: number | undefined
  /** By how many milliseconds of the clock eventually consistent reads lag behind. Default: they are always fresh. */
  readonly lag?: number | undefined
  /** For how many milliseconds of the clock tables and indexes are CREATING, UPDATING and DELETING. Default: they are ready at once. */
  readonly tableDelay?: number | undefined
}

const aTable = kind<LocalTable>(
  'an entity, or the input of CreateTable',
  (value) => typeof value === 'object' && value !== null && ('attributes' in value || 'TableName' in value),
)
const aTime = kind<Date | number>('a date, or milliseconds since 1970', (value) =>
  Number.isFinite(value instanceof Date ? value.getTime() : value),
)

/** The options of `startLocal`. */
export const localOptions: OptionTable<LocalOptions> = {
  port: { takes: anInteger(0, 65_535), doc: 'Listen on this port of 127.0.0.1 too; 0 for one that is free.' },
  tables: { takes: listOf(aTable), doc: 'Tables that are there from the beginning.' },
  clock: { takes: aTime, doc: 'The time at which the clock starts; it then moves only when it is advanced.' },
  seed: seedRow,
  lag: { takes: aPositiveInteger, doc: 'Milliseconds by which eventually consistent reads lag behind.' },
  tableDelay: {
    takes: aPositiveInteger,
    doc: 'Milliseconds for which tables and indexes are being created, changed and deleted.',
  },
}

/** The time of an embedded engine. */
export interface LocalClock {
  now(): Date
  /**
   * Moves the time on, and removes the items that have expired by then.
   * @throws InvalidOptionError for a time that is not a positive number.
   */
  advance(milliseconds: number): void
}

/** A request as it arrived. */
export interface LocalRequest {
  /** `PutItem`, for example. */
  readonly operation: string
  /** The JSON of the request: binary values are base64 text. */
  readonly input: { readonly [parameter: string]: unknown }
}

/** Everything that an embedded engine held at one moment. */
export interface LocalSnapshot {
  readonly snapshot: unknown
}

/** A running embedded DynamoDB. */
export interface LocalDynamoDB {
  /** A client of the engine; it needs no region, no credentials and no network. */
  readonly client: DynamoDBClient
  /**
   * `http://127.0.0.1:PORT` if a port was asked for. Otherwise it is `http://127.0.0.1:1`, a port on which nothing listens, so that a
   * client made for it fails at once and never reaches anything else.
   */
  readonly endpoint: string
  readonly clock: LocalClock
  readonly faults: LocalFaults
  /** The requests that arrived, oldest first: the last 10,000 of them. */
  readonly requests: readonly LocalRequest[]
  /** Keeps tables, items, tokens and time as they are now. It takes the same time, however many items there are. */
  snapshot(): LocalSnapshot
  /**
   * Goes back to a snapshot of this engine, as often as one likes, in the same time however many items there are; `requests` begins anew.
   * @throws InvalidOptionError for anything else.
   */
  restore(snapshot: LocalSnapshot): void
  /** Ends the engine and forgets its tables. Requests sent afterwards are refused. Twice is fine. */
  stop(): Promise<void>
}

const nobody = 'http://127.0.0.1:1'

/**
 * Starts an embedded DynamoDB for tests and examples: tables, items, queries, conditions, batches, transactions and
 * time to live, in the memory of this process. Each call starts another one.
 *
 * ```ts
 * const local = await startLocal({ tables: [User] })
 * const users = new Repository(User, new CommandExecutor({ client: local.client }))
 * const empty = local.snapshot()
 * await users.save({ userId: 'u1' })
 * local.restore(empty)
 * await local.stop()
 * ```
 *
 * Limits, error names and messages are DynamoDB's own. Reads are always fresh and nothing is ever throttled, unless a test asks for it.
 * @throws InvalidOptionError for an option that does not exist, or has a value of the wrong kind.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalDynamoDB> {
  checkOptions(localOptions, options, { operation: 'startLocal' })
  const { clock: start, seed, lag, tableDelay, port } = options
  const clock = engineClock(start === undefined ? undefined : Number(start))
  const engine = createEngine({ clock, lag: lag ?? 0 })
  const front = new EngineFront(engine, new FaultPlan(seed))
  for (const table of options.tables ?? []) createTable(engine, table)
  engine.context.tableDelay = tableDelay ?? 0
  const server = port === undefined ? undefined : await listenOnLoopback(front, port)
  const endpoint = server?.endpoint ?? nobody
  const client = new DynamoDBClient({
    region: 'local',
    endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: requestHandler(front),
  })
  let stopped: Promise<void> | undefined
  return {
    client,
    endpoint,
    clock: {
      now: () => new Date(clock.now()),
      advance(milliseconds) {
        const takes = kind<number>('a positive number of milliseconds', (value) => Number(value) > 0)
        checkedArgument({ takes, doc: '' }, 'milliseconds', milliseconds, { operation: 'clock.advance' })
        clock.advance(milliseconds)
        removeExpired(engine.context)
      },
    },
    faults: front.plan,
    get requests() {
      return front.requests
    },
    ...snapshots(front),
    stop() {
      stopped ??= stopAll()
      return stopped
    },
  }

  async function stopAll() {
    front.stop()
    client.destroy()
    await server?.close()
  }
}

// Only an engine's own snapshots fit it: each is known by the object that was handed out.
function snapshots(front: EngineFront): Pick<LocalDynamoDB, 'snapshot' | 'restore'> {
  const { database } = front.engine.context
  const known = new WeakMap<LocalSnapshot, DatabaseSnapshot>()
  const takes = kind<LocalSnapshot>('a snapshot of this engine', (value) => known.has(Object(value)), true)
  return {
    snapshot() {
      const snapshot: LocalSnapshot = Object.freeze({ snapshot: Symbol('snapshot') })
      known.set(snapshot, database.snapshot())
      return snapshot
    },
    restore(snapshot) {
      checkedArgument({ takes, doc: '' }, 'snapshot', snapshot, { operation: 'restore' })
      const content = known.get(snapshot)
      if (content !== undefined) database.restore(content)
      front.forgetRequests()
    },
  }
}

// Entities that share a table bring it once, and each of them the global indexes that it lacks.
function createTable({ run, context }: Engine, table: LocalTable): void {
  const ttl = 'TableName' in table ? undefined : table.managed.ttl
  const input = 'TableName' in table ? table : createTableInput(table)
  const TableName = String(input.TableName)
  const plain = JSON.parse(JSON.stringify(input))
  const known = context.database.table(TableName)?.definition
  if (known === undefined) run('CreateTable', plain)
  const names = known?.globalIndexes.map(({ name }) => name)
  for (const Create of plain.GlobalSecondaryIndexes ?? [])
    if (names?.includes(Create.IndexName) === false)
      run('UpdateTable', {
        TableName,
        AttributeDefinitions: plain.AttributeDefinitions,
        GlobalSecondaryIndexUpdates: [{ Create }],
      })
  if (ttl !== undefined && known?.timeToLive === undefined)
    run('UpdateTimeToLive', { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: ttl } })
}
