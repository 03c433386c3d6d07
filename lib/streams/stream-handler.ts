// Stream handlers: functions for Lambda that call a handler for each change of an item, by entity and type of change.
import { tooManyArguments } from '../errors/arity.js'
import { checkOptions } from '../errors/option-table.js'
import type { AnyEntity } from '../repository/any-entity.js'
import { handlerError, handlerTable } from './handler-table.js'
import type { StreamContext } from './invocation-time.js'
import type { StreamView } from './record-types.js'
import type { HandlerTable } from './stream-calls.js'
import { entriesOf } from './stream-entries.js'
import type { StreamEvent } from './stream-event.js'
import { type StreamOptions, streamOptions } from './stream-options.js'
import { recognizer } from './stream-recognition.js'
import { runBatch } from './stream-run.js'
import type { HandlersChecked, StreamHandlers } from './stream-types.js'

/** What Lambda expects of a function with `ReportBatchItemFailures`: where to begin again; empty if all is done. */
export interface StreamResponse {
  batchItemFailures: { itemIdentifier: string }[]
}

const operation = 'streamHandler'

/**
 * Returns a function for a Lambda trigger that calls a handler for each change of an item, by entity and type of
 * change. It takes events of DynamoDB Streams and of Kinesis data streams, and records of `GetRecords`.
 *
 * Records are handled in order. The first that fails ends the batch, and is returned in `batchItemFailures`, so that
 * Lambda begins again there: the trigger needs `FunctionResponseTypes: ['ReportBatchItemFailures']`. Records may arrive
 * more than once, so handlers must be able to handle one again.
 * @example
 * export const handler = streamHandler([Customer, Order], {
 *   Customer: {
 *     insert: 'ignore',
 *     modify: async ({ item, changed }) => { if (changed.has('email')) await mail(item) },
 *     remove: async ({ old, expired }) => { if (!expired) await archive(old) },
 *   },
 *   Order: async (record) => audit(record.type, record.key),
 * })
 * @throws EntityDefinitionError if nothing tells the entities apart.
 * @throws InvalidOptionError if an entity has no handler, a handler no entity, or an option is wrong.
 */
export function streamHandler<
  const M extends readonly AnyEntity[],
  const H extends object,
  const V extends StreamView = 'NEW_AND_OLD_IMAGES',
>(
  entities: M,
  handlers: H & HandlersChecked<M, H> & StreamHandlers<M, V>,
  options: StreamOptions<V> = {},
): (event: StreamEvent, context?: StreamContext) => Promise<StreamResponse> {
  if (arguments.length > 3) throw tooManyArguments(operation, 3, arguments.length, { operation })
  checkOptions<StreamOptions<StreamView>>(streamOptions, options, { operation })
  const { parallel, concurrency, view = 'NEW_AND_OLD_IMAGES', failures, table: named } = options
  if (concurrency !== undefined && parallel === undefined)
    throw handlerError('concurrency', "without `parallel: 'byItem'`, records are handled one by one")
  const known = recognizer(entities, named)
  if (named === 'any' && known.tables.length > 1)
    throw handlerError('table', 'the entities are in several tables, which only their names tell apart')
  const table: HandlerTable = { recognizer: known, view, ...handlerTable(known, handlers) }
  checkView(table)
  const given: StreamOptions<StreamView> = Object.freeze({ ...options })
  return async (event, context) => {
    const failed = await runBatch(entriesOf(event), table, given, context)
    if (failed === undefined) return { batchItemFailures: [] }
    if (failures === 'throw') throw failed.error
    return { batchItemFailures: [{ itemIdentifier: failed.entry.sequence }] }
  }
}

// With one image or none, what tells entities apart may not be in a record.
function checkView({ recognizer: { tables }, view, unknown }: HandlerTable): void {
  if (view === 'NEW_AND_OLD_IMAGES') return
  for (const { byKey, words, entities } of tables) {
    if (byKey || (view !== 'KEYS_ONLY' && unknown !== undefined)) continue
    const names = entities.map(({ name }) => name).join(' and ')
    throw handlerError(
      'view',
      view === 'KEYS_ONLY'
        ? `what tells ${names} apart is ${words}, which the keys alone do not show`
        : `what tells ${names} apart is ${words}, which a record that has only the key does not show (${view === 'NEW_IMAGE' ? 'of a deleted item' : 'of a new item'}): add a handler \`unknown\` for those, or use NEW_AND_OLD_IMAGES`,
    )
  }
}
