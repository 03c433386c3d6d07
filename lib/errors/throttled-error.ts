// A call that DynamoDB throttled until the attempts ran out; the SDK's error is the cause.
import { DyntasticError } from './dyntastic-error.js'

/** A call that DynamoDB throttled until the attempts ran out; the SDK's error is the cause. */
export class ThrottledError extends DyntasticError {
  static override readonly code = 'THROTTLED'
  /** How often the SDK tried, where it says so. */
  declare readonly attempts?: number
}
