// Key slots of a batch read: one slot per distinct key, distributed over requests.
import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb'
import { type BodyItem, storedOf } from '../../entity/scan/scanned-item.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { keyText, plainName } from '../ground/key-text.js'
import type { Runner } from '../ground/runner.js'
import { type ReadShape, selectedPart, selectText, shapeRequest } from './read-shape.js'

/** DynamoDB's maximum number of keys in one BatchGetItem. */
export const mostKeys = 100

/**
 * Why a key was not read: its request failed permanently, DynamoDB left it unprocessed, or its request was never
 * started.
 */
export type ReadTrouble =
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'unprocessed'; readonly attempts: number; readonly error: unknown }
  | { readonly kind: 'unsent'; readonly error: unknown }

/** A key that is requested once, and its result. */
export interface KeySlot {
  readonly part: ReadPart
  readonly key: StoredItem
  /** How many reads need it. */
  wanted: number
  stored: BodyItem | undefined
  /** Whether DynamoDB has responded. If so, an absent `stored` means that the item does not exist. */
  known: boolean
  trouble: ReadTrouble | undefined
}

/** Keys of one table that are read in the same way. */
export interface ReadPart {
  readonly shape: ReadShape
  /** The members of a request for these keys, besides the keys. */
  readonly options: Omit<KeysAndAttributes, 'Keys'>
  /** The names of their entities. */
  readonly entities: Set<string>
  readonly slots: Map<string, KeySlot>
  /** The slots of the requests that it is part of: a lane has each table only once, and only tables of one client. */
  readonly lane: KeySlot[]
}

interface Reach {
  readonly parts: Map<string, ReadPart[]>
  readonly lanes: KeySlot[][]
}

/** Finds the slot of each key, and divides all slots into requests. */
export class KeySlots {
  readonly runner: Runner
  readonly reaches = new Map<unknown, Reach>()
  last: ReadPart | undefined

  constructor(runner: Runner) {
    this.runner = runner
  }

  /**
   * Returns the slot of a key, the same one for equal keys that are read in the same way.
   * @throws InvalidConditionError if a limit on expressions is exceeded.
   */
  want(shape: ReadShape, key: StoredItem): KeySlot {
    const { last } = this
    const part = last !== undefined && isSame(last.shape, shape) ? last : this.partOf(shape)
    this.last = part
    const text = keyText(shape.model, key)
    const found = part.slots.get(text)
    if (found !== undefined) {
      found.wanted++
      return found
    }
    const slot: KeySlot = { part, key, wanted: 1, stored: undefined, known: false, trouble: undefined }
    part.slots.set(text, slot)
    part.lane.push(slot)
    return slot
  }

  /** Returns the slots of each request, in the order of the reads. */
  chunks(): KeySlot[][] {
    const chunks: KeySlot[][] = []
    for (const { lanes } of this.reaches.values())
      for (const lane of lanes)
        for (let at = 0; at < lane.length; at += mostKeys) chunks.push(lane.slice(at, at + mostKeys))
    return chunks
  }

  partOf(shape: ReadShape): ReadPart {
    const { table, name } = shape.model
    const { parts, lanes } = this.reachOf(this.runner.clientFor?.(table))
    // A name and an ARN may refer to one table, or to two in different accounts, so they are read in separate requests.
    const plain = plainName(table.name)
    const known = parts.get(plain) ?? []
    parts.set(plain, known)
    const text = selectText(shape.select)
    const found = known.find(
      ({ shape: { model, consistent, select } }) =>
        model.table.name === table.name && consistent === shape.consistent && selectText(select) === text,
    )
    if (found !== undefined) {
      found.entities.add(name)
      return found
    }
    const lane = lanes[known.length] ?? []
    lanes[known.length] = lane
    const options = shapeRequest(shape)
    const part: ReadPart = { shape, options: options, entities: new Set([name]), slots: new Map(), lane }
    known.push(part)
    return part
  }

  reachOf(client: unknown): Reach {
    const found = this.reaches.get(client)
    if (found !== undefined) return found
    const reach: Reach = { parts: new Map(), lanes: [] }
    this.reaches.set(client, reach)
    return reach
  }
}

/** Returns the stored item of a slot, without key attributes that were not selected. */
export function shownOf({ stored, part }: KeySlot): BodyItem | undefined {
  const { select } = part.shape
  return stored === undefined || select.length === 0 ? stored : selectedPart(select, storedOf(stored))
}

// Most lists read one entity in one way, so this avoids a lookup per key.
function isSame(a: ReadShape, b: ReadShape): boolean {
  if (a === b) return true
  if (a.model !== b.model || a.consistent !== b.consistent) return false
  return a.select === b.select || (a.select.length === 0 && b.select.length === 0)
}
