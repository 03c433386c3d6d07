// Key arguments: converted from what a user passes to the stored key, and checked before anything is sent.

import { types } from 'node:util'
import { kindOf } from '../../errors/failures.js'
import { InvalidKeyError } from '../../errors/invalid-key-error.js'
import { utf8Length } from '../../util/bytes.js'
import { didYouMean } from '../../util/nearest-name.js'
import { invalid } from '../codec/codec.js'
import { inheritedValue } from '../codec/properties.js'
import { parseOperand } from '../codec/trail.js'
import { instantOf } from '../codecs/date-text.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { isGuard } from '../unique/guard-key.js'
import { reservedKey } from '../unique/unique-values.js'
import type { Key, KeyAttributePart, KeyPart } from './key.js'
import { printMade } from './made-part.js'
import { type Managed, versionOf } from './managed.js'
import { withReadAttributes } from './read-attributes.js'
import { isKeyRefusal } from './template/print-template.js'
import { printValues } from './template/text-writer.js'

/** A checked key: the values by property, and the stored form. */
export interface KeyValues {
  readonly values: Readonly<Record<string, unknown>>
  readonly stored: StoredItem
}

/** What is needed to read a key argument. */
export interface KeyOwner {
  readonly entity: string
  readonly key: Key
  readonly properties: readonly string[]
  /** Adds what is known of each key. @throws InvalidKeyError if the argument contradicts it. */
  bindKey?(argument: unknown, operation: string): unknown
  /** Of a union: the owner of the key that an argument is, or why that cannot be said. */
  ofKey?(argument: unknown): KeyOwner | string
  readonly table?: { readonly shared: { readonly guarded?: boolean } }
}

/** What is needed to read the version of an item that is passed in place of its key. */
export interface VersionOwner extends KeyOwner {
  readonly managed: Managed
}

/** DynamoDB's limits of key values in bytes ("Partition key length", "Sort key length"). */
export const maxPartitionBytes = 2048
const maxSortBytes = 1024

/**
 * Reads a key argument: the key object or, without a sort key, only the value of the partition key. With `item`, a
 * whole item can be passed in place of its key.
 * @throws InvalidKeyError if the key has a missing part, an extra part, or a part of the wrong type.
 */
export function readKey(given: KeyOwner, key: unknown, operation: string, item: boolean): KeyValues {
  const argument = given.bindKey === undefined ? key : given.bindKey(key, operation)
  const owner = given.ofKey?.(argument) ?? given
  if (typeof owner === 'string') throw refusal({ owner: given, operation }, owner)
  const read = readOwnKey(owner, argument, operation, item)
  if (owner.table?.shared.guarded === true && isGuard(owner.key, read.stored))
    throw refusal({ owner, operation }, `'${owner.key.partition[0]?.property}' ${reservedKey}`)
  return read
}

/**
 * Returns the version that an argument holds; `undefined` if it is a key, or its entity has no version.
 * @throws InvalidKeyError if it holds something else in its place, of which no condition can be made.
 */
export function givenVersion(model: VersionOwner, argument: unknown, operation: string): number | undefined {
  const { version } = model.managed
  if (version === undefined || !isKeyObject(argument) || !(version in argument)) return undefined
  const value: unknown = Reflect.get(argument, version)
  if (value === undefined || typeof value === 'bigint' || Number.isSafeInteger(value))
    return versionOf(model.managed, argument)
  throw refusal(
    { owner: model, operation },
    `version '${version}' must be an integer, but is ${kindOf(value)}`,
  )
}

