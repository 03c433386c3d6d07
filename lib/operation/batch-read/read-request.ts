// One BatchGetItem: the request for a set of slots, and the result of each slot from the response.
import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb'
import { tableReaders } from '../../entity/item-readers.js'
import type { Key } from '../../entity/key/key.js'
import type { EntityModel } from '../../entity/model.js'
import { type BodyItem, isScanned, type ScannedItem, storedOf } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { ResponseReaders } from '../../entity/text/response-scan.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { keyText, plainName } from '../ground/key-text.js'
import type { Calls, Request } from '../ground/request.js'
import type { KeySlot, ReadPart } from './key-slots.js'
import { asLostRead } from './lost-read.js'

/** The settings of a request besides its keys. */
export interface ReadRequestOptions {
  readonly operation: string
  /** Whether to request the consumed capacity. */
  readonly capacity: boolean
}

/** Returns the parts of some slots, by table name. */
export function requestPartsOf(slots: readonly KeySlot[]): Map<string, ReadPart> {
  const parts = new Map<string, ReadPart>()
  let last: ReadPart | undefined
  for (const { part } of slots) {
    if (part !== last) parts.set(part.shape.model.table.name, part)
    last = part
  }
  return parts
}

/** Returns the entity names of some slots as text. */
export function entitiesRead(slots: readonly KeySlot[]): string {
  const names = new Set<string>()
  for (const { entities } of requestPartsOf(slots).values()) for (const name of entities) names.add(name)
  return [...names].join(', ')
}

/** Returns the request for slots of one lane. */
export function readRequest(
  slots: readonly KeySlot[],
  { operation, capacity }: ReadRequestOptions,
): Request<'BatchGetItem'> {
  const parts = [...requestPartsOf(slots)]
  const requested = parts.map(([name, part]): [string, KeysAndAttributes] => {
    const mine = parts.length === 1 ? slots : slots.filter((slot) => slot.part === part)
    return [name, { Keys: mine.map(({ key }) => key), ...part.options }]
  })
  const [table, ...others] = parts.map(([, { shape }]) => shape.model.table)
  if (table === undefined) throw new RequestFailedError({ operation, detail: 'there are no keys to read' })
  return {
    call: 'BatchGetItem',
    input: {
      RequestItems: Object.fromEntries(requested),
      ...(capacity ? { ReturnConsumedCapacity: 'TOTAL' as const } : {}),
    },
    entity: entitiesRead(slots),
    operation,
    table,
    ...(others.length === 0 ? {} : { others: others.map((other) => ({ table: other })) }),
  }
}

/**
 * Stores a response in the slots, and returns those that it left unprocessed.
 * @throws RequestFailedError if the response does not match the request: no key may look like a missing item by
 * mistake.
 */
export function readResponse(
  slots: readonly KeySlot[],
  request: Request<'BatchGetItem'>,
  { Responses, UnprocessedKeys, $metadata }: Calls['BatchGetItem']['output'],
): KeySlot[] {
  const parts = requestPartsOf(slots)
  const refuse = (detail: string) => {
    const { entity, operation } = request
    return new RequestFailedError({ entity, operation, detail: `the response to BatchGetItem ${detail}` })
  }
  if (Responses === undefined && UnprocessedKeys === undefined) {
    const error = refuse('has neither Responses nor UnprocessedKeys')
    // A response from the network that is not from DynamoDB cannot be read; a stub would return the same again.
    throw $metadata?.httpStatusCode === undefined ? error : asLostRead(error)
  }
  const slotOf = (part: ReadPart, key: StoredItem) => {
    const slot = part.slots.get(keyText(part.shape.model, key))
    if (slot === undefined)
      throw refuse(`contains a key of table '${part.shape.model.table.name}' that was not requested`)
    return slot
  }
  const left = new Set<KeySlot>()
  // The client returns items in DynamoDB's form; the SDK's types and ours are equivalent.
  for (const [part, { Keys = [] }] of byPart(parts, UnprocessedKeys, refuse))
    for (const key of Keys) left.add(slotOf(part, key as StoredItem))
  for (const [part, items] of byPart(parts, Responses, refuse))
    for (const item of items as BodyItem[]) slotOf(part, keyOfItem(part.shape.model, item)).stored = item
  const none = left.size === 0
  for (const slot of slots) slot.known = none || !left.has(slot)
  return none ? [] : slots.filter((slot) => !slot.known)
}

/** Returns the readers of the items in the response; none for a table that items of several entities are read from. */
export function responseReaders(slots: readonly KeySlot[]): ResponseReaders | undefined {
  const models = new Map<string, EntityModel>()
  for (const [table, { shape, entities }] of requestPartsOf(slots))
    if (entities.size === 1 && shape.select.length === 0) models.set(table, shape.model)
  return models.size === 0 ? undefined : tableReaders(models)
}

function keyOfItem({ key }: EntityModel, item: BodyItem): StoredItem {
  const read = isScanned(item) && !key.made ? item.item : undefined
  if (read === undefined) return (isScanned(item) && keptKey(key, item)) || storedOf(item)
  const stored: StoredItem = {}
  for (const { property, name, codec } of [...key.partition, ...key.sort]) {
    const value = codec.encode((read as Record<string, unknown>)[property])
    if (value !== undefined) stored[name] = value
  }
  return stored
}

// The made attributes of a key are kept next to the item.
function keptKey({ partition, sort }: Key, given: ScannedItem): StoredItem | undefined {
  const key: StoredItem = {}
  for (const { name } of [...partition, ...sort]) {
    const text = given.textOf(name)
    if (text === undefined) return undefined
    key[name] = { S: text }
  }
  return key
}

// A response uses the table names of the request; a table requested by ARN may be returned by name.
function* byPart<T>(
  parts: ReadonlyMap<string, ReadPart>,
  returned: Readonly<Record<string, T>> | undefined,
  refuse: (detail: string) => RequestFailedError,
): Generator<[ReadPart, T]> {
  for (const [table, value] of Object.entries(returned ?? {})) {
    const part = parts.get(table) ?? [...parts].find(([name]) => plainName(name) === plainName(table))?.[1]
    if (part === undefined) throw refuse(`contains table '${table}', which was not requested`)
    yield [part, value]
  }
}
