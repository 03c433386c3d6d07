// The stored form of an item, completed: its keys, its marker, and what DynamoDB would reject of it.
import { ValidationError } from '../../errors/validation-error.js'
import type { Codec } from '../codec/codec.js'
import { itemBytesOver, maxItemBytes } from '../codec/item-size.js'
import type { IndexDefinition } from '../key/indexes/index-definition.js'
import { addMadeKeys } from '../key/indexes/made-keys.js'
import type { Key } from '../key/key.js'
import { keyFailures } from '../key/key-values.js'
import { type Managed, ttlFailures } from '../key/managed.js'
import { addedBytes, addMarker, type HidingOwner } from '../key/marker.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { isGuard } from '../unique/guard-key.js'
import { reservedKey } from '../unique/unique-values.js'

/** What is needed of an entity to complete its items. */
export interface ItemOwner extends HidingOwner {
  readonly entity: string
  readonly codec: Codec
  readonly properties: readonly string[]
  readonly key: Key
  readonly keys: readonly Key[]
  readonly indexes: ReadonlyMap<string, IndexDefinition>
  readonly managed: Managed
  readonly plain: boolean
  readonly table: { readonly shared: { readonly guarded?: boolean } }
  propertyOf(name: string): string | undefined
}

/**
 * Adds to a stored item the keys that are made of its attributes, its marker, and its constants.
 * @param by the operation, for the error
 * @param most the bytes that its attributes have at most, if they are known: then a small item is not measured
 * @throws ValidationError if DynamoDB would reject a key value or the size.
 */
export function completedItem(owner: ItemOwner, map: StoredItem, by: string, most?: number): StoredItem {
  const failures: Failure[] = []
  if (!owner.plain) {
    addMadeKeys(owner, map, failures)
    addMarker(owner, map, failures)
    for (const [name, value] of owner.constants) map[name] = value
  }
  failures.push(
    ...storedFailures(owner, map, most === undefined || owner.plain ? most : most + addedBytes(owner)),
  )
  if (failures.length > 0) throw new ValidationError({ entity: owner.entity, operation: by, failures })
  return map
}

/** Returns the failures of a whole stored item: its keys, its size and its time to live. */
export function storedFailures(
  owner: Pick<ItemOwner, 'key' | 'keys' | 'managed' | 'codec' | 'properties' | 'table'>,
  stored: StoredItem,
  most?: number,
): readonly Failure[] {
  const failures = [...keyFailures(owner.keys, stored)]
  const bytes = itemBytesOver(stored, maxItemBytes, most)
  if (bytes !== undefined)
    failures.push({
      path: [],
      message: `the item has about ${bytes} bytes, but can have at most ${maxItemBytes} (item size)`,
      value: undefined,
    })
  failures.push(...ttlFailures(owner, stored))
  if (owner.table.shared.guarded === true && isGuard(owner.key, stored))
    failures.push({ path: [owner.key.partition[0]?.property ?? ''], message: reservedKey, value: undefined })
  return failures
}
