// GetItem and BatchGetItem: dynalite's, once keys and projections are within DynamoDB's limits.
import type { EngineContext } from './engine-context.js'
import { checkKey } from './item-limits.js'
import { Placeholders } from './placeholders.js'
import { expression } from './planned-write.js'
import { parseProjection } from './searches.js'
import type { WireItem, WireObject } from './wire.js'

/** Refuses a projection that DynamoDB would refuse, and keys that are too long. */
export async function checkGet(input: WireObject, context: EngineContext): Promise<void> {
  const projecting = expression(input, 'ProjectionExpression', new Placeholders(input))
  if (projecting !== undefined) parseProjection(projecting)
  const keys = (input['Keys'] ?? [input['Key']]) as unknown[]
  const table = await context.schemas.of(input['TableName'])
  for (const key of keys) if (typeof key === 'object' && key !== null) checkKey(table, key as WireItem)
}

export async function getItem(input: WireObject, context: EngineContext): Promise<WireObject> {
  if (typeof input['TableName'] === 'string') await checkGet(input, context)
  return context.store('GetItem', input)
}

export async function batchGet(input: WireObject, context: EngineContext): Promise<WireObject> {
  const tables = Object.entries((input['RequestItems'] ?? {}) as Record<string, WireObject>)
  for (const [TableName, asked] of tables)
    if (Array.isArray(asked['Keys'])) await checkGet({ ...asked, TableName }, context)
  return context.store('BatchGetItem', input)
}
