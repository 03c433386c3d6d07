// Requests for the specs of the executor, as operations make them.
import { Table } from '../../lib/entity/table/table.js'
import type { TableOptions } from '../../lib/entity/table/table-options.js'
import type { TableCreation } from '../../lib/entity/table-definition.js'
import type { Request } from '../../lib/operation/ground/request.js'

/** A table called `Things`. */
export function things(options: Partial<TableOptions> = {}): Table {
  return new Table({ name: 'Things', ...options })
}

/** How `Things` is made. */
export function creationOf(ttl?: string): () => TableCreation {
  return () => ({
    ttl,
    input: {
      TableName: 'Things',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    },
  })
}

/** `things.get('a')` */
export function get(table: Table = things()): Request<'GetItem'> {
  const input = { TableName: 'Things', Key: { id: { S: 'a' } } }
  return { call: 'GetItem', entity: 'Thing', operation: 'get', table, input }
}

/** `things.save({ id: 'a' })`, which may create the table. */
export function put(table: Table = things(), creation = creationOf()): Request<'PutItem'> {
  const input = { TableName: 'Things', Item: { id: { S: 'a' } } }
  return { call: 'PutItem', entity: 'Thing', operation: 'save', table, input, creation }
}

/** Runs what must reject, and returns the error. */
export async function rejection(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error('it did not reject')
    },
    (error) => error as Error,
  )
}

/** Puts the environment back after each spec. Call it inside `describe`. */
export function withCleanEnvironment(): void {
  const before = { ...process.env }
  const settings = /^(AWS_|DYNTASTIC_)/
  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (settings.test(name)) delete process.env[name]
    process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true'
    process.env['AWS_CONFIG_FILE'] = '/nowhere/config'
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = '/nowhere/credentials'
  })
  afterEach(() => {
    for (const name of Object.keys(process.env)) if (settings.test(name)) delete process.env[name]
    Object.assign(process.env, before)
  })
}
