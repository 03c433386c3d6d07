// What DynamoDB knows about values: which are equal, which comes first, how large one is, which are refused.
import { compareNumbers, normalNumber } from './decimal.js'
import { invalid } from './service-failure.js'
import { typeOf, type WireItem, type WireValue } from './wire.js'

/** Attributes nest up to 32 levels, the scalar at the bottom included. */
const maximumDepth = 32

/** Equality as conditions have it: numbers by value, sets without order, lists and maps member by member. */
export function sameValue(a: WireValue, b: WireValue): boolean {
  const type = typeOf(a)
  if (type !== typeOf(b)) return false
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N) === 0
  if (a.L !== undefined && b.L !== undefined) return sameList(a.L, b.L)
  if (a.M !== undefined && b.M !== undefined) return sameMap(a.M, b.M)
  const members = setMembers(a)
  const others = setMembers(b)
  if (members === undefined || others === undefined) return a[type] === b[type]
  return members.length === others.length && members.every((one) => others.some((two) => sameValue(one, two)))
}

/** The members of a set as values of their own; `undefined` where it is no set. */
export function setMembers(value: WireValue): WireValue[] | undefined {
  if (value.SS !== undefined) return value.SS.map((S) => ({ S }))
  if (value.NS !== undefined) return value.NS.map((N) => ({ N }))
  return value.BS?.map((B) => ({ B }))
}

/** The order of two strings, numbers or binaries; `undefined` for other types, or for two types. */
export function compareValues(a: WireValue, b: WireValue): number | undefined {
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N)
  const [left, right] = [bytesOf(a), bytesOf(b)]
  return typeOf(a) === typeOf(b) && left && right ? Buffer.compare(left, right) : undefined
}

/** The bytes of a string or a binary. */
export function bytesOf(value: WireValue): Buffer | undefined {
  if (value.S !== undefined) return Buffer.from(value.S)
  return value.B === undefined ? undefined : Buffer.from(value.B, 'base64')
}

/** Refuses a value that DynamoDB does not take, and writes its numbers as DynamoDB does, in place. */
export function checkValue(value: WireValue, depth = 1): void {
  const tags = Object.keys(value)
  if (tags.length !== 1)
    throw invalid(
      `Supplied AttributeValue ${tags.length === 0 ? 'is empty' : 'has more than one datatypes set'}, must contain exactly one of the supported datatypes`,
    )
  if (depth > maximumDepth)
    throw invalid(
      'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
    )
  if (value.N !== undefined) value.N = normalNumber(value.N)
  if (value.NS !== undefined) value.NS = value.NS.map(normalNumber)
  if (value.NULL === false)
    throw invalid(
      'One or more parameter values were invalid: Null attribute value types must have the value of true',
    )
  const members: unknown[] | undefined = value.SS ?? value.NS ?? value.BS
  if (members?.length === 0)
    throw invalid('One or more parameter values were invalid: A set may not be empty')
  if (members !== undefined && new Set(members).size < members.length)
    throw invalid('One or more parameter values were invalid: Input collection contains duplicates.')
  for (const inner of value.L ?? Object.values(value.M ?? {})) checkValue(inner, depth + 1)
}

/** What the item weighs against the limit of 400 KB: names and values, in bytes. */
export function itemBytes(item: WireItem): number {
  let total = 0
  for (const [name, value] of Object.entries(item)) total += Buffer.byteLength(name) + valueBytes(value)
  return total
}

function valueBytes(value: WireValue): number {
  if (value.N !== undefined) return numberBytes(value.N)
  if (value.L !== undefined) return 3 + value.L.reduce((total, one) => total + 1 + valueBytes(one), 0)
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemBytes(value.M)
  const members = setMembers(value)
  if (members !== undefined) return members.reduce((total, one) => total + valueBytes(one), 0)
  return bytesOf(value)?.length ?? 1
}

// Two digits in a byte, one byte more for the magnitude, one more for the sign below zero; as measured on the service.
function numberBytes(text: string): number {
  const digits = text.replace(/[-.]/g, '').replace(/^0+|0+$/g, '')
  if (digits === '') return 1
  const whole = text.replace('-', '').split('.')[0] ?? ''
  const odd = digits.length % 2 === 1 || whole.length % 2 === 0
  return 1 + Math.ceil(digits.length / 2) + (odd ? 0 : 1) + (text.startsWith('-') ? 1 : 0)
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
