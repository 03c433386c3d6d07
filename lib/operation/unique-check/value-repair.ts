// Repairs of unique values: missing guards are written, stray ones deleted, if nothing has changed since.
import { randomUUID } from 'node:crypto'
import type { TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { guardKey } from '../../entity/unique/guard-key.js'
import { guardNames } from '../../entity/unique/unique-values.js'
import { expressionInput, Placeholders } from '../../expression/path/placeholders.js'
import type { OperationContext } from '../ground/operation.js'
import type { RunOptions } from '../ground/runner.js'
import { unchanged } from '../unique/guard-sources.js'
import { conditionInput } from '../write/write.js'
import { type ValueState, valueState } from './value-state.js'

/** How often a value may change while it is repaired. */
const mostAttempts = 8

/**
 * Repairs the guard of a value.
 * @returns the state that was repaired or, if there is nothing to repair by now, the state that was found.
 */
export async function repairValue(
  context: OperationContext,
  key: StoredItem,
  text: string,
  found: ValueState,
  options: RunOptions,
): Promise<{ readonly state: ValueState; readonly repaired: boolean }> {
  let state = found
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const actions = repairOf(context.model, key, text, state)
    if (actions === undefined) return { state, repaired: false }
    if (await applied(context, actions, options)) return { state, repaired: true }
    state = await valueState(context, key, text, options)
  }
  return { state, repaired: false }
}

function repairOf(
  model: EntityModel,
  key: StoredItem,
  text: string,
  { fault, item, guard, expected, owner, ownerKey }: ValueState,
): readonly TransactWriteItem[] | undefined {
  if (fault === undefined || fault === 'duplicate') return undefined
  const checks = [checkOf(model, key, item)]
  if (ownerKey !== undefined) checks.push(checkOf(model, ownerKey, owner))
  const common = { TableName: model.table.name, ...asFound(model, guard) }
  if (fault === 'stray') return [...checks, { Delete: { ...common, Key: guardKey(model.key, text) } }]
  return expected === undefined ? undefined : [...checks, { Put: { ...common, Item: expected.stored } }]
}

function checkOf(model: EntityModel, Key: StoredItem, stored: StoredItem | undefined): TransactWriteItem {
  const placeholders = new Placeholders()
  const { ConditionExpression = '', ...input } = conditionInput([], unchanged(model, stored), placeholders)
  return {
    ConditionCheck: {
      TableName: model.table.name,
      Key,
      ConditionExpression,
      ...input,
      ...expressionInput(placeholders),
    },
  }
}

// The guard is still the one that was read, or still missing.
function asFound({ key }: EntityModel, guard: StoredItem | undefined) {
  const of = guard?.[guardNames.of]
  if (guard === undefined || of === undefined)
    return {
      ConditionExpression: 'attribute_not_exists(#0)',
      ExpressionAttributeNames: { '#0': String(key.partition[0]?.name) },
    }
  return {
    ConditionExpression: '#0 = :0',
    ExpressionAttributeNames: { '#0': guardNames.of },
    ExpressionAttributeValues: { ':0': of },
  }
}

async function applied(
  { model, runner }: OperationContext,
  TransactItems: readonly TransactWriteItem[],
  options: RunOptions,
): Promise<boolean> {
  const { name: entity, table } = model
  const input = { TransactItems: [...TransactItems], ClientRequestToken: randomUUID() }
  const request = { call: 'TransactWriteItems', input, entity, operation: 'checkUnique', table } as const
  try {
    await runner.run(request, options)
    return true
  } catch (error) {
    if (Object(Object(error).cause).name === 'TransactionCanceledException') return false
    throw error
  }
}
