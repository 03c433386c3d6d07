// The size of a stored item in a request, as the JSON that the SDK sends: escapes, base64 and tags included.
import { utf8Length } from '../../util/bytes.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'

/**
 * Returns the highest number of bytes that an item can take in a request, given only its item size. Each attribute,
 * element or member takes at least one byte of item size, and in a request at most 18 for its tag, quotes and commas; a
 * byte of text takes at most 6 (`\u0001`).
 * @param bytes the item size, as `itemBytes` counts it
 */
export function wireBytesAtMost(bytes: number): number {
  return bytes * perByte + around
}

const perByte = 18
/** `{"PutRequest":{"Item":{}}},` and a margin. */
const around = 64

/** Returns the number of bytes that an item or a key takes inside a BatchWriteItem request. */
export function wireBytes(stored: StoredItem): number {
  return mapBytes(stored) + around
}

// A comma and a colon are counted for each member, including the last one.
function mapBytes(map: StoredItem): number {
  let bytes = 2
  for (const name in map) {
    const value = map[name]
    if (value !== undefined) bytes += textBytes(name) + valueBytes(value) + 2
  }
  return bytes
}

/** `{"S":…}`: a tag of this many letters around a value. */
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
