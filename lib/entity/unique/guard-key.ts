// Keys of guards: items of the library that each hold one unique value, under a key that the value determines.
import { createHash } from 'node:crypto'
import { utf8Length } from '../../util/bytes.js'
import { canonicalDecimal } from '../codec/decimal.js'
import type { AttributeValue, StoredItem } from '../struct/attribute-value.js'

/** What the partition key of every guard begins with. No other item may have such a key. */
export const guardPrefix = 'dyntastic:unique#'
/** The sort key of every guard, if it is a string or binary. */
export const guardSort = 'dyntastic:unique'
/** The sort key of every guard, if it is a number: one that no other item is likely to have. */
const guardNumber = '-1e125'
/** Longer keys are replaced by their hash. DynamoDB's limit is 2,048 bytes ("Partition key length"). */
const longestText = 1024

/** A stored attribute of the key of a table. */
export interface GuardKeyPart {
  readonly name: string
  readonly type: 'S' | 'N' | 'B'
}

/** The key of a table, as far as guards need it. */
export interface GuardedKey {
  readonly partition: readonly GuardKeyPart[]
  readonly sort: readonly GuardKeyPart[]
}

/**
 * Returns the text that stands for values of an entity: the same for equal values, and different for all others.
 * `undefined` if a value is absent or NULL, which leaves the attribute free, or cannot be unique.
 */
export function guardText(
  entity: string,
  names: readonly string[],
  attributes: readonly (AttributeValue | undefined)[],
): string | undefined {
  const values: (readonly [string, string])[] = []
  for (const value of attributes) {
    const text = value === undefined ? undefined : valueText(value)
    if (text === undefined) return undefined
    values.push(text)
  }
  // JSON escapes what would end a string, so that no two lists of values have one text.
  const text = `${guardPrefix}${JSON.stringify([entity, names, ...values])}`
  if (utf8Length(text) <= longestText) return text
  return `${guardPrefix}sha256:${createHash('sha256').update(text).digest('base64url')}`
}

// The type is part of it: 1 and '1' are different values.
function valueText(value: AttributeValue): readonly [type: string, text: string] | undefined {
  if ('S' in value) return ['S', value.S]
  if ('N' in value) return ['N', canonicalDecimal(value.N) ?? value.N]
  if ('B' in value) return ['B', Buffer.from(value.B).toString('base64')]
  return 'BOOL' in value ? ['BOOL', String(value.BOOL)] : undefined
}

/** Returns the stored key of the guard with this text, in a table with this key. */
export function guardKey({ partition, sort }: GuardedKey, text: string): StoredItem {
  const key: StoredItem = {}
  for (const { name, type } of partition) key[name] = type === 'B' ? { B: Buffer.from(text) } : { S: text }
  for (const { name, type } of sort)
    key[name] =
      type === 'N' ? { N: guardNumber } : type === 'B' ? { B: Buffer.from(guardSort) } : { S: guardSort }
  return key
}

/** Whether a value of a partition key is that of a guard. */
export function isGuardValue(value: AttributeValue | undefined): boolean {
  if (value === undefined) return false
  if ('S' in value) return value.S.startsWith(guardPrefix)
  return 'B' in value && Buffer.from(value.B).subarray(0, guardPrefix.length).equals(Buffer.from(guardPrefix))
}

/**
 * Whether a stored item, or the key of one, is a guard of the table with this key. Streams and other readers of whole
 * tables leave guards out.
 */
export function isGuard({ partition: [part] }: GuardedKey, stored: StoredItem): boolean {
  return part !== undefined && isGuardValue(Object.hasOwn(stored, part.name) ? stored[part.name] : undefined)
}

/** Whether guards of unique values, of any entity, are in the table of an entity. */
export function isGuarded({
  table,
}: {
  readonly table?: { readonly shared: { readonly guarded?: boolean } }
}): boolean {
  return table?.shared.guarded === true
}
