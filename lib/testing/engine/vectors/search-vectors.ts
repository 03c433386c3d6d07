// SearchVectors: the items whose vectors are nearest to another one, found by comparing all of a partition.
import { meets } from '../expressions/condition-evaluator.js'
import type { Path } from '../expressions/expression-reader.js'
import { project } from '../expressions/item-path.js'
import { Placeholders } from '../expressions/placeholders.js'
import { requestedPaths } from '../expressions/projection.js'
import { checkExpressionParameters, expressionReader } from '../expressions/request-expressions.js'
import type { EngineContext } from '../storage/engine-context.js'
import { withoutVector } from '../storage/index-views.js'
import type { VectorSchema } from '../storage/table-schema.js'
import type { StoredItem, TableState } from '../storage/table-state.js'
import { type NearEntry, scoreOf, type VectorEntries } from '../storage/vector-entries.js'
import { isUnderWay, itemTable } from '../tables/table-names.js'
import { floatOf, vectorOf, vectorValue } from '../values/float-vectors.js'
import { invalid } from '../values/service-failure.js'
import { checkValue } from '../values/value-checks.js'
import { itemBytes } from '../values/value-sizes.js'
import type { WireItem, WireObject, WireValue } from '../values/wire.js'
import { parseSearchCondition, partitionOf } from './search-condition.js'

/** "TopK: 1 to 100". */
const mostResults = 100
/** "SearchVectors responses are limited to 16 MB. Pagination is not supported." */
const mostBytes = 16 * 1024 * 1024
/** "A minimum of 1 KB for each request." */
const fewestBytes = 1024

/** Refuses a request that lacks a parameter, or has a TopK out of range, before its table is looked for. */
export function checkSearch(input: WireObject): void {
  for (const name of ['TableName', 'IndexName', 'SearchVector', 'TopK'])
    if (input[name] === undefined)
      // The service reads these requests in another way than all others, and names the end of the body.
      throw invalid(`missing field \`${name}\` at line 1 column ${Buffer.byteLength(JSON.stringify(input))}`)
  const top = Number(input['TopK'])
  if (top < 1 || top > mostResults)
    throw invalid(
      `Provided TopK value '${top}' is out of valid range. The value must be between 1 and ${mostResults} inclusive`,
    )
}

export function searchVectors(input: WireObject, context: EngineContext): WireObject {
  checkExpressionParameters(input, ['ProjectionExpression', 'SearchConditionExpression'], [])
  const placeholders = new Placeholders(input)
  const reader = expressionReader(input, 'SearchConditionExpression', placeholders)
  const condition = reader === undefined ? undefined : parseSearchCondition(reader)
  const paths = requestedPaths(input, placeholders)
  placeholders.requireUse()
  const entries = searchedEntries(itemTable(context, String(input['TableName']), false), input, context)
  const index = entries.schema
  const query = queryVector(input['SearchVector'] as WireValue[], index)
  const partition = partitionOf(condition, index)
  const { found, examined } = entries.nearest({
    query,
    top: Number(input['TopK']),
    partition,
    accepts: ({ item }) => condition === undefined || meets(item, condition.condition),
  })
  const results = found.map((entry) => ({
    Item: shown(entry, index, paths),
    Score: scoreOf(index.distance, entry),
  }))
  const bytes = results.reduce((total, { Item }) => total + itemBytes(Item), 0)
  if (bytes > mostBytes)
    throw invalid('Response size exceeds the limit of 16 MB; use a smaller TopK or projection')
  return { SearchResults: results, ...consumed(input, 4 * index.dimensions * examined + bytes) }
}

function searchedEntries(
  table: TableState,
  { IndexName }: WireObject,
  context: EngineContext,
): VectorEntries<StoredItem> {
  const name = String(IndexName)
  const entries = table.vectors.get(name)
  if (entries === undefined) throw invalid(`The table does not have the specified index: ${name}`)
  const { transition } = table.definition.vectorIndexes.find((index) => index.name === name) ?? {}
  if (transition !== undefined && isUnderWay(context, transition))
    throw invalid(`Cannot search backfilling vector index: ${name}`)
  return entries
}

// Messages never show numbers of a vector.
function queryVector(given: readonly WireValue[], { dimensions }: VectorSchema): Float32Array {
  for (const value of given)
    if (floatOf(value) === undefined)
      throw invalid(
        'Search vector contains invalid values. All values in the search vector must be a 32-bit floating-point number attribute',
      )
  for (const value of given) checkValue(value)
  const vector = vectorOf({ L: [...given] }, dimensions)
  if (vector === undefined)
    throw invalid(
      `Input search vector dimension ${given.length} does not match vector index dimension ${dimensions}`,
    )
  return vector
}

// The vector itself is returned only if it is projected by name. What the index does not hold is left out silently.
function shown(
  { stored, vector }: NearEntry<StoredItem>,
  index: VectorSchema,
  paths: readonly Path[] | undefined,
): WireItem {
  const rest = withoutVector(stored.item, index)
  if (paths === undefined) return rest
  const withVector = paths.some(([head]) => head === index.attribute)
  return project(
    withVector ? Object.fromEntries([...Object.entries(rest), [index.attribute, vectorValue(vector)]]) : rest,
    paths,
  )
}

function consumed({ ReturnConsumedCapacity: wanted }: WireObject, bytes: number): WireObject {
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return {}
  return { ConsumedCapacity: { VectorSearchRequestBytes: Math.max(fewestBytes, bytes) } }
}
