// One write of a run: its origin, its request, and its state.

import type { WriteRequest } from '@aws-sdk/client-dynamodb'
import { itemBytes } from '../../entity/codec/item-size.js'
import { wireBytes, wireBytesAtMost } from '../../entity/item/wire-size.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { TableCreation } from '../../entity/table-definition.js'
import { keyText, plainName } from '../ground/key-text.js'

/** The data of a write, all of which the face of an operation has. */
export interface Write {
  readonly model: EntityModel
  /** The stored key, or a stored item that contains it. */
  readonly stored: StoredItem
  readonly request: WriteRequest
  /** How to create its table if it is missing. */
  readonly creation?: (() => TableCreation) | undefined
}

/** A write and its position among the elements of the source. */
export interface WriteElement {
  readonly index: number
  /** Its origin: an operation, or what an operation can be made of again. */
  readonly origin: unknown
  readonly write: Write
  /** Table and key as one string: equal for writes of the same item, as long as they use the same table name. */
  readonly key: string
  /** Approximate size of its item, or of its key. */
  readonly bytes: number
  /** Upper bound of its size in the request; exact once it was measured. */
  wire: number
  exact: boolean
  /** An earlier write of the same item that this one replaces, so that both have the same result. */
  earlier: WriteElement | undefined
  state: 'open' | 'done' | 'failed'
  /** Whether it was sent and may have been applied, although that was not confirmed. */
  lost: boolean
}

/** Returns the element of a write. */
export function writeElement(write: Write, index: number, origin: unknown): WriteElement {
  const { model, stored } = write
  const bytes = itemBytes(stored)
  return {
    index,
    origin,
    write,
    key: `${model.table.name} ${keyText(model, stored)}`,
    bytes,
    wire: wireBytesAtMost(bytes),
    exact: false,
    earlier: undefined,
    state: 'open',
    lost: false,
  }
}

/** Like `key`, but the same for a table's name and its ARN: equal for writes that may be of the same item. */
export function placeText({ key, write }: WriteElement): string {
  const { name } = write.model.table
  const plain = plainName(name)
  return plain === name ? key : plain + key.slice(name.length)
}

/** Returns the size of an element in the request, measured once. */
export function measuredWire(element: WriteElement): number {
  if (!element.exact) {
    element.exact = true
    element.wire = wireBytes(element.write.stored)
  }
  return element.wire
}

/** Yields an element and the earlier writes that it replaces. */
export function* withEarlier(element: WriteElement): Generator<WriteElement> {
  for (let each: WriteElement | undefined = element; each !== undefined; each = each.earlier) yield each
}
