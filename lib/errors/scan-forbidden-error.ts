// Error of a query without a condition on a partition key, if the executor forbids scans.
import { QueryPlanError } from './query-plan-error.js'

/**
 * The query would have to read the whole table, and the executor option `scans` is `'forbid'`; nothing was sent. The
 * message names the index that would help.
 */
export class ScanForbiddenError extends QueryPlanError {
  static override readonly code = 'SCAN_FORBIDDEN'
}
