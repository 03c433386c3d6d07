// Plan of one write, before anything is stored: whether its condition is met, and the resulting item.
import { type Condition, pathsOf } from '../expressions/condition.js'
import { meets } from '../expressions/condition-evaluator.js'
import { parseCondition } from '../expressions/condition-parser.js'
import type { Path } from '../expressions/expression-reader.js'
import { legacyExpected } from '../expressions/legacy-conditions.js'
import { legacyUpdates } from '../expressions/legacy-updates.js'
import { Placeholders } from '../expressions/placeholders.js'
import { checkExpressionParameters, expressionReader } from '../expressions/request-expressions.js'
import { updated } from '../expressions/update-applier.js'
import { parseUpdate, readPaths, type UpdateAction } from '../expressions/update-parser.js'
import type { EngineContext } from '../storage/engine-context.js'
import { tableEntryKey } from '../storage/entry-keys.js'
import type { TableState } from '../storage/table-state.js'
import { itemTable } from '../tables/table-names.js'
import { failure, invalid, type ServiceFailure } from '../values/service-failure.js'
import { checkItemValues } from '../values/value-checks.js'
import type { WireItem, WireObject } from '../values/wire.js'
import { checkChangedIndexKeys, checkItem, checkItemSize, checkKey, keyOf } from './key-checks.js'
import { checkPaths } from './reads.js'

export type WriteKind = 'Put' | 'Delete' | 'Update' | 'ConditionCheck'

/** A write whose expressions have been read; neither its key nor the stored item has been looked at. */
export interface WriteRequest {
  readonly kind: WriteKind
  readonly input: WireObject
  readonly table: TableState
  /** The item of a put, and the key of any other write. */
  readonly subject: WireItem
  readonly condition: Condition | undefined
  readonly update: readonly UpdateAction[]
}

/** What the write makes of the item that is there now. */
export interface WriteOutcome {
  /** Where the item stands in its table. */
  readonly at: string
  readonly current: WireItem | undefined
  /** `undefined`: no item. */
  readonly next: WireItem | undefined
}

/** Reads a write; refuses what is wrong with it whatever its table and the item may be. */
export function readWrite(kind: WriteKind, input: WireObject, context: EngineContext): WriteRequest {
  const expressions =
    kind === 'Update' ? ['UpdateExpression', 'ConditionExpression'] : ['ConditionExpression']
  const legacy = kind === 'Update' ? ['AttributeUpdates', 'Expected'] : ['Expected']
  checkExpressionParameters(input, expressions, [...legacy, 'ConditionalOperator'])
  const subject = (kind === 'Put' ? input['Item'] : input['Key']) as WireItem
  checkItemValues(subject)
  checkReturnValues(kind, input)
  if (kind === 'Put') checkItemSize(subject)
  const old = legacyOf(input)
  const placeholders = new Placeholders(input)
  const updating = expressionReader(input, 'UpdateExpression', placeholders)
  const update = updating === undefined ? old.update : parseUpdate(updating)
  const judging = expressionReader(input, 'ConditionExpression', placeholders)
  const condition = judging === undefined ? old.condition : parseCondition(judging)
  placeholders.requireUse()
  return { kind, input, table: itemTable(context, String(input['TableName'])), subject, condition, update }
}

/** Refuses a key, or an item, that does not fit the table, and paths into keys. */
export function checkWrite({ kind, table: { schema }, subject, condition, update }: WriteRequest): void {
  if (kind === 'Put') checkItem(schema, subject)
  else checkKey(schema.key, subject)
  for (const { path } of update) refuseKeyChange(schema.key.all, path)
  if (condition !== undefined) checkPaths(schema, pathsOf(condition))
  if (update.length > 0) checkPaths(schema, readPaths(update))
}

/** Looks at the item; throws ConditionalCheckFailedException, or what the update cannot be applied for. */
export function planWrite(request: WriteRequest): WriteOutcome {
  const { input, kind, table, subject } = request
  const at = tableEntryKey(table.schema.key, subject)
  const current = table.get(at)?.item
  if (request.condition !== undefined && !meets(current ?? {}, request.condition))
    throw conditionFailed(input, current)
  if (kind === 'ConditionCheck') return { at, current, next: current }
  if (kind === 'Delete') return { at, current, next: undefined }
  if (kind === 'Put') return { at, current, next: subject }
  const next = updated(current ?? subject, request.update)
  checkChangedIndexKeys(table.schema, next, new Set(request.update.map(({ path }) => String(path[0]))))
  checkItemSize(next, 'Item size to update has exceeded the maximum allowed size')
  return { at, current, next }
}

/** Stores what was planned. */
export function applyWrite(
  { kind, table }: WriteRequest,
  { at, next }: WriteOutcome,
  { database }: EngineContext,
): void {
  if (kind === 'ConditionCheck') return
  if (next === undefined) database.remove(table, at)
  else database.put(table, next, at)
}

/** The key of the item that a write is about. */
export function writtenKey({ table, subject }: WriteRequest): WireItem {
  return keyOf(table.schema.key, subject)
}

function legacyOf(input: WireObject): { condition: Condition | undefined; update: readonly UpdateAction[] } {
  const updates = input['AttributeUpdates'] as Parameters<typeof legacyUpdates>[0] | undefined
  const update = updates === undefined ? [] : legacyUpdates(updates)
  return {
    condition: legacyExpected(
      input['Expected'] as Parameters<typeof legacyExpected>[0],
      input['ConditionalOperator'],
    ),
    update,
  }
}

function checkReturnValues(kind: WriteKind, { ReturnValues: values }: WireObject): void {
  if (kind !== 'Update' && values !== undefined && values !== 'ALL_OLD' && values !== 'NONE')
    throw invalid('ReturnValues can only be ALL_OLD or NONE')
}

function conditionFailed(input: WireObject, current: WireItem | undefined): ServiceFailure {
  const shown = input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD' && current !== undefined
  return failure(
    'ConditionalCheckFailedException',
    'The conditional request failed',
    shown ? { Item: current } : {},
  )
}

function refuseKeyChange(key: readonly { readonly name: string }[], [head]: Path): void {
  if (key.some(({ name }) => name === head))
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${head}. This attribute is part of the key`,
    )
}
