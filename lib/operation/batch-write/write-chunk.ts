// The writes that one request will hold: by count, by bytes on the wire, and each item once.

import { plainName } from '../ground/key-text.js'
import { mostWireBytes, mostWrites } from '../many/batch-size.js'
import { measuredWire, type WriteElement } from './write-element.js'

/** Elements that one chunk takes, those that later ones replaced included: they are kept until it is known what becomes of them. */
const mostElements = 1_000

/** Writes that fit into one BatchWriteItem. Of several writes of one item it holds the last. */
export class WriteChunk {
  readonly writes = new Map<string, WriteElement>()
  /** What its tables are called, by their plain names. */
  readonly tables = new Map<string, string>()
  /** What the table of the last write is called. */
  table: string | undefined
  elements = 0
  wire = 0

  /** Whether nothing more is to be added. */
  get full(): boolean {
    return this.writes.size >= mostWrites || this.elements >= mostElements
  }

  /** Takes a write where it fits, and says whether it did. */
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

  // A name, and an ARN with that name: one table, or two in different accounts, which nobody here can tell. As neither one request may have
  // one table twice, nor a write go to the other table, they are written by requests of their own, one after the other.
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
    // The cheap bounds say that it might be too much: what it really is, only measuring tells.
    this.wire = 0
    for (const write of this.writes.values()) this.wire += measuredWire(write)
    return this.wire - (replaced?.wire ?? 0) + measuredWire(element) <= mostWireBytes
  }
}
