// Effect of an update on the guards of an item with unique values.
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import type { Change } from '../../expression/change/update-change.js'
import type { Condition } from '../../expression/condition/condition.js'
import { pathsRead } from '../../expression/function/update-operand.js'
import { applyChanges } from '../../expression/update/update-result.js'
import { settle } from '../ground/deferred.js'
import { changesGuards, type GuardChanges, guardChanges } from '../unique/guard-changes.js'
import { guardSources, unchanged, wholeOf } from '../unique/guard-sources.js'
import type { UpdateState } from './update-state.js'

/** What an update changes about the guards of an item that was read. */
export interface UniqueChanges extends GuardChanges {
  /** The item; `undefined` if it is missing. */
  readonly before: StoredItem | undefined
}

/** What an update does to the guards of an item that was read, and what must be unchanged for it. */
export interface UniqueEffect {
  readonly writes: UniqueChanges
  readonly guards: readonly Condition[]
}

/** An item that was read, or that is missing. */
export interface ReadItem {
  readonly stored: StoredItem | undefined
}

/** Whether changes touch attributes that guards depend on. An upsert may create the item, and with it its guards. */
export function touchesUnique(
  model: EntityModel,
  { upsert }: Pick<UpdateState, 'upsert'>,
  changes: readonly Change[],
): boolean {
  if (model.unique.length === 0) return false
  return upsert !== undefined || touching(model, changes).length > 0
}

function touching(model: EntityModel, changes: readonly Change[]): readonly Change[] {
  const sources = guardSources(model)
  return changes.filter(({ target }) => sources.includes(String(target.names[0])))
}

/** Returns what an update does to the guards of an item that was read. @throws as `applyChanges`. */
export function uniqueEffect(
  model: EntityModel,
  { target, returning }: UpdateState,
  changes: readonly Change[],
  { stored: before }: ReadItem,
): UniqueEffect {
  const own = touching(model, changes)
  const after = applyChanges(own, before ?? settle(target).key.stored, model.name)
  const writes = guardChanges(model, before, after)
  const read = own.flatMap(({ operand }) => (operand === undefined ? [] : pathsRead(operand)))
  const names = [...new Set([...guardSources(model), ...read.map((path) => String(path.names[0]))])]
  // Transactions return no items: the old one is what was read, if all of it is still the same.
  const isOld = returning === 'old' || returning === 'updatedOld'
  const whole = before !== undefined && isOld && changesGuards(writes) ? wholeOf(model, before) : names
  return { writes: { ...writes, before }, guards: unchanged(model, before, whole) }
}

/** Why an update of unique values reads the item. */
export const uniqueWords = 'it changes values that must be unique, which depends on those that the item has'
