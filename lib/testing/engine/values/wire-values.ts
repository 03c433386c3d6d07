// Equality and order of values in conditions and keys.
import { compareNumbers } from './decimal.js'
import { typeOf, type WireItem, type WireValue } from './wire.js'

/** Equality as conditions have it: numbers by value, sets without order, lists and maps member by member. */
export function sameValue(a: WireValue, b: WireValue): boolean {
  const type = typeOf(a)
  if (type !== typeOf(b)) return false
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N) === 0
  if (a.L !== undefined && b.L !== undefined) return sameList(a.L, b.L)
  if (a.M !== undefined && b.M !== undefined) return sameMap(a.M, b.M)
  const members = a.SS ?? a.NS ?? a.BS
  const others = b.SS ?? b.NS ?? b.BS
  if (members === undefined || others === undefined) return a[type] === b[type]
  if (members.length !== others.length) return false
  const known = new Set(others)
  if (members.every((one) => known.has(one))) return true
  // One number may be written in two ways, if it never was an item's.
  return a.NS !== undefined && members.every((one) => others.some((two) => compareNumbers(one, two) === 0))
}

/** The members of a set as values of their own; `undefined` if it is not a set. */
export function setMembers(value: WireValue): WireValue[] | undefined {
  if (value.SS !== undefined) return value.SS.map((S) => ({ S }))
  if (value.NS !== undefined) return value.NS.map((N) => ({ N }))
  return value.BS?.map((B) => ({ B }))
}

/** The order of two strings, numbers or binaries; `undefined` if they are of other types, or of two types. */
export function compareValues(a: WireValue, b: WireValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined)
    return a.S === b.S ? 0 : Buffer.compare(Buffer.from(a.S), Buffer.from(b.S))
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N)
  const [left, right] = [bytesOf(a), bytesOf(b)]
  return typeOf(a) === typeOf(b) && left && right ? Buffer.compare(left, right) : undefined
}

/** The bytes of a string or a binary. */
export function bytesOf(value: WireValue): Buffer | undefined {
  if (value.S !== undefined) return Buffer.from(value.S)
  return value.B === undefined ? undefined : Buffer.from(value.B, 'base64')
}

function sameList(a: WireValue[], b: WireValue[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index]
      return other !== undefined && sameValue(one, other)
    })
  )
}

function sameMap(a: WireItem, b: WireItem): boolean {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const [one, other] = [a[name], Object.hasOwn(b, name) ? b[name] : undefined]
      return one !== undefined && other !== undefined && sameValue(one, other)
    })
  )
}
