// TransactGetItems: up to 100 items at a single point in time.

import type { Path } from '../expressions/expression-reader.js'
import type { EngineContext } from '../storage/engine-context.js'
import { attributeOf, fits, tableEntryKey } from '../storage/entry-keys.js'
import type { TableState } from '../storage/table-state.js'
import { itemTable } from '../tables/table-names.js'
import { invalid } from '../values/service-failure.js'
import { checkItemValues } from '../values/value-checks.js'
import type { WireItem, WireObject } from '../values/wire.js'
import { allOrNothing, refuseBulk, refuseRepeats } from './cancellation.js'
import { type Consumption, consumedCapacities, noConsumption, readUnits } from './capacity.js'
import { checkKey } from './key-checks.js'
import { checkPaths, readProjection, shownItem } from './reads.js'

/** Returns the items in the order of the request; `{}` for one that is not there. */
export function transactGet(input: WireObject, context: EngineContext): WireObject {
  const gets = (input['TransactItems'] as WireObject[]).map((action) => {
    const get = action['Get'] as WireObject | undefined
    if (get === undefined) throw invalid('Invalid Request: TransactGetRequest should contain Get request')
    const key = get['Key'] as WireItem
    checkItemValues(key)
    return { name: String(get['TableName']), key, paths: readProjection(get) }
  })
  return readTogether(
    input,
    gets.map((get) => ({
      ...get,
      table: itemTable(context, get.name),
      show: (item) => shownItem(item, get.paths),
    })),
  )
}

/** One item of a transaction of reads. */
export interface TransactedRead {
  /** The table, as the request names it. */
  readonly name: string
  readonly table: TableState
  readonly key: WireItem
  readonly paths: readonly Path[] | undefined
  readonly show: (item: WireItem) => WireItem
}

/** Reads all of the items, or refuses all of them. */
export function readTogether(input: WireObject, reads: readonly TransactedRead[]): WireObject {
  refuseRepeats(
    reads.map(({ table: { definition, schema }, key }) =>
      schema.key.all.every((one) => fits(attributeOf(key, one.name), one))
        ? `${definition.name}/${tableEntryKey(schema.key, key)}`
        : undefined,
    ),
  )
  const all = new Map<string, Consumption>()
  const found = allOrNothing(reads, ({ name, table, key, paths, show }) => {
    checkKey(table.schema.key, key)
    checkPaths(table.schema, paths)
    const stored = table.get(tableEntryKey(table.schema.key, key))
    const consumption = all.get(name) ?? noConsumption()
    consumption.table += 2 * readUnits(stored?.bytes ?? 0, true)
    all.set(name, consumption)
    return stored && { bytes: stored.bytes, item: show(stored.item) }
  })
  refuseBulk(
    found.map((one) => one?.bytes ?? 0),
    'Payload in response is too large.',
  )
  const Responses = found.map((one) =>
    one === undefined || Object.keys(one.item).length === 0 ? {} : { Item: one.item },
  )
  return { Responses, ...consumedCapacities(input, all, 'Read') }
}
