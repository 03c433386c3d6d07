// Error of a write whose item was changed by another writer since it was read (optimistic locking).
import { ConditionFailedError } from './condition-failed-error.js'

/** Another writer changed the item since it was read. `item` is the current item (`undefined` if it was deleted). */
export class VersionConflictError extends ConditionFailedError {
  static override readonly code = 'VERSION_CONFLICT'
}
