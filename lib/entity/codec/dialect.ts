// Reading of stored values in the SDK's form (AttributeValues) and as JSON (stream records, exports, the AWS CLI).
import { types } from 'node:util'
import { kindOf } from '../../errors/failures.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { isPlain } from '../struct/plain.js'
import { canonicalDecimal } from './decimal.js'
import { setOwn } from './text.js'

/**
 * One stored value, as the SDK represents it (`AttributeValue` of `@aws-sdk/client-dynamodb`), or as JSON does (Lambda
 * stream records, S3 exports in DynamoDB JSON, the AWS CLI), with binary as base64. The types of the SDK and of
 * `@types/aws-lambda` fit without a cast.
 */
export interface AnyStoredValue {
  readonly S?: string | undefined
  readonly N?: string | undefined
  readonly B?: Uint8Array | string | undefined
  readonly BOOL?: boolean | undefined
  readonly NULL?: boolean | undefined
  readonly M?: AnyStoredItem | undefined
  readonly L?: readonly AnyStoredValue[] | undefined
  readonly SS?: readonly string[] | undefined
  readonly NS?: readonly string[] | undefined
  readonly BS?: readonly (Uint8Array | string)[] | undefined
}

/** A stored item, or the stored attributes of a key: stored names to values, in either form. */
export type AnyStoredItem = { readonly [name: string]: AnyStoredValue }

/** What is read, and where: paths consist of stored names. */
interface Reading {
  readonly up: Reading | undefined
  readonly key: string | number
  /** The number of steps from the item. */
  readonly depth: number
  readonly failures: Failure[]
}

const under = (up: Reading, key: string | number): Reading => ({
  up,
  key,
  depth: up.depth + 1,
  failures: up.failures,
})

// Only made for a fault.
function pathOf(reading: Reading): (string | number)[] {
  const path: (string | number)[] = []
  for (let at = reading; at.up !== undefined; at = at.up) path.unshift(at.key)
  return path
}

/** DynamoDB's limit "Nested attribute depth": levels of maps and lists. */
const maxDepth = 32
/** More reasons than this would not help anyone. */
const maxFailures = 100

/**
 * Returns the stored item with every value checked. Values that do not fit are left out and reported in the failures.
 */
export function readStored(given: unknown, failures: Failure[]): StoredItem {
  if (!isMap(given)) {
    const message = `expected a stored item ({ name: { S: 'text' } }), but found ${kindOf(given)}`
    failures.push({ path: [], message, value: given })
    return {}
  }
  return readMap(given, { up: undefined, key: '', depth: 0, failures })
}

/**
 * Returns why a value is not in DynamoDB's form, as those that a mocked client returns need not be; nothing if it is.
 * @param name the stored name, with which the paths begin
 */
export function malformations(value: unknown, name?: string): readonly Failure[] {
  const failures: Failure[] = []
  readStored({ value }, failures)
  const start = name === undefined ? [] : [name]
  return failures.map((failure) => ({ ...failure, path: [...start, ...failure.path.slice(1)] }))
}

/** Whether a value is in DynamoDB's form. */
export const isStoredValue = (value: unknown): boolean => malformations(value).length === 0

