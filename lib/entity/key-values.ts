// Key arguments: from what a user gives to the stored key, checked before anything is sent.

import { kindOf } from '../errors/failures.js'
import { InvalidKeyError } from '../errors/invalid-key-error.js'
import { utf8Length } from '../util/bytes.js'
import type { AttributeValue, StoredItem } from './attribute-value.js'
import { invalid } from './codec.js'
import type { Failure } from './failure.js'
import type { Key, KeyPart } from './key.js'

/** A key that was checked: the values by property, and the stored form. */
export interface KeyValues {
  readonly values: Readonly<Record<string, unknown>>
  readonly stored: StoredItem
}

/** What is needed to read a key argument. */
export interface KeyOwner {
  readonly entity: string
  readonly key: Key
  readonly properties: readonly string[]
}

/** DynamoDB's limits of key values in bytes ("Partition key length", "Sort key length"). */
const maxPartitionBytes = 2048
const maxSortBytes = 1024

/**
 * Reads a key argument: the key object or, without a sort key, the partition key's value alone. With `item` a whole item may stand for its key.
 * @throws InvalidKeyError for a missing part, an extra part, or a part of the wrong type.
 */
export function readKey(owner: KeyOwner, argument: unknown, operation: string, item: boolean): KeyValues {
  const { partition, sort } = owner.key
  const parts = [...partition, ...sort]
  const refuse = (detail: string) => new InvalidKeyError({ entity: owner.entity, operation, detail })
  const given = isKeyObject(argument) ? argument : scalarKey(parts, argument, refuse)
  for (const property of Object.keys(given)) {
    if (parts.some((part) => part.property === property)) continue
    if (item && owner.properties.includes(property)) continue
    throw refuse(`'${property}' is no part of the key, which is ${keyWords(owner.key)}`)
  }
  // No attribute is called `__proto__` (the codec refuses it), and plain objects are filled five times as fast as ones without prototype.
  const values: Record<string, unknown> = {}
  const stored: StoredItem = {}
  for (const part of parts) {
    const value: unknown = Object.hasOwn(given, part.property) ? Reflect.get(given, part.property) : undefined
    if (value === undefined) throw refuse(`the key lacks '${part.property}'; it is ${keyWords(owner.key)}`)
    const parsed = parseKeyPart(part, value)
    const wire = parsed === invalid ? undefined : part.codec.encode(parsed)
    if (wire === undefined)
      throw refuse(`'${part.property}' does not take ${kindOf(value)}${whyNot(part, value)}`)
    const trouble = keyTrouble(wire, sort.includes(part) ? maxSortBytes : maxPartitionBytes)
    if (trouble !== undefined) throw refuse(`'${part.property}' ${trouble}`)
    values[part.property] = parsed
    stored[part.name] = wire
  }
  return { values: Object.freeze(values), stored }
}

function isKeyObject(argument: unknown): argument is object {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    !(argument instanceof Date || argument instanceof Uint8Array)
  )
}

function scalarKey(
  parts: readonly KeyPart[],
  value: unknown,
  refuse: (detail: string) => InvalidKeyError,
): object {
  const [first, second] = parts
  if (first === undefined || second !== undefined)
    throw refuse(`the key has two parts; give both as { ${parts.map((part) => part.property).join(', ')} }`)
  return { [first.property]: value }
}

// A date key may be given as its stored text.
function parseKeyPart(part: KeyPart, value: unknown): unknown {
  const parsed = part.codec.parse(value, [])
  if (parsed !== invalid || typeof value !== 'string' || part.type !== 'S') return parsed
  const decoded = part.codec.decode({ S: value }, [])
  return decoded instanceof Date ? decoded : invalid
}

function whyNot(part: KeyPart, value: unknown): string {
  const failures: Failure[] = []
  part.codec.parse(value, failures)
  const [first] = failures
  return first === undefined ? `; its data type is ${part.type}` : `: ${first.message}`
}

function keyWords(key: Key): string {
  return [...key.partition, ...key.sort].map((part) => `'${part.property}' (${part.type})`).join(' and ')
}

/** Why a stored value cannot be in a key: empty, or longer than DynamoDB's limit; `undefined` where it can. */
export function keyTrouble(value: AttributeValue, most: number): string | undefined {
  const text = 'S' in value ? value.S : undefined
  // A UTF-16 unit takes at most three bytes of UTF-8: short text need not be measured.
  if (text !== undefined && text !== '' && text.length * 3 <= most) return undefined
  const bytes = text !== undefined ? utf8Length(text) : 'B' in value ? value.B.length : 1
  if (bytes === 0) return 'is empty, and a key attribute must not be'
  if (bytes > most) return `has ${bytes} bytes, and the most for this key attribute is ${most}`
  return undefined
}

/** The failures of the key attributes of a stored item: those of the table's key and of each index. */
export function keyFailures(keys: readonly Key[], stored: StoredItem): Failure[] {
  const failures = new Map<string, Failure>()
  for (const key of keys) {
    for (const [side, most] of [
      [key.partition, maxPartitionBytes],
      [key.sort, maxSortBytes],
    ] as const) {
      for (const part of side) {
        const value = stored[part.name]
        const trouble = value === undefined ? undefined : keyTrouble(value, most)
        if (trouble !== undefined)
          failures.set(part.property, { path: [part.property], message: trouble, value: undefined })
      }
    }
  }
  return [...failures.values()]
}

/** The key of a stored item as far as it can be read, by property: for errors. */
export function keyOfStored(key: Key, stored: StoredItem): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const part of [...key.partition, ...key.sort]) {
    const value = stored[part.name]
    const decoded = value === undefined ? undefined : part.codec.decode(value, [])
    if (decoded !== undefined && decoded !== invalid) values[part.property] = decoded
  }
  return values
}
