// Changes that a write makes to the guards of an item.
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { equalStored } from '../../expression/stored/stored-order.js'
import type { GuardItem } from '../ground/faces.js'
import { itemGuards } from './item-guards.js'

/** What a write changes about the guards of an item. */
export interface GuardChanges {
  readonly takes: readonly GuardItem[]
  readonly releases: readonly GuardItem[]
}

/** Whether anything is changed about guards, so that a write needs a transaction. */
export function changesGuards({ takes, releases }: GuardChanges): boolean {
  return takes.length + releases.length > 0
}

/** Returns what becomes of the guards if an item is written in the place of another one. */
export function guardChanges(
  model: EntityModel,
  before: StoredItem | undefined,
  after: StoredItem | undefined,
): GuardChanges {
  const had = itemGuards(model, before)
  const has = itemGuards(model, after)
  const takes = has.filter(
    (guard) =>
      !had.some((old) => old.text === guard.text && equalStored({ M: old.stored }, { M: guard.stored })),
  )
  const releases = had.filter((old) => !has.some((guard) => guard.text === old.text))
  return { takes, releases }
}