function readOwnKey(owner: KeyOwner, argument: unknown, operation: string, item: boolean): KeyValues {
  const { partition, sort, attributes, made } = owner.key
  const reading: Reading = { owner, operation }
  const given = isKeyObject(argument) ? argument : scalarKey(reading, argument)
  if ('then' in given && typeof given.then === 'function')
    throw refusal(reading, `expected a key, but this is ${kindOf(argument)}: await it first`)
  for (const property of Object.keys(given)) {
    if (hasPart(attributes, property)) continue
    if (item && owner.properties.includes(property)) continue
    throw refusal(
      reading,
      `'${property}' is not part of the key, which is ${keyWords(owner.key)}${didYouMean(property, namesOf(owner, item))}`,
    )
  }
  // No attribute is called `__proto__` (the codec rejects it), and plain objects are filled five times as fast as ones
  // without a prototype.
  const values: Record<string, unknown> = {}
  const stored: StoredItem = {}
  if (made) {
    for (let at = 0; at < attributes.length; at++)
      readPart(reading, attributes[at] as KeyAttributePart, given, undefined, values, undefined)
    return { values: Object.freeze(values), stored: madeKey(reading, values, stored) }
  }
  for (let at = 0; at < partition.length; at++)
    readPart(reading, partition[at] as KeyPart, given, maxPartitionBytes, values, stored)
  for (let at = 0; at < sort.length; at++)
    readPart(reading, sort[at] as KeyPart, given, maxSortBytes, values, stored)
  return { values: Object.freeze(values), stored }
}

// The key attributes that are made of the attributes given.
function madeKey(reading: Reading, values: Record<string, unknown>, key: StoredItem): StoredItem {
  const { partition, parts } = reading.owner.key
  let attributes: StoredItem | undefined
  for (let at = 0; at < parts.length; at++) {
    const { template, name, property } = parts[at] as KeyPart
    const short = template !== undefined && 'slots' in template ? printValues(template, values) : undefined
    if (short !== undefined) {
      key[name] = short
      continue
    }
    attributes ??= storedValues(reading.owner.key, values)
    const value = template === undefined ? attributes[name] : printMade(template, attributes)
    if (value === undefined)
      throw refusal(reading, `the given attributes do not make key attribute '${name}'`)
    if (isKeyRefusal(value))
      throw refusal(
        reading,
        value.property === undefined ? value.message : `'${value.property}' ${value.message}`,
      )
    // What is made was measured.
    if (template === undefined) {
      const trouble = keyTrouble(value, at < partition.length ? maxPartitionBytes : maxSortBytes)
      if (trouble !== undefined) throw refusal(reading, `'${property}' ${trouble}`)
    }
    key[name] = value
  }
  return key
}

function storedValues({ attributes }: Key, values: Record<string, unknown>): StoredItem {
  const stored: StoredItem = {}
  for (const { property, name, codec } of attributes) {
    const wire = codec.encode(values[property])
    if (wire !== undefined) stored[name] = wire
  }
  return stored
}

/** The owner of a key and the operation that needs it. */
interface Reading {
  readonly owner: KeyOwner
  readonly operation: string
}

function refusal({ owner, operation }: Reading, detail: string): InvalidKeyError {
  return new InvalidKeyError({ entity: owner.entity, operation, detail })
}

function namesOf({ key, properties }: KeyOwner, item: boolean): readonly string[] {
  return item ? properties : key.attributes.map(({ property }) => property)
}

function hasPart(side: readonly KeyAttributePart[], property: string): boolean {
  for (let at = 0; at < side.length; at++)
    if ((side[at] as KeyAttributePart).property === property) return true
  return false
}

function readPart(
  reading: Reading,
  part: KeyAttributePart,
  given: object,
  most: number | undefined,
  values: Record<string, unknown>,
  stored: StoredItem | undefined,
): void {
  const { property, name, codec } = part
  const value: unknown = Object.hasOwn(given, property)
    ? (given as Record<string, unknown>)[property]
    : inheritedValue(given, property)
  if (value === undefined)
    throw refusal(reading, `the key lacks '${property}'; it must be ${keyWords(reading.owner.key)}`)
  const parsed = parseKeyPart(part, value)
  const wire = parsed === invalid ? undefined : codec.encode(parsed)
  if (wire === undefined)
    throw refusal(reading, `'${property}' cannot be ${kindOf(value)}${whyNot(part, value)}`)
  const trouble = most === undefined ? undefined : keyTrouble(wire, most)
  if (trouble !== undefined) throw refusal(reading, `'${property}' ${trouble}`)
  values[property] = parsed
  if (stored !== undefined) stored[name] = wire
}

