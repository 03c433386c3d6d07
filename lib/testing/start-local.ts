// Embedded DynamoDB: a client whose requests are processed inside this process.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { anInteger, aPositiveInteger, kind, listOf, oneOf } from '../errors/option-kinds.js'
import { checkedArgument, checkOptions, type OptionTable } from '../errors/option-table.js'
import { createEngine } from './engine/engine.js'
import { EngineFront } from './engine/faults/engine-front.js'
import type { LocalFaults } from './engine/faults/fault-kinds.js'
import { FaultPlan, seedRow } from './engine/faults/fault-plan.js'
import { listenOnLoopback } from './engine/loopback-server.js'
import { requestHandler } from './engine/request-handler.js'
import { engineClock } from './engine/storage/clock.js'
import type { DatabaseSnapshot } from './engine/storage/database.js'
import { removeExpired } from './engine/tables/time-to-live.js'
import { type LocalStream, localStream, type StreamOwner } from './local-stream.js'
import { aTable, createLocalTable, type LocalStreamView, type LocalTable } from './local-tables.js'

/** The options of `startLocal`. */
export interface LocalOptions {
  /**
   * Also listens on this port of 127.0.0.1 (0: any free port), for clients other than `client`. Default: no socket is
   * opened.
   */
  readonly port?: number | undefined
  /** Tables that exist from the start. Time to live is enabled if the entity declares it. */
  readonly tables?: readonly LocalTable[] | undefined
  /**
   * The time at which the engine's clock starts; it then moves only when it is advanced. Default: the system's time.
   */
  readonly clock?: Date | number | undefined
  /** The seed of random faults. Default: 1. */
  readonly seed?: number | undefined
  /** The delay of eventually consistent reads, in milliseconds of the clock. Default: no delay. */
  readonly lag?: number | undefined
  /** The view type of the streams of `tables` that do not declare one. Default: such tables have no stream. */
  readonly streams?: LocalStreamView | undefined
  /**
   * How long tables and indexes are CREATING, UPDATING and DELETING, in milliseconds of the clock. Default: not at all.
   */
  readonly tableDelay?: number | undefined
}

const aTime = kind<Date | number>('a date, or milliseconds since 1970', (value) =>
  Number.isFinite(value instanceof Date ? value.getTime() : value),
)

/** The options of `startLocal`. */
export const localOptions: OptionTable<LocalOptions> = {
  port: { takes: anInteger(0, 65_535), doc: 'Also listens on this port of 127.0.0.1; 0 for any free port.' },
  tables: { takes: listOf(aTable), doc: 'Tables that exist from the start.' },
  clock: { takes: aTime, doc: 'The time at which the clock starts; it then moves only when it is advanced.' },
  seed: seedRow,
  lag: { takes: aPositiveInteger, doc: 'The delay of eventually consistent reads, in milliseconds.' },
  streams: {
    takes: oneOf('NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'),
    doc: 'The view type of the streams of `tables` that do not declare one.',
  },
  tableDelay: {
    takes: aPositiveInteger,
    doc: 'How long tables and indexes are being created, updated and deleted, in milliseconds.',
  },
}

/** The clock of an embedded engine. */
export interface LocalClock {
  /** Returns the time of the engine. @example local.clock.now() // 2024-01-01T00:00:00.000Z */
  now(): Date
  /**
   * Advances the time, and removes the items that have expired by then.
   * @example local.clock.advance(10 * 60_000)
   * @throws InvalidOptionError if the time is not a positive number.
   */
  advance(milliseconds: number): void
}

/** A request as it arrived. */
export interface LocalRequest {
  /** The operation, such as `PutItem`. */
  readonly operation: string
  /** The JSON of the request, in which binary values are base64 strings. */
  readonly input: { readonly [parameter: string]: unknown }
}

/** The complete state of an embedded engine at one time. */
export interface LocalSnapshot {
  readonly snapshot: unknown
}

/** A running embedded DynamoDB. */
export interface LocalDynamoDB {
  /** A client of the engine. It needs no region, no credentials and no network. */
  readonly client: DynamoDBClient
  /**
   * `http://127.0.0.1:PORT` if the option `port` is set. Otherwise `http://127.0.0.1:1`, a port on which nothing
   * listens, so that a client created for it fails immediately and never reaches anything else.
   */
  readonly endpoint: string
  readonly clock: LocalClock
  readonly faults: LocalFaults
  /** The last 10,000 requests that arrived, oldest first. */
  readonly requests: readonly LocalRequest[]
  /**
   * The stream of a table, for the functions that Lambda would call with its records.
   * @example await local.stream(Order).deliver(handler)
   */
  stream(table: StreamOwner): LocalStream
  /**
   * Captures tables, items, tokens and time. The duration does not depend on the number of items.
   * @example const empty = local.snapshot()
   */
  snapshot(): LocalSnapshot
  /**
   * Returns to a snapshot of this engine, any number of times. The duration does not depend on the number of items.
   * Clears `requests`.
   * @example beforeEach(() => local.restore(empty))
   * @throws InvalidOptionError if the argument is not a snapshot of this engine.
   */
  restore(snapshot: LocalSnapshot): void
  /**
   * Stops the engine and discards its tables. Later requests fail. Safe to call repeatedly.
   * @example after(() => local.stop())
   */
  stop(): Promise<void>
}

const nobody = 'http://127.0.0.1:1'

/**
 * Starts an embedded DynamoDB for tests and examples: tables, items, queries, conditions, batches, transactions and
 * time to live, in the memory of this process. Each call starts another one. Limits, error names and messages are
 * those of DynamoDB. By default, reads are never stale and nothing is ever throttled.
 * @example
 * const local = await startLocal({ tables: [User] })
 * const users = new Repository(User, new CommandExecutor({ client: local.client }))
 * const empty = local.snapshot()
 * await users.save({ userId: 'u1' })
 * local.restore(empty)
 * await local.stop()
 * @throws InvalidOptionError if an option does not exist or has a value of the wrong type.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalDynamoDB> {
  checkOptions(localOptions, options, { operation: 'startLocal' })
  const { clock: start, seed, lag, tableDelay, port } = options
  const clock = engineClock(start === undefined ? undefined : Number(start))
  const engine = createEngine({ clock, lag: lag ?? 0 })
  const front = new EngineFront(engine, new FaultPlan(seed))
  for (const table of options.tables ?? []) createLocalTable(engine, table, options.streams)
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
    stream: localStream(engine.context),
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

// Only snapshots of the same engine are accepted; each is identified by its object.
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
