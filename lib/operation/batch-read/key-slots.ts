// The keys of a read of many: equal ones together in one slot, the slots dealt out to requests.
import type { KeysAndAttributes } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { keyText, plainName } from '../ground/key-text.js'
import type { Runner } from '../ground/runner.js'
import { type ReadShape, selectedPart, selectText, shapeRequest } from './read-shape.js'

/** DynamoDB's limit of keys in one BatchGetItem ("Service quotas"). */
export const mostKeys = 100

/** Why a key was not read: its request failed for good, DynamoDB left it unprocessed, or its request was never begun. */
export type ReadTrouble =
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'unprocessed'; readonly attempts: number; readonly error: unknown }
  | { readonly kind: 'unsent'; readonly error: unknown }

/** One key that is asked for, once, and what became of it. */
export interface KeySlot {
  readonly part: ReadPart
  readonly key: StoredItem
  /** How many want it. */
  wanted: number
  stored: StoredItem | undefined
  /** Whether DynamoDB has told: then nothing `stored` means that there is no such item. */
  known: boolean
  trouble: ReadTrouble | undefined
}

/** The keys of one table that are read alike. */
export interface ReadPart {
  readonly shape: ReadShape
  /** What a request says of it beside the keys. */
  readonly asked: Omit<KeysAndAttributes, 'Keys'>
  /** The names of the entities that they are of. */
  readonly entities: Set<string>
  readonly slots: Map<string, KeySlot>
  /** The slots of the requests that it is part of: one lane holds no two parts of one table, and only tables of one client. */
  readonly lane: KeySlot[]
}

interface Reach {
  readonly parts: Map<string, ReadPart[]>
  readonly lanes: KeySlot[][]
}

/** Finds the slot of each key that is wanted, and divides all of them into requests. */
export class KeySlots {
  readonly runner: Runner
  readonly reaches = new Map<unknown, Reach>()
  last: ReadPart | undefined

  constructor(runner: Runner) {
    this.runner = runner
  }

  /** The slot of a key: the same for equal keys that are read alike. @throws InvalidConditionError beyond the expression limits. */
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

  /** The slots of each request, in the order in which they were wanted. */
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
    // By its name and by an ARN it may be one table, or two in different accounts: it is read in requests of their own.
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
    const asked = shapeRequest(shape)
    const part: ReadPart = { shape, asked, entities: new Set([name]), slots: new Map(), lane }
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

/** What was read for a slot, as it is shown: without key attributes that were read along. */
export function shownOf({ stored, part }: KeySlot): StoredItem | undefined {
  return stored === undefined ? undefined : selectedPart(part.shape.select, stored)
}

// Most lists read one entity in one way, and need not be looked up key by key.
function isSame(a: ReadShape, b: ReadShape): boolean {
  if (a === b) return true
  if (a.model !== b.model || a.consistent !== b.consistent) return false
  return a.select === b.select || (a.select.length === 0 && b.select.length === 0)
}
