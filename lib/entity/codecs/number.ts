// Numbers and integers: N, written exactly; read exactly or, for sums with a fraction, as the nearest number.
import { integer, number } from 'superstruct'
import { invalid } from '../codec/codec.js'
import { exactNumber, nearestNumber, numberText, rangeFault } from '../codec/decimal.js'
import { mostNumberBytes } from '../codec/item-size.js'
import { type CodecRow, type Core, type KeyRole, mismatch, refuse, type Wire } from '../codec/node.js'
import { scanNumber } from '../scan/scalar-scan.js'
import type { Failure } from '../struct/failure.js'
import { unread } from '../text/body.js'

/** Parses a number that can be stored: finite, in DynamoDB's range, without the sign of zero. */
export function parseNumber(value: number, failures: Failure[]): number | typeof invalid {
  if (value === 0) return 0
  const magnitude = value < 0 ? -value : value
  if (magnitude >= 1e-130 && magnitude < 1e126) return value
  if (Number.isNaN(magnitude) || magnitude === Number.POSITIVE_INFINITY)
    return refuse(failures, 'NaN and Infinity cannot be stored', value)
  return refuse(failures, rangeFault, value)
}

function numberCore(integers: boolean, key: KeyRole | undefined): Core {
  const exact = integers || key === 'table'
  const read = exact ? exactNumber : nearestNumber
  const fits = (value: number): boolean => !integers || Number.isInteger(value)
  return {
    types: ['N'],
    most: mostNumberBytes,
    // An update may add to an index key, so it may contain a sum: rejecting that would make the item unreadable.
    fidelity: exact || key === 'index' ? 'exact' : 'canonical',
    sample: 'number',
    numeric: integers ? 'integer' : 'number',
    parse(value, failures) {
      // superstruct reports values that are not numbers at all.
      if (typeof value !== 'number' || Number.isNaN(value)) return invalid
      if (integers && !Number.isInteger(value)) return invalid
      return parseNumber(value, failures)
    },
    encode: (value) => ({ N: numberText(value as number) }),
    decode(stored: Wire | undefined, failures) {
      const text = stored?.N
      if (typeof text !== 'string') return mismatch(stored, ['N'], failures)
      const value = read(text)
      if (value === undefined) return refuse(failures, inexact, stored)
      if (!fits(value)) return refuse(failures, 'expected an integer', stored)
      return value
    },
    scan: scanNumber((text) => {
      const value = read(text)
      return value === undefined || !fits(value) ? unread : value
    }, fits),
  }
}

/** Why a stored number is rejected that is not one of JavaScript's. */
export const inexact = "JavaScript cannot hold this number exactly; use bigint() or as: 'decimal'"

export const numberRow: CodecRow = {
  doc: 'N. `NaN` and infinities are rejected, and so is a stored number that JavaScript cannot hold.',
  kinds: ['number', 'integer'],
  forms: ['number', 'decimal'],
  reference: ({ kind }) => (kind === 'integer' ? integer() : number()),
  make: ({ kind }, compiler) => numberCore(kind === 'integer', compiler.options.key),
}
