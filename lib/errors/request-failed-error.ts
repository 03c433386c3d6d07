// A call that failed for a reason of the service, the network or the client; the SDK's error is the cause.
import type { ErrorCode } from './codes.js'
import { DyntasticError } from './dyntastic-error.js'

/** A call that failed for a reason of the service, the network or the client; the SDK's error is the cause. */
export class RequestFailedError extends DyntasticError {
  static override readonly code: ErrorCode = 'REQUEST_FAILED'
  /** How often the SDK tried, where it says so. */
  declare readonly attempts?: number
  /** The HTTP status of the last answer, where there was one. */
  declare readonly httpStatus?: number
}
