// Request of one page of a query or a scan.
import type { QueryCommandInput, ScanCommandInput } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { Condition } from '../../expression/condition/condition.js'
import { printCondition } from '../../expression/condition/printed-condition.js'
import { printProjection } from '../../expression/condition/projection.js'
import { expressionInput, Placeholders } from '../../expression/path/placeholders.js'
import type { PrintablePath } from '../../expression/path/printed-path.js'
import { grouped, pathsOf, rootName } from '../../plan/condition/condition-tree.js'
import type { Plan } from '../../plan/source/plan.js'
import { storedNames } from '../../plan/source/source.js'
import { kindInCount } from '../../plan/template/kind-apart.js'
import { keyPaths, projectedPaths, storedPart } from '../ground/key-projection.js'
import type { Request } from '../ground/request.js'
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

/** The expressions of a request. They depend only on plan and state, so they are the same for every page of a run. */
export type PageText = Pick<
  QueryCommandInput,
  | 'KeyConditionExpression'
  | 'FilterExpression'
  | 'ProjectionExpression'
  | 'ExpressionAttributeNames'
  | 'ExpressionAttributeValues'
>

/**
 * Prints the expressions of a run once, for all its pages.
 * @throws InvalidConditionError if an expression exceeds DynamoDB's limits.
 */
export function pageText(model: EntityModel, plan: Plan, state: QueryState, count: boolean): PageText {
  const placeholders = new Placeholders()
  const key = plan.key === undefined ? undefined : printCondition(plan.key, placeholders)
  const unread = count && !isCountedHere(plan)
  const condition = unread ? countFilter(model, plan) : plan.filter
  const filter = condition === undefined ? undefined : printCondition(condition, placeholders)
  const projection = unread ? undefined : projectionText({ model, plan, state, count }, placeholders)
  const text: PageText = expressionInput(placeholders)
  if (key !== undefined) text.KeyConditionExpression = key
  if (filter !== undefined) text.FilterExpression = filter
  if (projection !== undefined) text.ProjectionExpression = projection
  return text
}

/**
 * Whether the items of a count are read, because not all of them may be counted: each one must show its kind. Of the
 * members of a union, the keys tell whether an item of an unknown kind is theirs, and no condition can.
 */
export function isCountedHere({ sieved, kinds }: Plan): boolean {
  return sieved || (kinds.discriminator !== undefined && !kinds.plain)
}

function countFilter({ name }: EntityModel, { kinds, source, filter }: Plan): Condition | undefined {
  const marked = kindInCount(kinds, source)
  if (marked === undefined) return filter
  const node = grouped('and', filter === undefined ? [marked] : [filter.node, marked])
  return node && new Condition(name, node)
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

// The key attributes are read too, so that a cursor can be created for any item; those not selected are removed again.
function projectionText(
  { model, plan, state, count }: PageShape,
  placeholders: Placeholders,
): string | undefined {
  const fetched = !count && isFetched(plan, state)
  if (!fetched && !count && state.select.length === 0) return undefined
  const keys = [...keyPaths([model.key, plan.source.key]), ...checkedPaths(model, plan)]
  if (fetched) return printProjection(keys, placeholders, model.name)
  const wanted: readonly PrintablePath[] = count ? keys : state.select
  const read = projectedPaths(model, wanted)
  if (read.length === 0) return undefined
  const stored = storedNames(model, plan.source)
  // What an index does not contain as an attribute of its own is read back from its keys; what tells entities apart is
  // read if the index has it.
  const isThere = (path: PrintablePath): boolean => {
    const name = String(path.names[0])
    return stored?.has(name) !== false || (wanted.includes(path) && plan.projected?.has(name) === false)
  }
  return printProjection([...read.filter(isThere), ...keys], placeholders, model.name)
}

// What the condition that is checked after reading needs, apart from keys.
function checkedPaths(model: EntityModel, { sieve, source }: Plan): readonly PrintablePath[] {
  if (sieve === undefined) return []
  const stored = storedNames(model, source)
  const names = new Set(pathsOf(sieve.node).map(rootName))
  return [...names].filter((name) => stored?.has(name)).map((name) => ({ text: name, names: [name] }))
}

interface PageShape {
  readonly model: EntityModel
  readonly plan: Plan
  readonly state: QueryState
  readonly count: boolean
}

/**
 * Whether whole items are fetched by key, because the index contains only part of them. An index of whole items needs
 * no fetch.
 */
export function isFetched(plan: Plan, state: QueryState): boolean {
  return state.full && plan.projected !== undefined
}

/** The attributes of a stored item that a cursor needs: the table's key and the key of the source. */
export function positionOf(model: EntityModel, plan: Plan, stored: StoredItem): StoredItem {
  return storedPart(
    stored,
    keyPaths([model.key, plan.source.key]).map(({ names }) => String(names[0])),
  )
}
