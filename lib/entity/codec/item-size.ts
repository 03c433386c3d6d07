// The size of an item in DynamoDB, to reject large items before they are sent and to report what was written.
import { utf8Length } from '../../util/bytes.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'

/** DynamoDB's limit for one item, names included ("Item size": 400 KB). */
export const maxItemBytes = 409_600

/**
 * The bytes that encoded values have at most, added up while they are encoded: of most items, this is enough to know
 * that they are not too large.
 */
export interface Tally {
  bytes: number
}

/**
 * Whether an encoder adds what it encodes to a tally. It has a second parameter for it, so that an encoder around one
 * that counts does not seem to count itself.
 */
export function countsBytes(encode: (value: unknown, tally?: Tally) => AttributeValue | undefined): boolean {
  return encode.length > 1
}

/** Returns the bytes that a stored value has at most. */
export function mostBytes(value: AttributeValue): number {
  return valueSize(value, most)
}

/** Returns the bytes that the text of a name or a string has at most. */
export function mostTextBytes(text: string): number {
  return text.length * 3
}

/** The bytes that a number has at most. */
export const mostNumberBytes = 22

/**
 * Returns the size of an item if it may exceed the limit, otherwise `undefined`: a quick upper bound is tried first.
 * @param bound the bytes that it has at most, if they were counted while it was encoded
 */
export function itemBytesOver(stored: StoredItem, limit: number, bound?: number): number | undefined {
  if ((bound ?? mostItemBytes(stored)) <= limit) return undefined
  const bytes = mapSize(stored, least)
  return bytes > limit ? bytes : undefined
}

/**
 * Returns the approximate size of an item or a key in bytes, as DynamoDB counts ("Item sizes and formats"): names and
 * strings in UTF-8, numbers by the length of their text, which is the only part that is not exact.
 */
export function itemBytes(stored: StoredItem): number {
  return mapSize(stored, about)
}

/** Returns the bytes that an item has at most. */
export function mostItemBytes(stored: StoredItem): number {
  return mapSize(stored, most)
}

interface Measure {
  text(text: string): number
  number(text: string): number
}

// A UTF-16 unit takes at most three bytes of UTF-8. A number takes 2 to 22 bytes, depending on its digits: the final
// count uses the minimum, so that no item is rejected that DynamoDB would store.
const most: Measure = { text: mostTextBytes, number: () => mostNumberBytes }
const least: Measure = { text: utf8Length, number: () => 2 }
// One byte per two digits, plus one.
const about: Measure = { text: shortTextBytes, number: (text) => (text.length + 3) >> 1 }

// A loop is faster than a call into the runtime if a string is short and plain, as names and most values are.
const short = 64

function shortTextBytes(text: string): number {
  const { length } = text
  if (length > short) return utf8Length(text)
  for (let at = 0; at < length; at++) if (text.charCodeAt(at) > 127) return utf8Length(text)
  return length
}

// Plain loops: this runs over each attribute of each item that is written.
function mapSize(map: StoredItem, measure: Measure, each = 0): number {
  let size = 0
  for (const name in map) {
    const value = map[name]
    if (value !== undefined) size += each + measure.text(name) + valueSize(value, measure)
  }
  return size
}

function listSize(list: readonly AttributeValue[], measure: Measure): number {
  let size = 0
  for (const value of list) size += 1 + valueSize(value, measure)
  return size
}

// "Item sizes and formats": lists and maps take 3 bytes and 1 for each element. The one tag is found by iterating:
// testing one after the other takes twice as long.
function valueSize(value: AttributeValue, measure: Measure): number {
  const tagged: Partial<Tagged> = value
  for (const tag in value)
    switch (tag) {
      case 'S':
        return measure.text(tagged.S ?? '')
      case 'N':
        return measure.number(tagged.N ?? '')
      case 'M':
        return 3 + mapSize(tagged.M ?? {}, measure, 1)
      case 'L':
        return 3 + listSize(tagged.L ?? [], measure)
      case 'SS':
        return sum(tagged.SS, measure.text)
      case 'NS':
        return sum(tagged.NS, measure.number)
      case 'BS':
        return sum(tagged.BS, lengthOf)
      case 'B':
        return tagged.B?.length ?? 0
    }
  return 1
}

interface Tagged {
  readonly S: string
  readonly N: string
  readonly B: Uint8Array
  readonly BOOL: boolean
  readonly NULL: boolean
  readonly M: StoredItem
  readonly L: readonly AttributeValue[]
  readonly SS: readonly string[]
  readonly NS: readonly string[]
  readonly BS: readonly Uint8Array[]
}

function sum<T>(list: readonly T[] = [], sizeOf: (element: T) => number): number {
  let size = 0
  for (const element of list) size += sizeOf(element)
  return size
}

function lengthOf(binary: Uint8Array): number {
  return binary.length
}
