// Why DynamoDB would reject a stored item, or could not tell it from what the library keeps next to it.
import type { Codec } from '../codec/codec.js'
import type { Key } from '../key/key.js'
import { keyFailures } from '../key/key-values.js'
import { type Managed, ttlFailures } from '../key/managed.js'
import type { StoredItem } from '../struct/attribute-value.js'
import type { Failure } from '../struct/failure.js'
import { isGuard, isGuarded } from '../unique/guard-key.js'
import { reservedKey } from '../unique/unique-values.js'
import { itemBytesOver, maxItemBytes } from './item-size.js'

/** What is needed of an entity. */
interface StoredBy {
  readonly key: Key
  readonly keys: readonly Key[]
  readonly managed: Managed
  readonly codec: Codec
  readonly properties: readonly string[]
  readonly table: { readonly shared: { readonly guarded?: boolean } }
}

/** Returns the failures of a whole stored item: its keys, its size and its time to live. */
export function storedFailures(model: StoredBy, stored: StoredItem): readonly Failure[] {
  const failures = [...keyFailures(model.keys, stored)]
  const bytes = itemBytesOver(stored, maxItemBytes)
  if (bytes !== undefined)
    failures.push({
      path: [],
      message: `the item has about ${bytes} bytes, but can have at most ${maxItemBytes} (item size)`,
      value: undefined,
    })
  failures.push(...ttlFailures(model, stored))
  if (isGuarded(model) && isGuard(model.key, stored))
    failures.push({ path: [model.key.partition[0]?.property ?? ''], message: reservedKey, value: undefined })
  return failures
}
