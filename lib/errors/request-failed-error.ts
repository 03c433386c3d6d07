// Error of a call that failed in the service, the network or the client.
import type { ErrorCode } from './codes.js'
import { DyntasticError } from './dyntastic-error.js'

/** The call failed for a reason of the service, the network or the client. `cause` is the error of the SDK. */
export class RequestFailedError extends DyntasticError {
  static override readonly code: ErrorCode = 'REQUEST_FAILED'
  /** The number of attempts that the SDK made, if it is known. */
  declare readonly attempts?: number
  /** The HTTP status of the last response, if there was one. */
  declare readonly httpStatus?: number
}
