// Calls of handlers that a record becomes: images decoded, and what changed between them.
import type { EntityModel } from '../entity/model.js'
import type { StoredItem } from '../entity/struct/attribute-value.js'
import { StreamRecordError } from '../errors/stream-record-error.js'
import { ChangedPaths } from './changed-paths.js'
import type { StreamView, UnknownRecord } from './record-types.js'
import type { ChangeType, StreamContent } from './stream-content.js'
import type { StreamEntry } from './stream-entries.js'
import type { Recognizer } from './stream-recognition.js'
import type { StreamFunction } from './stream-types.js'

type Function = StreamFunction<never>

/** The handlers of one entity, by type of change; `undefined` if changes are ignored. */
export type HandlersByType = { readonly [T in ChangeType]: Function | undefined }

/** All handlers of a stream, found by name. */
export interface HandlerTable {
  readonly recognizer: Recognizer
  readonly view: StreamView
  readonly byEntity: ReadonlyMap<string, HandlersByType>
  /** `undefined` if such records fail. */
  readonly unknown: Function | 'ignore' | undefined
}

/** One call of a handler. */
export type HandlerCall = (signal: AbortSignal) => unknown

const operation = 'streamHandler'

/**
 * Returns the calls that a record becomes: none if it is ignored, one, or two if an item was replaced by one of another
 * kind, which is the removal of one and the insertion of the other.
 * @throws StreamRecordError if the item is of no entity, or an image is missing; InvalidItemError if an image does not
 * fit.
 */
export function callsOf(entry: StreamEntry, table: HandlerTable): readonly HandlerCall[] {
  const content = entry.content()
  const { type, keys, newImage, oldImage } = content
  const place = table.recognizer.tableOf(content)
  if ('why' in place) return unknownCall(entry, content, { reason: 'unknown table', why: place.why }, table)
  const [before, after] = [oldImage, newImage].map((image) => (image ? place.recognize(image) : undefined))
  const found = (type === 'remove' ? (before ?? after) : (after ?? before)) ?? place.recognize(keys)
  const other = type === 'modify' && before !== undefined && after !== undefined && before !== after
  const parts: readonly (readonly [ChangeType, typeof found])[] = other
    ? [
        ['remove', before],
        ['insert', after],
      ]
    : [[type, found]]
  return parts.flatMap(([part, kind]) => {
    if (kind === 'own') return []
    if ('why' in kind) {
      // Of an item that was and is of an unknown kind, there is one call.
      const again = other && part === 'insert' && typeof before === 'object' && 'why' in before
      return again ? [] : unknownCall(entry, content, { reason: 'unknown kind', why: kind.why }, table)
    }
    return entityCall(entry, { ...content, type: part }, kind, table)
  })
}

function entityCall(
  entry: StreamEntry,
  content: StreamContent,
  model: EntityModel,
  { byEntity, view }: HandlerTable,
): readonly HandlerCall[] {
  const { type } = content
  const handler = byEntity.get(model.name)?.[type]
  if (handler === undefined) return []
  const needs = (image: 'NEW_IMAGE' | 'OLD_IMAGE') => view === image || view === 'NEW_AND_OLD_IMAGES'
  const item = type !== 'remove' && needs('NEW_IMAGE') ? image(entry, content, model, 'newImage') : undefined
  const old = type !== 'insert' && needs('OLD_IMAGE') ? image(entry, content, model, 'oldImage') : undefined
  const key = keyOf(content, model, item ?? old)
  const record = {
    ...factsOf(entry, content),
    entity: model.name,
    key,
    ...(item !== undefined && { item }),
    ...(old !== undefined && { old }),
    ...(type === 'remove' && { expired: content.expired }),
  }
  if (item === undefined || old === undefined)
    return [(signal) => handler(Object.freeze({ ...record, signal }) as never)]
  let changed: ChangedPaths<unknown> | undefined
  return [
    (signal) =>
      handler(
        Object.freeze({
          ...record,
          signal,
          // Computed when it is first read: most handlers look at no path.
          get changed() {
            changed ??= new ChangedPaths(model, old, item)
            return changed
          },
        }) as never,
      ),
  ]
}

/** Why a record is of no entity. */
interface Unknown {
  readonly reason: 'unknown kind' | 'unknown table'
  readonly why: string
}

const problems: Readonly<Record<Unknown['reason'], string>> = {
  'unknown kind': 'handler `unknown`',
  'unknown table': "function `unknown` ('ignore' ignores only other kinds of items)",
}

function unknownCall(
  entry: StreamEntry,
  content: StreamContent,
  { reason, why }: Unknown,
  { unknown }: HandlerTable,
): readonly HandlerCall[] {
  const { sequence } = entry
  // Other kinds are ignored as a rule. Of another table may be all records, for a wrong name.
  if (unknown === 'ignore' && reason === 'unknown kind') return []
  if (typeof unknown !== 'function') {
    const detail = `the item belongs to none of the entities, and there is no ${problems[reason]}: ${why}`
    throw new StreamRecordError({ operation, detail, reason, sequence })
  }
  const { table, keys, newImage, oldImage, expired } = content
  const record: Omit<UnknownRecord, 'signal'> = {
    ...factsOf(entry, content),
    table,
    keys,
    newImage,
    oldImage,
    expired,
    why,
  }
  return [(signal) => unknown(Object.freeze({ ...record, signal }) as never)]
}

function factsOf({ sequence, record }: StreamEntry, { type, time }: StreamContent) {
  return { type, sequence, time, record }
}

function image(
  { sequence }: StreamEntry,
  content: StreamContent,
  model: EntityModel,
  which: 'newImage' | 'oldImage',
): object {
  const stored: StoredItem | undefined = content[which]
  if (stored !== undefined) return model.decodeItem(stored, operation)
  const name = which === 'newImage' ? 'NewImage' : 'OldImage'
  const { viewType } = content
  throw new StreamRecordError({
    entity: model.name,
    operation,
    detail: `the record has no ${name}${viewType === undefined ? '' : `, as the view type of the stream is ${viewType}`}; the option \`view\` of the handler must state what the stream contains`,
    reason: 'missing image',
    sequence,
  })
}

function keyOf({ keys }: StreamContent, model: EntityModel, item: object | undefined): object {
  return item === undefined ? model.readStoredKey(keys, operation) : model.keyOf(item)
}
