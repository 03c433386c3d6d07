// Error of an update that was rejected because its result would not fit the entity.
import { type ConditionFailedDetails, ConditionFailedError } from './condition-failed-error.js'

/** Details of an update whose result would not fit the entity. */
export interface UpdateMisfitDetails extends ConditionFailedDetails {
  readonly path: string
  /** What the attribute must be: `stock must be at least 0`. */
  readonly bound: string
}

/**
 * The update would have left an attribute with a value that does not fit its struct: out of its bounds (`min`, `max`,
 * `size`, `nonempty`), or in a member of a union that does not allow it. DynamoDB checked this as part of the update;
 * nothing was written. `path` is the attribute, `bound` says what it must be, and `item` is the item as it is stored
 * now. `orSkip()` does not skip this error.
 */
export class UpdateMisfitError extends ConditionFailedError {
  static override readonly code = 'UPDATE_MISFIT'
  readonly path: string
  readonly bound: string

  constructor(details: UpdateMisfitDetails) {
    const { bound, detail = `the update would not fit: ${bound}` } = details
    super({ ...details, detail })
    this.path = details.path
    this.bound = bound
  }
}
