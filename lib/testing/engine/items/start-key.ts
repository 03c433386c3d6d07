// ExclusiveStartKey and LastEvaluatedKey: where a page starts and ends.
import { attributeOf, fits, hashOf, indexEntryKey, tableEntryKey } from '../storage/entry-keys.js'
import type { IndexSchema, TableSchema } from '../storage/table-schema.js'
import { invalid, isServiceFailure } from '../values/service-failure.js'
import type { WireItem, WireObject, WireValue } from '../values/wire.js'
import { checkKey, keyOf } from './key-checks.js'
import { isWithin, type KeyRange } from './key-range.js'

/** The key of an item in the table, or in an index: the table's key and the index's. */
export function pageKey(table: TableSchema, index: IndexSchema | undefined, item: WireItem): WireItem {
  return Object.fromEntries(
    namesOf(table, index).flatMap((name): [string, WireValue][] => {
      const value = attributeOf(item, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** The storage key of an ExclusiveStartKey. Refuses one that is not a key of the table or index. */
export function startEntryKey(
  kind: string,
  table: TableSchema,
  index: IndexSchema | undefined,
  start: WireItem,
): string {
  const names = namesOf(table, index)
  const plain = 'The provided starting key is invalid'
  const mismatch = `${plain}: The provided key element does not match the schema`
  if (Object.keys(start).length !== names.length)
    throw invalid(index === undefined && kind === 'Scan' ? mismatch : plain)
  for (const name of names)
    if (attributeOf(start, name) === undefined) throw invalid(index === undefined ? mismatch : plain)
  try {
    checkKey(table.key, keyOf(table.key, start))
  } catch (error) {
    throw isServiceFailure(error) ? invalid(`${plain}: ${error.message}`) : error
  }
  if (index === undefined) return tableEntryKey(table.key, start)
  if (index.key.all.some((attribute) => !fits(attributeOf(start, attribute.name), attribute)))
    throw invalid('The provided key element does not match the schema')
  return indexEntryKey(table.key, index, start) ?? ''
}

/** Refuses a start that the query does not come by. */
export function checkQueryStart(key: string, range: KeyRange): void {
  if (!key.startsWith(range.partition))
    throw invalid('The provided starting key is outside query boundaries based on provided conditions')
  if (!isWithin(key, range)) throw invalid('The provided starting key does not match the range key predicate')
}

/** Refuses a start that lies in another segment of the scan. */
export function checkScanStart(key: string, input: WireObject, from: number, to: number): void {
  const hash = hashOf(key)
  if (hash < from || hash >= to)
    throw invalid(
      `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${input['TotalSegments']} Segment: ${input['Segment']}`,
    )
}

function namesOf(table: TableSchema, index: IndexSchema | undefined): string[] {
  return [...new Set([...(index?.key.all ?? []), ...table.key.all].map(({ name }) => name))]
}
