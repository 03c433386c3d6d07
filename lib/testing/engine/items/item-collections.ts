// ItemCollectionMetrics: the size of the items of one partition, in a table with local indexes.
import { attributeOf, partitionText } from '../storage/entry-keys.js'
import { projectedBytes } from '../storage/index-views.js'
import type { TableState } from '../storage/table-state.js'
import type { WireItem, WireObject } from '../values/wire.js'

const gigabyte = 1024 ** 3

/**
 * The metrics of the item collection that a key belongs to; `undefined` if they were not requested, or the table has no
 * local index.
 */
export function collectionMetrics(
  input: WireObject,
  table: TableState,
  key: WireItem,
): WireObject | undefined {
  const locals = table.schema.indexes.filter(({ global }) => !global)
  const [partition] = table.schema.key.partition
  if (input['ReturnItemCollectionMetrics'] !== 'SIZE' || locals.length === 0 || partition === undefined)
    return undefined
  const value = attributeOf(key, partition.name) ?? {}
  const text = partitionText([value])
  let bytes = 0
  table.items.ascend({ text, after: false }, (stored, at) => {
    if (!at.startsWith(text)) return false
    bytes += stored.bytes
    return true
  })
  for (const { name, projected } of locals)
    table.indexes.get(name)?.ascend({ text, after: false }, (stored, at) => {
      if (!at.startsWith(text)) return false
      bytes += projectedBytes(stored, projected)
      return true
    })
  const lower = Math.floor(bytes / gigabyte)
  return { ItemCollectionKey: { [partition.name]: value }, SizeEstimateRangeGB: [lower, lower + 1] }
}
