// A move whose item has been read: the elements of its transaction, and what their failures mean.
import type { Delete, Put, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { isOutdated } from '../../entity/versions/current-item.js'
import { ConditionFailedError } from '../../errors/condition-failed-error.js'
import type { DyntasticError } from '../../errors/dyntastic-error.js'
import { UnsupportedOperationError } from '../../errors/unsupported-operation-error.js'
import type { Condition } from '../../expression/condition/condition.js'
import { evaluate } from '../../expression/condition/evaluation.js'
import { expressionInput, Placeholders } from '../../expression/path/placeholders.js'
import { consistentRead } from '../ground/consistent-read.js'
import type { BatchWriteFace, Facing, GuardedFace, ReadFace, TransactWriteFace } from '../ground/faces.js'
import { keyText } from '../ground/key-text.js'
import type { OperationContext } from '../ground/operation.js'
import type { SendOptions } from '../ground/runner.js'
import { guardChanges } from '../unique/guard-changes.js'
import { upgradeStored } from '../upgrade/upgrade-stored.js'
import { absenceGuard, presence } from '../write/guards.js'
import { kindGuards } from '../write/kind-guards.js'
import { creationOf } from '../write/put.js'
import { conditionError, conditionInput, type Guard, isOwn } from '../write/write.js'
import { missingItem } from './move-errors.js'
import type { MovePlan } from './move-plan.js'
import { type MovedItem, movedItem, unchangedItem } from './moved-item.js'

/** A move: where it goes, what it does, and on which conditions. */
export interface Move {
  readonly context: OperationContext
  readonly plan: MovePlan
  readonly conditions: readonly Condition[]
}

/** A move as part of a transaction: all of it is known. */
export class PreparedMove implements Facing {
  readonly name = 'move'
  readonly role = 'write'
  readonly context: OperationContext
  readonly move: Move
  readonly moved: MovedItem
  /** The item as it was read. */
  readonly read: StoredItem
  /** The conditions that the item is as it was read. */
  readonly unchanged: readonly Condition[]
  /** The errors that mean that the item was changed after it was read. */
  readonly outdated: WeakSet<object> = new WeakSet()

  /** @throws InvalidItemError or ValidationError, as `movedItem`. */
  constructor(move: Move, read: StoredItem) {
    this.context = move.context
    this.move = move
    this.read = read
    this.moved = movedItem(move.context.model, move.plan, read)
    this.unchanged = unchangedItem(this.moved.model, read)
    Object.freeze(this)
  }

  transactWriteFace(): TransactWriteFace {
    const { model, stored, item } = this.moved
    const { key } = this.move.plan
    const common = { runner: this.context.runner, operation: this.name, result: item, pending: false, model }
    const failure = (error: ConditionFailedError) => this.sourceError(error)
    const at = { TableName: model.table.name }
    const unmoved = this.moveConditions()
    if (keyText(model, key.stored) === keyText(model, stored)) {
      const action: TransactWriteItem = { Put: { ...at, Item: stored, ...unmoved } }
      const guarded = this.guards(action, this.read, stored, this.read)
      return { ...common, ...guarded, stored, action, failure, creation: creationOf(model) }
    }
    const placeholders = new Placeholders()
    const absent = conditionInput([absenceGuard(model)], [], placeholders)
    const put: Put = { ...at, Item: stored, ...absent, ...expressionInput(placeholders) }
    const remove: Delete = { ...at, Key: key.stored, ...unmoved }
    const target: TransactWriteFace = {
      ...common,
      ...this.guards({ Put: put }, undefined, stored, 'missing'),
      stored,
      action: { Put: put },
      creation: creationOf(model),
      failure: (error) => this.targetError(error),
    }
    const released = this.guards({ Delete: remove }, this.read, undefined, this.read)
    return { ...common, ...released, stored: key.stored, action: { Delete: remove }, failure, more: [target] }
  }

  // A guard names the key of the item that has its value: the delete gives up all values, and the put takes those that
  // the item then has. A value that stays the same passes from the one to the other in one action.
  guards(
    action: TransactWriteItem,
    before: StoredItem | undefined,
    after: StoredItem | undefined,
    known: GuardedFace['known'],
  ): Pick<TransactWriteFace, 'guarded'> {
    const { model } = this.moved
    if (model.unique.length === 0) return {}
    const write = { ...guardChanges(model, before, after), action }
    const most = write.takes.length + write.releases.length
    // If the item is not as it was read, it is read again by what runs the move.
    return { guarded: { known, most, on: () => write, holds: () => false } }
  }

  batchWriteFace(): BatchWriteFace {
    throw this.unsupported()
  }

  readFace(): ReadFace {
    throw this.unsupported()
  }

  unsupported(): UnsupportedOperationError {
    const { name: entity } = this.context.model
    const detail = 'an item can be moved in a transaction, and not in other requests of several items'
    return new UnsupportedOperationError({ entity, operation: this.name, detail })
  }

  moveConditions() {
    const { plan, conditions } = this.move
    const { unchanged, context } = this
    const { model } = context
    const placeholders = new Placeholders()
    const there = [presence(model), ...kindGuards(model).map(({ condition }) => condition)]
    const condition = conditionInput(plan.guards, [...there, ...conditions, ...unchanged], placeholders)
    return { ...condition, ...expressionInput(placeholders) }
  }

  sourceError(error: ConditionFailedError): DyntasticError {
    const { plan, conditions } = this.move
    const { unchanged, context } = this
    const { model } = context
    const { stored } = error
    if (!isOwn(model, stored) && error.outcome !== 'unknown') return missingItem(model, plan, error)
    const attempted = { model, operation: this.name, key: plan.key.values, guards: plan.guards }
    // The client returns items in DynamoDB's form.
    const standing = (stored ?? {}) as StoredItem
    const met = isMet(plan.guards, conditions, standing)
    if (!met || unchanged.every((each) => evaluate(each, standing)))
      return conditionError({ ...attempted, conditions }, error)
    const changed = conditionError({ ...attempted, conditions: unchanged }, error)
    const { entity, operation, cause, outcome, key, item, failed } = changed
    const detail = 'the item was changed by another writer after it was read for the move; run it again'
    const own = new ConditionFailedError({
      ...{ entity, operation, cause, outcome, key, item, failed },
      stored,
      detail,
    })
    this.outdated.add(own)
    return own
  }

  targetError(error: ConditionFailedError): DyntasticError {
    const { model } = this.context
    const { key } = this.moved
    const guards = [absenceGuard(model)]
    return conditionError({ model, operation: this.name, key, guards, conditions: [] }, error)
  }
}

function isMet(guards: readonly Guard[], conditions: readonly Condition[], standing: StoredItem): boolean {
  const all = [...guards.map(({ condition }) => condition), ...conditions]
  return all.every((each) => evaluate(each, standing))
}

/** How often an item of an older version is upgraded and read again, if other writers write it in between. */
const mostUpgrades = 5

/**
 * Reads the item of a move (strongly consistent). One of an older version of its schema is upgraded before.
 * @throws ItemNotFoundError if there is none, or one of another kind.
 * @throws InvalidItemError or ValidationError if the item does not fit the entity, or would not after the move.
 */
export async function preparedMove(move: Move, options: SendOptions | undefined): Promise<PreparedMove> {
  const { model, runner } = move.context
  for (let attempt = 0; ; attempt++) {
    const { Item } = await runner.run(consistentRead(model, 'move', move.plan.key.stored), options)
    // The client returns items in DynamoDB's form.
    const read = Item as StoredItem | undefined
    if (read === undefined || !isOwn(model, read)) throw missingItem(model, move.plan)
    // Conditions, and what is changed, are about items of the current version.
    if (attempt === mostUpgrades || !isOutdated(model.reader(read, 'move'), read))
      return new PreparedMove(move, read)
    await upgradeStored(move.context, read, options)
  }
}
