// Error of a call that DynamoDB throttled until no attempts were left.
import { DyntasticError } from './dyntastic-error.js'

/** DynamoDB throttled the call until no attempts were left. `cause` is the error of the SDK. */
export class ThrottledError extends DyntasticError {
  static override readonly code = 'THROTTLED'
  /** The number of attempts that the SDK made, if it is known. */
  declare readonly attempts?: number
}
