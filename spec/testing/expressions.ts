// Short ways into the embedded engine's parsers and operations, for its specs.
import { openStore } from '../../lib/testing/dynalite-store.js'
import { type EngineContext, engineContext } from '../../lib/testing/engine-context.js'
import { ExpressionReader } from '../../lib/testing/expression-reader.js'
import { Placeholders } from '../../lib/testing/placeholders.js'
import type { ServiceFailure } from '../../lib/testing/service-failure.js'
import { changeTable } from '../../lib/testing/table-operations.js'
import type { WireItem, WireObject } from '../../lib/testing/wire.js'

/** A reader of the text, with `{ ':a': ... }` and `{ '#a': ... }` as its placeholders. */
export function readerOf(
  text: string,
  values?: WireItem,
  names?: Record<string, string>,
  parameter = 'ConditionExpression',
) {
  const input = { ExpressionAttributeValues: values, ExpressionAttributeNames: names }
  return new ExpressionReader(parameter, text, new Placeholders(input))
}

/** A context on an empty store with the table `books`: key `pk`, `sk`; indexes `byGenre` (global, keys) and `byYear` (local, keys). */
export async function books(): Promise<EngineContext> {
  const context = engineContext(await openStore())
  const projection = { ProjectionType: 'KEYS_ONLY' }
  await changeTable(
    'CreateTable',
    {
      TableName: 'books',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        ['pk', 'S'],
        ['sk', 'S'],
        ['genre', 'S'],
        ['year', 'N'],
      ].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [{ IndexName: 'byGenre', KeySchema: keys('genre'), Projection: projection }],
      LocalSecondaryIndexes: [{ IndexName: 'byYear', KeySchema: keys('pk', 'year'), Projection: projection }],
    },
    context,
  )
  return context
}

/** The key of a book. */
export function book(sk: string): WireItem {
  return { pk: { S: 'p' }, sk: { S: sk } }
}

/** The refusal that `work` ends in. */
export async function refusalOf(
  work: () => unknown,
): Promise<{ type: string; message: string; body: WireObject }> {
  try {
    await work()
  } catch (error) {
    const { type, message, body } = error as ServiceFailure
    return { type, message, body }
  }
  throw new Error('It was not refused')
}

function keys(partition: string, sort?: string) {
  return [
    { AttributeName: partition, KeyType: 'HASH' },
    ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' }]),
  ]
}
