// Bytes of cursors, written one after the other and read again: sizes, byte sequences, strings.
import { isUtf8 } from 'node:buffer'

const lowSeven = 0x80
/** A size has at most four bytes: 268,435,455, far more than any cursor needs. */
const mostSizeBytes = 4

/** Writes bytes one after the other. */
export class ByteWriter {
  readonly written: number[] = []

  /** Writes an integer from 0 in as few bytes as it needs (LEB128). */
  size(value: number): void {
    let rest = value
    for (; rest >= lowSeven; rest = Math.floor(rest / lowSeven))
      this.written.push(lowSeven + (rest % lowSeven))
    this.written.push(rest)
  }

  /** Writes bytes, preceded by their number. */
  stretch(bytes: Uint8Array): void {
    this.size(bytes.length)
    for (const byte of bytes) this.written.push(byte)
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.written)
  }
}

/**
 * Reads bytes. It never throws: for bytes that no `ByteWriter` wrote, `sound` is false, and the values that are read
 * are empty. Each value has only one encoding, so that no two strings are the same cursor.
 */
export class ByteReader {
  readonly bytes: Uint8Array
  at = 0
  sound = true

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** How many bytes are left. */
  get left(): number {
    return this.bytes.length - this.at
  }

  size(): number {
    let value = 0
    for (let place = 0; place < mostSizeBytes; place++) {
      const byte = this.bytes[this.at++]
      // A last byte of zero would be a second encoding of a shorter size.
      if (byte === undefined || (byte === 0 && place > 0)) return this.failed(0)
      value += (byte % lowSeven) * lowSeven ** place
      if (byte < lowSeven) return value
    }
    return this.failed(0)
  }

  /**
   * Reads the number of things that follow. Each takes at least one byte, so a number greater than that of the bytes
   * left is invalid.
   */
  count(): number {
    const count = this.size()
    return count > this.left ? this.failed(0) : count
  }

  stretch(): Uint8Array {
    const length = this.count()
    const start = this.at
    this.at += length
    // A copy: a view would keep the whole cursor, and everything that shares its memory.
    return Uint8Array.from(this.bytes.subarray(start, this.at))
  }

  text(): string {
    const bytes = this.stretch()
    return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : this.failed('')
  }

  failed<T>(instead: T): T {
    this.sound = false
    this.at = this.bytes.length
    return instead
  }
}
