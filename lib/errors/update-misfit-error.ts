// An update that was refused because its result would not fit the entity.
import { type ConditionFailedDetails, ConditionFailedError } from './condition-failed-error.js'

/** What an update would have broken. */
export interface UpdateMisfitDetails extends ConditionFailedDetails {
  readonly path: string
  /** What the attribute must be: `stock must be at least 0`. */
  readonly bound: string
}

/**
 * The update would have left an attribute that does not fit its struct: out of its bounds (`min`, `max`, `size`, `nonempty`), or in a member
 * of a union that does not take it. DynamoDB checked that together with the update; nothing was written. `path` is the attribute, `bound` what it
 * must be, `item` the item as it stands. `orSkip()` does not skip it.
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
