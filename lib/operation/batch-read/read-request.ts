// One BatchGetItem: the request of some slots, and what its answer says of each.
import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { RequestFailedError } from '../../errors/request-failed-error.js'
import { keyText, plainName } from '../ground/key-text.js'
import type { Calls, Request } from '../ground/request.js'
import type { KeySlot, ReadPart } from './key-slots.js'
import { asLostRead } from './lost-read.js'

/** What is asked of a request beside its keys. */
export interface ReadAsk {
  readonly operation: string
  /** Whether consumed capacity is to be reported. */
  readonly capacity: boolean
}

/** The parts that some slots are of, by the names of their tables. */
export function partsOf(slots: readonly KeySlot[]): Map<string, ReadPart> {
  const parts = new Map<string, ReadPart>()
  let last: ReadPart | undefined
  for (const { part } of slots) {
    if (part !== last) parts.set(part.shape.model.table.name, part)
    last = part
  }
  return parts
}

/** The names of the entities of some slots, in words. */
export function entitiesOf(slots: readonly KeySlot[]): string {
  const names = new Set<string>()
  for (const { entities } of partsOf(slots).values()) for (const name of entities) names.add(name)
  return [...names].join(', ')
}

/** The request of some slots of one lane. */
export function readRequest(
  slots: readonly KeySlot[],
  { operation, capacity }: ReadAsk,
): Request<'BatchGetItem'> {
  const parts = [...partsOf(slots)]
  const asked = parts.map(([name, part]): [string, KeysAndAttributes] => {
    const mine = parts.length === 1 ? slots : slots.filter((slot) => slot.part === part)
    return [name, { Keys: mine.map(({ key }) => key), ...part.asked }]
  })
  const [table, ...others] = parts.map(([, { shape }]) => shape.model.table)
  if (table === undefined) throw new RequestFailedError({ operation, detail: 'there are no keys to ask for' })
  return {
    call: 'BatchGetItem',
    input: {
      RequestItems: Object.fromEntries(asked),
      ...(capacity ? { ReturnConsumedCapacity: 'TOTAL' as const } : {}),
    },
    entity: entitiesOf(slots),
    operation,
    table,
    ...(others.length === 0 ? {} : { others: others.map((other) => ({ table: other })) }),
  }
}

/**
 * Writes into the slots what an answer says, and answers those that it left unprocessed.
 * @throws RequestFailedError for an answer that has nothing to do with the request: no key may look like a missing item by mistake.
 */
export function readAnswer(
  slots: readonly KeySlot[],
  request: Request<'BatchGetItem'>,
  { Responses, UnprocessedKeys, $metadata }: Calls['BatchGetItem']['output'],
): KeySlot[] {
  const parts = partsOf(slots)
  const refuse = (detail: string) => {
    const { entity, operation } = request
    return new RequestFailedError({ entity, operation, detail: `the answer to BatchGetItem ${detail}` })
  }
  if (Responses === undefined && UnprocessedKeys === undefined) {
    const error = refuse('has neither Responses nor UnprocessedKeys')
    // What came over the network, and is none of DynamoDB's answers, cannot be read; a stub would answer the same again.
    throw $metadata?.httpStatusCode === undefined ? error : asLostRead(error)
  }
  const slotOf = (part: ReadPart, key: StoredItem) => {
    const slot = part.slots.get(keyText(part.shape.model, key))
    if (slot === undefined)
      throw refuse(`holds a key of table '${part.shape.model.table.name}' that was not asked for`)
    return slot
  }
  const left = new Set<KeySlot>()
  // What the client answers is DynamoDB's form; the types of the SDK and ours say the same.
  for (const [part, { Keys = [] }] of byPart(parts, UnprocessedKeys, refuse))
    for (const key of Keys) left.add(slotOf(part, key as StoredItem))
  for (const [part, items] of byPart(parts, Responses, refuse))
    for (const item of items as StoredItem[]) slotOf(part, item).stored = item
  const none = left.size === 0
  for (const slot of slots) slot.known = none || !left.has(slot)
  return none ? [] : slots.filter((slot) => !slot.known)
}

// An answer names tables as the request does; one that was asked for by its ARN may come back by its name.
function* byPart<T>(
  parts: ReadonlyMap<string, ReadPart>,
  answered: Readonly<Record<string, T>> | undefined,
  refuse: (detail: string) => RequestFailedError,
): Generator<[ReadPart, T]> {
  for (const [table, value] of Object.entries(answered ?? {})) {
    const part = parts.get(table) ?? [...parts].find(([name]) => plainName(name) === plainName(table))?.[1]
    if (part === undefined) throw refuse(`speaks of table '${table}', which was not asked`)
    yield [part, value]
  }
}
