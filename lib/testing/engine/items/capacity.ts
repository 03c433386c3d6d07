// ConsumedCapacity: the cost of requests in read and write units, by table and index.

import { indexEntryKey } from '../storage/entry-keys.js'
import { projectedItem, vectorEntryBytes, withoutVector } from '../storage/index-views.js'
import type { StoredItem, TableState } from '../storage/table-state.js'
import type { VectorEntries } from '../storage/vector-entries.js'
import { itemBytes } from '../values/value-sizes.js'
import type { WireItem, WireObject } from '../values/wire.js'
import { sameValue } from '../values/wire-values.js'

/** Units of a table and of its indexes. */
export interface Consumption {
  table: number
  readonly globalIndexes: Map<string, number>
  readonly localIndexes: Map<string, number>
  /** VectorWriteRequestBytes. */
  readonly vectorIndexes: Map<string, number>
}

/** Nothing consumed yet. */
export function noConsumption(): Consumption {
  return { table: 0, globalIndexes: new Map(), localIndexes: new Map(), vectorIndexes: new Map() }
}

/** One read unit for 4 KB, half of it if the read is eventually consistent. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5)
}

/** The least that a write to a vector index is charged. */
const fewestVectorBytes = 1024

/** Adds what a write costs: a unit for each KB of the larger of both items, and of each index entry that it changes. */
export function addWrite(
  to: Consumption,
  table: TableState,
  before: WireItem | undefined,
  next: WireItem | undefined,
  factor = 1,
): void {
  to.table += factor * Math.max(unitsOf(before), unitsOf(next), 1)
  const { key, indexes } = table.schema
  for (const index of indexes) {
    const old = before && indexEntryKey(key, index, before)
    const now = next && indexEntryKey(key, index, next)
    const [was, is] = [before, next].map(
      (item) => item && (index.projected === undefined ? item : projectedItem(item, index.projected)),
    )
    let units = 0
    if (old !== now) units = (old === undefined ? 0 : unitsOf(was)) + (now === undefined ? 0 : unitsOf(is))
    else if (now !== undefined && was !== undefined && is !== undefined && !sameValue({ M: was }, { M: is }))
      units = Math.max(unitsOf(was), unitsOf(is))
    const map = index.global ? to.globalIndexes : to.localIndexes
    if (units > 0) map.set(index.name, (map.get(index.name) ?? 0) + factor * units)
  }
  for (const [name, entries] of table.vectors) {
    const bytes = vectorWriteBytes(entries, before, next)
    if (bytes > 0) to.vectorIndexes.set(name, (to.vectorIndexes.get(name) ?? 0) + bytes)
  }
}

// What a write changes of an index is charged, at least 1 KB; what leaves the index as it was costs nothing there.
function vectorWriteBytes(
  entries: VectorEntries<StoredItem>,
  before: WireItem | undefined,
  next: WireItem | undefined,
): number {
  const { schema } = entries
  const [old, now] = [before, next].map((item) => item && entries.position({ key: '', item, bytes: 0 }))
  const view = (item: WireItem): WireItem => withoutVector(item, schema)
  const bytes = (item: WireItem): number => Math.max(fewestVectorBytes, vectorEntryBytes(item, schema))
  const removed = old !== undefined && before !== undefined ? bytes(before) : 0
  const written = now !== undefined && next !== undefined ? bytes(next) : 0
  if (old !== now) return removed + written
  if (before === undefined || next === undefined) return 0
  const vectors = [before, next].map((item) => item[schema.attribute] ?? {})
  const [was = {}, is = {}] = vectors
  return sameValue({ M: view(before) }, { M: view(next) }) && sameValue(was, is) ? 0 : written
}

/** `{ ConsumedCapacity }` of one table, or nothing if the request did not ask for it. */
export function consumedCapacity(
  input: WireObject,
  name: string,
  consumption: Consumption,
  kind?: 'Read' | 'Write',
): WireObject {
  const wanted = input['ReturnConsumedCapacity']
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return {}
  return { ConsumedCapacity: capacityOf(name, consumption, wanted === 'INDEXES', kind) }
}

/** `{ ConsumedCapacity }` of several tables. */
export function consumedCapacities(
  input: WireObject,
  all: ReadonlyMap<string, Consumption>,
  kind?: 'Read' | 'Write',
): WireObject {
  const wanted = input['ReturnConsumedCapacity']
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return {}
  return {
    ConsumedCapacity: [...all].map(([name, one]) => capacityOf(name, one, wanted === 'INDEXES', kind)),
  }
}

function capacityOf(
  TableName: string,
  { table, globalIndexes, localIndexes, vectorIndexes }: Consumption,
  indexes: boolean,
  kind?: 'Read' | 'Write',
): WireObject {
  const units = (count: number) => ({
    CapacityUnits: count,
    ...(kind && { [`${kind}CapacityUnits`]: count }),
  })
  const byName = (map: ReadonlyMap<string, number>) =>
    Object.fromEntries([...map].map(([name, count]) => [name, units(count)]))
  const total = [...globalIndexes.values(), ...localIndexes.values()].reduce((sum, one) => sum + one, table)
  return {
    TableName,
    ...units(total),
    ...(indexes && {
      Table: units(table),
      ...(localIndexes.size > 0 && { LocalSecondaryIndexes: byName(localIndexes) }),
      ...(globalIndexes.size > 0 && { GlobalSecondaryIndexes: byName(globalIndexes) }),
      ...(vectorIndexes.size > 0 && {
        VectorIndexes: Object.fromEntries(
          [...vectorIndexes].map(([name, VectorWriteRequestBytes]) => [name, { VectorWriteRequestBytes }]),
        ),
      }),
    }),
  }
}

function unitsOf(item: WireItem | undefined): number {
  return item === undefined ? 0 : Math.ceil(itemBytes(item) / 1024)
}
