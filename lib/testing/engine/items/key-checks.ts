// Checks of keys: attributes that are missing, of the wrong type, empty or too long.
import { attributeOf, fits } from '../storage/entry-keys.js'
import type { KeyAttribute, KeySchema, TableSchema } from '../storage/table-schema.js'
import { invalid, type ServiceFailure } from '../values/service-failure.js'
import { emptyIndexKey, emptyKind } from '../values/value-checks.js'
import { itemBytes, valueBytes } from '../values/value-sizes.js'
import { typeOf, type WireItem } from '../values/wire.js'
import { checkVector } from '../vectors/vector-checks.js'

/** "Partition keys and sort keys": 2,048 and 1,024 bytes. */
const maximumPartitionBytes = 2048
const maximumSortBytes = 1024
/** "Item size: 400 KB", names included. */
const maximumItemBytes = 409_600

const prefix = 'One or more parameter values were invalid: '

/** Refuses a key that does not fit the table. */
export function checkKey(schema: KeySchema, key: WireItem): void {
  const mismatch = () => invalid('The provided key element does not match the schema')
  if (Object.keys(key).length !== schema.all.length) throw mismatch()
  for (const attribute of schema.all) if (!fits(attributeOf(key, attribute.name), attribute)) throw mismatch()
  refuseEmpty(schema, key)
  refuseLong(schema, key)
}

/** Refuses an item that does not fit the table and its indexes. */
export function checkItem(table: TableSchema, item: WireItem): void {
  checkItemKey(table.key, item)
  checkIndexKeys(table, item)
}

/** Refuses an item without the key of the table. */
export function checkItemKey(schema: KeySchema, item: WireItem): void {
  for (const { name, type } of schema.all) {
    const value = attributeOf(item, name)
    if (value === undefined) throw invalid(`${prefix}Missing the key ${name} in the item`)
    if (value[type] === undefined)
      throw invalid(`${prefix}Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`)
  }
  refuseEmpty(schema, item)
  refuseLong(schema, item)
}

/** Refuses index keys of the wrong type, empty ones and long ones, and vectors that do not fit their index. */
export function checkIndexKeys({ indexes, vectors }: TableSchema, item: WireItem): void {
  for (const index of indexes) {
    for (const { name, type } of index.key.all) {
      const value = attributeOf(item, name)
      if (value === undefined) continue
      if (value[type] === undefined)
        throw invalid(
          `${prefix}Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
        )
      if (emptyKind(value) !== undefined) throw emptyIndexKey(index.name, name, value)
    }
    refuseLong(index.key, item)
  }
  for (const index of vectors) checkVector(index, item, () => true)
}

/**
 * Refuses an update that gives an index key a value that it cannot have. What the update leaves alone is not looked at.
 */
export function checkChangedIndexKeys(
  { indexes, vectors }: TableSchema,
  item: WireItem,
  changed: ReadonlySet<string>,
): void {
  for (const index of vectors) checkVector(index, item, (name) => changed.has(name))
  for (const { key } of indexes) {
    for (const attribute of key.all) {
      const value = changed.has(attribute.name) ? attributeOf(item, attribute.name) : undefined
      if (value === undefined) continue
      if (!fits(value, attribute))
        throw invalid('The update expression attempted to update the secondary index key to unsupported type')
      const empty = emptyKind(value)
      if (empty !== undefined)
        throw invalid(
          `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${empty} value.`,
        )
    }
    if (key.all.some(({ name }) => changed.has(name))) refuseLong(key, item)
  }
}

/** Refuses an item over 400 KB, in the words of a put or of an update. */
export function checkItemSize(
  item: WireItem,
  message = 'Item size has exceeded the maximum allowed size',
): void {
  if (itemBytes(item) > maximumItemBytes) throw invalid(message)
}

/** The part of an item that is its key. */
export function keyOf(schema: KeySchema, item: WireItem): WireItem {
  const key: WireItem = {}
  for (const { name } of schema.all)
    Object.defineProperty(key, name, { value: attributeOf(item, name), enumerable: true })
  return key
}

/** Whether a refusal is about an empty key value: the one that is never a reason to cancel a transaction. */
export function isAboutEmptyKey({ message }: ServiceFailure): boolean {
  return message.startsWith('One or more parameter values are not valid.')
}

function refuseEmpty({ all }: KeySchema, item: WireItem): void {
  for (const { name } of all) {
    const value = attributeOf(item, name)
    const empty = value && emptyKind(value)
    if (empty !== undefined)
      throw invalid(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${empty} value. Key: ${name}`,
      )
  }
}

function refuseLong({ partition, sort }: KeySchema, item: WireItem): void {
  if (bytesOf(partition, item) > maximumPartitionBytes)
    throw invalid(`${prefix}Size of hashkey has exceeded the maximum size limit of2048 bytes`)
  if (bytesOf(sort, item) > maximumSortBytes)
    throw invalid(`${prefix}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`)
}

function bytesOf(attributes: readonly KeyAttribute[], item: WireItem): number {
  let bytes = 0
  for (const { name, type } of attributes) {
    const value = type === 'N' ? undefined : attributeOf(item, name)
    if (value !== undefined) bytes += valueBytes(value)
  }
  return bytes
}
