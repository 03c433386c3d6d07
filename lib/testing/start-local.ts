// An embedded DynamoDB: a client whose requests are answered in this process.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { anInteger } from '../errors/option-kinds.js'
import { checkOptions, type OptionTable } from '../errors/option-table.js'
import { createEngine } from './engine/engine.js'
import { listenOnLoopback } from './engine/loopback-server.js'
import { requestHandler } from './engine/request-handler.js'

/** What `startLocal` may be asked for. */
export interface LocalOptions {
  /** Listen on this port of 127.0.0.1 too (0: one that is free), for clients other than `client`. Default: no socket is opened. */
  readonly port?: number | undefined
}

const localOptions: OptionTable<LocalOptions> = {
  port: { takes: anInteger(0, 65_535), doc: 'Listen on this port of 127.0.0.1 too; 0 for one that is free.' },
}

/** A running embedded DynamoDB. */
export interface LocalDynamoDB {
  /** A client of the engine; it needs no region, no credentials and no network. */
  readonly client: DynamoDBClient
  /**
   * `http://127.0.0.1:PORT`. It answers only where a port was asked for; without one it is `http://127.0.0.1:1`,
   * a port on which nothing listens, so that a client made for it fails at once and never reaches anything else.
   */
  readonly endpoint: string
  /** Ends the engine and forgets its tables. Requests sent afterwards are refused. Twice is fine. */
  stop(): Promise<void>
}

const nobody = 'http://127.0.0.1:1'

/**
 * Starts an embedded DynamoDB for tests and examples: tables, items, queries, conditions, batches, transactions and
 * time to live, in the memory of this process. Each call starts another one, with no tables.
 *
 * ```ts
 * const local = await startLocal()
 * const users = new Repository(User, new CommandExecutor({ client: local.client }))
 * await local.stop()
 * ```
 *
 * Limits, error names and messages are DynamoDB's own. Reads are always fresh, and nothing is ever throttled.
 */
export async function startLocal(options: LocalOptions = {}): Promise<LocalDynamoDB> {
  checkOptions(localOptions, options, { operation: 'startLocal' })
  const engine = createEngine()
  const server = options.port === undefined ? undefined : await listenOnLoopback(engine, options.port)
  const endpoint = server?.endpoint ?? nobody
  const client = new DynamoDBClient({
    region: 'local',
    endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: requestHandler(engine),
  })
  let stopped: Promise<void> | undefined
  return {
    client,
    endpoint,
    stop() {
      stopped ??= stopAll()
      return stopped
    },
  }

  async function stopAll() {
    engine.stop()
    client.destroy()
    await server?.close()
  }
}
