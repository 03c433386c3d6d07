// A repository on a table of its own, with everything that it sends kept.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type AnyEntity, CommandExecutor, type ExecutorOptions, Repository } from 'dyntastic'
import { type RawItem, rawGet, rawPut, rawScan, type TestEngine } from '../support/engine.js'

/** One command as it was sent. */
export interface Sent {
  readonly call: string
  readonly input: Record<string, unknown>
}

/** A client that sends through another one, and keeps what was sent. */
export function witness(client: DynamoDBClient): { readonly client: DynamoDBClient; readonly sent: Sent[] } {
  const sent: Sent[] = []
  const send = (command: { readonly input: Record<string, unknown> }, options: unknown): unknown => {
    sent.push({ call: command.constructor.name.replace(/Command$/, ''), input: command.input })
    return (client.send as (command: unknown, options: unknown) => unknown).call(client, command, options)
  }
  return { client: Object.create(client, { send: { value: send } }), sent }
}

/** What a spec works with. `raw` looks past the library. */
export interface Opened<E extends AnyEntity> {
  readonly repository: Repository<E>
  readonly entity: E
  readonly executor: CommandExecutor
  readonly table: string
  readonly sent: Sent[]
  /** The names of the calls so far. */
  calls(): string[]
  raw(key: RawItem): Promise<RawItem | undefined>
  rawPut(item: RawItem): Promise<void>
  rawAll(): Promise<RawItem[]>
}

/** Opens a repository on the engine; its table is made by the first write. */
export function opened<E extends AnyEntity>(
  engine: TestEngine,
  make: (table: string) => E,
  options: Omit<ExecutorOptions, 'client'> = {},
): Opened<E> {
  const { client, sent } = witness(engine.client)
  const entity = make(engine.name())
  const executor = new CommandExecutor({ ...options, client })
  const table = entity.table.name
  return {
    repository: new Repository(entity, executor),
    entity,
    executor,
    table,
    sent,
    calls: () => sent.map(({ call }) => call),
    raw: (key) => rawGet(engine.client, table, key),
    rawPut: (item) => rawPut(engine.client, table, item),
    rawAll: () => rawScan(engine.client, table),
  }
}
