// Query and Scan: pages of the items of a table or an index, filtered and projected.
import { pathsOf } from '../expressions/condition.js'
import { meets } from '../expressions/condition-evaluator.js'
import { refuseInsideKeys } from '../expressions/projection.js'
import type { EngineContext } from '../storage/engine-context.js'
import { hashOf, hashPrefix } from '../storage/entry-keys.js'
import { projectedItem } from '../storage/index-views.js'
import type { Bound } from '../storage/ordered-tree.js'
import { isBefore } from '../storage/ordered-tree.js'
import type { IndexSchema, TableSchema } from '../storage/table-schema.js'
import type { StoredItem, TableState } from '../storage/table-state.js'
import { itemTable } from '../tables/table-names.js'
import { invalid } from '../values/service-failure.js'
import { itemBytes } from '../values/value-sizes.js'
import type { WireItem, WireObject } from '../values/wire.js'
import { type Consumption, consumedCapacity, noConsumption, readUnits } from './capacity.js'
import { queryRange } from './key-range.js'
import { checkPaths, shownItem } from './reads.js'
import { readSearch, type SearchKind, type SearchRequest } from './search-request.js'
import { checkQueryStart, checkScanStart, pageKey, startEntryKey } from './start-key.js'

/** "A single Query or Scan returns up to 1 MB": the item that reaches it is the last one. */
export const mostBytes = 1024 * 1024
const allHashes = 2 ** 32

/** A search of which the table is known. */
export interface Search extends SearchRequest {
  readonly table: TableState
  readonly index: IndexSchema | undefined
  readonly consistent: boolean
  /** Whether a local index must fetch items from the table. */
  readonly fetches: boolean
}

/** What one search read, before it becomes a response. */
export interface Page {
  readonly items: WireItem[]
  scanned: number
  /** Of the entries of the table or index. */
  bytes: number
  /** What counts for the size of a page: of items that are fetched, the items. */
  read: number
  fetched: number
  last: WireItem | undefined
}

export function search(kind: SearchKind) {
  return (input: WireObject, context: EngineContext): WireObject => {
    const { found, page } = searchPage(readSearch(kind, input), context)
    return output(found, page)
  }
}

/** One page of a search whose expressions have been read. */
export function searchPage(request: SearchRequest, context: EngineContext): { found: Search; page: Page } {
  const { kind, input } = request
  const consistent = input['ConsistentRead'] === true
  const table = itemTable(context, String(input['TableName']), consistent)
  const index = indexOf(table, request, consistent)
  checkKeys(request, table.schema, index)
  const fetches = mustFetch(request, index)
  const found: Search = { ...request, table, index, consistent, fetches }
  return { found, page: kind === 'Query' ? queried(found) : scanned(found) }
}

/** Adds what a page costs. */
export function addRead(to: Consumption, { index, consistent }: Search, page: Page): void {
  const units = readUnits(page.bytes, consistent)
  if (index === undefined) {
    to.table += units
    return
  }
  to.table += page.fetched
  const map = index.global ? to.globalIndexes : to.localIndexes
  map.set(index.name, (map.get(index.name) ?? 0) + units)
}

function indexOf(
  table: TableState,
  { kind, input: { IndexName: name } }: SearchRequest,
  consistent: boolean,
): IndexSchema | undefined {
  if (name === undefined) return undefined
  if (table.vectors.has(String(name)))
    // The two messages differ by the full stop, as the service has it.
    throw invalid(`${kind} operation not supported on this index type${kind === 'Query' ? '.' : ''}`)
  const index = table.schema.indexes.find((one) => one.name === name)
  if (index === undefined) throw invalid(`The table does not have the specified index: ${name}`)
  if (index.global && consistent)
    throw invalid('Consistent reads are not supported on global secondary indexes')
  return index
}

function queried(found: Search): Page {
  const { table, index, keys, input, start } = found
  const range = queryRange((index ?? table.schema).key, keys ?? new Map())
  checkFilter(found)
  const from = start === undefined ? undefined : startEntryKey('Query', table.schema, index, start)
  if (from !== undefined) checkQueryStart(from, range)
  return input['ScanIndexForward'] === false
    ? pageOf(
        found,
        true,
        from === undefined ? range.high : { text: from, after: false },
        (key) => !isBefore(key, range.low),
      )
    : pageOf(found, false, from === undefined ? range.low : { text: from, after: true }, (key) =>
        isBefore(key, range.high),
      )
}

