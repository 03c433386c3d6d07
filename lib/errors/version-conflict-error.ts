// Optimistic locking: the item was changed by another writer since it was read.
import { ConditionFailedError } from './condition-failed-error.js'

/** Another writer changed the item since it was read. `item` is the current one (`undefined` where it is gone). */
export class VersionConflictError extends ConditionFailedError {
  static override readonly code = 'VERSION_CONFLICT'
}
