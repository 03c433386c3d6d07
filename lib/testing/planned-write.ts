// One write thought through to the end before anything is stored: is its condition met, and what would the item be?
import type { Condition } from './condition.js'
import { meets } from './condition-evaluator.js'
import { parseCondition } from './condition-parser.js'
import type { Store } from './dynalite-store.js'
import { ExpressionReader, type Path } from './expression-reader.js'
import { checkItem, checkKey, keyOf } from './item-limits.js'
import { Placeholders } from './placeholders.js'
import { failure, invalid, type ServiceFailure } from './service-failure.js'
import type { TableSchema, TableSchemas } from './table-schema.js'
import { updated } from './update-applier.js'
import { parseUpdate, type UpdateAction } from './update-parser.js'
import type { WireItem, WireObject } from './wire.js'

export type WriteKind = 'Put' | 'Delete' | 'Update' | 'ConditionCheck'

/** A write whose expressions have been read; the item has not been looked at. */
export interface WriteRequest {
  readonly kind: WriteKind
  readonly input: WireObject
  readonly table: TableSchema
  readonly key: WireItem
  readonly condition: Condition | undefined
  readonly update: readonly UpdateAction[]
}

/** What the write makes of the item that is there now. */
export interface WriteOutcome {
  readonly current: WireItem | undefined
  /** `undefined`: no item. */
  readonly next: WireItem | undefined
}

/** Reads a write; refuses what is wrong with it whatever the item may be. */
export async function readWrite(
  kind: WriteKind,
  input: WireObject,
  schemas: TableSchemas,
): Promise<WriteRequest> {
  const placeholders = new Placeholders(input)
  const update = expression(input, 'UpdateExpression', placeholders)
  const condition = expression(input, 'ConditionExpression', placeholders)
  const actions = update === undefined ? [] : parseUpdate(update)
  const wanted = condition === undefined ? undefined : parseCondition(condition)
  placeholders.requireUse()
  const table = await schemas.of(input['TableName'])
  const item = kind === 'Put' ? (input['Item'] as WireItem) : undefined
  const key = item === undefined ? (input['Key'] as WireItem) : keyOf(table, item)
  if (item === undefined) checkKey(table, key)
  else checkItem(table, item)
  return { kind, input, table, key, condition: wanted, update: actions }
}

/** Looks at the item; throws ConditionalCheckFailedException, or what the update cannot be applied for. */
export async function planWrite(request: WriteRequest, store: Store): Promise<WriteOutcome> {
  const { input, kind, table } = request
  for (const { path } of request.update) refuseKeyChange(table, path)
  const found = await store('GetItem', { TableName: table.name, Key: request.key, ConsistentRead: true })
  const current = found['Item'] as WireItem | undefined
  if (request.condition !== undefined && !meets(current ?? {}, request.condition))
    throw conditionFailed(input, current)
  if (kind === 'ConditionCheck') return { current, next: current }
  if (kind === 'Delete') return { current, next: undefined }
  if (kind === 'Put') return { current, next: input['Item'] as WireItem }
  const next = updated(current ?? request.key, request.update)
  checkItem(table, next)
  return { current, next }
}

/** The reader of one expression of the request, if it has that one. */
export function expression(
  input: WireObject,
  parameter: string,
  placeholders: Placeholders,
): ExpressionReader | undefined {
  const text = input[parameter]
  return typeof text === 'string' ? new ExpressionReader(parameter, text, placeholders) : undefined
}

function conditionFailed(input: WireObject, current: WireItem | undefined): ServiceFailure {
  const shown = input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD' && current !== undefined
  return failure(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    shown ? { Item: current } : {},
  )
}

function refuseKeyChange(table: TableSchema, path: Path): void {
  const [name] = path
  if (table.key.includes(String(name)))
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
    )
}
