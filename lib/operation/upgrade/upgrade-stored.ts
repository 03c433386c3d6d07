// Writes a stored item of an older version in the current one, if it is still as it was read.
import type { PutItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { currentItem } from '../../entity/versions/current-item.js'
import { namesOfStep } from '../../entity/versions/schema-versions.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import { isError } from '../../errors/is-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import type { Condition } from '../../expression/condition/condition.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { printConditions } from '../../expression/condition/printed-condition.js'
import { expressionInput, Placeholders } from '../../expression/path/placeholders.js'
import type { TransactWriteFace } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { Request } from '../ground/request.js'
import type { RunOptions } from '../ground/runner.js'
import { guardChanges } from '../unique/guard-changes.js'
import { unchanged, wholeOf } from '../unique/guard-sources.js'
import { sendGuarded } from '../unique/guarded-single.js'

const operation = 'upgrade'

/** How many attributes one condition compares, so that it keeps within DynamoDB's limits of expressions. */
const mostCompared = 140

/**
 * Writes a stored item in the current version (PutItem, on the condition that each attribute is as it was read; with
 * unique values, TransactWriteItems). Resolves to whether it was written: not if the item was changed or deleted.
 * @throws SchemaVersionError if it cannot be upgraded; InvalidItemError if the result does not fit.
 * @throws UniqueValueError if another item has a unique value of the result.
 */
export async function upgradeStored(
  { model: given, runner }: OperationContext,
  stored: StoredItem,
  options?: RunOptions,
): Promise<boolean> {
  const model = given.reader(stored, operation)
  const Item = upgradedItem(model, stored)
  const conditions = unchangedItem(model, stored)
  const placeholders = new Placeholders()
  const text = printConditions(conditions, placeholders)
  const input: PutItemCommandInput = { TableName: model.table.name, Item, ...expressionInput(placeholders) }
  if (text !== undefined) input.ConditionExpression = text
  const { name: entity, table } = model
  const request: Request<'PutItem'> = { call: 'PutItem', input, entity, operation, table, repeatable: false }
  try {
    if (model.unique.length === 0) await runner.run(request, options)
    else await sendGuarded(runner, faceOf(model, runner, { stored, request, conditions }), options, false)
    return true
  } catch (error) {
    // After a lost response, the attempt before may have written it.
    if (isError(error, ConditionFailedError)) return false
    throw error
  }
}

/** Returns the stored form of an older item as it is written. */
function upgradedItem(model: EntityModel, stored: StoredItem): StoredItem {
  // Whether it fits is known once it is decoded.
  model.decodeItem(stored, operation)
  const item = { ...currentItem(model, stored, operation) }
  for (const key of model.keys)
    for (const { name, template } of key.parts) if (template !== undefined) delete item[name]
  return model.completed(item, operation)
}

// All that is stored, and all that the entity has or had.
function unchangedItem(model: EntityModel, stored: StoredItem): readonly Condition[] {
  const { steps = [], name } = model.versions ?? {}
  const own = name === undefined ? [] : [name]
  const names = [...new Set([...wholeOf(model, stored), ...steps.flatMap(namesOfStep), ...own])]
  if (names.length <= mostCompared) return unchanged(model, stored, names)
  const { version } = model.managed
  if (version !== undefined && Object.hasOwn(stored, String(model.codec.at(version)?.name)))
    return unchanged(model, stored, [String(model.codec.at(version)?.name)])
  const detail = `the item has ${names.length} attributes, and a condition can compare at most ${mostCompared} of them with what was read: give the entity a \`version\``
  throw new UnsupportedOperationError({ entity: model.name, operation, detail })
}

interface UpgradeWrite {
  readonly stored: StoredItem
  readonly request: Request<'PutItem'>
  readonly conditions: readonly Condition[]
}

// The values that the item has from now on are taken, and those that it had are free, in the same transaction.
function faceOf(
  model: EntityModel,
  runner: OperationContext['runner'],
  { stored, request, conditions }: UpgradeWrite,
): TransactWriteFace {
  const Item = request.input.Item as StoredItem
  const {
    ReturnValues: _,
    ReturnConsumedCapacity: __,
    ...Put
  } = { ...request.input, TableName: model.table.name, Item }
  return {
    model,
    runner,
    operation,
    stored: Item,
    action: { Put },
    result: undefined,
    pending: false,
    guarded: {
      known: stored,
      most: model.unique.length * 2,
      on: () => ({ ...guardChanges(model, stored, Item), request, action: { Put } }),
      holds: (found) => conditions.every((condition) => evaluate(condition, found ?? {})),
    },
    failure: (error) => error,
  }
}
