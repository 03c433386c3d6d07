// A key with a missing part, an extra part, or a part of the wrong type; nothing was sent.
import { DyntasticError } from './dyntastic-error.js'

/** A key with a missing part, an extra part, or a part of the wrong type; nothing was sent. */
export class InvalidKeyError extends DyntasticError {
  static override readonly code = 'INVALID_KEY'
}
