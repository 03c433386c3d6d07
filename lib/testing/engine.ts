// The embedded engine: which operation is answered by what, and in which turn.
import { type AccessLock, accessLock } from './access-lock.js'
import type { Store } from './dynalite-store.js'
import { type EngineContext, engineContext } from './engine-context.js'
import { batchGet, getItem } from './reads.js'
import { search } from './searches.js'
import { failure, isServiceFailure, ServiceFailure } from './service-failure.js'
import { batchWrite, putOrDelete, updateItem } from './single-writes.js'
import { changeTable } from './table-operations.js'
import { transactGet, transactWrite } from './transactions.js'
import type { WireObject } from './wire.js'

/** Answers requests of DynamoDB's JSON protocol. */
export interface Engine {
  /** Never rejects: a refusal is an answer with status 400. `target` is the header `x-amz-target`. */
  answer(target: string, body: string): Promise<EngineAnswer>
  /** Waits for what is under way, and refuses what comes later. */
  stop(): Promise<void>
}

export interface EngineAnswer {
  readonly statusCode: number
  readonly body: string
}

type Run = (input: WireObject, context: EngineContext) => Promise<WireObject>

interface Operation {
  readonly access: keyof AccessLock
  readonly run: Run
}

const read = (run: Run): Operation => ({ access: 'read', run })
const write = (run: Run): Operation => ({ access: 'write', run })
const passed =
  (name: string): Run =>
  (input, context) =>
    context.store(name, input)

// Everything the engine knows; an operation that is not here does not exist for it.
const operations = new Map<string, Operation>([
  ['GetItem', read(getItem)],
  ['BatchGetItem', read(batchGet)],
  ['Query', read((input, context) => search('Query', input, context))],
  ['Scan', read((input, context) => search('Scan', input, context))],
  ['TransactGetItems', read(transactGet)],
  ['PutItem', write((input, context) => putOrDelete('Put', input, context))],
  ['DeleteItem', write((input, context) => putOrDelete('Delete', input, context))],
  ['UpdateItem', write(updateItem)],
  ['BatchWriteItem', write(batchWrite)],
  ['TransactWriteItems', write(transactWrite)],
  ['CreateTable', write((input, context) => changeTable('CreateTable', input, context))],
  ['UpdateTable', write((input, context) => changeTable('UpdateTable', input, context))],
  ['DeleteTable', write((input, context) => changeTable('DeleteTable', input, context))],
  ['UpdateTimeToLive', write((input, context) => context.timeToLives.update(input))],
  ['DescribeTimeToLive', read((input, context) => context.timeToLives.describe(input))],
  ['DescribeTable', read(passed('DescribeTable'))],
  ['ListTables', read(passed('ListTables'))],
  ['ListTagsOfResource', read(passed('ListTagsOfResource'))],
  ['TagResource', write(passed('TagResource'))],
  ['UntagResource', write(passed('UntagResource'))],
])

/** An engine on a store of its own. */
export function createEngine(store: Store): Engine {
  const lock = accessLock()
  const context = engineContext(store)
  let stopped = false
  return {
    async answer(target, body) {
      try {
        const operation = operations.get(target.replace(/^.*\./, ''))
        if (stopped) throw failure('ServiceUnavailable', 'The embedded DynamoDB was stopped')
        if (operation === undefined) throw unknown(target)
        const output = await lock[operation.access](async () => operation.run(parsed(body), context))
        return { statusCode: 200, body: JSON.stringify(output) }
      } catch (error) {
        return refused(error)
      }
    },
    async stop() {
      stopped = true
      await lock.write(async () => {})
    },
  }
}

function parsed(body: string): WireObject {
  try {
    const input: unknown = JSON.parse(body)
    if (typeof input === 'object' && input !== null) return input as WireObject
  } catch {}
  throw new ServiceFailure({ __type: 'com.amazon.coral.service#SerializationException' })
}

function unknown(target: string): ServiceFailure {
  const message = `The embedded DynamoDB does not know the operation ${target.replace(/^.*\./, '')}`
  return new ServiceFailure({ __type: 'com.amazon.coral.service#UnknownOperationException', message })
}

function refused(error: unknown): EngineAnswer {
  if (isServiceFailure(error)) return { statusCode: error.statusCode, body: JSON.stringify(error.body) }
  // A fault of the engine itself: said as the service would, never thrown into the caller's process.
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return {
    statusCode: 500,
    body: JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message }),
  }
}
