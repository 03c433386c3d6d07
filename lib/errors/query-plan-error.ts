// A query or condition that DynamoDB cannot run as it was asked; nothing was sent.
import type { ErrorCode } from './codes.js'
import { DyntasticError } from './dyntastic-error.js'

/** A query or condition that DynamoDB cannot run as it was asked; nothing was sent. */
export class QueryPlanError extends DyntasticError {
  static override readonly code: ErrorCode = 'QUERY_PLAN'
}
