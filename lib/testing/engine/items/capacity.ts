// ConsumedCapacity: the cost of requests in read and write units, by table and index.

import { indexEntryKey } from '../storage/entry-keys.js'
import type { TableState } from '../storage/table-state.js'
import { heldBy } from '../tables/table-description.js'
import { itemBytes } from '../values/value-sizes.js'
import type { WireItem, WireObject } from '../values/wire.js'
import { sameValue } from '../values/wire-values.js'

/** Units of a table and of its indexes. */
export interface Consumption {
  table: number
  readonly globalIndexes: Map<string, number>
  readonly localIndexes: Map<string, number>
}

/** Nothing consumed yet. */
export function noConsumption(): Consumption {
  return { table: 0, globalIndexes: new Map(), localIndexes: new Map() }
}

/** One read unit for 4 KB, half of it if the read is eventually consistent. */
export function readUnits(bytes: number, consistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5)
}

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
      (item) => item && (index.projected === undefined ? item : heldBy(item, index.projected)),
    )
    let units = 0
    if (old !== now) units = (old === undefined ? 0 : unitsOf(was)) + (now === undefined ? 0 : unitsOf(is))
    else if (now !== undefined && was !== undefined && is !== undefined && !sameValue({ M: was }, { M: is }))
      units = Math.max(unitsOf(was), unitsOf(is))
    const map = index.global ? to.globalIndexes : to.localIndexes
    if (units > 0) map.set(index.name, (map.get(index.name) ?? 0) + factor * units)
  }
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
  { table, globalIndexes, localIndexes }: Consumption,
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
    }),
  }
}

function unitsOf(item: WireItem | undefined): number {
  return item === undefined ? 0 : Math.ceil(itemBytes(item) / 1024)
}
