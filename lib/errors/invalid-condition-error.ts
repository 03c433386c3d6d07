// A condition that DynamoDB's expression language cannot say, or will not take: a path, an operator, an operand, a limit.
import { QueryPlanError } from './query-plan-error.js'

/** A condition that DynamoDB's expression language cannot say, or will not take; nothing was sent. */
export class InvalidConditionError extends QueryPlanError {
  static override readonly code = 'INVALID_CONDITION'
}
