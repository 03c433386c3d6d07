// Error of a condition that DynamoDB's expression language cannot express or does not accept.
import { QueryPlanError } from './query-plan-error.js'

/**
 * DynamoDB's expression language cannot express the condition, or does not accept it: its path, operator, operand or
 * size. Nothing was sent.
 */
export class InvalidConditionError extends QueryPlanError {
  static override readonly code = 'INVALID_CONDITION'
}