function isKeyObject(argument: unknown): argument is object {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    !(types.isDate(argument) || types.isUint8Array(argument))
  )
}

function scalarKey(reading: Reading, value: unknown): object {
  const { attributes } = reading.owner.key
  const [first, second] = attributes
  if (first === undefined) throw refusal(reading, 'the key is the same for all items; pass {}')
  if (second !== undefined)
    throw refusal(
      reading,
      `the key has ${attributes.length === 2 ? 'two parts; pass both' : `${attributes.length} parts; pass all`} as { ${attributes.map((part) => part.property).join(', ')} }`,
    )
  return { [first.property]: value }
}

// A date key may be given in its stored form, or as an ISO 8601 string of the same instant.
function parseKeyPart({ codec }: KeyAttributePart, value: unknown): unknown {
  const parsed = parseOperand(codec, value, [])
  if (parsed !== invalid || typeof value !== 'string' || typeWords(codec) !== 'S') return parsed
  const decoded = codec.decode({ S: value }, [])
  if (decoded !== invalid) return decoded instanceof Date ? decoded : invalid
  const instant = instantOf(value)
  return typeof instant === 'number' ? parseOperand(codec, new Date(instant), []) : invalid
}

function whyNot(part: KeyAttributePart, value: unknown): string {
  const failures: Failure[] = []
  parseOperand(part.codec, value, failures)
  const [first] = failures
  return first === undefined ? `; its data type is ${typeWords(part.codec)}` : `: ${first.message}`
}

function keyWords({ attributes }: Key): string {
  const words = attributes.map(({ property, codec }) => `'${property}' (${typeWords(codec)})`)
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((each) => each !== '').join(' and ')
}

function typeWords({ types: stored }: KeyAttributePart['codec']): string {
  return stored.join(' or ')
}

/** Returns why a stored value cannot be in a key: empty, or longer than DynamoDB's limit; `undefined` if it can. */
export function keyTrouble(value: AttributeValue, most: number): string | undefined {
  const text = 'S' in value ? value.S : undefined
  // A UTF-16 unit takes at most three bytes of UTF-8: short strings do not have to be measured.
  if (text !== undefined && text !== '' && text.length * 3 <= most) return undefined
  const bytes = text !== undefined ? utf8Length(text) : 'B' in value ? value.B.length : 1
  if (bytes === 0) return 'is empty, but a key attribute must not be empty'
  if (bytes > most) return `has ${bytes} bytes, but this key attribute can have at most ${most}`
  return undefined
}

/** Returns the failures of the key attributes of a stored item: those of the table's key and of each index. */
export function keyFailures(keys: readonly Key[], stored: StoredItem): readonly Failure[] {
  // An attribute of several keys is reported once. Most items have no failure, and need no map.
  let failures: Map<string, Failure> | undefined
  for (let index = 0; index < keys.length; index++) {
    const { partition, parts } = keys[index] as Key
    for (let at = 0; at < parts.length; at++) {
      const { name, property } = parts[at] as KeyPart
      const value = stored[name]
      if (value === undefined) continue
      const message = keyTrouble(value, at < partition.length ? maxPartitionBytes : maxSortBytes)
      if (message === undefined) continue
      failures ??= new Map()
      failures.set(property, { path: [property], message, value: undefined })
    }
  }
  return failures === undefined ? noFailures : [...failures.values()]
}

const noFailures: readonly Failure[] = Object.freeze([])

/** Returns the readable part of the key of a stored item, by property: for errors. */
export function keyOfStored(
  owner: { readonly key: Key; keyIn?(stored: StoredItem): Key },
  stored: StoredItem,
): Record<string, unknown> {
  const key = owner.keyIn?.(stored) ?? owner.key
  const values: Record<string, unknown> = {}
  const whole = key.made ? withReadAttributes([key], stored) : stored
  for (const part of key.attributes) {
    const value = whole[part.name]
    const decoded = value === undefined ? undefined : part.codec.decode(value, [])
    if (decoded !== undefined && decoded !== invalid) values[part.property] = decoded
  }
  return values
}
