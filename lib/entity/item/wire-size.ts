// How many bytes a stored item takes on the wire, as the JSON that the SDK sends: escapes, base64 and tags included.
import { utf8Length } from '../../util/bytes.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'

/**
 * The most bytes that an item takes on the wire, by its item size alone. Each attribute, element or member takes at least one byte of
 * item size, and on the wire at most 18 for its tag, its quotes and its commas; a byte of text takes at most 6 (`\u0001`).
 * @param bytes the item size, as `itemBytes` counts it
 */
export function wireBytesAtMost(bytes: number): number {
  return bytes * perByte + around
}

const perByte = 18
/** `{"PutRequest":{"Item":{}}},` and what is left over. */
const around = 64

/** How many bytes an item or a key takes on the wire, inside of a BatchWriteItem. */
export function wireBytes(stored: StoredItem): number {
  return mapBytes(stored) + around
}

// Commas and colons are counted for each member, the last one too.
function mapBytes(map: StoredItem): number {
  let bytes = 2
  for (const name in map) {
    const value = map[name]
    if (value !== undefined) bytes += textBytes(name) + valueBytes(value) + 2
  }
  return bytes
}

/** `{"S":…}`: a tag of so many letters around a value. */
const tagged = (letters: number, bytes: number): number => letters + 5 + bytes

function valueBytes(value: AttributeValue): number {
  if ('S' in value) return tagged(1, textBytes(value.S))
  if ('N' in value) return tagged(1, textBytes(value.N))
  if ('M' in value) return tagged(1, mapBytes(value.M))
  if ('L' in value) return tagged(1, listBytes(value.L, valueBytes))
  if ('SS' in value) return tagged(2, listBytes(value.SS, textBytes))
  if ('NS' in value) return tagged(2, listBytes(value.NS, textBytes))
  if ('BS' in value) return tagged(2, listBytes(value.BS, base64Bytes))
  if ('B' in value) return tagged(1, base64Bytes(value.B))
  return tagged(4, 'false'.length)
}

function listBytes<T>(list: readonly T[], bytesOf: (element: T) => number): number {
  let bytes = 2
  for (const element of list) bytes += bytesOf(element) + 1
  return bytes
}

function textBytes(text: string): number {
  return utf8Length(JSON.stringify(text))
}

function base64Bytes(binary: Uint8Array): number {
  return Math.ceil(binary.length / 3) * 4 + 2
}