// A segment is a range of hashes.
function scanned(found: Search): Page {
  const { table, index, input, start } = found
  checkFilter(found)
  const total = Number(input['TotalSegments'] ?? 1)
  const segment = Number(input['Segment'] ?? 0)
  const low = Math.ceil((allHashes * segment) / total)
  const high = Math.ceil((allHashes * (segment + 1)) / total)
  const from = start === undefined ? undefined : startEntryKey('Scan', table.schema, index, start)
  if (from !== undefined) checkScanStart(from, input, low, high)
  const first: Bound =
    from === undefined ? { text: hashPrefix(low), after: false } : { text: from, after: true }
  return pageOf(found, false, first, (key) => hashOf(key) < high)
}

function pageOf(found: Search, backward: boolean, from: Bound, within: (key: string) => boolean): Page {
  const { table, index, input } = found
  const tree = index === undefined ? table.items : (table.indexes.get(index.name) ?? table.items)
  const limit = Number(input['Limit'] ?? Number.POSITIVE_INFINITY)
  const most = found.statement?.mostBytes ?? mostBytes
  const page: Page = { items: [], scanned: 0, bytes: 0, read: 0, fetched: 0, last: undefined }
  const visit = (stored: StoredItem, key: string) => {
    if (!within(key)) return false
    take(stored, found, page)
    if (page.scanned < limit && page.read < most) return true
    page.last = pageKey(table.schema, index, stored.item)
    return false
  }
  if (backward) tree.descend(from, visit)
  else tree.ascend(from, visit)
  return page
}

function take(
  stored: StoredItem,
  { index, filter, paths, statement, fetches, consistent }: Search,
  page: Page,
): void {
  const projected = index?.projected
  const visible = projected === undefined ? stored.item : projectedItem(stored.item, projected)
  page.scanned += 1
  const bytes = projected === undefined ? stored.bytes : itemBytes(visible)
  page.bytes += bytes
  page.read += fetches ? stored.bytes : bytes
  if (fetches) page.fetched += readUnits(stored.bytes, consistent)
  if (filter !== undefined && !meets(visible, filter)) return
  const whole = fetches ? stored.item : visible
  page.items.push(statement === undefined ? shownItem(whole, paths) : statement.show(whole))
}

function output(found: Search, page: Page): WireObject {
  const { input } = found
  const consumption = noConsumption()
  addRead(consumption, found, page)
  return {
    ...(input['Select'] !== 'COUNT' && { Items: page.items }),
    Count: page.items.length,
    ScannedCount: page.scanned,
    ...(page.last !== undefined && { LastEvaluatedKey: page.last }),
    ...consumedCapacity(input, String(input['TableName']), consumption),
  }
}

function checkKeys(
  { filter, paths }: SearchRequest,
  schema: TableSchema,
  index: IndexSchema | undefined,
): void {
  checkPaths(schema, paths)
  if (filter === undefined) return
  const names = (attributes: readonly { readonly name: string }[]) => attributes.map(({ name }) => name)
  const others = index === undefined ? schema.indexes : [index, ...schema.indexes]
  refuseInsideKeys(
    pathsOf(filter),
    names(schema.key.all),
    others.flatMap((one) => names(one.key.all)),
  )
}

function checkFilter({ kind, input, table, index, filter, statement }: Search): void {
  if (filter === undefined) return
  const heads = [...new Set(pathsOf(filter).map(([head]) => String(head)))]
  const key = (index ?? table.schema).key.all.find(({ name }) => heads.includes(name))
  const what = input['FilterExpression'] === undefined ? 'QueryFilter' : 'Filter Expression'
  if (kind === 'Query' && key !== undefined && statement === undefined)
    throw invalid(`${what} can only contain non-primary key attributes: Primary key attribute: ${key.name}`)
  // A scan finds nothing by what its index does not hold; a query is refused.
  const absent = heads.filter((name) => index?.projected?.has(name) === false)
  if (kind === 'Query' && absent.length > 0)
    throw invalid(
      `One or more parameter values were invalid: Secondary index ${index?.name} does not project one or more filter attributes: [${absent.join(', ')}]`,
    )
}

// A local index fetches from the table what it does not hold; a global one refuses.
function mustFetch({ input, paths }: SearchRequest, index: IndexSchema | undefined): boolean {
  if (index?.projected === undefined) return false
  if (input['Select'] === 'ALL_ATTRIBUTES') {
    if (index.global)
      throw invalid(
        `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
      )
    return true
  }
  const absent = (paths ?? [])
    .map(([head]) => String(head))
    .filter((name) => index.projected?.has(name) === false)
  if (absent.length > 0 && index.global)
    throw invalid(
      `One or more parameter values were invalid: Global secondary index ${index.name} does not project [${absent.join(', ')}]`,
    )
  return absent.length > 0
}
