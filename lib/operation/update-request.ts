// An update as a request: changes, stamps, guards and conditions of one UpdateItem.
import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb'
import type { EntityModel } from '../entity/model.js'
import { createTableInput } from '../entity/table-definition.js'
import { InvalidUpdateError } from '../errors/invalid-update-error.js'
import type { Condition } from '../expression/condition.js'
import { Placeholders } from '../expression/placeholders.js'
import type { Change } from '../expression/update-change.js'
import { isRepeatable } from '../expression/update-repeat.js'
import { printUpdate } from '../expression/update-text.js'
import { settle } from './deferred.js'
import { versionGuards } from './guards.js'
import type { Request } from './request.js'
import { stampChanges, upsertChanges } from './update-stamps.js'
import type { UpdateReturning, UpdateState } from './update-state.js'
import { presence, type UpdateTarget } from './update-target.js'
import { conditionInput, type Guard } from './write.js'

const returnValues: Record<UpdateReturning, 'ALL_NEW' | 'ALL_OLD' | 'UPDATED_NEW' | 'UPDATED_OLD' | 'NONE'> =
  {
    new: 'ALL_NEW',
    old: 'ALL_OLD',
    updatedNew: 'UPDATED_NEW',
    updatedOld: 'UPDATED_OLD',
    none: 'NONE',
  }

/** The version guard of an update of an item that was read; none for a key. */
export function guardsOf(model: EntityModel, { version }: UpdateTarget): readonly Guard[] {
  return version === undefined ? [] : versionGuards(model, version)
}

/** All changes of an update: the user's own, the stamps and, on upsert, what makes a new item whole. */
export function allChanges(model: EntityModel, state: UpdateState): readonly Change[] {
  const { root, changes, upsert } = state
  if (changes.length === 0)
    throw new InvalidUpdateError({
      entity: model.name,
      operation: 'update',
      detail: 'the update has no changes; say at least one, such as set',
    })
  const target = settle(state.target)
  const stamps = stampChanges(model, root, target, upsert !== undefined)
  const filled = upsert === undefined ? [] : upsertChanges(model, root, changes, upsert)
  return [...changes, ...stamps, ...filled]
}

/**
 * The request of an update.
 * @param changes in place of the update's own: what they become where parents are missing.
 * @throws InvalidKeyError, InvalidUpdateError, ValidationError.
 */
export function updateRequest(
  model: EntityModel,
  state: UpdateState,
  conditions: readonly Condition[],
  changes: readonly Change[] = allChanges(model, state),
): Request<'UpdateItem'> {
  const target = settle(state.target)
  const placeholders = new Placeholders()
  const update = printUpdate(changes, placeholders, model.name)
  const present = state.upsert === undefined ? [presence(model)] : []
  const condition = conditionInput(guardsOf(model, target), [...present, ...conditions], placeholders)
  const names = placeholders.names()
  const values = placeholders.values()
  const input: UpdateItemCommandInput = {
    TableName: model.table.name,
    Key: target.key.stored,
    UpdateExpression: update,
    ...condition,
    ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
    ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    ReturnValues: returnValues[state.returning],
  }
  return {
    call: 'UpdateItem',
    input,
    entity: model.name,
    operation: 'update',
    table: model.table,
    repeatable: isRepeatable(changes),
    ...(state.upsert === undefined
      ? {}
      : { creation: () => ({ input: createTableInput(model), ttl: model.managed.ttl }) }),
  }
}
