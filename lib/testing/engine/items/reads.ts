// GetItem and BatchGetItem.
import type { Path } from '../expressions/expression-reader.js'
import { project } from '../expressions/item-path.js'
import { Placeholders } from '../expressions/placeholders.js'
import { refuseInsideKeys, requestedPaths } from '../expressions/projection.js'
import { checkExpressionParameters } from '../expressions/request-expressions.js'
import type { EngineContext } from '../storage/engine-context.js'
import { tableEntryKey } from '../storage/entry-keys.js'
import type { TableSchema } from '../storage/table-schema.js'
import type { StoredItem, TableState } from '../storage/table-state.js'
import { itemTable } from '../tables/table-names.js'
import { invalid } from '../values/service-failure.js'
import { checkItemValues } from '../values/value-checks.js'
import type { WireItem, WireObject } from '../values/wire.js'
import {
  type Consumption,
  consumedCapacities,
  consumedCapacity,
  noConsumption,
  readUnits,
} from './capacity.js'
import { checkKey } from './key-checks.js'

/** "BatchGetItem: up to 16 MB of data, and up to 100 items." */
const mostBytes = 16 * 1024 * 1024
const mostKeys = 100

const projecting = ['ProjectionExpression', 'AttributesToGet', 'ExpressionAttributeNames']

/** A projection that was read before any table was looked at. */
export function readProjection(input: WireObject): readonly Path[] | undefined {
  if (projecting.every((name) => input[name] === undefined)) return undefined
  checkExpressionParameters(input, ['ProjectionExpression'], ['AttributesToGet'])
  const placeholders = new Placeholders(input)
  const paths = requestedPaths(input, placeholders)
  placeholders.requireUse()
  return paths
}

/** Refuses paths that lead into keys of the table or of its indexes. */
export function checkPaths({ key, indexes }: TableSchema, paths: readonly Path[] | undefined): void {
  if (paths === undefined || paths.every((path) => path.length < 2)) return
  const names = (attributes: readonly { readonly name: string }[]) => attributes.map(({ name }) => name)
  refuseInsideKeys(
    paths,
    names(key.all),
    indexes.flatMap((index) => names(index.key.all)),
  )
}

/** The requested part of an item. */
export function shownItem(item: WireItem, paths: readonly Path[] | undefined): WireItem {
  return paths === undefined ? item : project(item, paths)
}

export function getItem(input: WireObject, context: EngineContext): WireObject {
  const key = input['Key'] as WireItem
  checkItemValues(key)
  const paths = readProjection(input)
  const consistent = input['ConsistentRead'] === true
  const table = itemTable(context, String(input['TableName']), consistent)
  checkKey(table.schema.key, key)
  checkPaths(table.schema, paths)
  const found = table.get(tableEntryKey(table.schema.key, key))
  const consumption = noConsumption()
  consumption.table = readUnits(found?.bytes ?? 0, consistent)
  return {
    ...(found !== undefined && { Item: shownItem(found.item, paths) }),
    ...consumedCapacity(input, String(input['TableName']), consumption),
  }
}

/** What a batch reads of one table. */
interface BatchedKeys {
  readonly Keys: readonly WireItem[]
  readonly ConsistentRead?: boolean
}

interface TableRead {
  readonly name: string
  readonly batch: BatchedKeys
  readonly table: TableState
  readonly paths: readonly Path[] | undefined
}

export function batchGet(input: WireObject, context: EngineContext): WireObject {
  const tables = Object.entries(input['RequestItems'] as { [name: string]: BatchedKeys & WireObject })
  refuseMixture(tables.map(([, batch]) => batch))
  const read = tables.map(([name, batch]) => {
    for (const key of batch.Keys) checkItemValues(key)
    return { name, batch, paths: readProjection(batch) }
  })
  if (tables.reduce((total, [, { Keys }]) => total + Keys.length, 0) > mostKeys)
    throw invalid('Too many items requested for the BatchGetItem call')
  const reads = read.map((one) => ({
    ...one,
    table: itemTable(context, one.name, one.batch.ConsistentRead === true),
  }))
  for (const { table, batch, paths } of reads) {
    for (const key of batch.Keys) checkKey(table.schema.key, key)
    checkPaths(table.schema, paths)
    const texts = batch.Keys.map((key) => tableEntryKey(table.schema.key, key))
    if (new Set(texts).size < texts.length) throw invalid('Provided list of item keys contains duplicates')
  }
  return readAll(input, reads)
}

// One request is of the old form or of the new one, whichever table its parts are about.
function refuseMixture(parts: readonly WireObject[]): void {
  const given = (name: string) => parts.find((part) => part[name] !== undefined)?.[name]
  const all = {
    ProjectionExpression: given('ProjectionExpression'),
    AttributesToGet: given('AttributesToGet'),
  }
  checkExpressionParameters(all, ['ProjectionExpression'], ['AttributesToGet'])
}

function readAll(input: WireObject, reads: readonly TableRead[]): WireObject {
  const responses: [string, WireItem[]][] = []
  const unprocessed: [string, WireObject][] = []
  const consumption = new Map<string, Consumption>()
  let bytes = 0
  for (const { name, batch, table, paths } of reads) {
    const used = noConsumption()
    const items: WireItem[] = []
    const left: WireItem[] = []
    for (const key of batch.Keys) {
      const found: StoredItem | undefined = table.get(tableEntryKey(table.schema.key, key))
      if (found !== undefined && bytes + found.bytes > mostBytes) {
        left.push(key)
        continue
      }
      bytes += found?.bytes ?? 0
      used.table += readUnits(found?.bytes ?? 0, batch.ConsistentRead === true)
      if (found !== undefined) items.push(shownItem(found.item, paths))
    }
    responses.push([name, items])
    if (left.length > 0) unprocessed.push([name, { ...batch, Keys: left }])
    consumption.set(name, used)
  }
  return {
    Responses: Object.fromEntries(responses),
    UnprocessedKeys: Object.fromEntries(unprocessed),
    ...consumedCapacities(input, consumption),
  }
}
