// State of one unique value at a single point in time: its item, its guard, and the item that the guard is of.
import type { Get, TransactGetItem } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { guardKey } from '../../entity/unique/guard-key.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import type { GuardItem } from '../ground/faces.js'
import type { OperationContext } from '../ground/operation.js'
import type { RunOptions } from '../ground/runner.js'
import { itemGuards } from '../unique/item-guards.js'
import type { UniqueFault } from './check-options.js'
import { isGuardOf, itemOfModel, ownerOf } from './owned-guards.js'

/** What is stored for one value, and what is wrong with it. */
export interface ValueState {
  readonly fault: UniqueFault['fault'] | undefined
  /** The item and the guard as they are stored. */
  readonly item: StoredItem | undefined
  readonly guard: StoredItem | undefined
  /** The guard that the item should have; `undefined` if it does not have the value. */
  readonly expected: GuardItem | undefined
  /** The item that the guard is of, if that is another one. */
  readonly owner: StoredItem | undefined
  readonly ownerKey: StoredItem | undefined
}

/**
 * Reads what is stored for a value of an item (TransactGetItems), so that no write comes in between.
 * @param text the value, as guards name it
 */
export async function valueState(
  context: OperationContext,
  key: StoredItem,
  text: string,
  options: RunOptions,
): Promise<ValueState> {
  const { model } = context
  let [item, guard] = await readTogether(context, [key, guardKey(model.key, text)], options)
  const ownerKey = guard === undefined || isGuardOf(guard, key) ? undefined : ownerOf(guard)
  let owner: StoredItem | undefined
  if (ownerKey !== undefined)
    [item, guard, owner] = await readTogether(context, [key, guardKey(model.key, text), ownerKey], options)
  const expected = itemGuards(model, itemOfModel(model, item)).find((each) => each.text === text)
  const known = { item, guard, expected, owner, ownerKey }
  // Between the two reads, the guard may have passed to yet another item: that is found out when it is repaired.
  const isOthers = itemGuards(model, itemOfModel(model, owner)).some((each) => each.text === text)
  if (expected === undefined)
    return { ...known, fault: guard !== undefined && isGuardOf(guard, key) ? 'stray' : undefined }
  if (guard !== undefined && isGuardOf(guard, key) && equalStored({ M: guard }, { M: expected.stored }))
    return { ...known, fault: undefined }
  return { ...known, fault: isOthers ? 'duplicate' : 'missing' }
}

async function readTogether(
  { model, runner }: OperationContext,
  keys: readonly StoredItem[],
  { signal }: RunOptions,
): Promise<(StoredItem | undefined)[]> {
  const { name: entity, table } = model
  const TransactItems = keys.map((Key): TransactGetItem => ({ Get: { TableName: table.name, Key } as Get }))
  const request = {
    call: 'TransactGetItems',
    input: { TransactItems },
    entity,
    operation: 'checkUnique',
    table,
  } as const
  const { Responses = [] } = await runner.run(request, { signal })
  // The client returns items in DynamoDB's form.
  return keys.map((_, at) => Responses[at]?.Item as StoredItem | undefined)
}
