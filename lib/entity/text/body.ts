// The body of a response while it is read: its text, and the current place.

/**
 * What a reader returns for a place that it cannot read; the body is then parsed as JSON, which shows what is there.
 */
export const unread: unique symbol = Symbol.for('dyntastic.unread')

// Node's own methods, without the checks of `toString`. They are not part of its documented API, so they may be
// missing.
interface Slicing {
  latin1Slice?(from: number, to: number): string
  utf8Slice?(from: number, to: number): string
}

/** Copies a part of the bytes into a separate string. */
type Cut = (from: number, to: number) => string

/**
 * From this length on, V8 makes a slice refer to the string that it was cut from, which would keep the whole body
 * alive.
 */
const leastSliced = 13

const quote = 34
const backslash = '\\'
const high = /[\x80-\xff]/

/** The bytes of a string that a body is compared with: this takes half the time that `startsWith` takes. */
export function tokenOf(text: string): Uint8Array {
  return Buffer.from(text)
}

/** A name and its colon as they are written in the text of a body. */
export function nameInBody(name: string): string {
  return Buffer.from(`${JSON.stringify(name)}:`).toString('latin1')
}

/** A body with one character per byte, so that places in the text are places in the bytes, whatever it contains. */
export class Body {
  readonly text: string
  readonly bytes: Uint8Array
  /** Where the next value or character is. */
  at = 0
  /** Whether every byte is ASCII. */
  readonly ascii: boolean
  readonly cut: Cut
  readonly cutText: Cut
  /** Where the next backslash is, searched from the last place. */
  escape = -1
  /** What was looked for: from where, and where it was found. */
  readonly found = new Map<string, { readonly from: number; readonly at: number }>()

  constructor(bytes: Buffer, ascii: boolean) {
    const slicing: Slicing = bytes as Slicing
    this.bytes = bytes
    this.ascii = ascii
    this.cut = (from, to) => slicing.latin1Slice?.(from, to) ?? bytes.toString('latin1', from, to)
    this.cutText = (from, to) => slicing.utf8Slice?.(from, to) ?? bytes.toString('utf8', from, to)
    this.text = this.cut(0, bytes.length)
  }

  /** Goes to a place, which may be before the current one. */
  goTo(at: number): void {
    this.at = at
    // Backslashes are searched in the order of the text.
    this.escape = -1
  }

  /** Whether these bytes are at the current place. */
  isAt(token: Uint8Array): boolean {
    const { bytes, at } = this
    const { length } = token
    for (let index = 0; index < length; index++) if (bytes[at + index] !== token[index]) return false
    return true
  }

  /** Goes past these bytes; returns false if they are not at the current place. */
  pass(token: Uint8Array): boolean {
    if (!this.isAt(token)) return false
    this.at += token.length
    return true
  }

  /**
   * Returns where a string begins next, at a place or after it; the end of the body if it does not. The place is
   * remembered, so that a body that lacks it is searched once, and not from each of its items.
   */
  next(sought: string, from: number): number {
    const known = this.found.get(sought)
    if (known !== undefined && known.from <= from && from <= known.at) return known.at
    const found = this.text.indexOf(sought, from)
    const at = found < 0 ? this.text.length : found
    this.found.set(sought, { from, at })
    return at
  }

  /** Returns the end of a string that begins at a place, which is its closing quote; -1 if it has none. */
  endOf(from: number): number {
    const end = this.text.indexOf('"', from)
    return end < 0 || !this.isEscaped(from, end) ? end : this.escapedEnd(from)
  }

  /** Whether there is a backslash in a part of the text. Parts must be tested in their order. */
  isEscaped(from: number, to: number): boolean {
    if (this.escape < from) {
      const next = this.text.indexOf(backslash, from)
      this.escape = next < 0 ? this.text.length : next
    }
    return this.escape < to
  }

  escapedEnd(from: number): number {
    const { text } = this
    for (let at = from; ; at++) {
      const code = text.charCodeAt(at)
      if (code === quote) return at
      if (code === 92) at++
      else if (Number.isNaN(code)) return -1
    }
  }

  /**
   * Returns the string whose first character is at a place, after its quote, and goes past its end. It is a copy, which
   * does not keep the body.
   */
  string(from: number): string | typeof unread {
    const { text } = this
    const end = text.indexOf('"', from)
    if (end < 0) return unread
    if (this.isEscaped(from, end)) return this.escapedString(from)
    this.at = end + 1
    const long = end - from >= leastSliced
    if (this.ascii) return long ? this.cut(from, end) : text.slice(from, end)
    const part = text.slice(from, end)
    if (high.test(part)) return this.cutText(from, end)
    return long ? this.cut(from, end) : part
  }

  escapedString(from: number): string | typeof unread {
    const end = this.escapedEnd(from)
    const value = end < 0 ? unread : parsed(this.cutText(from - 1, end + 1))
    this.at = end + 1
    return typeof value === 'string' ? value : unread
  }

  /** Returns the JSON value at the place, and goes past it. */
  value(): unknown {
    const { at } = this
    const end = this.valueEnd(at)
    if (end < 0) return unread
    this.at = end
    return parsed(this.cutText(at, end))
  }

  /**
   * Returns where the JSON value that begins at a place ends; -1 if there is none. The parser decides if it is valid
   * JSON inside.
   */
  valueEnd(from: number): number {
    const { text } = this
    const first = text.charCodeAt(from)
    if (first === quote) return this.endOf(from + 1) + 1 || -1
    if (first !== 123 && first !== 91) return scalarEnd(text, from)
    let depth = 0
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === quote) {
        const end = this.escapedEnd(at + 1)
        if (end < 0) return -1
        at = end
      } else if (code === 123 || code === 91) depth++
      else if ((code === 125 || code === 93) && --depth === 0) return at + 1
    }
    return -1
  }
}

// Numbers, true, false and null: up to the character that follows.
function scalarEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 44 || code === 125 || code === 93) return at === from ? -1 : at
  }
  return -1
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return unread
  }
}

/**
 * Opens a body for reading. Returns `undefined` for one with control characters, which JSON allows between values and
 * never inside a string: it is left to the parser.
 */
export function openBody(bytes: Uint8Array): Body | undefined {
  const { buffer, byteOffset, length } = bytes
  const all = looked(bytes)
  if (all === undefined) return undefined
  return new Body(Buffer.from(buffer, byteOffset, length), all)
}

// Four bytes at a time: whether any is a control character (returns `undefined`), and whether all are ASCII.
function looked(bytes: Uint8Array): boolean | undefined {
  const { buffer, byteOffset, length } = bytes
  let seen = 0
  let at = 0
  if (byteOffset % 4 === 0) {
    const words = new Int32Array(buffer, byteOffset, length >> 2)
    for (let index = 0; index < words.length; index++) {
      const word = words[index] as number
      // A byte below 0x20 borrows from its highest bit, which it does not have itself ("Determine if a word has a byte
      // less than n").
      if ((((word - 0x20202020) | 0) & ~word & 0x80808080) !== 0) return undefined
      seen |= word
    }
    at = words.length * 4
  }
  for (; at < length; at++) {
    const byte = bytes[at] as number
    if (byte < 32) return undefined
    seen |= byte
  }
  return (seen & 0x80808080) === 0
}
