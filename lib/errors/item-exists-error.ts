// A create of an item that is there already.
import { ConditionFailedError } from './condition-failed-error.js'

/** `create` met an item with this key. `item` is the item as it stands; nothing was written. */
export class ItemExistsError extends ConditionFailedError {
  static override readonly code = 'ITEM_EXISTS'
}
