// An update that DynamoDB's expression language cannot say, or will not take: an attribute, a function, an operand, a limit.
import { DyntasticError } from './dyntastic-error.js'

/** An update that DynamoDB's expression language cannot say, or will not take; nothing was sent. */
export class InvalidUpdateError extends DyntasticError {
  static override readonly code = 'INVALID_UPDATE'
}
