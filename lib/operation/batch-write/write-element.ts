// One write of a run of many: where it came from, what it sends, and what became of it.

import type { WriteRequest } from '@aws-sdk/client-dynamodb'
import { itemBytes } from '../../entity/item/item-size.js'
import { wireBytes, wireBytesAtMost } from '../../entity/item/wire-size.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { TableCreation } from '../../entity/table-definition.js'
import { keyText, plainName } from '../ground/key-text.js'

/** What a write is: an operation's face has all of it. */
export interface Write {
  readonly model: EntityModel
  /** The stored key, or a stored item that holds it. */
  readonly stored: StoredItem
  readonly request: WriteRequest
  /** How its table is made where it is missing. */
  readonly creation?: (() => TableCreation) | undefined
}

/** A write, in its place among the elements of the source. */
export interface WriteElement {
  readonly index: number
  /** What it was made of: an operation, or what makes it one again. */
  readonly origin: unknown
  readonly write: Write
  /** Table and key, as one text: the same for writes of one item, as far as they call the table the same. */
  readonly key: string
  /** About the size of its item, or of its key. */
  readonly bytes: number
  /** At most what it takes on the wire; exactly, once that was measured. */
  wire: number
  exact: boolean
  /** An earlier write of the same item that need not be sent, as this one comes after it: what becomes of this one becomes of both. */
  earlier: WriteElement | undefined
  state: 'open' | 'done' | 'failed'
  /** Whether it was sent and may have been written, although it is not known to be. */
  lost: boolean
}

/** The element of a write. */
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

/** As `key`, and the same whether the table goes by its name or by an ARN: the same for writes that may be of one item. */
export function placeText({ key, write }: WriteElement): string {
  const { name } = write.model.table
  const plain = plainName(name)
  return plain === name ? key : plain + key.slice(name.length)
}

/** What an element takes on the wire, measured once. */
export function measuredWire(element: WriteElement): number {
  if (!element.exact) {
    element.exact = true
    element.wire = wireBytes(element.write.stored)
  }
  return element.wire
}

/** An element and the earlier writes that share its fate. */
export function* withEarlier(element: WriteElement): Generator<WriteElement> {
  for (let each: WriteElement | undefined = element; each !== undefined; each = each.earlier) yield each
}
