// Error of an update that DynamoDB's expression language cannot express or does not accept.
import { DyntasticError } from './dyntastic-error.js'

/**
 * DynamoDB's expression language cannot express the update, or does not accept it: an attribute, function, operand or
 * size. Nothing was sent.
 */
export class InvalidUpdateError extends DyntasticError {
  static override readonly code = 'INVALID_UPDATE'
}
