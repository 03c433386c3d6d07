// Short ways into the embedded engine's parsers and operations, for its specs.
import { createEngine, type Engine, type EngineSettings } from '../../../lib/testing/engine/engine.js'
import { ExpressionReader } from '../../../lib/testing/engine/expressions/expression-reader.js'
import { Placeholders } from '../../../lib/testing/engine/expressions/placeholders.js'
import type { ServiceFailure } from '../../../lib/testing/engine/values/service-failure.js'
import { copyOf, type WireItem, type WireObject } from '../../../lib/testing/engine/values/wire.js'

/** A reader of the text, with `{ ':a': ... }` and `{ '#a': ... }` as its placeholders. */
export function readerOf(
  text: string,
  values?: WireItem,
  names?: Record<string, string>,
  parameter = 'ConditionExpression',
) {
  const input = {
    ...(values && { ExpressionAttributeValues: values }),
    ...(names && { ExpressionAttributeNames: names }),
  }
  return new ExpressionReader(parameter, text, new Placeholders(input))
}

/** An engine, and a way to run an operation on it without touching the input. */
export interface OpenEngine extends Pick<Engine, 'context'> {
  run(operation: string, input: object): WireObject
  /** What the operation is refused for. */
  refusal(operation: string, input: object): { type: string; message: string; body: WireObject }
}

/** An empty engine. */
export function openEngine(settings?: EngineSettings): OpenEngine {
  const { context, run } = createEngine(settings)
  const once = (operation: string, input: object) => run(operation, copyOf(input) as WireObject)
  return {
    context,
    run: once,
    refusal(operation, input) {
      try {
        once(operation, input)
      } catch (error) {
        const { type, message, body } = error as ServiceFailure
        return { type, message, body }
      }
      throw new Error(`${operation} was not refused`)
    },
  }
}

/** The definition of the table `books`: key `pk`, `sk`; indexes `byGenre` (global, keys) and `byYear` (local, keys). */
export const booksTable = {
  TableName: 'books',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    ['pk', 'S'],
    ['sk', 'S'],
    ['genre', 'S'],
    ['year', 'N'],
  ].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
  KeySchema: keys('pk', 'sk'),
  GlobalSecondaryIndexes: [
    { IndexName: 'byGenre', KeySchema: keys('genre'), Projection: { ProjectionType: 'KEYS_ONLY' } },
  ],
  LocalSecondaryIndexes: [
    { IndexName: 'byYear', KeySchema: keys('pk', 'year'), Projection: { ProjectionType: 'KEYS_ONLY' } },
  ],
}

/** An engine with the table `books`. */
export function books(settings?: EngineSettings): OpenEngine {
  const engine = openEngine(settings)
  engine.run('CreateTable', booksTable)
  return engine
}

/** The key of a book. */
export function book(sk: string): WireItem {
  return { pk: { S: 'p' }, sk: { S: sk } }
}

/** A key schema of these attributes. */
export function keys(partition: string, sort?: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' }]),
  ]
}

/** The refusal that `work` ends in. */
export function refusalOf(work: () => unknown): { type: string; message: string; body: WireObject } {
  try {
    work()
  } catch (error) {
    const { type, message, body } = error as ServiceFailure
    return { type, message, body }
  }
  throw new Error('It was not refused')
}
