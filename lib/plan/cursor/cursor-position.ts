// The position in a cursor as bytes: keys of attributes of type S, N and B, with each attribute name written once.

import { keyTrouble } from '../../entity/key/key-values.js'
import type { AttributeValue, StoredItem } from '../../entity/struct/attribute-value.js'
import { ByteReader, ByteWriter } from './cursor-bytes.js'

/** Where a read continues. */
export interface CursorPosition {
  /**
   * One ExclusiveStartKey per stream, in the order of the streams: one for a Query, one per segment for a Scan. `null`
   * if the stream has ended, `undefined` if it has not begun.
   */
  readonly keys: readonly (StoredItem | null | undefined)[]
  /** Whether the read goes backward, to the items before the position. */
  readonly before: boolean
}

// The state of a stream: not begun, ended, or this number plus one per attribute of its key.
const notBegun = 0
const atItsEnd = 1

// The data types that key attributes can have ("Primary key", Amazon DynamoDB Developer Guide); their indexes are
// written.
const keyTypes = ['S', 'N', 'B'] as const
type KeyType = (typeof keyTypes)[number]

/**
 * The maximum size of a key attribute in bytes, the greater of the limits "Partition key length" and "Sort key length".
 */
const mostKeyBytes = 2048

const numberText = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/

interface Column {
  readonly name: string
  readonly type: KeyType
}

/**
 * Returns the bytes of a position. They are the same for the same position, in whatever order its keys name their
 * attributes.
 */
export function encodePosition(position: CursorPosition, refuse: (detail: string) => Error): Uint8Array {
  const columns = new Map<string, number>()
  const head = new ByteWriter()
  const body = new ByteWriter()
  for (const key of position.keys) {
    const entries = Object.entries(key ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
    // Written to a cursor, it would mean the end of its stream.
    if (key && entries.length === 0) throw refuse('a key without attributes cannot be part of a cursor')
    body.size(key === undefined ? notBegun : atItsEnd + entries.length)
    for (const [name, value] of entries) {
      const part = partOf(value)
      const trouble = part === undefined ? 'is not of type S, N or B' : keyTrouble(value, mostKeyBytes)
      if (part === undefined || trouble !== undefined)
        throw refuse(`'${name}' cannot be part of a cursor: it ${trouble}`)
      const { type, bytes } = part
      const column = `${type}${name}`
      if (!columns.has(column)) {
        columns.set(column, columns.size)
        head.stretch(Buffer.from(name))
        head.size(keyTypes.indexOf(type))
      }
      body.size(columns.get(column) ?? 0)
      body.stretch(bytes)
    }
  }
  const start = new ByteWriter()
  start.size(position.before ? 1 : 0)
  start.size(columns.size)
  const streams = new ByteWriter()
  streams.size(position.keys.length)
  return Buffer.concat([start.bytes, head.bytes, streams.bytes, body.bytes])
}

/**
 * Returns the position for the bytes; `undefined` for invalid bytes. Takes time in proportion to their length, and
 * never throws.
 */
export function decodePosition(bytes: Uint8Array): CursorPosition | undefined {
  const reader = new ByteReader(bytes)
  const direction = reader.size()
  const columns: Column[] = []
  for (let left = reader.count(); left > 0 && reader.sound; left--) {
    const name = reader.text()
    const type = keyTypes[reader.size()]
    if (name === '' || type === undefined) return undefined
    columns.push({ name, type })
  }
  const keys: (StoredItem | null | undefined)[] = []
  for (let left = reader.count(); left > 0 && reader.sound; left--) keys.push(readKey(reader, columns))
  if (!reader.sound || reader.left > 0 || direction > 1 || keys.length === 0) return undefined
  return { keys, before: direction === 1 }
}

function readKey(reader: ByteReader, columns: readonly Column[]): StoredItem | null | undefined {
  const state = reader.size()
  if (state === notBegun) return undefined
  if (state === atItsEnd) return null
  const entries = new Map<string, AttributeValue>()
  for (let left = state - atItsEnd; left > 0 && reader.sound; left--) {
    const column = columns[reader.size()]
    const value = column === undefined ? undefined : readValue(reader, column.type)
    if (column === undefined || value === undefined || entries.has(column.name))
      return reader.failed(undefined)
    entries.set(column.name, value)
  }
  // Defines every name as a property, including `__proto__`.
  return Object.fromEntries(entries)
}

function readValue(reader: ByteReader, type: KeyType): AttributeValue | undefined {
  const value = rawValue(reader, type)
  if ('N' in value && !numberText.test(value.N)) return undefined
  return reader.sound && keyTrouble(value, mostKeyBytes) === undefined ? value : undefined
}

function rawValue(reader: ByteReader, type: KeyType): AttributeValue {
  if (type === 'B') return { B: reader.stretch() }
  const text = reader.text()
  return type === 'S' ? { S: text } : { N: text }
}

function partOf(value: AttributeValue): { readonly type: KeyType; readonly bytes: Uint8Array } | undefined {
  if ('S' in value) return { type: 'S', bytes: Buffer.from(value.S) }
  if ('N' in value) return { type: 'N', bytes: Buffer.from(value.N) }
  return 'B' in value ? { type: 'B', bytes: value.B } : undefined
}
