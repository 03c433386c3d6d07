// Guards and the items that they are of, in a table that may hold items of several entities.
import type { EntityModel } from '../../entity/model.js'
import type { StoredItem } from '../../entity/struct/attribute-value.js'
import { isGuard } from '../../entity/unique/guard-key.js'
import { guardNames } from '../../entity/unique/unique-values.js'
import { knownItem } from '../../entity/versions/current-item.js'
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
  if (stored === undefined || isGuard(model.key, stored) || !model.isOfKind(stored)) return undefined
  // Without a kind, only its form tells an item from those of other entities of the table.
  const alone = !model.plain || model.table.owners.size <= 1
  return alone || typeof model.codec.decode({ M: knownItem(model, stored) }, []) === 'object'
    ? stored
    : undefined
}
