// Request of one page of a query or a scan.
import type { QueryCommandInput, ScanCommandInput } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { Plan } from '../../plan/source/plan.js'
import { keyPaths, storedPart } from '../ground/key-projection.js'
import type { Request } from '../ground/request.js'
import { isCountedHere, pageText } from './page-text.js'
import type { QueryState } from './query-state.js'

/** Where a page starts, and how large it is. */
export interface PageOptions {
  readonly start?: StoredItem | undefined
  /** DynamoDB's `Limit`. */
  readonly limit?: number | undefined
  readonly segment?: { readonly index: number; readonly total: number } | undefined
  /** Whether to read against the order of the query, for a page before a cursor. */
  readonly backward?: boolean | undefined
  /** Whether to only count (Select COUNT). */
  readonly count?: boolean | undefined
  /** Whether to request the consumed capacity. */
  readonly capacity?: boolean | undefined
}

/** Returns the request of one page. */
export function pageRequest(
  model: EntityModel,
  operation: string,
  plan: Plan,
  state: QueryState,
  options: PageOptions,
  text = pageText(model, plan, state, options.count === true),
): Request<'Query' | 'Scan'> {
  const { source } = plan
  const descending = (state.order === 'descending') !== (options.backward ?? false)
  const input: QueryCommandInput & ScanCommandInput = { TableName: model.table.name, ...text }
  const { indexName } = source
  const { limit, start, segment } = options
  if (indexName !== undefined) input.IndexName = indexName
  if (options.count === true && !isCountedHere(plan)) input.Select = 'COUNT'
  if (state.consistent) input.ConsistentRead = true
  if (plan.operation === 'Query' && descending) input.ScanIndexForward = false
  if (limit !== undefined) input.Limit = limit
  if (start !== undefined) input.ExclusiveStartKey = start
  if (segment !== undefined) {
    input.Segment = segment.index
    input.TotalSegments = segment.total
  }
  if (options.capacity === true) input.ReturnConsumedCapacity = 'TOTAL'
  const request = { call: plan.operation, input, entity: model.name, operation, table: model.table }
  return indexName === undefined ? request : { ...request, index: indexName }
}

/** The attributes of a stored item that a cursor needs: the table's key and the key of the source. */
export function positionOf(model: EntityModel, plan: Plan, stored: StoredItem): StoredItem {
  return storedPart(
    stored,
    keyPaths([model.key, plan.source.key]).map(({ names }) => String(names[0])),
  )
}
