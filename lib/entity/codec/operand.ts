// Values that are not part of a whole item: keys, operands of conditions, values of updates.

import type { Failure } from '../struct/failure.js'
import type { Codec } from './codec.js'

/** Checks a value that is not part of a whole item. It is in the form that reads return. */
export function parseOperand(codec: Codec, value: unknown, failures: Failure[]): unknown {
  return codec.operand === undefined ? codec.parse(value, failures) : codec.operand(value, failures)
}
