// Error of a create whose item already exists.
import { ConditionFailedError } from './condition-failed-error.js'

/** An item with this key already exists. `item` is that item as it is stored now; nothing was written. */
export class ItemExistsError extends ConditionFailedError {
  static override readonly code = 'ITEM_EXISTS'
}
