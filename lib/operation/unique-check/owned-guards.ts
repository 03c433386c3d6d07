// Guards and the items that they are of, in a table that may hold items of several entities.
import { isWithinKey } from '../../entity/bounds.js'
import { keyOfStored } from '../../entity/key/key-values.js'
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { isGuard } from '../../entity/unique/guard-key.js'
import { guardNames } from '../../entity/unique/unique-values.js'
import { isOwnItem } from '../../entity/versions/shared-items.js'
import { equalStored } from '../../expression/stored/stored-order.js'

/** Whether a stored guard holds a value for this item. */
export function isGuardOf(guard: StoredItem, key: StoredItem): boolean {
  const of = ownerOf(guard)
  return of !== undefined && equalStored({ M: of }, { M: key })
}

/** The key of the item that a guard is of. */
export function ownerOf(guard: StoredItem): StoredItem | undefined {
  const of = guard[guardNames.of]
  return of !== undefined && 'M' in of ? of.M : undefined
}

/** A stored item, if it is one of the entity. */
export function itemOfModel(model: EntityModel, stored: StoredItem | undefined): StoredItem | undefined {
  if (stored === undefined || isGuard(model.key, stored) || !isOwn(model, stored)) return undefined
  return isOwnItem(model, stored) ? stored : undefined
}

// Of a bound that is in the key, only the key tells: such items are not looked at otherwise.
function isOwn(model: EntityModel, stored: StoredItem): boolean {
  const { bounds } = model
  if (bounds === undefined || !model.isOfKind(stored)) return model.isOfKind(stored)
  const known = bounds.loose.map(({ property }) => property)
  return isWithinKey(bounds, keyOfStored(model, stored), known)
}
