// PutItem, UpdateItem, DeleteItem and BatchWriteItem.
import type { EngineContext } from './engine-context.js'
import { checkItem } from './item-limits.js'
import { project } from './item-path.js'
import {
  planWrite,
  readWrite,
  type WriteKind,
  type WriteOutcome,
  type WriteRequest,
} from './planned-write.js'
import { invalid } from './service-failure.js'
import type { WireItem, WireObject } from './wire.js'

/** Parameters from before expressions; a request with one of them is dynalite's alone. */
const legacy = ['Expected', 'AttributeUpdates', 'ConditionalOperator']

const returned = new Set(['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'])

/** PutItem and DeleteItem: the condition is judged here, the rest by dynalite. */
export async function putOrDelete(
  kind: 'Put' | 'Delete',
  input: WireObject,
  context: EngineContext,
): Promise<WireObject> {
  const operation = `${kind}Item`
  if (!hasExpressions(input) || isMalformed(input, kind)) {
    if (kind === 'Put' && !isMalformed(input, kind))
      checkItem(await context.schemas.of(input['TableName']), input['Item'] as WireItem)
    return context.store(operation, input)
  }
  const request = await readWrite(kind, input, context.schemas)
  await planWrite(request, context.store)
  return context.store(operation, withoutExpressions(input))
}

/** UpdateItem: worked out here and stored as a whole item. */
export async function updateItem(input: WireObject, context: EngineContext): Promise<WireObject> {
  if (isMalformed(input, 'Update')) return context.store('UpdateItem', input)
  const values = input['ReturnValues'] ?? 'NONE'
  if (!returned.has(String(values)))
    throw invalid(
      `1 validation error detected: Value '${values}' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]`,
    )
  const request = await readWrite('Update', input, context.schemas)
  const outcome = await planWrite(request, context.store)
  const { ReturnConsumedCapacity, ReturnItemCollectionMetrics } = input
  const stored = await context.store('PutItem', {
    TableName: input['TableName'],
    Item: outcome.next,
    ReturnConsumedCapacity,
    ReturnItemCollectionMetrics,
  })
  const attributes = returnedAttributes(String(values), request, outcome)
  return attributes === undefined ? stored : { ...stored, Attributes: attributes }
}

/** BatchWriteItem: dynalite's, once each item is within the limits. */
export async function batchWrite(input: WireObject, context: EngineContext): Promise<WireObject> {
  const tables = Object.entries((input['RequestItems'] ?? {}) as Record<string, readonly WireObject[]>)
  for (const [name, requests] of tables) {
    if (!Array.isArray(requests)) continue
    for (const request of requests) {
      const put = request['PutRequest'] as { Item?: WireItem } | undefined
      if (put?.Item) checkItem(await context.schemas.of(name), put.Item)
    }
  }
  return context.store('BatchWriteItem', input)
}

function returnedAttributes(
  values: string,
  request: WriteRequest,
  outcome: WriteOutcome,
): WireItem | undefined {
  const item = values.endsWith('_OLD') ? outcome.current : outcome.next
  if (item === undefined || values === 'NONE') return undefined
  if (values.startsWith('ALL')) return item
  const parts = project(
    item,
    request.update.map(({ path }) => path),
  )
  return Object.keys(parts).length === 0 ? undefined : parts
}

function hasExpressions(input: WireObject): boolean {
  return ['ConditionExpression', 'ExpressionAttributeNames', 'ExpressionAttributeValues'].some(
    (name) => input[name] !== undefined,
  )
}

// Left to dynalite, whose refusals of such requests are DynamoDB's own.
function isMalformed(input: WireObject, kind: WriteKind): boolean {
  const subject = input[kind === 'Put' ? 'Item' : 'Key']
  return legacy.some((name) => input[name] !== undefined) || typeof subject !== 'object' || subject === null
}

function withoutExpressions(input: WireObject): WireObject {
  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues, ...rest } = input
  return rest
}
