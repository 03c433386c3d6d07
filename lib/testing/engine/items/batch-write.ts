// BatchWriteItem: up to 25 independent puts and deletes.

import type { EngineContext } from '../storage/engine-context.js'
import { tableEntryKey } from '../storage/entry-keys.js'
import type { TableState } from '../storage/table-state.js'
import { itemTable } from '../tables/table-names.js'
import { invalid } from '../values/service-failure.js'
import { checkItemValues } from '../values/value-checks.js'
import type { WireItem, WireObject } from '../values/wire.js'
import { addWrite, type Consumption, consumedCapacities, noConsumption } from './capacity.js'
import { collectionMetrics } from './item-collections.js'
import { checkIndexKeys, checkItemSize, checkKey, keyOf } from './key-checks.js'

const mostRequests = 25

/** One element of a batch. */
interface BatchedWrite {
  readonly PutRequest?: { readonly Item: WireItem }
  readonly DeleteRequest?: { readonly Key: WireItem }
}

interface PlannedWrite {
  /** The table as the request names it. */
  readonly name: string
  readonly table: TableState
  readonly at: string
  readonly key: WireItem
  readonly item: WireItem | undefined
}

export function batchWrite(input: WireObject, context: EngineContext): WireObject {
  const tables = Object.entries(input['RequestItems'] as { [name: string]: readonly BatchedWrite[] })
  for (const [, requests] of tables) for (const request of requests) checkForm(request)
  const count = tables.reduce((total, [, requests]) => total + requests.length, 0)
  if (count > mostRequests) throw invalid('Too many items requested for the BatchWriteItem call')
  const writes = tables.flatMap(([name, requests]) => {
    const table = itemTable(context, name)
    return requests.map((request) => plannedOf(name, table, request))
  })
  if (new Set(writes.map(({ table, at }) => `${table.definition.name}/${at}`)).size < writes.length)
    throw invalid('Provided list of item keys contains duplicates')
  const consumption = new Map<string, Consumption>()
  for (const write of writes) apply(write, consumption, context)
  return {
    UnprocessedItems: {},
    ...consumedCapacities(input, consumption),
    ...metricsOf(input, writes, context),
  }
}

// The service's words for an element with both members, or with none.
function checkForm({ PutRequest, DeleteRequest }: BatchedWrite): void {
  if ((PutRequest === undefined) === (DeleteRequest === undefined))
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    )
  checkItemValues(PutRequest?.Item ?? DeleteRequest?.Key ?? {})
  if (PutRequest !== undefined) checkItemSize(PutRequest.Item)
}

function plannedOf(
  name: string,
  table: TableState,
  { PutRequest, DeleteRequest }: BatchedWrite,
): PlannedWrite {
  const { schema } = table
  const item = PutRequest?.Item
  const key = item === undefined ? (DeleteRequest?.Key ?? {}) : keyOf(schema.key, item)
  checkKey(schema.key, key)
  if (item !== undefined) checkIndexKeys(schema, item)
  return { name, table, at: tableEntryKey(schema.key, key), key, item }
}

function apply(
  { name, table, at, item }: PlannedWrite,
  all: Map<string, Consumption>,
  { database }: EngineContext,
): void {
  const before = item === undefined ? database.remove(table, at) : database.put(table, item, at)
  const consumption = all.get(name) ?? noConsumption()
  addWrite(consumption, table, before?.item, item)
  all.set(name, consumption)
}

function metricsOf(
  input: WireObject,
  writes: readonly PlannedWrite[],
  { database }: EngineContext,
): WireObject {
  if (input['ReturnItemCollectionMetrics'] !== 'SIZE') return {}
  const found = new Map<string, Map<string, WireObject>>()
  for (const { name, table, key } of writes) {
    const metrics = collectionMetrics(input, database.table(table.definition.name) ?? table, key)
    if (metrics === undefined) continue
    const known = found.get(name) ?? new Map<string, WireObject>()
    found.set(name, known.set(JSON.stringify(metrics['ItemCollectionKey']), metrics))
  }
  return {
    ItemCollectionMetrics: Object.fromEntries([...found].map(([name, all]) => [name, [...all.values()]])),
  }
}
