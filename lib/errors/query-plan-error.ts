// Error of a query or condition that DynamoDB cannot run.
import type { ErrorCode } from './codes.js'
import { DyntasticError } from './dyntastic-error.js'

/** DynamoDB cannot run the query or condition as written; nothing was sent. */
export class QueryPlanError extends DyntasticError {
  static override readonly code: ErrorCode = 'QUERY_PLAN'
}
