// PutItem, UpdateItem and DeleteItem.
import { project } from '../expressions/item-path.js'
import type { EngineContext } from '../storage/engine-context.js'
import type { WireItem, WireObject } from '../values/wire.js'
import { addWrite, consumedCapacity, noConsumption } from './capacity.js'
import { collectionMetrics } from './item-collections.js'
import {
  applyWrite,
  checkWrite,
  planWrite,
  readWrite,
  type WriteKind,
  type WriteOutcome,
  type WriteRequest,
  writtenKey,
} from './planned-write.js'

/** Runs one write and returns what the request selects by ReturnValues. */
export function singleWrite(kind: Exclude<WriteKind, 'ConditionCheck'>) {
  return (input: WireObject, context: EngineContext): WireObject => {
    const request = readWrite(kind, input, context)
    checkWrite(request)
    return performWrite(request, context)
  }
}

/** Plans a write that was checked, stores the result, and returns what ReturnValues selects. */
export function performWrite(
  request: WriteRequest,
  context: EngineContext,
  plan = planWrite,
): { readonly Attributes?: WireItem } & WireObject {
  const outcome = plan(request)
  applyWrite(request, outcome, context)
  const attributes = returnedAttributes(String(request.input['ReturnValues'] ?? 'NONE'), request, outcome)
  return {
    ...(attributes !== undefined && { Attributes: attributes }),
    ...reports(request, outcome, context),
  }
}

function reports(request: WriteRequest, { current, next }: WriteOutcome, context: EngineContext): WireObject {
  const { input } = request
  if (input['ReturnConsumedCapacity'] === undefined && input['ReturnItemCollectionMetrics'] === undefined)
    return {}
  const consumption = noConsumption()
  addWrite(consumption, request.table, current, next)
  const { name } = request.table.definition
  const table = context.database.table(name) ?? request.table
  const metrics = collectionMetrics(input, table, writtenKey(request))
  return {
    ...consumedCapacity(input, String(input['TableName']), consumption),
    ...(metrics !== undefined && { ItemCollectionMetrics: metrics }),
  }
}

/** The attributes that a write returns: `ALL_OLD`, `UPDATED_NEW` and so on. */
export function returnedAttributes(
  values: string,
  { update }: WriteRequest,
  { current, next }: WriteOutcome,
): WireItem | undefined {
  if (values === 'NONE') return undefined
  const item = values.endsWith('_OLD') ? current : next
  if (item === undefined || values.startsWith('ALL')) return item
  const parts = project(
    item,
    update.map(({ path }) => path),
  )
  return Object.keys(parts).length === 0 ? undefined : parts
}
