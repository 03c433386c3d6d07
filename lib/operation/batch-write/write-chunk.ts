// Writes of one request: limited by count and bytes, with each item only once.

import { plainName } from '../ground/key-text.js'
import { mostWireBytes, mostWrites } from '../many/batch-size.js'
import { measuredWire, type WriteElement } from './write-element.js'

/**
 * Maximum number of elements per chunk, including those that later ones replace: they are kept until their result is
 * known.
 */
const mostElements = 1_000

/** Writes that fit into one BatchWriteItem. Of several writes of the same item, it contains the last. */
export class WriteChunk {
  readonly writes = new Map<string, WriteElement>()
  /** The names of its tables as given, by their plain names. */
  readonly tables = new Map<string, string>()
  /** The table name of the last write, as given. */
  table: string | undefined
  elements = 0
  wire = 0

  /** Whether no more writes can be added. */
  get full(): boolean {
    return this.writes.size >= mostWrites || this.elements >= mostElements
  }

  /** Adds a write if it fits. @returns whether it was added. */
  add(element: WriteElement): boolean {
    const { writes } = this
    if (!this.hasRoomFor(element)) return false
    const replaced = writes.get(element.key)
    if (!this.fits(element, replaced)) return false
    if (replaced !== undefined) {
      element.earlier = replaced
      this.wire -= replaced.wire
    }
    writes.set(element.key, element)
    this.wire += element.wire
    this.elements++
    return true
  }

  // A table name, and an ARN with that name, may refer to the same table or to tables in different accounts: we cannot
  // tell. A request must not contain one table twice, nor may a write go to the wrong table, so they are written in
  // separate requests, one after the other.
  hasRoomFor({ write }: WriteElement): boolean {
    const { name } = write.model.table
    if (name === this.table) return true
    const plain = plainName(name)
    const known = this.tables.get(plain)
    if (known !== undefined && known !== name) return false
    this.tables.set(plain, name)
    this.table = name
    return true
  }

  fits(element: WriteElement, replaced: WriteElement | undefined): boolean {
    if (this.wire - (replaced?.wire ?? 0) + element.wire <= mostWireBytes) return true
    // The upper bounds suggest that it might be too large; only measuring tells.
    this.wire = 0
    for (const write of this.writes.values()) this.wire += measuredWire(write)
    return this.wire - (replaced?.wire ?? 0) + measuredWire(element) <= mostWireBytes
  }
}
