// The limits of items and keys that dynalite forgets: bytes instead of characters, keys of indexes, levels.
import { invalid } from './service-failure.js'
import type { TableSchema } from './table-schema.js'
import type { WireItem, WireValue } from './wire.js'
import { bytesOf, checkValue, itemBytes } from './wire-values.js'

/** "Partition keys and sort keys": 2,048 and 1,024 bytes. */
const maximumKeyBytes = [2048, 1024]
/** "Item size: 400 KB", names included. */
const maximumItemBytes = 409_600

/** Refuses an item that DynamoDB would not store, and writes its numbers as DynamoDB does, in place. */
export function checkItem(table: TableSchema, item: WireItem): void {
  for (const value of Object.values(item)) checkValue(value)
  checkKey(table, item)
  for (const index of table.indexes)
    index.key.forEach((name, level) => {
      const bytes = ownBytes(item, name)
      if (bytes === 0)
        throw invalid(
          `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index.name}, IndexKey: ${name}`,
        )
      if (bytes > (maximumKeyBytes[level] ?? 0))
        throw invalid(
          `One or more parameter values were invalid: Size of key ${name} of index ${index.name} has exceeded the maximum size limit of ${maximumKeyBytes[level]} bytes`,
        )
    })
  if (itemBytes(item) > maximumItemBytes) throw invalid('Item size has exceeded the maximum allowed size')
}

/** Refuses a key, or the key of an item, that is longer than DynamoDB takes. */
export function checkKey(table: TableSchema, item: WireItem): void {
  table.key.forEach((name, level) => {
    if (ownBytes(item, name) > (maximumKeyBytes[level] ?? 0))
      throw invalid(
        `One or more parameter values were invalid: Size of key ${name} has exceeded the maximum size limit of ${maximumKeyBytes[level]} bytes`,
      )
  })
}

/** The key of an item. Refuses an item that lacks it. */
export function keyOf(table: TableSchema, item: WireItem): WireItem {
  const entries = table.key.map((name): [string, WireValue] => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined
    if (value === undefined)
      throw invalid(`One or more parameter values were invalid: Missing the key ${name} in the item`)
    return [name, value]
  })
  return Object.fromEntries(entries)
}

// The bytes of a string or binary attribute; a number, or nothing, counts as one, which is never too much.
function ownBytes(item: WireItem, name: string): number {
  const value = Object.hasOwn(item, name) ? item[name] : undefined
  return (value === undefined ? undefined : bytesOf(value)?.length) ?? 1
}
