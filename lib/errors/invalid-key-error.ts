// Error of a key with a missing part, an extra part, or a part of the wrong type.
import { DyntasticError } from './dyntastic-error.js'

/** The key has a missing part, an extra part, or a part of the wrong type; nothing was sent. */
export class InvalidKeyError extends DyntasticError {
  static override readonly code = 'INVALID_KEY'
}
