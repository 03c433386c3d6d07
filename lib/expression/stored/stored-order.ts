// Comparison of stored values as in DynamoDB: equality of all types, order of strings, numbers and binary.
import { type AttributeValue, attributeType, type StoredItem } from '../../entity/struct/attribute-value.js'
import { comparableDecimal, compareDecimals } from './decimal-order.js'

/**
 * Returns a number below, equal to or above zero; `undefined` if the two values have no order, because their types
 * differ or are not S, N or B. Strings are ordered by their UTF-8 bytes, binary by unsigned bytes, numbers as exact
 * decimals.
 */
export function compareStored(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('S' in a && 'S' in b) return compareText(a.S, b.S)
  if ('N' in a && 'N' in b) return compareDecimals(a.N, b.N)
  if ('B' in a && 'B' in b) return compareBytes(a.B, b.B)
  return undefined
}

/**
 * Whether two stored values are equal: same type, numbers by value, sets without order, maps and lists member by
 * member.
 */
export function equalStored(a: AttributeValue, b: AttributeValue): boolean {
  const order = compareStored(a, b)
  if (order !== undefined) return order === 0
  if ('BOOL' in a) return 'BOOL' in b && a.BOOL === b.BOOL
  if ('NULL' in a) return 'NULL' in b
  if ('L' in a)
    return 'L' in b && a.L.length === b.L.length && a.L.every((value, at) => sameAt(value, b.L[at]))
  if ('M' in a) return 'M' in b && equalMaps(a.M, b.M)
  const members = membersOf(a)
  const others = membersOf(b)
  return (
    members !== undefined &&
    others !== undefined &&
    attributeType(a) === attributeType(b) &&
    members.size === others.size &&
    [...members].every((member) => others.has(member))
  )
}

// Sets are compared by one string per member, so that large sets take linear time.
function membersOf(value: AttributeValue): Set<string> | undefined {
  if ('SS' in value) return new Set(value.SS)
  if ('NS' in value) return new Set(value.NS.map(comparableDecimal))
  if ('BS' in value) return new Set(value.BS.map((bytes) => bytes.join()))
  return undefined
}

function equalMaps(a: StoredItem, b: StoredItem): boolean {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameAt(a[name], b[name]))
  )
}

const sameAt = (a: AttributeValue | undefined, b: AttributeValue | undefined): boolean =>
  a !== undefined && b !== undefined && equalStored(a, b)

function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return byteRank(left) - byteRank(right)
  }
  return a.length - b.length
}

// UTF-16 sorts surrogates (characters above U+FFFF) before U+E000 to U+FFFF; UTF-8 sorts them after.
const byteRank = (unit: number): number =>
  unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
