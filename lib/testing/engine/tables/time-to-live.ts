// Time to live: the attribute that holds the expiration time of items, and the removal of expired items.

import type { EngineContext } from '../storage/engine-context.js'
import type { StoredItem, TableState } from '../storage/table-state.js'
import { keyText } from '../values/key-text.js'
import { invalid } from '../values/service-failure.js'
import type { WireObject } from '../values/wire.js'
import { describedTable } from './table-names.js'

/** "Items with an expiration time greater than five years in the past are not deleted." */
const longestPast = 5 * 365 * 24 * 60 * 60

interface Specification {
  readonly Enabled: boolean
  readonly AttributeName: string
}

export function updateTimeToLive(input: WireObject, context: EngineContext): WireObject {
  const specification = input['TimeToLiveSpecification'] as Specification
  const { Enabled, AttributeName } = specification
  const { definition } = describedTable(context, String(input['TableName']))
  const { timeToLive: current, ...without } = definition
  if (Enabled && current !== undefined) throw invalid('TimeToLive is already enabled')
  if (!Enabled && current === undefined) throw invalid('TimeToLive is already disabled')
  if (!Enabled && current !== AttributeName)
    throw invalid('TimeToLive is active on a different AttributeName')
  context.database.define(Enabled ? { ...definition, timeToLive: AttributeName } : without)
  return { TimeToLiveSpecification: specification }
}

export function describeTimeToLive(input: WireObject, context: EngineContext): WireObject {
  const { timeToLive } = describedTable(context, String(input['TableName'])).definition
  return {
    TimeToLiveDescription:
      timeToLive === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive },
  }
}

/** Removes what has expired by the engine's clock, from all tables; returns how many items that were. */
export function removeExpired({ database, clock }: EngineContext): number {
  const now = Math.floor(clock.now() / 1000)
  const tables: TableState[] = []
  database.tables.ascend(undefined, (table) => tables.push(table) > 0)
  let count = 0
  for (const table of tables)
    for (const stored of expiredItems(table, now)) {
      database.remove(table, stored.key, true)
      count += 1
    }
  return count
}

function expiredItems(table: TableState, now: number): StoredItem[] {
  const found: StoredItem[] = []
  const limit = keyText({ N: String(now) })
  table.expiring?.ascend({ text: keyText({ N: String(now - longestPast) }), after: false }, (stored) => {
    const key = table.expiryKey(stored)
    if (key === undefined || (key > limit && !key.startsWith(limit))) return false
    found.push(stored)
    return true
  })
  return found
}