/** The string that is stored in a value, whatever the value is; `undefined` if there is none. */
export function textIn(value: unknown): string | undefined {
  const text = (value as { readonly S?: unknown } | null | undefined)?.S
  return typeof text === 'string' ? text : undefined
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && isPlain(value)

function readMap(map: Record<string, unknown>, reading: Reading): StoredItem {
  const stored: StoredItem = {}
  for (const name of Object.keys(map)) {
    // The SDK returns an attribute named `__proto__` without a value.
    if (map[name] === undefined) continue
    const value = readValue(map[name], under(reading, name))
    if (value !== undefined) setOwn(stored, name, value)
  }
  return stored
}

function readValue(given: unknown, reading: Reading): AttributeValue | undefined {
  if (reading.failures.length >= maxFailures) return undefined
  if (!isMap(given))
    return refuse(reading, `expected a stored value ({ S: 'text' }), but found ${kindOf(given)}`)
  let tag: string | undefined
  let count = 0
  for (const name in given)
    if (given[name] !== undefined) {
      tag ??= name
      count++
    }
  if (tag === undefined) return refuse(reading, 'expected a data type, but the value does not have one')
  if (count > 1) return refuse(reading, `expected one data type, but the value has ${count}`)
  const read = readers.get(tag)
  if (read === undefined)
    return refuse(
      reading,
      `'${tag.slice(0, 40)}' is not a data type; ${envelopeHint(tag, reading)}the data types are ${tags}`,
    )
  return read(given[tag], reading)
}

// Objects that are often passed as a whole: a line of an export, a record of a stream.
const envelopes: ReadonlySet<string> = new Set(['Item', 'dynamodb', 'NewImage', 'OldImage', 'Keys'])

function envelopeHint(_tag: string, { depth, key: name }: Reading): string {
  return depth === 1 && typeof name === 'string' && envelopes.has(name)
    ? `pass what is inside '${name}'; `
    : ''
}

function refuse(reading: Reading, message: string): undefined {
  reading.failures.push({ path: pathOf(reading), message, value: undefined })
  return undefined
}

type Reader = (value: unknown, reading: Reading) => AttributeValue | undefined

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['S', (value, at) => (isText(value) ? { S: value } : other(at, 'S', 'a string', value))],
  ['N', (value, at) => (isNumber(value) ? { N: value } : other(at, 'N', 'a number as a string', value))],
  [
    'B',
    (value, at) => {
      const bytes = bytesOf(value)
      return bytes === undefined ? other(at, 'B', 'bytes or a base64 string', value) : { B: bytes }
    },
  ],
  [
    'BOOL',
    (value, at) => (typeof value === 'boolean' ? { BOOL: value } : other(at, 'BOOL', 'true or false', value)),
  ],
  ['NULL', (value, at) => (value === true ? { NULL: true } : other(at, 'NULL', 'true', value))],
  [
    'M',
    (value, at) =>
      isMap(value) ? nested(at, () => ({ M: readMap(value, at) })) : other(at, 'M', 'a map', value),
  ],
  [
    'L',
    (value, at) =>
      Array.isArray(value) ? nested(at, () => readList(value, at)) : other(at, 'L', 'a list', value),
  ],
  [
    'SS',
    (value, at) => {
      const members = membersOf(at, 'SS', value, (each) => (isText(each) ? each : undefined), String)
      return members && { SS: members }
    },
  ],
  [
    'NS',
    (value, at) => {
      const members = membersOf(
        at,
        'NS',
        value,
        (each) => (isNumber(each) ? each : undefined),
        canonicalDecimal,
      )
      return members && { NS: members }
    },
  ],
  [
    'BS',
    (value, at) => {
      const members = membersOf(at, 'BS', value, bytesOf, (bytes) => Buffer.from(bytes).toString('base64'))
      return members && { BS: members }
    },
  ],
])

const tags = [...readers.keys()].join(', ')

function other(reading: Reading, tag: string, expected: string, value: unknown): undefined {
  const what = typeof value !== 'string' ? kindOf(value) : tag === 'S' ? 'a lone surrogate' : 'another string'
  return refuse(reading, `expected ${expected} under ${tag}, but found ${what}`)
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed()

const isNumber = (value: unknown): value is string =>
  typeof value === 'string' && (shortDecimal.test(value) || canonicalDecimal(value) !== undefined)

// What nearly all numbers are, and what is in range whatever its digits are.
const shortDecimal = /^-?\d{1,18}(?:\.\d{1,18})?$/

// Numbers of a list need no path unless something is wrong with them: a vector has a thousand of them.
function shortNumber(given: unknown): AttributeValue | undefined {
  if (!isMap(given)) return undefined
  for (const tag in given) if (tag !== 'N') return undefined
  const { N } = given
  return typeof N === 'string' && shortDecimal.test(N) ? { N } : undefined
}

function nested(reading: Reading, read: () => AttributeValue): AttributeValue | undefined {
  // The attribute itself is not a level.
  return reading.depth > maxDepth
    ? refuse(reading, `nested deeper than ${maxDepth} levels (nested attribute depth)`)
    : read()
}

function readList(list: readonly unknown[], reading: Reading): AttributeValue {
  const read: AttributeValue[] = []
  for (let index = 0; index < list.length; index++) {
    const value = shortNumber(list[index]) ?? readValue(list[index], under(reading, index))
    if (value !== undefined) read.push(value)
  }
  return { L: read }
}

// DynamoDB has no empty sets, and no duplicate members.
function membersOf<T>(
  reading: Reading,
  tag: string,
  given: unknown,
  read: (member: unknown) => T | undefined,
  identity: (member: T) => unknown,
): T[] | undefined {
  if (!Array.isArray(given)) return other(reading, tag, 'a list of members', given)
  const members = given.map(read)
  const fitting = members.filter((member) => member !== undefined)
  if (fitting.length < members.length) return refuse(reading, `a member under ${tag} has another type`)
  if (fitting.length === 0) return refuse(reading, `a set cannot be empty, but the one under ${tag} is`)
  const distinct = new Set(fitting.map(identity))
  return distinct.size === fitting.length ? fitting : refuse(reading, `${tag} contains a member twice`)
}

function bytesOf(value: unknown): Uint8Array | undefined {
  // From any realm: bytes of another realm are not instances of our Uint8Array.
  if (types.isUint8Array(value)) return new Uint8Array(value)
  if (typeof value !== 'string') return undefined
  // Node reads as much as it can. Standard base64 with padding (RFC 4648, section 4), as AWS writes it, is what is
  // unchanged when it is encoded again.
  const bytes = Buffer.from(value, 'base64')
  return bytes.toString('base64') === value ? new Uint8Array(bytes) : undefined
}
